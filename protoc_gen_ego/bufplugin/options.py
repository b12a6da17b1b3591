"""The plugin's options in buf.yaml: `locales`, `identity`, `off`, `minimum`."""

from __future__ import annotations

from typing import NamedTuple

from protoc_gen_ego.bufplugin.rules import OFFERED
from protoc_gen_ego.bufplugin.wire import fields
from protoc_gen_ego.checks import Settings
from protoc_gen_ego.diagnostics import Severity
from protoc_gen_ego.suggest import suggest

_NAMES = ("identity", "locales", "minimum", "off")
_STRING, _LIST = 4, 6  # buf.plugin.option.v1.Value


class Unusable(Exception):
    """A request that cannot be answered, with a text for its author."""


class Options(NamedTuple):
    """What a project says in buf.yaml."""

    settings: Settings = Settings()
    minimum: Severity = Severity.INFO  # what weighs less is not reported: buf fails on everything

    def reports(self, severity: Severity) -> bool:
        """Whether findings of this severity are reported."""
        order = list(Severity)
        return order.index(severity) <= order.index(self.minimum)


def parse(raw: list[bytes]) -> Options:
    """The options of a CheckRequest.

    Raises:
        Unusable: an option or a value that does not exist.
    """
    said: dict[str, list[str]] = {}
    for option in raw:
        key, value = b"", b""
        for number, content in fields(option):
            if isinstance(content, bytes):
                key, value = (content, value) if number == 1 else (key, content)
        name = key.decode("utf-8", "replace")
        if name not in _NAMES:
            raise Unusable(f"option {name!r} is not known; {suggest(name, _NAMES)}")
        said[name] = _strings(name, value)
    rules = {rule.id for rule in OFFERED}
    for rule in said.get("off", ()):
        if rule not in rules:
            raise Unusable(f"off: {rule!r} is not a rule; {suggest(rule, rules)}")
    identity = _one_of("identity", said, ("ego", "aip"))
    settings = Settings(
        dict.fromkeys(said.get("off", ()), "off"),
        tuple(said.get("locales", ())),
        identity,
        has_codes=True,  # perhaps in another module; else nobody would use the plugin
    )
    weights = [severity.value for severity in reversed(Severity)]
    return Options(settings, Severity(_one_of("minimum", said, weights)))


def _one_of(name: str, said: dict[str, list[str]], words: tuple[str, ...] | list[str]) -> str:
    """The one word of an option; the first of those allowed when it is not given."""
    given = said.get(name, [words[0]])
    if len(given) != 1 or given[0] not in words:
        word = ", ".join(given)
        raise Unusable(f"{name}: {word!r} is not a value; {suggest(word, words)}")
    return given[0]


def _strings(name: str, value: bytes) -> list[str]:
    """A `buf.plugin.option.v1.Value` that is a string or a list of strings."""
    found: list[str] = []
    for number, content in fields(value):
        if number == _STRING and isinstance(content, bytes):
            found.append(content.decode("utf-8", "replace"))
        elif number == _LIST and isinstance(content, bytes):
            for _, inner in fields(content):
                if not isinstance(inner, bytes):
                    raise Unusable(f"option {name} is a list of words")
                found += _strings(name, inner)
        else:
            raise Unusable(f"option {name} is a word or a list of words")
    return found
