"""The table of settings, written out: as the reference page, and as the effective ego.yaml."""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from ego_ci.project import Project
from ego_ci.settings import Setting, Settings

_INTRO = """# ego.yaml

<!-- Made from ci/ego_ci/settings by `ego config --reference`; a test keeps the two equal. -->

Everything that `ego` can be told stands in one file, `ego.yaml`, in the folder of `buf.yaml`. Only `name` is
required. `ego config` prints the complete configuration in effect, with every default filled in. What is
unknown, of the wrong type or not allowed is an error at its line. Paths are relative to ego.yaml.
Which protos there are, and how buf lints and compares them, stays in `buf.yaml`.
"""


def page() -> str:
    """docs/configuration.md."""
    return "\n".join([_INTRO, *_section(Settings, "")]).rstrip() + "\n"


def effective(project: Project) -> dict[str, Any]:
    """The complete configuration in effect, as ego.yaml would write it."""
    plain = _plain(project.settings)
    assert isinstance(plain, dict)
    return plain


def as_yaml(project: Project) -> str:
    """The complete configuration in effect, as a valid ego.yaml."""
    import yaml

    return yaml.safe_dump(effective(project), sort_keys=False, allow_unicode=True, width=100)


def _section(table: type[Any], prefix: str) -> Iterator[str]:
    hints = typing.get_type_hints(table)
    nested: list[tuple[str, type[Any]]] = []
    for field in dataclasses.fields(table):
        hint = hints[field.name]
        about: Setting = field.metadata["setting"]
        name = f"{prefix}{field.name}"
        if dataclasses.is_dataclass(hint):
            nested.append((name, typing.cast("type[Any]", hint)))
            continue
        yield f"### `{name}`\n"
        yield f"{_type(hint)}; {_default(field, about)}.\n"
        yield f"{about.doc}\n"
        inner = typing.get_args(hint) if typing.get_origin(hint) else ()
        inner = tuple(filter(dataclasses.is_dataclass, inner))
        if inner:
            below = f"{name}[]." if typing.get_origin(hint) is tuple else f"{name}.NAME."
            yield from _section(typing.cast("type[Any]", inner[0]), below)
    for name, hint in nested:
        yield f"## {name}\n\n{(hint.__doc__ or '').strip()}\n"
        yield from _section(hint, f"{name}.")


def _type(hint: Any) -> str:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        inner = arguments[0]
        if dataclasses.is_dataclass(inner):
            return "list of the settings below"
        words = typing.get_args(inner)
        return "list of " + (" or ".join(f"`{word}`" for word in words) if words else "text")
    if origin is typing.Literal:
        return " or ".join(f"`{word}`" for word in arguments)
    if origin is not None and issubclass(origin, Mapping):
        below = dataclasses.is_dataclass(arguments[1])
        what = "the settings below" if below else _type(arguments[1])
        return f"mapping from a name to {what}"
    return "`true` or `false`" if hint is bool else "text"


def _default(field: dataclasses.Field[Any], about: Setting) -> str:
    if about.required:
        return f"**required**, for example `{about.example}`"
    if about.derived:
        return f"default: {about.derived}"
    factory = field.default_factory
    default = field.default if factory is dataclasses.MISSING else factory()
    if default == "":
        return "default: none"
    return f"default: `{json.dumps(_plain(default))}`" if default != {} else "default: none"


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return {field.name: _plain(getattr(value, field.name)) for field in fields}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
