"""The model: what it says of each kind of element."""

from __future__ import annotations

import gc
import weakref

import pytest

from protoc_gen_ego.docs.fields import FieldView
from protoc_gen_ego.docs.inline import plain
from tests.docs.support import library, of_request, validated
from tests.golden.test_golden import protos

FILES, OWN = protos("docs")
GOLDEN = library(FILES, generate=OWN)


def fields(name: str) -> dict[str, FieldView]:
    message = GOLDEN.message(name)
    assert message is not None
    return {field.name: field for field in message.fields}


def test_presence_in_each_syntax() -> None:
    said = {
        f.name: (f.label, f.presence)
        for name in ("acme.v1.Book", "acme.old.v1.Old", "acme.v2.New")
        for f in fields(name).values()
    }
    assert said == {
        "name": ("", "implicit"),
        "title": ("", "implicit"),
        "pages_by_number": ("map", ""),
        "reader": ("optional", "explicit"),
        "shelf": ("optional", "explicit"),
        "return_time": ("optional", "explicit"),
        "count": ("optional", "explicit"),
        "history": ("repeated", ""),
        "id": ("required", "required"),
        "raw": ("optional", "explicit"),
        "ratio": ("optional", "explicit"),
        "kind": ("optional", "explicit"),
        "line": ("repeated", ""),
        "plain": ("", "implicit"),
        "maybe": ("optional", "explicit"),
        "needed": ("required", "required"),
        "part": ("optional", "explicit"),
        "parts": ("repeated", ""),
    }


def test_a_map_names_its_key_and_links_its_value() -> None:
    kind = fields("acme.v1.Book")["pages_by_number"].type
    assert kind.text == "map<int32, Book.Page>"
    assert kind.value is not None
    assert kind.value.target is not None
    assert kind.value.target.full_name == "acme.v1.Book.Page"


def test_defaults_are_as_written() -> None:
    said = {name: field.default for name, field in fields("acme.old.v1.Old").items()}
    assert said == {
        "id": r'"a|`b`\n\"c\""',
        "raw": r'"\001\376"',
        "ratio": "inf",
        "kind": "KIND_B",
        "line": "",
    }


def test_oneofs_do_not_count_those_of_optional() -> None:
    book = GOLDEN.message("acme.v1.Book")
    assert book is not None
    assert [(one.name, [f.name for f in one.fields]) for one in book.oneofs] == [
        ("holder", ["reader", "shelf"])
    ]
    assert fields("acme.v1.Book")["return_time"].oneof == ""


def test_reserved_is_as_written() -> None:
    book = GOLDEN.message("acme.v1.Book")
    assert book is not None
    assert book.reserved == ("4", "10 to 12", "100 to max", '"isbn"', '"pages"')
    state = next(e for e in GOLDEN.page("acme.v1").enums if e.name == "State")
    assert state.reserved == ("7", "20 to max", '"STATE_LOST"')
    assert [value.alias_of for value in state.values] == ["", "", "STATE_SHELVED", ""]


def test_options_with_their_values() -> None:
    book = GOLDEN.message("acme.v1.Book")
    assert book is not None
    [(name, value)] = book.shown_options
    assert name == "(acme.owner)"
    assert value == r'{ team: "shelf | \"quoted\"" channels: "#books" channels: "<b>" }'
    assert fields("acme.v1.Book")["history"].shown_options == (("packed", "false"),)
    assert fields("acme.v1.Book")["name"].behaviors == ("output only", "immutable")


def test_methods() -> None:
    [service] = GOLDEN.page("acme.v1").services
    said = {m.name: (m.streaming, m.idempotency, m.deprecated) for m in service.methods}
    assert said == {
        "FindBooks": ("server", "no side effects", False),
        "Lend": ("unary", "idempotent", False),
        "Burn": ("client", "", True),
        "Talk": ("bidirectional", "", False),
    }
    assert [tuple(b) for m in service.methods for b in m.http] == [
        ("GET", "/v1/{author=authors/*}/books", "", ""),
        ("POST", "/v1/books:find", "*", ""),
        ("PUT", "/v1/{book.name=books/*}:lend", "book", "title"),
    ]
    lend = service.methods[1]
    assert [(e.name, e.http, e.advice and e.advice.retry) for e in lend.errors] == [
        ("LIBRARY_ERR_LENT", 400, "after a change"),
        ("LIBRARY_ERR_CLOSED", 503, "yes"),
    ]


def test_the_catalogue_is_sorted_and_says_who_raises() -> None:
    [group] = GOLDEN.errors.groups
    assert group.enum.domain == "acme.v1"
    assert [(e.code.name, e.http, e.raised_by) for e in group.entries] == [
        ("LIBRARY_ERR_LENT", 400, ("acme.v1.Library.Lend",)),
        ("LIBRARY_ERR_CLOSED", 503, ("acme.v1.Library.Lend",)),
        ("LIBRARY_ERR_BURNT", 500, ()),
    ]


