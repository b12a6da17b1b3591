"""The difference of two schemas: proto texts in, sentences out."""

from __future__ import annotations

import pytest
from ego_ci.versions.breaks import Broken, explain
from ego_ci.versions.change import Change, Kind
from ego_ci.versions.changelog import markdown
from ego_ci.versions.difference import difference
from ego_ci.versions.semver import Level

from protoc_gen_ego import catalog, checks, schema
from protoc_gen_ego.diagnostics import Position
from tests.protos import request

HEAD = 'syntax = "proto3";\npackage shop.v1;\n'
BEHAVIOR = """syntax = "proto3";
package google.api;
import "google/protobuf/descriptor.proto";
extend google.protobuf.FieldOptions { repeated FieldBehavior field_behavior = 1052; }
enum FieldBehavior { FIELD_BEHAVIOR_UNSPECIFIED = 0; OPTIONAL = 1; REQUIRED = 2; }
"""
OWN = """syntax = "proto3";
package acme;
import "google/protobuf/descriptor.proto";
message Limit { int32 most = 1; }
extend google.protobuf.FieldOptions { Limit limit = 50001; }
extend google.protobuf.MethodOptions { string path = 50002; }
"""


def side(protos: dict[str, str]) -> checks.Side:
    model = schema.load(request(protos))
    return checks.Side(model, catalog.build(model))


def changes(before: str, now: str, **imports: str) -> tuple[Change, ...]:
    others = {f"{name}.proto": text for name, text in imports.items()}
    return difference(side({"shop.proto": before, **others}), side({"shop.proto": now, **others}))


def told(before: str, now: str, **imports: str) -> list[str]:
    return [item.text for item in changes(HEAD + before, HEAD + now, **imports)]


@pytest.mark.parametrize(
    ("before", "now", "sentences"),
    [
        ("", "", []),
        ("message M {}", "message M { }", []),
        ("message M { message N {} }", "message M {}", ["message M.N removed"]),
        ("message M { message N { enum E { A = 0; } } }", "", ["message M removed"]),
        ("", "message M { string a = 1; enum E { A = 0; } }", ["message M added"]),
        (
            "message M { string a = 1; }",
            "message M { optional string a = 1; }",
            ["field M.a changed from string to optional string"],
        ),
        (
            "message M { map<string, M> a = 1; }",
            "message M { map<string, int32> a = 1; }",
            ["field M.a changed from map<string, shop.v1.M> to map<string, int32>"],
        ),
        (
            "message M { string a = 1; oneof o { string b = 2; } }",
            "message M { oneof o { string b = 2; string a = 1; } }",
            ["field M.a moved into oneof o"],
        ),
        (
            "enum E { A = 0; B = 1; }",
            "enum E { A = 0; B = 2; C = 1; }",
            ["enum value C added", "enum value B has number 2, was 1"],
        ),
        ("// One.\nmessage M {}", "// Two.\nmessage M {}", ["documentation of message M changed"]),
        ("// One\n// two.\nmessage M {}", "// One two.\nmessage M {}", []),
    ],
)
def test_a_change_is_told_once_and_in_words(before: str, now: str, sentences: list[str]) -> None:
    assert told(before, now) == sentences


RENAMED = """enum UserErr {{
  NONE = 0;
  // Nobody has it. @code=NOT_FOUND @msg="{2}"
  {0} = 1;
}}
message M {{}}
service S {{
  // @errors={1}
  rpc R(M) returns (M);
}}
"""


@pytest.mark.parametrize("declared", ["ERR_NEW", "ERR_OLD"])
def test_a_renamed_error_is_one_change_whether_or_not_its_methods_know(declared: str) -> None:
    before = RENAMED.format("ERR_OLD", "ERR_OLD", "gone")
    sentence = "error code ERR_OLD renamed to ERR_NEW"
    assert told(before, RENAMED.format("ERR_NEW", declared, "gone")) == [sentence]
    # As the rule CODE_RENAMED sees it, a comment that stays is enough.
    says = "error code ERR_NEW says away, said gone"
    assert told(before, RENAMED.format("ERR_NEW", declared, "away")) == [says, sentence]


def test_a_declaration_that_did_not_change_is_no_change_when_its_error_comes() -> None:
    before = RENAMED.format("ERR_OLD", "ERR_NEW", "gone").replace("ERR_OLD = 1", "ERR_OLD = 2")
    now = before.replace("NONE = 0;", "NONE = 0;\n  // New. @code=ABORTED\n  ERR_NEW = 1;")
    assert told(before, now) == ["error code ERR_NEW added: ABORTED"]


def test_a_value_that_lost_its_code_is_no_error_any_more_and_back() -> None:
    plain = "enum E { E_UNSPECIFIED = 0; E_X = 1; // @code=ABORTED\n E_Y = 2; }"
    error = "enum E { E_UNSPECIFIED = 0; E_X = 1; // @code=ABORTED\n E_Y = 2; // @code=ABORTED\n }"
    (added,) = changes(HEAD + plain, HEAD + error)
    assert (added.text, added.kind) == ("E_Y is an error code now: ABORTED", Kind.ADDED)
    (gone,) = changes(HEAD + error, HEAD + plain)
    assert (gone.text, gone.kind) == ("E_Y is no error code any more", Kind.REMOVED)


