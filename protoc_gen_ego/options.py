"""The plugin's options: one typed value, filled from the parameter string of protoc (`--ego_opt=a=b,c=d`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from protoc_gen_ego.diagnostics import Diagnostic, Severity
from protoc_gen_ego.suggest import suggest


class Target(NamedTuple):
    """One thing to generate: an output for a language (`errors:go`) or in a format (`catalog:json`)."""

    output: str
    language: str

    def __str__(self) -> str:
        return f"{self.output}:{self.language}"


class Options(NamedTuple):
    """What a user can ask of the plugin."""

    target: tuple[Target, ...] = (Target("errors", "python"),)
    identity: str = "ego"  # reason = full name of the value; `aip`: its name (AIP-193)
    runtime: str = (
        "vendored"  # written beside the output; or the import path of an installed runtime
    )
    strict: bool = False  # warnings fail the run too
    templates: str = ""  # a folder whose files replace templates of the same path
    existing: str = ""  # the folder of scaffolds that were edited, to merge with
    extra: Mapping[str, str] = MappingProxyType({})  # options that only one language reads


def parse(
    parameter: str, targets: frozenset[Target], extras: Callable[[], frozenset[str]] = frozenset
) -> tuple[Options, list[Diagnostic]]:
    """The options of a parameter string, with a diagnostic for every part that is not understood.

    `targets` are the allowed ones, `extras` gives the names of the options that only one language reads; to know them
    all languages are loaded, so it is asked only for a name that is not one of ours.
    """
    values: dict[str, Any] = {}
    extra: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for part in filter(None, (piece.strip() for piece in parameter.split(","))):
        name, equals, text = part.partition("=")
        if name not in _PARSERS:
            if name in extras():
                extra[name] = text
            else:
                remedy = suggest(name, {*_PARSERS, *extras()})
                problems.append(_problem("OPTION_UNKNOWN", f"{name!r} is not an option", remedy))
        elif name in values:
            remedy = "join targets with `+`" if name == "target" else "keep one of the two"
            problems.append(_problem("OPTION_REPEATED", f"option {name} is given twice", remedy))
        else:
            try:
                values[name] = _PARSERS[name](text if equals else "true", targets)
            except _Unusable as unusable:
                problems += unusable.problems
    return Options(**values, extra=extra), problems


class _Unusable(Exception):
    def __init__(self, *problems: Diagnostic) -> None:
        self.problems = problems


def _problem(rule: str, message: str, remedy: str) -> Diagnostic:
    return Diagnostic(None, Severity.ERROR, rule, message, remedy)


def _targets(text: str, allowed: frozenset[Target]) -> tuple[Target, ...]:
    names = {str(target): target for target in allowed}
    unknown = [name for name in text.split("+") if name not in names]
    if unknown:
        raise _Unusable(
            *(
                _problem("TARGET_UNKNOWN", f"{name!r} is not a target", suggest(name, names))
                for name in unknown
            )
        )
    return tuple(sorted({names[name] for name in text.split("+")}))


def _one_of(name: str, *words: str) -> Callable[[str, object], str]:
    def parse_word(text: str, _: object) -> str:
        if text not in words:
            raise _Unusable(
                _problem(
                    "OPTION_VALUE", f"{name}={text}: not a value of {name}", suggest(text, words)
                )
            )
        return text

    return parse_word


def _flag(text: str, _: object) -> bool:
    if text not in ("true", "false"):
        remedy = suggest(text, ("false", "true"))
        raise _Unusable(_problem("OPTION_VALUE", f"strict={text}: not a value of strict", remedy))
    return text == "true"


def _runtime(text: str, _: object) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_@][A-Za-z0-9_@./\\-]*", text) or ".." in text:
        remedy = "allowed: vendored, or the import path of an installed runtime (`egoerrors`)"
        raise _Unusable(_problem("OPTION_VALUE", f"runtime={text}: not an import path", remedy))
    return text


def _folder(name: str) -> Callable[[str, object], str]:
    def parse_folder(text: str, _: object) -> str:
        if not text or text == "true":
            remedy = f"write {name}=DIR"
            raise _Unusable(_problem("OPTION_VALUE", f"{name} needs a folder", remedy))
        return text

    return parse_folder


_PARSERS: dict[str, Callable[[str, frozenset[Target]], Any]] = {
    "target": _targets,
    "identity": _one_of("identity", "ego", "aip"),
    "runtime": _runtime,
    "strict": _flag,
    "templates": _folder("templates"),
    "existing": _folder("existing"),
}
