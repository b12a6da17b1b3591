"""What is generated: the same every time, formatted, harmless, and a finding where a name cannot be."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from protoc_gen_ego import compiled_runtime, precompile
from protoc_gen_ego.languages import LANGUAGES, Language
from protoc_gen_ego.outputs import scaffolds
from protoc_gen_ego.pipeline import generate
from protoc_gen_ego.render import template_root
from protoc_gen_ego.scaffolds import brackets, marks, places, syntax
from tests.protos import findings, request
from tests.scaffold.rendering import (
    BAR,
    CAFE,
    own,
    parameter,
    protos,
    rendered,
    write,
)

ALL = {**protos("shop"), **protos("sink"), **protos("syntax")}
NAMES = LANGUAGES.names


@pytest.mark.parametrize("language", NAMES)
def test_the_same_protos_give_the_same_bytes_in_any_order(language: str) -> None:
    asked = request(ALL, parameter(language), generate=own(ALL))
    once = generate(asked).response
    again = type(asked).FromString(asked.SerializeToString())
    files = list(again.proto_file)
    del again.proto_file[:]
    again.proto_file.extend(reversed(files))
    names = list(reversed(again.file_to_generate))
    del again.file_to_generate[:]
    again.file_to_generate.extend(names)
    assert generate(again).response == once
    assert len(once.file) > 8


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_a_compiled_template_renders_what_jinja_renders(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{language.name}/test_service{language.suffix}.j2"
    template = (template_root() / path).read_text("utf-8")
    source = precompile.compile_one(template, path, language.filters)
    names: dict[str, object] = {}
    exec(compile(source, path, "exec"), names)
    compiled = compiled_runtime.bind(names["root"], language.filters)  # type: ignore[arg-type]
    usual, _ = rendered(ALL, language.name)
    monkeypatch.setattr(scaffolds, "load", lambda *_: compiled)
    assert rendered(ALL, language.name)[0] == usual


@pytest.mark.parametrize("language", NAMES)
def test_every_file_is_whole_for_our_own_eyes_and_has_its_marks(language: str) -> None:
    for path, text in rendered(ALL, language)[0].items():
        assert syntax.problem(language, text) is None, path
        if "region ego: imports" in text:
            document = marks.parse(text)
            for region in document.regions.values():
                assert region.name == "offered" or region.seal == marks.seal(document.body(region))
        else:
            assert marks.is_untouched(text), path


def test_python_is_formatted_as_ruff_does(tmp_path: Path) -> None:
    write(tmp_path, rendered(ALL, "python")[0])
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run([ruff, "format", "--isolated", "--diff", "."], cwd=tmp_path, check=False)
    assert done.returncode == 0


def test_what_a_comment_says_cannot_become_a_mark_or_code() -> None:
    hostile = BAR.replace(
        "  // @errors=BAR_ERR_UNKNOWN\n  rpc Mix",
        "  // region ego: imports\n  // endregion ego: Mix/run\n  // ego-case:Mix/ok\n"
        '  // */ ?> `${x}` {{ x }} \\u002a \\u000a x\n  // @errors=BAR_ERR_UNKNOWN\n  rpc Mix',
    )  # fmt: skip
    for language in NAMES:
        for path, text in rendered({"bar/v1/bar.proto": hostile}, language)[0].items():
            assert syntax.problem(language, text) is None, path
            if "region ego: imports" in text:
                assert len(marks.parse(text).cases) == 7


@pytest.mark.parametrize("language", NAMES)
def test_services_that_would_be_tested_in_one_file_have_one_each(language: str) -> None:
    """In one package and in two, in whatever order protoc names the files."""
    one = CAFE.replace(
        "service Cafe {", "service Caf_E {\n  rpc Go(Tea) returns (Tea);\n}\nservice CafE {"
    )
    options = BAR.partition("enum BarErr")[0].partition("package bar.v1;")[2]
    two = 'syntax = "proto3";\npackage %s;\n' + options.replace("bar/v1;barv1", "api;api")
    two += "message %s {}\nservice Api { rpc Go(%s) returns (%s); }\n"
    files = {
        "cafe/v1/cafe.proto": one,
        "api/b.proto": two % ("b.v1", *["B"] * 3),
        "api/a.proto": two % ("a.v1", *["A"] * 3),
    }
    made, found = rendered(files, language)
    assert not [item for item in found if item.rule.startswith("SCAFFOLD_")]
    assert len({path.lower() for path in made}) == len(made)
    titles = sorted(title for text in made.values() if (title := places.titled(text)[0]))
    assert titles == ["a.v1.Api", "b.v1.Api", "cafe.v1.CafE", "cafe.v1.Caf_E"]
    assert rendered(dict(reversed(files.items())), language)[0] == made


def test_a_file_of_a_service_that_was_renamed_stays_its_file(tmp_path: Path) -> None:
    folder = write(tmp_path, rendered({"bar/v1/bar.proto": BAR}, "go")[0])
    renamed = BAR.replace("package bar.v1;", "package bar.v2;")
    again, found = rendered({"bar/v1/bar.proto": renamed}, "go", existing=str(folder))
    assert "bar/v1/bar_test.go" in again
    assert {item.rule for item in found} == {"SCAFFOLD_METHOD_CHANGED", "SCAFFOLD_ERROR_REMOVED"}
    moved, _ = rendered({"bar/v1/other.proto": renamed}, "go", existing=str(folder))
    assert "bar/v1/bar_v2_bar_test.go" in moved, "another file's service is another one"


def test_a_package_that_cannot_be_imported_is_a_finding() -> None:
    text = CAFE.replace('"example.com/shop/apis/cafe/v1;cafev1"', '"./;cafev1"')
    asked = "target=scaffold:go,runtime=example.com/lib/egoerrors"
    rules = {item.rule: item for item in findings(text, asked)}
    assert "names no import path" in rules["SCAFFOLD_UNNAMED"].message


def test_methods_and_services_that_differ_in_little_have_names_of_their_own() -> None:
    text = """syntax = "proto3";
