"""What the catalog makes of annotations."""

from __future__ import annotations

import pytest

from protoc_gen_ego.catalog import Catalog, build
from protoc_gen_ego.pipeline import generate
from protoc_gen_ego.schema import load
from tests.protos import HEAD, request

IMPORT = HEAD + 'import "ego/errors/v1/errors.proto";\n'
KRATOS = """syntax = "proto3";
package errors;
import "google/protobuf/descriptor.proto";
extend google.protobuf.EnumOptions { int32 default_code = 1108; }
extend google.protobuf.EnumValueOptions { int32 code = 1109; }
"""


def catalog(protos: dict[str, str] | str, **how: object) -> Catalog:
    return build(load(request(protos)), **how)  # type: ignore[arg-type]


def test_a_tag_and_an_option_declare_the_same_error() -> None:
    tags = catalog(
        HEAD + "// @domain=shop.example.com\nenum E {\n  Z = 0;\n  // Gone.\n  // @code=NOT_FOUND"
        ' @msg="no {uid}" @i18n.cn="无 {uid}" @metadata=uid\n  A = 1;\n}'
    )
    options = catalog(
        IMPORT + 'enum E {\n  option (ego.errors.v1.error_enum) = {domain: "shop.example.com"};\n'
        '  Z = 0;\n  // Gone.\n  A = 1 [(ego.errors.v1.error) = {code: NOT_FOUND, msg: "no {uid}",'
        ' i18n: [{key: "cn" value: "无 {uid}"}], metadata: "uid"}];\n}'
    )
    assert tags.problems == options.problems == ()
    [one], [two] = tags.codes, options.codes
    assert one[1:] == two[1:]
    assert one.reason == "shop.user.v1.A"
    assert one.domain == "shop.example.com"
    assert one.i18n == (("zh-CN", "无 {uid}"),)
    assert one.comment == "Gone."


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("enum E {\n  // @code=ABORTED\n  A = 0;\n}", "shop.user.v1"),
        ("\n// @domain=file.example\n\nenum E {\n  // @code=ABORTED\n  A = 0;\n}", "file.example"),
        ("// @domain=enum.example\nenum E {\n  // @code=ABORTED\n  A = 0;\n}", "enum.example"),
    ],
)
def test_the_nearest_domain_counts(text: str, domain: str) -> None:
    assert [code.domain for code in catalog(HEAD + text).codes] == [domain]


def test_a_domain_beside_package_holds_for_every_enum_of_the_file() -> None:
    head = 'syntax = "proto3";\n// @domain=file.example\npackage p;\n'
    text = (
        head
        + "enum E {\n  // @code=ABORTED\n  A = 0;\n}\nenum F {\n  // @code=ABORTED\n  B = 0;\n}\n"
    )
    assert {code.domain for code in catalog(text).codes} == {"file.example"}


def test_a_domain_option_of_the_file_counts() -> None:
    text = (
        IMPORT
        + 'option (ego.errors.v1.domain) = "o.example";\nenum E {\n  // @code=ABORTED\n  A = 0;\n}'
    )
    assert [code.domain for code in catalog(text).codes] == ["o.example"]


def test_a_kratos_enum_generates_unchanged() -> None:
    found = catalog(
        {
            "errors/errors.proto": KRATOS,
            "shop.proto": HEAD + 'import "errors/errors.proto";\nenum E {\n'
            "  option (errors.default_code) = 500;\n  A = 0;\n  B = 1 [(errors.code) = 404];\n}",
        }
    )
    assert [(code.name, code.status) for code in found.codes] == [
        ("A", "INTERNAL"),
        ("B", "NOT_FOUND"),
    ]
    assert found.problems == ()


def test_a_kratos_value_without_a_number_is_no_error() -> None:
    found = catalog(
        {
            "errors/errors.proto": KRATOS,
            "shop.proto": HEAD + 'import "errors/errors.proto";\nenum E {\n  A = 0;\n'
            "  B = 1 [(errors.code) = 409];\n}",
        }
    )
    assert [(code.name, code.status) for code in found.codes] == [("B", "ABORTED")]


def test_nested_enums_count_and_plain_enums_do_not() -> None:
    text = HEAD + (
        "enum Plain {\n  P = 0;\n}\nmessage M {\n  message N {\n    enum E {\n      // @code=ABORTED\n"
        "      A = 0;\n    }\n  }\n}\n"
    )
    assert [code.full_name for code in catalog(text).codes] == ["shop.user.v1.M.N.A"]


def test_identity_aip_makes_the_name_the_reason() -> None:
    found = catalog(HEAD + "enum E {\n  // @code=ABORTED\n  A_B = 0;\n}", identity="aip")
    assert [code.reason for code in found.codes] == ["A_B"]


def test_an_alias_without_annotation_takes_that_of_the_first_name() -> None:
    text = (
        HEAD + "enum E {\n  option allow_alias = true;\n  // @code=ABORTED\n  A = 0;\n  B = 0;\n}"
    )
    assert [(code.name, code.status) for code in catalog(text).codes] == [
        ("A", "ABORTED"),
        ("B", "ABORTED"),
    ]


def test_references_are_looked_up_from_the_inside_out() -> None:
    service = "message M {}\nservice S {\n  // @errors=A,user.v1.A,shop.user.v1.A,N.B\n  rpc R(M) returns (M);\n}\n"
    text = (
        HEAD + "enum E {\n  // @code=ABORTED\n  A = 0;\n}\n"
        "message N {\n  enum F {\n    // @code=ABORTED\n    B = 0;\n  }\n}\n"
    )
    found = catalog(text + service)
    assert [reference.code.full_name for reference in found.references if reference.code] == [
        "shop.user.v1.A",
        "shop.user.v1.A",
        "shop.user.v1.A",
        "shop.user.v1.N.B",
    ]
    assert [m.name for m in found.declared_by["shop.user.v1.N.B"]] == ["R"]


