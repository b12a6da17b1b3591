"""Names, paths and import paths of the language TypeScript."""

from __future__ import annotations

import pytest

from protoc_gen_ego.languages.language import FileOptions
from protoc_gen_ego.languages.typescript import TypeScript
from tests.protos import HEAD, findings, generated

LANGUAGE = TypeScript()


def facts(path: str) -> FileOptions:
    return FileOptions(path, "", {}, {})


@pytest.mark.parametrize(
    ("path", "module", "runtime"),
    [
        ("a.proto", "a_errors.ts", "./egoerrors/index.js"),
        ("shop/user/v1/user.proto", "shop/user/v1/user_errors.ts", "../../../egoerrors/index.js"),
        ("my dir/a-b.proto", "my dir/a-b_errors.ts", "../egoerrors/index.js"),
    ],
)
def test_a_module_lies_beside_its_proto_and_finds_the_runtime(
    path: str, module: str, runtime: str
) -> None:
    assert LANGUAGE.error_path(facts(path)) == module
    assert LANGUAGE.runtime_reference(facts(path), "vendored") == runtime
    assert LANGUAGE.runtime_reference(facts(path), "@acme/errors") == "@acme/errors"


@pytest.mark.parametrize("name", ["ego-errors", "@acme/errors", "errors/lib", "a.b"])
def test_a_package_name_can_be_the_runtime(name: str) -> None:
    assert LANGUAGE.runtime_problem(name) == ""


@pytest.mark.parametrize("name", ["", "../x", "/x", 'a"b', "a b", "@/x", "https://x/y", "Upper"])
def test_anything_else_cannot(name: str) -> None:
    assert "npm package" in LANGUAGE.runtime_problem(name)


def test_a_class_that_commonjs_needs_gets_the_suffix() -> None:
    text = HEAD + "enum E {\n  // @code=ABORTED\n  OBJECT = 0;\n}\n"
    files = generated(text, "target=errors:typescript,runtime=ego-errors")
    assert "export class Object_ extends" in files["shop_errors.ts"]
    assert "export const isObject_ =" in files["shop_errors.ts"]


def test_an_enum_named_as_a_code_is_reported() -> None:
    text = HEAD + "enum UserErr {\n  // @code=ABORTED\n  USER_ERR = 0;\n}\n"
    found = findings(text, "target=errors:typescript")
    assert [finding.rule for finding in found] == ["NAME_CLASH"]
    assert "`UserErr` in typescript" in found[0].message


def test_keys_that_are_no_identifiers_stay_as_they_are() -> None:
    text = HEAD + "enum E {\n  // @code=ABORTED @metadata=order-id,order_id,class\n  E_X = 0;\n}\n"
    files = generated(text, "target=errors:typescript,runtime=ego-errors")
    assert '  keys: ["order-id", "order_id", "class"],' in files["shop_errors.ts"]


def test_a_deprecated_code_says_so() -> None:
    text = HEAD + "enum E {\n  // Old.\n  // @code=ABORTED\n  E_X = 0 [deprecated = true];\n}\n"
    files = generated(text, "target=errors:typescript,runtime=ego-errors")
    assert "/**\n * Old.\n *\n * @deprecated\n */\nexport class EX " in files["shop_errors.ts"]