@pytest.mark.parametrize(
    ("name", "kind", "owner"),
    [
        ("Book", "message", "acme.v1.Book"),
        ("acme.v1.Book.title", "field", "acme.v1.Book"),
        ("Book.State", "enum", "acme.v1.Book.State"),
        ("Book.STATE_LENT", "value", "acme.v1.Book.State"),
        ("Book.State.STATE_LENT", "value", "acme.v1.Book.State"),
        ("Library.Lend", "method", "acme.v1.Library.Lend"),
        ("LIBRARY_ERR_LENT", "error", "acme.v1.LibraryErr"),
        ("acme.old.v1.Kind", "enum", "acme.old.v1.Kind"),
        ("acme.v1", "package", "acme.v1"),
        (".acme.v1.Book", "message", "acme.v1.Book"),
    ],
)
def test_a_name_means_what_protobuf_means_by_it(name: str, kind: str, owner: str) -> None:
    target = GOLDEN.resolve(name, "acme.v1.Library")
    assert target is not None
    assert (target.kind, target.owner, target.documented) == (kind, owner, True)


def test_what_is_not_documented_has_a_home_or_none() -> None:
    found = GOLDEN.resolve("google.protobuf.Timestamp", "acme.v1")
    assert found is not None
    assert not found.documented
    assert found.home == "https://protobuf.dev/reference/protobuf/google.protobuf/#timestamp"
    assert GOLDEN.resolve("acme.v1.Nothing", "acme.v1") is None


def test_who_uses_a_type() -> None:
    users = {use.user: use.how for use in GOLDEN.index.users("acme.v1.Book")}
    assert users == {
        "acme.v1.Book.Page": "field",
        "acme.v1.LendRequest": "field",
        "acme.v1.Library.FindBooks": "response",
        "acme.v1.Library.Lend": "response",
        "acme.v1.Library.Burn": "request",
    }


def test_the_notice_of_a_licence_is_not_documentation() -> None:
    page = GOLDEN.page("acme.v1")
    [prose] = page.proses
    assert plain(prose.lead) == "Books, and who has them."


def test_rules_of_protovalidate_in_words() -> None:
    rules = 'syntax = "proto3";\npackage v;\nimport "buf/validate/validate.proto";\nmessage M {\n'
    rules += (
        '  option (buf.validate.message).cel = {id: "x" message: "a before b" expression: "this.a < this.b"};\n'
        "  string a = 1 [(buf.validate.field).string = {min_len: 1, max_len: 20}];\n"
        "  string b = 2 [(buf.validate.field).string.email = true, (buf.validate.field).required = true];\n"
        '  string c = 3 [(buf.validate.field).string.pattern = "^[a|b`]+$"];\n'
        "  int32 d = 4 [(buf.validate.field).int32 = {gte: 1, lt: 10}];\n"
        "  repeated string e = 5 [(buf.validate.field).repeated = {min_items: 1, unique: true,"
        " items: {string: {len: 2}}}];\n"
        "  map<string, int32> f = 6 [(buf.validate.field).map = {max_pairs: 1, values: {int32: {in: [1, 2]}}}];\n"
        '  string g = 7 [(buf.validate.field).cel = {id: "y" expression: "this != \'x\'"}];\n'
        "  oneof o {\n    option (buf.validate.oneof).required = true;\n    int32 h = 8;\n  }\n"
        "  bytes i = 9 [(buf.validate.field).bytes.min_len = 1];\n}\n"
    )
    found = of_request(validated(rules))
    message = found.message("v.M")
    assert message is not None
    assert {f.name: f.rules for f in message.fields} == {
        "a": ("at least 1 character", "at most 20 characters"),
        "b": ("required", "an e-mail address"),
        "c": ('matching ``"^[a|b`]+$"``',),
        "d": ("less than `10`", "at least `1`"),
        "e": ("at least 1 item", "without duplicates", "each item exactly 2 characters"),
        "f": ("at most 1 entry", "each value one of `1`, `2`"),
        "g": ("such that `this != 'x'`",),
        "h": (),
        "i": ("at least 1 byte",),
    }
    assert message.rules == ("such that `this.a < this.b` (a before b)",)
    assert message.oneofs[0].rules == ("exactly one of them is set",)


def test_a_page_leaves_nothing_behind_even_without_a_garbage_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        page = GOLDEN.page("acme.v1")
        for message in page.messages:
            assert [f.type for f in message.fields] or not message.descriptor.field
        watched = [weakref.ref(page), weakref.ref(page.files[0]), weakref.ref(page.messages[0])]
        del page, message
        assert [ref() for ref in watched] == [None, None, None]
    finally:
        gc.enable()


def test_facts_kept_from_an_earlier_run_give_the_same_index() -> None:
    from protoc_gen_ego.docs import Library
    from protoc_gen_ego.docs.index import facts

    schema = GOLDEN.schema
    kept = [facts(file.descriptor, documented=file.generate) for file in schema.files]
    again = Library(schema, GOLDEN.errors.catalog, file_facts=kept)
    assert again.packages == GOLDEN.packages
    headings = list(GOLDEN.index.headings)
    assert headings
    assert list(again.index.headings) == headings
    assert all(again.index.target(name) == GOLDEN.index.target(name) for _, _, name in headings)