package odd.v1;
option go_package = "example.com/shop/apis/odd/v1;oddv1";
option php_namespace = "Odd\\\\V1";
message M {}
service FooLinux {
  rpc GetUser(M) returns (M);
  rpc Get_User(M) returns (M);
  rpc getUser(M) returns (M);
  rpc import(M) returns (M);
}
service FooTest { rpc GetUser(M) returns (M); }
"""
    files = {"odd/v1/odd.proto": text}
    assert "odd/v1/foo_linux_rpc_test.go" in rendered(files, "go")[0]
    python = rendered(files, "python")[0]["test_odd_v1_foo_linux.py"]
    for name in ("test_GetUser", "test_Get_User", "test_getUser", "test_import"):
        assert f"def {name}(" in python
    for language in NAMES:
        for path, content in rendered(files, language)[0].items():
            assert syntax.problem(language, content) is None, path


@pytest.mark.parametrize("language", NAMES)
def test_messages_that_require_themselves_are_empty_and_of_the_right_type(language: str) -> None:
    """As many as it takes to get the identity of a freed object again."""
    names = [f"M{number}" for number in range(20)]
    head = (
        'syntax = "proto2"; package lone.v1; option php_namespace = "Lone\\\\V1";\n'
        'option go_package = "example.com/shop/apis/lone/v1;lonev1";\n'
    )
    messages = [f"message {name} {{ required {name} m = 1; }}\n" for name in names]
    methods = [f"rpc Get{name}({name}) returns ({name});\n" for name in names]
    text = f"{head}{''.join(messages)}service Lone {{\n{''.join(methods)}}}\n"
    files, _ = rendered({"lone/v1/lone.proto": text}, language)
    [made] = [content for content in files.values() if "region ego: offered" in content]
    cases = re.findall(r"ego-case:Get(M\d+)/ok\n(.*?)region ego: ", made, re.DOTALL)
    assert [name for name, _ in cases] == names
    for name, case in cases:
        assert set(re.findall(r"\bM\d+\b", case)) == {name}


def test_generated_modules_are_imported_from_where_they_are() -> None:
    user, address = "shop/user/v1/user_service.proto", "shop/common/v1/address.proto"
    homes = f"shop_user+{address}:shop_common"
    files = protos("shop")
    python = rendered(files, "python", python_package=homes)[0]["test_shop_user_v1_user_service.py"]
    assert "from shop_common.shop.common.v1 import address_pb2 as" in python
    assert "from shop_user.shop.user.v1 import user_pb2\n" in python
    assert "from google.protobuf import" in python
    path = user.replace(".proto", ".test.ts")
    for where, there in {
        "@acme/shop": '"@acme/shop/shop/user/v1/user_service.js"',
        "../gen": '"../../../../gen/shop/user/v1/user_service.js"',
        ".": '"./user_service.js"',
    }.items():
        text = rendered(files, "typescript", typescript_import=where)[0][path]
        assert f"from {there};" in text
        assert 'from "../../../egotest/egotest.js";' in text


@pytest.mark.parametrize(
    ("language", "text", "why"),
    [
        ("go", "func f() {", "`{` is not closed"),
        ("go", 'x := "', "does not end"),
        ("go", "f())", "`)` closes nothing"),
        ("go", "/* x", "does not end"),
        ("java", 'String s = """\n  {"x}\n  """;', None),
        ("java", "char c = '{'; // }", None),
        ("java", "/** { */ class X {}", None),
        ("typescript", "const s = `a ${b({ c: `}` })} {`;", None),
        ("typescript", "const r = /[/{]\\/(/; f(a / b / c);", None),
        ("typescript", "const s = `a ${b`;", "does not end"),
        ("typescript", "const s = `a", "does not end"),
        ("php", "<p>{</p><?php f('}', \"$x[0] {$y}\"); // } ?> { <?php g([]);", None),
        ("php", "<?php $x = <<<EOT\n { ' \n EOT;\n #[A(1)]\n class X {}", None),
        ("php", "<?php class X {", "`{` is not closed"),
        ("php", "class X {}", "there is no `<?php`"),
        ("python", "def f(:\n", "cannot read it"),
    ],
)
def test_what_is_not_closed_is_seen(language: str, text: str, why: str | None) -> None:
    found = syntax.problem(language, text)
    assert (found is None) if why is None else (found is not None and why in found[1]), found


def test_our_own_sources_are_whole_for_the_bracket_reader() -> None:
    """Thousands of lines of real code in four languages: nothing is taken for what it is not."""
    count = 0
    for language, suffix in (("go", "go"), ("java", "java"), ("typescript", "ts"), ("php", "php")):
        for root in (template_root(), Path(__file__).parents[1]):
            for file in root.glob(f"{'*/' if root.name == 'tests' else ''}**/*.{suffix}"):
                assert brackets.problem(language, file.read_text("utf-8")) is None, file
                count += 1
    assert count > 100
