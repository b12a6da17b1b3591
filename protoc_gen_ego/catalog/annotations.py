"""What one element is annotated with: tags and options of an element, merged into one set of facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from protoc_gen_ego.catalog.model import Problem
from protoc_gen_ego.catalog.options import NUMBERS, OptionReader
from protoc_gen_ego.catalog.tags import Tag, position, scan
from protoc_gen_ego.diagnostics import Position
from protoc_gen_ego.schema import File, Node

_LOCALE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")
_LISTS = ("metadata", "errors")
# Field number of `options` in the descriptor of each kind of element, for source paths of options.
_OPTIONS_FIELD = {"File": 8, "Enum": 3, "EnumValue": 3, "Method": 4}

Place = Callable[[], Position]  # positions are worked out only for what is reported


class Facts:
    """The merged annotations of one element; a second, different statement of a fact is a problem."""

    def __init__(self, problems: list[Problem]) -> None:
        self.values: dict[str, str] = {}  # code, msg, domain, plugins, i18n.<locale>
        self.lists: dict[
            str, dict[str, Place]
        ] = {}  # metadata, errors: item -> where it is first said
        self.comment = ""
        self.unclear = False  # a tag could not be read, so what is missing may have been meant
        self._places: dict[str, Place] = {}
        self.problems = problems

    def put(self, key: str, value: str, place: Place) -> None:
        """States a fact."""
        if key in _LISTS:
            items = self.lists.setdefault(key, {})
            for item in value.split(","):
                items.setdefault(item.strip(), place)
            return
        said = self.values.setdefault(key, value)
        if said is value:
            self._places[key] = place
        elif said != value:
            self.problems.append(
                Problem(
                    "TAG_CONTRADICTORY",
                    place(),
                    f"{key} is {value!r} here and {said!r} elsewhere on the same element",
                    "keep one of the two",
                    ((self._places[key](), "the other"),),
                )
            )

    def place(self, key: str) -> Position:
        """Where a fact is stated."""
        return self._places[key]()


def read(node: Node, options: OptionReader, problems: list[Problem]) -> Facts:
    """The facts stated on an enum, a value or a method."""
    facts = Facts(problems)
    comments = node.comments
    tags, facts.comment = scan(comments.leading)
    for tag in tags:
        _state(facts, node, tag, comments.leading, problems)
    if comments.trailing:
        tags, prose = scan(comments.trailing, trailing=True)
        facts.comment = f"{facts.comment}\n{prose}".strip("\n")
        for tag in tags:
            _state(facts, node, tag, comments.trailing, problems)
    if comments.detached:
        _detached(facts, node, comments.detached, problems)
    if node.descriptor.HasField("options") and options.visible_in(node.file):
        _read_options(facts, node, options)
    return facts


def read_file(file: File, options: OptionReader, problems: list[Problem]) -> Facts:
    """The facts stated on a file: on `syntax`, `edition`, `package`, imports and options, detached ones included."""
    facts = Facts(problems)
    comments = file.comments
    _detached(facts, file, (comments.leading, comments.trailing, *comments.detached), problems)
    if file.descriptor.HasField("options") and options.visible_in(file):
        _read_options(facts, file, options)
    return facts


def _detached(facts: Facts, node: Node, comments: tuple[str, ...], problems: list[Problem]) -> None:
    for comment in comments:
        for tag in scan(comment)[0]:
            if tag.key in ("domain", "plugins"):
                _state(facts, node, tag, comment, problems)


def _state(facts: Facts, node: Node, tag: Tag, comment: str, problems: list[Problem]) -> None:
    def place() -> Position:
        return position(node, tag, comment)

    if tag.problem:
        facts.unclear = True
        kind, _, message = tag.problem.partition(": ")
        remedy = 'write @key=value or @key="quoted value"' if kind == "malformed" else ""
        problems.append(Problem(f"TAG_{kind.upper()}", place(), message, remedy))
    elif tag.key.startswith("i18n."):
        _state_i18n(facts, tag.key[5:], tag.value, place, problems)
    elif tag.key in _LISTS and "" in [item.strip() for item in tag.value.split(",")]:
        problems.append(
            Problem(
                "TAG_MALFORMED",
                place(),
                f"the list of @{tag.key} has an empty item",
                "separate items with a comma and no space, or quote the list",
            )
        )
    else:
        facts.put(tag.key, tag.value, place)


def _state_i18n(
    facts: Facts, locale: str, text: str, place: Place, problems: list[Problem]
) -> None:
    if _LOCALE.fullmatch(locale):
        facts.put(f"i18n.{canonical(locale)}", text, place)
    else:
        remedy = "write one such as zh-CN or en"
        problems.append(
            Problem("TAG_MALFORMED", place(), f"{locale!r} is not a locale (BCP-47)", remedy)
        )


def canonical(locale: str) -> str:
    """A BCP-47 tag in its usual casing; Ego's `cn` is `zh-CN`.

    >>> [canonical(tag) for tag in ("cn", "zh_cn", "EN", "zh-hant-tw")]
    ['zh-CN', 'zh-CN', 'en', 'zh-Hant-TW']
    """
    first, *rest = re.split("[-_]", locale)
    if not rest and first.lower() == "cn":
        return "zh-CN"
    shaped = [
        part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower()
        for part in rest
    ]
    return "-".join([first.lower(), *shaped])


def _read_options(facts: Facts, node: Node, options: OptionReader) -> None:
    """States what the options say, under the same keys as the tags."""
    kind = type(node).__name__
    for extension, state in _READERS[kind].items():
        value = options.get(node.descriptor.options, extension)
        if value is not None:
            state(facts, value, _option_place(node, kind, extension))


def _option_place(node: Node, kind: str, extension: str) -> Place:
    def place() -> Position:
        path = (*node.path, _OPTIONS_FIELD[kind], NUMBERS[extension])
        span = node.file.source.span(path)
        if span == (0, 0, 0, 0):
            return node.position
        return Position(node.file.name, span.line + 1, span.column + 1)

    return place


def _state_domain(facts: Facts, value: Any, place: Place) -> None:
    domain = value if isinstance(value, str) else value.domain
    if domain:
        facts.put("domain", domain, place)
    facts.put("declared", "option", place)


def _state_error(facts: Facts, error: Any, place: Place) -> None:
    facts.put("declared", "option", place)
    if error.HasField("code"):
        names = error.DESCRIPTOR.fields_by_name["code"].enum_type.values_by_number
        facts.put("code", names[error.code].name if error.code in names else str(error.code), place)
    if error.msg:
        facts.put("msg", error.msg, place)
    for locale in sorted(error.i18n):
        _state_i18n(facts, locale, error.i18n[locale], place, facts.problems)
    tagged = facts.lists.get("metadata")
    if tagged and error.metadata and list(tagged) != list(error.metadata):
        text = f"metadata is {', '.join(error.metadata)} here and {', '.join(tagged)} in a tag of the same element"
        facts.problems.append(Problem("TAG_CONTRADICTORY", place(), text, "keep one of the two"))
    for key in error.metadata:
        facts.lists.setdefault("metadata", {}).setdefault(key, place)


def _state_errors(facts: Facts, errors: Any, place: Place) -> None:
    for name in errors:
        facts.lists.setdefault("errors", {}).setdefault(name, place)


def _state_http(facts: Facts, number: Any, place: Place) -> None:
    facts.put("kratos", str(number), place)


_READERS: dict[str, dict[str, Callable[[Facts, Any, Place], None]]] = {
    "File": {"ego.errors.v1.domain": _state_domain},
    "Enum": {"ego.errors.v1.error_enum": _state_domain, "errors.default_code": _state_http},
    "EnumValue": {"ego.errors.v1.error": _state_error, "errors.code": _state_http},
    "Method": {"ego.errors.v1.errors": _state_errors},
}
