"""Component: the file of our GitLab component, its inputs filled in as GitLab does it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from ego_ci.problem import Problem
from protoc_gen_ego.render import template_root

_INPUT = re.compile(r"\$\[\[\s*inputs\.(\w+)\s*\]\]")
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
}


class _Loader(yaml.SafeLoader):
    """Knows GitLab's `!reference [job, key]`."""


class Reference(list[str]):
    """What `!reference` points to."""


def _reference(loader: _Loader, node: yaml.Node) -> Reference:
    assert isinstance(node, yaml.SequenceNode)
    return Reference(loader.construct_sequence(node))


_Loader.add_constructor("!reference", _reference)


def text() -> str:
    """The component as it is."""
    return (template_root() / "ego" / "template.yml").read_text(encoding="utf-8")


def filled(given: Mapping[str, object], source: str = "") -> dict[str, Any]:
    """The jobs of the component with these inputs, the others at their defaults.

    Raises Problem for an unknown input, one of another type, and a text that the input's `regex` refuses.
    """
    head, _, body = (source or text()).partition("\n---\n")
    inputs = yaml.safe_load(head)["spec"]["inputs"]
    unknown = sorted(given.keys() - inputs)
    if unknown:
        raise Problem(
            f"the component has no input {unknown[0]}", remedy=f"there are {', '.join(inputs)}"
        )
    values = {
        name: _checked(name, about, given.get(name, about.get("default")))
        for name, about in inputs.items()
    }

    def fill(found: re.Match[str]) -> str:
        value = values[found[1]]
        return value if isinstance(value, str) else json.dumps(value)

    jobs = yaml.load(_INPUT.sub(fill, body), _Loader)
    assert isinstance(jobs, dict)
    return jobs


def parsed(pairs: Iterable[str]) -> dict[str, object]:
    """Inputs as they are written on a command line: `NAME=VALUE`, each value of the type that its input has."""
    inputs = yaml.safe_load(text().partition("\n---\n")[0])["spec"]["inputs"]
    found: dict[str, object] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise Problem(f"{pair!r} is no input", remedy="write NAME=VALUE")
        kind = inputs.get(name, {}).get("type", "string")
        found[name] = value if kind == "string" else yaml.safe_load(value)
    return found


def resolved(value: Any, jobs: Mapping[str, Any]) -> Any:
    """A value without `!reference`: lists within lists are joined, as GitLab does it."""
    if isinstance(value, Reference):
        found: Any = jobs
        for key in value:
            found = found[key]
        return resolved(found, jobs)
    if isinstance(value, list):
        made: list[Any] = []
        for item in value:
            one = resolved(item, jobs)
            made += one if isinstance(item, Reference) and isinstance(one, list) else [one]
        return made
    if isinstance(value, dict):
        return {key: resolved(item, jobs) for key, item in value.items()}
    return value


def _checked(name: str, about: Mapping[str, Any], value: object) -> object:
    kind = about.get("type", "string")
    right = isinstance(value, _TYPES[kind]) and (kind == "boolean") == isinstance(value, bool)
    if not right:
        raise Problem(f"the input {name} must be a {kind}, and is {value!r}")
    pattern = about.get("regex")
    if pattern and not re.search(pattern, str(value)):
        raise Problem(f"the input {name} cannot be {value!r}", remedy=f"it has to match {pattern}")
    return value
