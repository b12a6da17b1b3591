"""Names, namespaces and paths of the language PHP."""

from __future__ import annotations

import json

import pytest

from protoc_gen_ego.languages.language import FileOptions
from protoc_gen_ego.languages.php import Php
from protoc_gen_ego.languages.php_names import CLASSES, KEYWORDS
from tests.php.toolchain import HERE, run
from tests.protos import HEAD, findings, generated

LANGUAGE = Php()


def facts(package: str, **options: str) -> FileOptions:
    return FileOptions("a/b.proto", package, options, {})


@pytest.mark.parametrize(
    ("package", "options", "path"),
    [
        ("shop.user.v1", {}, "Shop/User/V1/X.php"),
        ("shop.user_list.v1", {}, "Shop/User_list/V1/X.php"),
        ("shop.list.v1", {}, "Shop/PBList/V1/X.php"),
        ("google.protobuf", {}, "Google/Protobuf/X.php"),
        ("", {}, "X.php"),
        ("shop.v1", {"php_namespace": "Acme\\Match\\V1"}, "Acme/Match/V1/X.php"),
        ("shop.v1", {"php_namespace": ""}, "X.php"),
    ],
)
def test_a_class_is_where_psr_4_and_protoc_have_it(
    package: str, options: dict[str, str], path: str
) -> None:
    file = facts(package, **options)
    assert LANGUAGE.error_path(file, "X") == path
    assert LANGUAGE.option_problem(file) == ""


@pytest.mark.parametrize(
    "namespace",
    [
        "\\Shop",
        "Shop\\",
        "Shop/User",
        "Shop; system('x')",
        "Shop\\..\\X",
        "1Shop",
        "list",
        "namespace\\X",
        "Ego\\errors",
        "ego\\Errors\\Internal",
        "Shop\n",
    ],
)
def test_a_namespace_that_cannot_be_one_is_reported(namespace: str) -> None:
    assert "PHP namespace" in LANGUAGE.option_problem(facts("shop.v1", php_namespace=namespace))


@pytest.mark.parametrize("runtime", ["Ego\\Errors", "Acme\\Errors", "Errors"])
def test_a_namespace_can_be_the_runtime(runtime: str) -> None:
    assert LANGUAGE.runtime_problem(runtime) == ""


@pytest.mark.parametrize("runtime", ["", "acme/errors", "a.b", "\\Ego", "list", "namespace\\X"])
def test_anything_else_cannot(runtime: str) -> None:
    assert LANGUAGE.runtime_problem(runtime) != ""


@pytest.mark.parametrize("value", ["LIST", "EMPTY", "MATCH", "READONLY", "ENUM", "STRING", "SELF"])
def test_a_keyword_gets_the_suffix_in_any_case(value: str) -> None:
    assert LANGUAGE.accessor(value) == f"{value.capitalize()}Error"
    assert LANGUAGE.accessor(value.lower()) == f"{value.capitalize()}Error"


@pytest.mark.parametrize(
    "value", ["EXCEPTION", "TYPE_ERROR", "STD_CLASS", "EGO_EXCEPTION", "STATUS"]
)
def test_a_class_that_is_there_already_gets_the_suffix(value: str) -> None:
    assert LANGUAGE.accessor(value).endswith("Error")
    assert LANGUAGE.accessor(value).lower() not in LANGUAGE.reserved


def test_every_word_that_the_parser_needs_itself_is_known() -> None:
    # The names of the tokens are the keywords, apart from those that are no words.
    script = """
    $names = array_keys(get_defined_constants(true)['tokenizer']);
    $words = array_map(static fn (string $name): string => strtolower(substr($name, 2)), $names);
    $isNeeded = static fn (string $word): bool => PhpToken::tokenize("<?php class $word {}")[3]->id !== T_STRING;
    echo json_encode(array_values(array_filter($words, $isNeeded)));
    """
    refused = set(json.loads(run("php", "-r", script, cwd=HERE)))
    assert {"list", "readonly", "match", "fn"} <= refused
    assert refused <= KEYWORDS | {"halt_compiler"}


def test_the_classes_of_php_itself_are_known() -> None:
    script = "echo json_encode([...get_declared_classes(), ...get_declared_interfaces()]);"
    declared = {name.lower() for name in json.loads(run("php", "-n", "-r", script, cwd=HERE))}
    # Left out: those in a namespace, those with `_`, and those of extensions that proto names hardly meet.
    rare = ("openssl", "reflection", "session")
    found = {name for name in declared if "\\" not in name and "_" not in name}
    assert {name for name in found if not name.startswith(rare)} <= CLASSES


def test_parameters_are_camel_case_and_none_is_this() -> None:
    names = [
        LANGUAGE.parameter(key) for key in ("order-id", "order_id", "1st", "this", "previous", "-")
    ]
    assert names == ["orderId", "orderId", "_1st", "this_", "previous_", "_value"]


def test_classes_that_differ_in_case_only_are_one() -> None:
    text = (
        HEAD
        + "enum E {\n  // @code=ABORTED\n  NOTFOUND = 0;\n  // @code=ABORTED\n  NOT_FOUND = 1;\n}\n"
    )
    found = findings(text, "target=errors:php")
    assert [finding.rule for finding in found] == ["NAME_CLASH"]
    assert "`NotFound` in php" in found[0].message
    assert findings(text, "target=errors:python") == []


def test_a_class_of_protoc_is_a_clash_whatever_its_case() -> None:
    text = HEAD + "enum E {\n  // @code=ABORTED\n  E_X = 0;\n}\nmessage ecodes {}\nmessage Ex {}\n"
    found = findings(text, "target=errors:php")
    assert [finding.rule for finding in found] == ["NAME_CLASH", "NAME_CLASH"]
    service = HEAD + "enum E {\n  // @code=ABORTED\n  USER_CLIENT = 0;\n}\nservice User {}\n"
    assert "`UserClient` in php" in findings(service, "target=errors:php")[0].message


def test_two_files_of_a_namespace_share_their_classes() -> None:
    text = 'syntax = "proto3";\npackage %s;\noption php_namespace = "%s";\nenum %s {\n// @code=ABORTED\nX = 0;\n}\n'
    files = {"a.proto": text % ("a", "Shop", "A"), "b.proto": text % ("b", "shop", "B")}
    assert "`X` in php" in findings(files, "target=errors:php")[0].message


def test_the_runtime_is_vendored_once_or_imported() -> None:
    text = HEAD + "enum E {\n  // @code=ABORTED\n  E_X = 0;\n}\n"
    files = generated(text, "target=errors:php")
    assert "Ego/Errors/EgoErrors.php" in files
    assert "use Ego\\Errors\\EgoException;" in files["Shop/User/V1/EX.php"]
    files = generated(text, "target=errors:php,runtime=Acme\\Errors")
    assert set(files) == {"Shop/User/V1/ECodes.php", "Shop/User/V1/EX.php"}
    assert "use Acme\\Errors\\EgoException;" in files["Shop/User/V1/EX.php"]


def test_deprecation_is_said() -> None:
    text = HEAD + "enum E {\n  // Old.\n  // @code=ABORTED\n  E_X = 0 [deprecated = true];\n}\n"
    files = generated(text, "target=errors:php,runtime=Ego\\Errors")
    assert " * @deprecated The enum value is.\n" in files["Shop/User/V1/EX.php"]