def test_a_message_that_comes_or_goes_is_told_in_words() -> None:
    silent = "enum E { E_UNSPECIFIED = 0; E_X = 1; // @code=ABORTED\n }"
    talking = 'enum E { E_UNSPECIFIED = 0; E_X = 1; // @code=ABORTED @msg="x"\n }'
    assert told(silent, talking) == ["error code E_X says x, said nothing"]
    assert told(talking, silent) == ["error code E_X says nothing, said x"]


def test_an_error_whose_number_means_another_one_is_not_renamed() -> None:
    before = 'enum E { E_UNSPECIFIED = 0; E_X = 1; // @code=ABORTED @msg="x"\n }'
    now = 'enum E { E_UNSPECIFIED = 0; E_Y = 1; // @code=NOT_FOUND @msg="y"\n }'
    assert told(before, now) == ["error code E_Y added: NOT_FOUND", "error code E_X removed"]


def test_options_of_other_people_have_their_names() -> None:
    service = "service S { rpc Get(M) returns (M)"
    before = f'import "own.proto";\nmessage M {{ int32 a = 1; }}\n{service}; }}'
    now = (
        'import "own.proto";\nmessage M { int32 a = 1 [(acme.limit) = {most: 3}]; }\n'
        f'{service} {{ option (acme.path) = "/x"; }} }}'
    )
    assert told(before, now, own=OWN) == [
        "method S.Get: option (acme.path) set",
        "field M.a: option (acme.limit) set",
    ]
    other = now.replace("most: 3", "most: 4")
    assert told(now, other, own=OWN) == ["field M.a: option (acme.limit) changed"]
    assert told(now, before, own=OWN) == [
        "method S.Get: option (acme.path) removed",
        "field M.a: option (acme.limit) removed",
    ]


def test_a_bar_is_a_bar_outside_of_tables() -> None:
    found = changes(HEAD + RENAMED.format("A", "A", "x"), HEAD + RENAMED.format("A", "A", "x|`y`"))
    assert "says `` x|`y` ``, said `x`" in markdown(found, title="T")


def test_a_field_that_callers_must_send_is_a_break_that_no_rule_sees() -> None:
    lines = 'import "behavior.proto";\nservice S { rpc Get(Req) returns (Res); }\n'
    before = lines + "message Req { In in = 1; }\nmessage In { string a = 1; }\n"
    before += "message Res { string a = 1; }"
    must = "string a = 1 [(google.api.field_behavior) = REQUIRED];"
    now = before.replace("string a = 1;", must)
    found = changes(HEAD + before, HEAD + now, behavior=BEHAVIOR)
    assert [(item.text, item.level) for item in found] == [
        ("field In.a is required", Level.MAJOR),
        ("field Res.a is required", Level.MINOR),
    ]
    back = changes(HEAD + now, HEAD + before, behavior=BEHAVIOR)
    assert [item.text for item in back] == [
        "field In.a is no longer required",
        "field Res.a is no longer required",
    ]


def test_a_file_that_is_imported_only_is_nobody_s_change() -> None:
    before = 'import "own.proto";\nmessage M { acme.Limit a = 1; }'
    one = request({"shop.proto": HEAD + before, "own.proto": OWN}, generate=("shop.proto",))
    two = request(
        {"shop.proto": HEAD + before, "own.proto": OWN.replace("most = 1", "least = 1")},
        generate=("shop.proto",),
    )
    sides = []
    for asked in (one, two):
        model = schema.load(asked)
        sides.append(checks.Side(model, catalog.build(model)))
    assert difference(*sides) == ()


def test_another_syntax_is_told() -> None:
    before = HEAD + "message M {}"
    now = before.replace('syntax = "proto3"', 'edition = "2023"')
    assert [item.text for item in changes(before, now)] == [
        "file shop.proto is written in 2023, was in proto3"
    ]


def test_a_finding_that_is_about_no_change_is_told_in_its_own_words() -> None:
    found = changes(HEAD + "message M {}", HEAD + "message M { int32 a = 1; }")
    broken = Broken("SOME_RULE", "it `broke`", Position("x.proto", 3, 1), frozenset({"shop.v1"}))
    added, other = explain(found, [broken, broken])
    assert (added.text, added.level) == ("field M.a added: int32", Level.MINOR)
    assert (other.package, other.level, other.rules) == ("shop.v1", Level.MAJOR, ("SOME_RULE",))
    page = markdown([added, other], title="x")
    assert page.index("### Breaking\n\n* `` it `broke` ``") < page.index("### Added")


def test_only_the_innermost_element_breaks() -> None:
    before = HEAD + "message M { int32 a = 1; string b = 2; }"
    now = HEAD + "message M { option deprecated = true; int64 a = 1; bytes b = 2; int32 c = 3; }"
    names = frozenset({"shop.v1", "shop.v1.M", "shop.v1.M.a"})
    found = explain(changes(before, now), [Broken("FIELD_SAME_TYPE", "", None, names)])
    assert [item.full_name for item in found if item.level is Level.MAJOR] == ["shop.v1.M.a"]
