"""Reader: the nodes of a YAML document become an instance of the table of settings, or findings."""

from __future__ import annotations

import dataclasses
import difflib
import re
import typing
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from ego_ci import document
from ego_ci.settings import Setting
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity

RULE = "CONFIG"


def diagnostic(at: Position | None, message: str, remedy: str = "") -> Diagnostic:
    """An error of ego.yaml."""
    return Diagnostic(at, Severity.ERROR, RULE, message, remedy)


class Reader:
    """Turns the nodes of a file into settings, collecting everything that is wrong."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.diagnostics: list[Diagnostic] = []

    def report(self, at: Position, message: str, remedy: str = "") -> None:
        self.diagnostics.append(diagnostic(at, message, remedy))

    def read(self, node: yaml.Node | None, table: type[Any], *, at: Position, name: str) -> Any:
        """A node as an instance of a settings dataclass."""
        entries = self.entries(node, name, at)
        fields = {f.name: f for f in dataclasses.fields(table)}
        hints = typing.get_type_hints(table)
        values: dict[str, Any] = {}
        for key, (key_at, value) in entries.items():
            full = f"{name}.{key}" if name else key
            if key not in fields:
                near = _near(key, fields)
                self.report(
                    key_at,
                    f"unknown setting `{full}`",
                    f"did you mean `{near}`?" if near else f"allowed: {', '.join(fields)}",
                )
                continue
            values[key] = self.value(value, hints[key], _about(fields[key]), full)
        for key, field in fields.items():
            if _about(field).required and key not in entries and _is_open(node):
                full = f"{name}.{key}" if name else key
                self.report(
                    at, f"`{full}` is missing", f"for example `{full}: {_about(field).example}`"
                )
        return table(**{k: v for k, v in values.items() if v is not None})

    def value(self, node: yaml.Node, hint: Any, about: Setting, name: str) -> Any:
        """A node as a value of a type; None (and a report) when it is of another."""
        at = document.position(node, self.file)
        if dataclasses.is_dataclass(hint):
            return self.read(node, typing.cast("type[Any]", hint), at=at, name=name)
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin is tuple:
            return self.items(node, arguments[0], about, name)
        if origin is typing.Literal:
            return self.choice(node, arguments, name)
        if origin is not None and issubclass(origin, Mapping):
            return self.mapping(node, arguments[1], about, name)
        if hint is bool:
            if document.kind(node) != "true or false":
                self.wrong(node, name, "true or false")
                return None
            return node.value.lower() in ("true", "yes", "on")
        return self.text(node, about, name)

    def text(self, node: yaml.Node, about: Setting, name: str) -> str | None:
        if document.kind(node) != "text" and not (about.date and document.kind(node) == "a date"):
            quote = isinstance(node, yaml.ScalarNode) and document.kind(node) != "nothing"
            hint = f'write it in quotes: "{node.value}"' if quote else ""
            self.wrong(node, name, "text", hint)
            return None
        wrong = about.check(node.value) if about.check else ""
        if wrong:
            shown = re.sub(r"//[^/@]*@", "//***@", node.value)  # a password may stand there
            self.report(document.position(node, self.file), f'`{name}`: "{shown}" {wrong}')
            return None
        return str(node.value)

    def choice(self, node: yaml.Node, allowed: tuple[str, ...], name: str) -> str | None:
        words = ", ".join(allowed)
        # YAML takes a bare `off` for false.
        word = node.value if isinstance(node, yaml.ScalarNode) else ""
        if document.kind(node) != "text" and word not in allowed:
            self.wrong(node, name, f"one of {words}")
            return None
        if node.value not in allowed:
            near = _near(node.value, allowed)
            self.report(
                document.position(node, self.file),
                f'`{name}`: "{node.value}" is not allowed',
                f"did you mean `{near}`? allowed: {words}" if near else f"allowed: {words}",
            )
            return None
        return str(node.value)

    def items(
        self, node: yaml.Node, hint: Any, about: Setting, name: str
    ) -> tuple[Any, ...] | None:
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, name, "a list", f"for example `{name.rsplit('.')[-1]}: [a, b]`")
            return None
        values = [self.value(item, hint, about, name) for item in node.value]
        seen: set[Any] = set()
        for item, value in zip(node.value, values, strict=True):
            if value is not None and value in seen:
                shown = f'"{value}"' if isinstance(value, str) else "the same"
                self.report(
                    document.position(item, self.file), f"`{name}`: {shown} stands there twice"
                )
            seen.add(value)
        return tuple(values)

    def mapping(self, node: yaml.Node, hint: Any, about: Setting, name: str) -> dict[str, Any]:
        at = document.position(node, self.file)
        return {
            key: self.value(value, hint, about, f"{name}.{key}")
            for key, (_, value) in self.entries(node, name, at).items()
        }

    def entries(
        self, node: yaml.Node | None, name: str, at: Position
    ) -> dict[str, tuple[Position, yaml.Node]]:
        """The entries of a mapping node; an empty document or value has none."""
        if node is None or document.kind(node) == "nothing":
            return {}
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, name or "the document", "a mapping (`key: value` lines)")
            return {}
        found: dict[str, tuple[Position, yaml.Node]] = {}
        for key, value in node.value:
            key_at = document.position(key, self.file)
            if not isinstance(key, yaml.ScalarNode):
                self.report(key_at, "a key must be text")
            elif key.value in found:
                first = found[key.value][0].line
                self.report(key_at, f"`{key.value}` stands there twice", f"first in line {first}")
            else:
                found[str(key.value)] = (key_at, value)
        return found

    def wrong(self, node: yaml.Node, name: str, wanted: str, remedy: str = "") -> None:
        self.report(
            document.position(node, self.file),
            f"`{name}` must be {wanted}, and is {document.kind(node)}",
            remedy,
        )


def _near(word: str, allowed: Iterable[str]) -> str:
    """What a word probably should have been, whatever its case; '' when none is near."""
    known = {name.lower(): name for name in allowed}
    found = difflib.get_close_matches(word.lower(), known, 1, 0.6)
    return known[found[0]] if found else ""


def _about(field: dataclasses.Field[Any]) -> Setting:
    about = field.metadata["setting"]
    assert isinstance(about, Setting)
    return about


def _is_open(node: yaml.Node | None) -> bool:
    """Whether a setting can be missing here: a wrong document is one finding, not two."""
    return node is None or isinstance(node, yaml.MappingNode) or document.kind(node) == "nothing"
