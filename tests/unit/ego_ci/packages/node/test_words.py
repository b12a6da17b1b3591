"""Names that the TypeScript generators cannot write; tests/e2e/consumers compiles those that they can."""

from __future__ import annotations

import pytest
from ego_ci.packages.node.words import word_findings

from tests.protos import request

GOOGLE = 'import "google/protobuf/{}.proto";\n'


def found(text: str, flavour: str = "grpc-js") -> list[str]:
    """`line:column message` of each finding of a file."""
    asked = request({"a.proto": f'syntax = "proto3";\n{text}'}, "")
    [file] = [file for file in asked.proto_file if file.name == "a.proto"]
    items = list(word_findings([file], flavour))
    assert {item.rule for item in items} <= {"NODE_NAME_TAKEN"}
    return [f"{i.position.line}:{i.position.column} {i.message}" for i in items if i.position]


@pytest.mark.parametrize(
    "name", ["Object", "Exact", "Partial", "string", "class", "isSet", "default"]
)
def test_what_every_module_needs_is_taken(name: str) -> None:
    [message] = found(f"message A {{}}\nmessage {name} {{}}")
    assert message.startswith(f"3:9 TypeScript cannot have a message called {name}: ")
    [enum] = found(f"enum {name} {{ Z = 0; }}")
    assert enum.startswith(f"2:6 TypeScript cannot have an enum called {name}: ")


@pytest.mark.parametrize(
    ("name", "field", "more"),
    [
        ("Map", "map<int64, string> a = 1;", ""),
        ("Buffer", "bytes a = 1;", ""),
        ("BigInt", "fixed64 a = 1;", ""),
        ("Math", "int32 a = 1;", ""),
        ("Math", ".google.protobuf.Timestamp a = 1;", GOOGLE.format("timestamp")),
        ("String", ".google.protobuf.StringValue a = 1;", GOOGLE.format("wrappers")),
        ("Array", ".google.protobuf.ListValue a = 1;", GOOGLE.format("struct")),
        ("Timestamp", ".google.protobuf.Timestamp a = 1;", GOOGLE.format("timestamp")),
    ],
)
def test_what_some_fields_need_is_taken_beside_them(name: str, field: str, more: str) -> None:
    taken = f"message {name} {{ string x = 1; }}\n"
    assert len(found(f"{more}{taken}message M {{ message N {{ {field} }} }}")) == 1
    assert found(f"{taken}message M {{ map<string, string> b = 2; bool c = 3; }}") == []


def test_what_a_service_needs_is_taken_beside_it() -> None:
    text = "message A {}\nmessage UserClient {}\n"
    service = "service User { rpc Go(A) returns (A); }"
    [one] = found(text + service)
    assert one.startswith("3:9 ")
    assert "generated for the service User" in one
    assert found(text + service.replace("User", "Other")) == []


@pytest.mark.parametrize(
    "name", ["Error", "Date", "Promise", "Number", "Set", "Function", "Record", "Any"]
)
def test_common_names_are_free(name: str) -> None:
    assert found(f"message {name} {{ {name} x = 1; repeated {name} y = 2; }}") == []
    assert found(f"message A {{ message Exact {{}} }}\nenum {name} {{ Z = 0; }}") == []


def test_the_other_generator_has_its_own_words() -> None:
    assert found("message Exact {}\nmessage Map {}\nmessage class {}", "connect") == []
    assert len(found("message any {}\nmessage await {}", "connect")) == 2
    assert found("message require {}\nenum Object { Z = 0; }", "connect") == []
    assert len(found("enum require { Z = 0; }", "connect")) == 1


def test_the_remedy_names_the_other_generator_where_that_helps() -> None:
    asked = request({"a.proto": 'syntax = "proto3";\nmessage Exact {}\nmessage any {}'}, "")
    one, other = word_findings(asked.proto_file, "grpc-js")
    assert "node: {flavour: connect}" in one.remedy
    assert "connect" not in other.remedy