def test_errors_may_be_declared_by_option() -> None:
    text = IMPORT + (
        "enum E {\n  // @code=ABORTED\n  A = 0;\n}\nmessage M {}\nservice S {\n  rpc R(M) returns (M) {\n"
        '    option (ego.errors.v1.errors) = "A";\n  }\n}\n'
    )
    assert [reference.code is not None for reference in catalog(text).references] == [True]


def test_a_list_that_goes_on_behind_white_space_is_a_mistake() -> None:
    text = (
        HEAD + "enum E {\n  // @code=ABORTED\n  A = 0;\n}\nmessage M {}\n"
        "service S {\n  // @errors=A , B\n  rpc R(M) returns (M);\n}\n"
    )
    [problem] = catalog(text).problems
    assert (problem.rule, problem.position.line) == ("TAG_MALFORMED", 9)


@pytest.mark.parametrize(
    "comment",
    [
        "// @Code=OK\n",
        "/* @Code=OK */\n",
        "/** @Code=OK */\n",
        "// Text.\n//\n// @Code=OK\n//\n",
        "/*\n * Text.\n * @Code=OK\n */\n",
        "/**\n * Text.\n *\n * @Code=OK\n */\n",
        "/**\r\n * Text.\r\n * @Code=OK\r\n */\r\n",
        "/* Text.\n   @Code=OK */\n",
    ],
)
def test_the_line_of_a_tag_is_known_in_every_kind_of_comment(comment: str) -> None:
    text = HEAD + f"enum E {{\n{comment}A = 0;\n}}\n"
    [problem] = catalog(text).problems
    assert "@Code" in text.splitlines()[problem.position.line - 1]


def test_an_option_file_of_another_shape_is_a_problem_not_a_crash() -> None:
    other = (
        'syntax = "proto3";\npackage ego.errors.v1;\nimport "google/protobuf/descriptor.proto";\n'
        "extend google.protobuf.EnumValueOptions { int32 error = 81412; }\n"
    )
    text = HEAD + 'import "other.proto";\nenum E {\n  A = 0 [(ego.errors.v1.error) = 5];\n}'
    found = catalog({"other.proto": other, "shop.proto": text})
    assert [problem.rule for problem in found.problems] == ["ANNOTATIONS_MISMATCH"]


@pytest.mark.parametrize("edition", ["2023", "2024"])
def test_editions_and_proto2_are_read(edition: str) -> None:
    text = f'edition = "{edition}";\npackage p;\nenum E {{\n  // @code=ABORTED\n  A = 0;\n}}\n'
    assert [code.name for code in catalog(text).codes] == ["A"]
    old = 'syntax = "proto2";\npackage p;\nenum E {\n  // @code=ABORTED\n  A = 1;\n}\n'
    assert [code.name for code in catalog(old).codes] == ["A"]


def test_options_are_read_through_import_option() -> None:
    text = (
        'edition = "2024";\npackage shop.user.v1;\nimport option "ego/errors/v1/errors.proto";\n'
        "enum E {\n  Z = 0;\n  A = 1 [(ego.errors.v1.error) = {code: ABORTED}];\n}"
    )
    [code] = catalog(text).codes
    assert (code.full_name, code.status) == ("shop.user.v1.A", "ABORTED")


def test_options_work_without_source_info() -> None:
    text = IMPORT + "enum E {\n  A = 0 [(ego.errors.v1.error) = {code: ABORTED}];\n}"
    found = build(load(request(text, source_info=False)))
    assert [code.name for code in found.codes] == ["A"]
    assert found.problems == ()


def test_tags_without_source_info_are_a_problem_that_says_what_to_do() -> None:
    text = HEAD + "enum E {\n  // @code=ABORTED\n  A = 0;\n}"
    [problem] = build(load(request(text, source_info=False))).problems
    assert problem.rule == "SOURCE_INFO_MISSING"
    assert "--include_source_info" in problem.remedy


def test_a_comment_that_is_not_utf8_is_read_with_replacements() -> None:
    text = HEAD.encode() + b"enum E {\n  // caf\xe9\n  // @code=ABORTED\n  A = 0;\n}\n"
    made = request({"shop.proto": text})
    assert [code.comment for code in build(load(made)).codes] == ["caf\ufffd"]


def test_an_option_without_a_status_makes_an_error_enum_that_lacks_a_code() -> None:
    text = IMPORT + 'enum E {\n  A = 0 [(ego.errors.v1.error) = {msg: "x"}];\n}'
    assert [problem.rule for problem in catalog(text).problems] == ["CODE_MISSING"]


def test_a_method_that_declares_a_value_with_a_bad_tag_is_not_reported_as_well() -> None:
    text = HEAD + (
        "enum E {\n  // @code=ABORTED\n  A = 0;\n  // @Code=ABORTED\n  B = 1;\n}\nmessage M {}\n"
        "service S {\n  // @errors=A,B\n  rpc R(M) returns (M);\n}\n"
    )
    found = catalog(text)
    assert [reference.text for reference in found.references] == ["A"]
    assert [problem.rule for problem in found.problems] == ["TAG_UNKNOWN"]


def test_an_error_with_a_misspelt_status_is_not_also_unknown_to_its_methods() -> None:
    text = (
        "enum E {\n  // @code=NOT_FUOND\n  A = 0;\n  // @code=ABORTED\n  B = 1;\n}\nmessage M {}\n"
    )
    text += "service S {\n  // @errors=A,B\n  rpc R(M) returns (M);\n}\n"
    found = generate(request(HEAD + text)).diagnostics
    assert [item.rule for item in found] == ["STATUS_UNKNOWN"]
