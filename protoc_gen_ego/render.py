"""Templates to text: the packaged ones compiled ahead, a checkout's and a user's through jinja2.

jinja2 takes longer to import than a small run takes, so a wheel carries its templates as Python (see precompile.py) and
jinja2 is imported only for a template that is not compiled: in a checkout, or with `templates=DIR`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from protoc_gen_ego import compiled_runtime
from protoc_gen_ego.languages import Language

Render = Callable[[Mapping[str, Any]], str]


class GeneratedFile(NamedTuple):
    """One file of the output; the path is relative to the output root and '/'-separated."""

    path: str
    content: str


class TemplateError(Exception):
    """A template of the user that cannot be used; the message says which, where and why."""


def template_root() -> Path:
    """The folder of the templates: inside the installed package, else beside it in a checkout."""
    packaged = Path(__file__).with_name("templates")
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / "templates"


def strangers(overrides: str) -> list[str]:
    """The templates in a user's folder that replace none of ours: misnamed, so they would change nothing."""
    own = {file.relative_to(overrides).as_posix() for file in Path(overrides).glob("*/*.j2")}
    return sorted(own - {f.relative_to(template_root()).as_posix() for f in _templates()})


def _templates() -> Iterator[Path]:
    return template_root().glob("*/*.j2")


def load(language: Language, name: str, overrides: str = "") -> Render:
    """The template `<language>/<name>`, or the one of the same path in the folder `overrides`."""
    path = f"{language.name}/{name}"
    if overrides:
        own = Path(overrides) / path
        if not Path(overrides).is_dir():
            raise TemplateError(f"templates={overrides}: no such folder")
        if own.is_file():
            return _interpreted(own, language)
    try:
        module = import_module(f"protoc_gen_ego.compiled.{compiled_runtime.module_name(path)}")
    except ModuleNotFoundError:
        return _interpreted(template_root() / path, language)
    return compiled_runtime.bind(module.root, language.filters)


def runtime_sources(language: Language) -> Iterator[tuple[str, str]]:
    """(path, content) of the language's runtime, sorted."""
    root = template_root() / language.name / "runtime"
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root)
        made_by_tools = file.suffix == ".pyc" or any(part.startswith(".") for part in path.parts)
        if file.is_file() and not made_by_tools:
            yield path.as_posix(), file.read_text("utf-8")


def support_source(language: Language, source: str) -> str:
    """What the scaffolds of a language share: a real source file."""
    return (template_root() / language.name / "test_support" / source).read_text("utf-8")


def _interpreted(file: Path, language: Language) -> Render:
    from jinja2 import TemplateError as JinjaError
    from jinja2 import TemplateSyntaxError

    from protoc_gen_ego.precompile import environment

    try:
        template = environment(language.filters).from_string(file.read_text("utf-8"))
    except TemplateSyntaxError as error:
        raise TemplateError(f"{file}:{error.lineno}: {error.message}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{file}: {error}") from error

    def render(context: Mapping[str, Any]) -> str:
        try:
            return template.render(context)
        except (JinjaError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            raise TemplateError(f"{file}: {error}") from error

    return render
