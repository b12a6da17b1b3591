"""Templates: compiled ahead or not, the same text."""

from __future__ import annotations

from pathlib import Path

import pytest

from protoc_gen_ego import compiled_runtime, precompile
from protoc_gen_ego.languages import LANGUAGES, Language
from protoc_gen_ego.outputs import errors
from protoc_gen_ego.render import template_root
from tests.protos import HEAD, findings, generated, request

TEXT = HEAD + (
    "// All of it.\nenum E {\n  Z = 0;\n  // One.\n  // Two.\n  // @code=ABORTED\n  A = 1;\n"
    '  // @code=NOT_FOUND @msg="no {uid}" @i18n.cn="无" @i18n.en="none" @metadata=uid,order-id\n'
    "  B = 2 [deprecated = true];\n}\nenum F {\n  // @code=INTERNAL\n  C = 0;\n}\n"
)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_a_compiled_template_renders_what_jinja_renders(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{language.name}/errors{language.suffix}.j2"
    source = precompile.compile_one(
        (template_root() / path).read_text("utf-8"), path, language.filters
    )
    names: dict[str, object] = {}
    exec(compile(source, path, "exec"), names)
    compiled = compiled_runtime.bind(names["root"], language.filters)  # type: ignore[arg-type]
    options = 'option go_package = "example.com/shop/user/v1;userv1";\n'
    protos = {"shop/user/v1/user.proto": HEAD + options + TEXT.removeprefix(HEAD)}
    usual = generated(protos, f"target=errors:{language.name}")
    monkeypatch.setattr(errors, "load", lambda *_: compiled)
    assert generated(protos, f"target=errors:{language.name}") == usual


@pytest.mark.parametrize(
    "template",
    [
        "{% macro m() %}{% endmacro %}",
        "{% include 'x' %}",
        "{{ f() }}",
        "{% if x is none %}{% endif %}",
    ],
)
def test_a_template_that_cannot_be_compiled_ahead_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match=r"x\.j2: uses"):
        precompile.compile_one(template, "x.j2", {})


def test_a_users_template_replaces_the_one_of_the_same_path(tmp_path: Path) -> None:
    (tmp_path / "python").mkdir()
    (tmp_path / "python/errors.py.j2").write_text(
        "{% for code in module.codes %}{{ code.accessor }}\n{% endfor %}"
    )
    files = generated(TEXT, f"templates={tmp_path}")
    assert files["shop_errors.py"] == "A\nB\nC\n"
    assert "egoerrors/__init__.py" in files


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{% for x %}", "errors.py.j2:1: "),
        ("{{ module.nothing }}", "nothing"),
        ("{{ module.package|nofilter }}", "nofilter"),
        ("{{ 1 / 0 }}", "division"),
    ],
)
def test_a_users_broken_template_is_a_diagnostic(tmp_path: Path, template: str, says: str) -> None:
    (tmp_path / "python").mkdir()
    (tmp_path / "python/errors.py.j2").write_text(template)
    [finding] = findings(TEXT, f"templates={tmp_path}")
    assert finding.rule == "TEMPLATE_UNUSABLE"
    assert says in finding.message


def test_a_template_folder_that_does_not_exist_is_a_diagnostic() -> None:
    [finding] = findings(TEXT, "templates=/does/not/exist")
    assert "no such folder" in finding.message


def test_a_run_leaves_nothing_behind_for_the_next() -> None:
    assert generated(TEXT) == generated(TEXT)
    assert request(TEXT) == request(TEXT)


def test_a_misnamed_template_is_said_instead_of_ignored(tmp_path: Path) -> None:
    (tmp_path / "python").mkdir()
    (tmp_path / "python/eror.py.j2").write_text("x")
    [finding] = findings(TEXT, f"templates={tmp_path}")
    assert finding.rule == "TEMPLATE_UNKNOWN"
    assert "did you mean python/errors.py.j2?" in finding.remedy
