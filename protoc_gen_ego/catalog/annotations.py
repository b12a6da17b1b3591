"""What one element is annotated with: its tags and its options, merged into one set of facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from protoc_gen_ego.catalog.facts import LISTS, Facts, Option, Place
from protoc_gen_ego.catalog.model import Problem
from protoc_gen_ego.catalog.options import (
    DOMAIN,
    ERROR,
    ERROR_ENUM,
    ERRORS,
    KRATOS_CODE,
    KRATOS_DEFAULT,
    OptionReader,
)
from protoc_gen_ego.catalog.tags import HEAD, Tag, scan
from protoc_gen_ego.schema import File, Node

_LOCALE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


def read(node: Node, options: OptionReader, problems: list[Problem]) -> Facts:
    """The facts stated on an enum, a value or a method."""
    facts = Facts(node, problems)
    comments = node.comments
    tags, facts.comment = scan(comments.leading)
    if comments.trailing:
        more, prose = scan(comments.trailing, trailing=True)
        tags += more
        facts.comment = f"{facts.comment}\n{prose}".strip("\n")
    for tag in tags:
        _state(facts, tag)
    for comment in comments.detached:
        _of_file(facts, comment)
    _read_options(facts, node, options)
    return facts


_OF_FILE = ("domain", "plugins")
_MEANT_FOR_FILE = tuple(f"did you mean @{key}?" for key in _OF_FILE)


def read_file(file: File, options: OptionReader, problems: list[Problem]) -> Facts:
    """The facts stated on a file: on `syntax`, `edition`, `package`, imports and options, detached ones included."""
    facts = Facts(file, problems)
    for path in HEAD:
        comments = file.source.comments(path)
        _of_file(facts, comments.trailing, trailing=True)
        for comment in (comments.leading, *comments.detached):
            _of_file(facts, comment)
    _read_options(facts, file, options)
    return facts


def _of_file(facts: Facts, comment: str, *, trailing: bool = False) -> None:
    for tag in scan(comment, trailing=trailing)[0] if "@" in comment else ():
        if tag.key in _OF_FILE or tag.problem.endswith(_MEANT_FOR_FILE):
            _state(facts, tag)


def _state(facts: Facts, tag: Tag) -> None:
    if tag.problem:
        facts.unclear = True
        kind, _, message = tag.problem.partition(": ")
        remedy = 'write @key=value or @key="quoted value"' if kind == "malformed" else ""
        facts.say(f"TAG_{kind.upper()}", tag, message, remedy)
    elif tag.key in ("code", "msg"):  # by far the most
        facts.put(tag.key, tag.value, tag)
    elif tag.key in LISTS:
        items = [item.strip() for item in tag.value.split(",")]
        if "" in items or _goes_on(tag):
            remedy = "separate items with a comma and no space, or quote the list"
            facts.say("TAG_MALFORMED", tag, f"the list of @{tag.key} has an empty item", remedy)
            return
        for item in items:
            facts.add(tag.key, item, tag)
    elif tag.key[:5] == "i18n.":
        _state_i18n(facts, tag.key[5:], tag.value, tag)
    else:
        facts.put(tag.key, tag.value, tag)


def _goes_on(tag: Tag) -> bool:
    """Whether a list was cut off at white space: `@errors=A , B` would silently be `@errors=A`."""
    return re.match(r"[^\s\"]+[ \t]+,", tag.comment[tag.start :]) is not None


def _state_i18n(facts: Facts, locale: str, text: str, place: Place) -> None:
    key = _CANONICAL.get(locale)
    if key is None:
        if not _LOCALE.fullmatch(locale):
            text = f"{locale!r} is not a locale (BCP-47)"
            facts.say("TAG_MALFORMED", place, text, "write one such as zh-CN or en")
            return
        key = _CANONICAL[locale] = canonical(locale)
    facts.put(f"i18n.{key}", text, place)


def canonical(locale: str) -> str:
    """A BCP-47 tag in its usual casing; Ego's `cn` is `zh-CN`.

    >>> [canonical(tag) for tag in ("cn", "zh_cn", "EN", "zh-hant-tw")]
    ['zh-CN', 'zh-CN', 'en', 'zh-Hant-TW']
    """
    first, *rest = re.split("[-_]", locale)
    if not rest and first.lower() == "cn":
        return "zh-CN"
    sizes: dict[int, Callable[[str], str]] = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(sizes.get(len(part), str.lower)(part) for part in rest)])


_CANONICAL: dict[str, str] = {}  # a repository has few locales and very many texts


def _read_options(facts: Facts, node: Node, options: OptionReader) -> None:
    """States what the options say, under the same keys as the tags."""
    if node.descriptor.HasField("options") and options.visible_in(node.file):
        for extension, state in _READERS[type(node).__name__].items():
            value = options.get(node.descriptor.options, extension)
            if value is not None:
                state(facts, value, Option(extension))


def _state_domain(facts: Facts, value: Any, place: Place) -> None:
    domain = value if isinstance(value, str) else value.domain
    if domain:
        facts.put("domain", domain, place)
    facts.declared = True


def _state_error(facts: Facts, error: Any, place: Place) -> None:
    facts.declared = True
    if error.HasField("code"):
        names = error.DESCRIPTOR.fields_by_name["code"].enum_type.values_by_number
        name = names[error.code].name if error.code in names else str(error.code)
        facts.put("code", name, place)
    if error.msg:
        facts.put("msg", error.msg, place)
    for locale in sorted(error.i18n):
        _state_i18n(facts, locale, error.i18n[locale], place)
    tagged = list(facts.lists.get("metadata", ()))
    if tagged and error.metadata and tagged != list(error.metadata):
        text = f"metadata is {', '.join(error.metadata)} here and {', '.join(tagged)} in a tag of the same element"
        facts.say("TAG_CONTRADICTORY", place, text, "keep one of the two")
    for key in error.metadata:
        facts.add("metadata", key, place)


def _state_errors(facts: Facts, errors: Any, place: Place) -> None:
    for name in errors:
        facts.add("errors", name, place)


def _state_http(facts: Facts, number: Any, place: Place) -> None:
    facts.put("kratos", str(number), place)


_READERS: dict[str, dict[str, Callable[[Facts, Any, Place], None]]] = {
    "File": {DOMAIN: _state_domain},
    "Enum": {ERROR_ENUM: _state_domain, KRATOS_DEFAULT: _state_http},
    "EnumValue": {ERROR: _state_error, KRATOS_CODE: _state_http},
    "Method": {ERRORS: _state_errors},
}
