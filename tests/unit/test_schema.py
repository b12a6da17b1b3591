"""The linked model."""

from __future__ import annotations

from protoc_gen_ego.schema import Schema, load
from tests.protos import HEAD, request

TEXT = (
    HEAD
    + """
// A user.
message User {
  // Which kind.
  enum Kind {
    // None yet.
    KIND_UNSPECIFIED = 0;
  }
  string name = 1; // trailing
  map<string, int32> tags = 2;
  message Address {
    string street = 1;
  }
}

// Users.
service Users {
  rpc One(User) returns (User);
  rpc Down(User) returns (stream User);
  rpc Up(stream User) returns (User);
  // Both ways.
  rpc Both(stream User) returns (stream User) {
    option deprecated = true;
  }
}
"""
)


def schema() -> Schema:
    return load(request(TEXT))


def test_every_node_has_the_six_common_fields() -> None:
    [file] = schema().files
    user = file.messages[0]
    kind = user.enums[0]
    nodes = [
        file,
        user,
        *user.fields,
        kind,
        *kind.values,
        *file.services,
        *file.services[0].methods,
    ]
    for node in nodes:
        for name in ("name", "full_name", "parent", "position", "comments", "options"):
            assert hasattr(node, name), (node, name)
    assert kind.parent is user
    assert user.parent is file
    assert user.fields[0].comments.trailing == " trailing\n"
    assert str(kind.position) == "shop.proto:7:3"


def test_full_names_follow_protobuf_scoping() -> None:
    [file] = schema().files
    kind = file.messages[0].enums[0]
    assert kind.full_name == "shop.user.v1.User.Kind"
    assert kind.values[0].full_name == "shop.user.v1.User.KIND_UNSPECIFIED"
    assert file.services[0].methods[0].full_name == "shop.user.v1.Users.One"


def test_the_four_streaming_kinds() -> None:
    methods = schema().files[0].services[0].methods
    assert [m.streaming for m in methods] == ["unary", "server", "client", "bidirectional"]
    assert [m.deprecated for m in methods] == [False, False, False, True]
    assert methods[0].input == "shop.user.v1.User"


def test_map_entries_are_not_messages_of_the_user() -> None:
    assert [m.name for m in schema().files[0].all_messages] == ["User", "Address"]


def test_files_are_sorted_whatever_order_they_come_in() -> None:
    made = request({"b.proto": HEAD, "a.proto": 'syntax = "proto3";'})
    made.proto_file.reverse()
    assert [file.name for file in load(made).files] == ["a.proto", "b.proto"]
