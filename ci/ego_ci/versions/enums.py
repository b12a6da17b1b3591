"""What became of enums, their values, and error codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ego_ci.versions.change import Change, Kind, Quoted, Words
from ego_ci.versions.elements import (
    Elements,
    appeared,
    change,
    common,
    moved,
    paired,
    quoted,
    vanished,
)
from ego_ci.versions.messages import inside
from ego_ci.versions.semver import Level
from protoc_gen_ego.catalog import ErrorCode
from protoc_gen_ego.schema import Enum, EnumValue


def enums(before: Elements, now: Elements, renamed: Mapping[str, ErrorCode]) -> Iterator[Change]:
    """The enums; error codes of a new one are told one by one, since callers catch them one by one.

    renamed: by their new full name, what errors were.
    """
    for old, new in paired(before.enums, now.enums):
        if old and new:
            yield from moved("enum", old, new)
            yield from common("enum", old, new, before, now)
            yield from _domain(old, new, before, now)
            yield from _values(old, new, before, now, renamed)
        elif new:
            if not inside(new, before.messages, now.messages):
                yield appeared("enum", new)
            yield from (_added(value, now) for value in new.values if value.full_name in now.codes)
        elif old:
            if not inside(old, now.messages, before.messages):
                yield vanished("enum", old)
            codes = (value for value in old.values if value.full_name in before.codes)
            yield from (vanished("error code", value) for value in codes)


def _domain(old: Enum, new: Enum, before: Elements, now: Elements) -> Iterator[Change]:
    was = before.error_enums.get(old.full_name)
    has = now.error_enums.get(new.full_name)
    if was and has and was.domain != has.domain:
        words = ("domain of ", quoted(new), " changed from ", Quoted(was.domain), " to ")
        yield change(Kind.CHANGED, "error enum", new, *words, Quoted(has.domain))


def _values(
    old: Enum, new: Enum, before: Elements, now: Elements, renamed: Mapping[str, ErrorCode]
) -> Iterator[Change]:
    was = {value.name: value for value in old.values}
    has = {value.name: value for value in new.values}
    fresh = [value for name, value in has.items() if name not in was]

    def same(one: EnumValue, other: EnumValue) -> bool:
        """Whether a value only has another name: for an error the rules say so, else its number."""
        if one.full_name in before.codes or other.full_name in now.codes:
            code = renamed.get(other.full_name)
            return code is not None and code.full_name == one.full_name
        return one.number == other.number

    for name, value in was.items():
        other = has.get(name)
        if other:
            yield from _value(value, other, before, now)
            continue
        successor = next((item for item in fresh if same(value, item)), None)
        if successor is None:
            yield vanished(_element(value, before), value)
            continue
        fresh.remove(successor)
        element = _element(value, before)
        words = (f"{element} ", quoted(value), " renamed to ", quoted(successor))
        yield change(Kind.CHANGED, element, successor, *words)
        yield from _value(value, successor, before, now)
    yield from (_added(value, now) for value in fresh)


def _element(value: EnumValue, side: Elements) -> str:
    return "error code" if value.full_name in side.codes else "enum value"


def _added(value: EnumValue, now: Elements) -> Change:
    code = now.codes.get(value.full_name)
    return appeared(_element(value, now), value, *((": ", Quoted(code.status)) if code else ()))


def _value(old: EnumValue, new: EnumValue, before: Elements, now: Elements) -> Iterator[Change]:
    was, has = before.codes.get(old.full_name), now.codes.get(new.full_name)
    element = _element(new, now)
    words: Words
    if old.number != new.number:
        words = (f"{element} ", quoted(new), f" has number {new.number}, was {old.number}")
        yield change(Kind.CHANGED, element, new, *words)
    yield from common(element, old, new, before, now)
    if was and has:
        yield from _code(was, has)
    elif has:
        words = (quoted(new), " is an error code now: ", Quoted(has.status))
        yield change(Kind.ADDED, "error code", new, *words)
    elif was:
        words = (quoted(old), " is no error code any more")
        yield change(Kind.REMOVED, "error code", new, *words)


def _code(old: ErrorCode, new: ErrorCode) -> Iterator[Change]:
    node = new.value
    subject: Words = ("error code ", quoted(node))
    words: Words
    if old.status != new.status:
        words = (" has status ", Quoted(new.status), ", had ", Quoted(old.status))
        yield change(Kind.CHANGED, "error code", node, *subject, *words)
    for key in new.metadata:
        if key not in old.metadata:
            words = (" carries metadata ", Quoted(key), " now")
            yield change(Kind.ADDED, "error code", node, *subject, *words)
    for key in old.metadata:
        if key not in new.metadata:
            words = (" carries no metadata ", Quoted(key), " any more")
            yield change(Kind.CHANGED, "error code", node, *subject, *words)
    yield from _texts(old, new, subject)


def _texts(old: ErrorCode, new: ErrorCode, subject: Words) -> Iterator[Change]:
    """Texts are for people; a program that reads the placeholders is what the rules look after."""
    if old.message != new.message:
        has_text = (" says ", Quoted(new.message)) if new.message else (" says nothing",)
        had_text = (", said ", Quoted(old.message)) if old.message else (", said nothing",)
        words: Words = (*has_text, *had_text)
        yield change(Kind.CHANGED, "error code", new.value, *subject, *words, level=Level.PATCH)
    was, has = dict(old.i18n), dict(new.i18n)
    for locale in sorted({*was, *has}):
        if was.get(locale) != has.get(locale):
            what = "added" if locale not in was else "removed" if locale not in has else "changed"
            words = (": text in ", Quoted(locale), f" {what}")
            kind = Kind.CHANGED if locale in was else Kind.ADDED
            yield change(kind, "error code", new.value, *subject, *words, level=Level.PATCH)
