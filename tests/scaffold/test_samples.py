"""Samples: every message in a case is valid, by protobuf and by protovalidate's rules; those of a stream differ."""

from __future__ import annotations

from typing import Any

import protovalidate
import pytest
from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass

from protoc_gen_ego.scaffolds.fields import Types
from protoc_gen_ego.scaffolds.sample import Samples, Tree, Value
from protoc_gen_ego.schema import load
from tests.docs.support import validated
from tests.protos import request
from tests.scaffold.rendering import protos

ALL = {**protos("shop"), **protos("sink"), **protos("syntax")}
RULES = """syntax = "proto3";
package v;
import "buf/validate/validate.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
enum E { E_A = 0; E_B = 1; E_C = 2; E_D = 3; }
message Inner { string city = 1 [(buf.validate.field).string.min_len = 9]; }
message M {
  string length = 1 [(buf.validate.field).string = {min_len: 12, max_len: 20}];
  string email = 2 [(buf.validate.field).string.email = true, (buf.validate.field).required = true];
  string pattern = 3 [(buf.validate.field).string.pattern = "^[A-Z]{2}-[0-9]{3,}(x|y)$"];
  int32 between = 4 [(buf.validate.field).int32 = {gte: 100, lt: 110}];
  repeated string list = 5 [(buf.validate.field).repeated = {
    min_items: 3, unique: true, items: {string: {min_len: 5}}}];
  map<string, int32> pairs = 6 [(buf.validate.field).map = {
    min_pairs: 2, keys: {string: {pattern: "^k[a-z]$"}}, values: {int32: {in: [7, 8]}}}];
  string around = 7 [(buf.validate.field).string = {prefix: "pre-", suffix: "-post", min_len: 30}];
  bytes blob = 8 [(buf.validate.field).bytes.min_len = 9];
  double narrow = 9 [(buf.validate.field).double = {gt: 2.5, lte: 2.75}];
  float tight = 10 [(buf.validate.field).float = {gt: 2.5, lt: 2.6}];
  E kind = 11 [(buf.validate.field).enum = {defined_only: true, not_in: [0, 1]}];
  google.protobuf.Timestamp past = 12 [(buf.validate.field).timestamp.lt_now = true];
  google.protobuf.Timestamp future = 13 [(buf.validate.field).timestamp.gt_now = true];
  google.protobuf.Timestamp early = 14 [(buf.validate.field).timestamp = {lt: {seconds: 1000}}];
  google.protobuf.Duration span = 15 [(buf.validate.field).duration = {gt: {seconds: 5}, lt: {seconds: 9}}];
  string just = 16 [(buf.validate.field).string.const = "just this"];
  uint64 wide = 17 [(buf.validate.field).uint64 = {gt: 5000000000}];
  int64 least = 18 [(buf.validate.field).int64.lt = 0];
  repeated int32 numbers = 19 [(buf.validate.field).repeated = {min_items: 2, items: {int32: {gt: 40}}}];
  string uuid = 20 [(buf.validate.field).string.uuid = true];
  string uri = 21 [(buf.validate.field).string.uri = true];
  string short = 22 [(buf.validate.field).string.max_len = 2];
  google.protobuf.StringValue wrapped = 23 [(buf.validate.field).string.min_len = 14];
  google.protobuf.Int64Value counted = 24 [(buf.validate.field).int64.gte = 1000];
  repeated Inner inners = 25 [(buf.validate.field).repeated.min_items = 2];
  repeated string empty = 26 [(buf.validate.field).repeated.max_items = 0];
  bytes address = 27 [(buf.validate.field).bytes.ip = true];
  string free = 28 [(buf.validate.field).string.min_len = 900, (buf.validate.field).ignore = IGNORE_ALWAYS];
  string without = 29 [(buf.validate.field).string.not_contains = "out"];
  bool truth = 30 [(buf.validate.field).bool.const = false];
  repeated E kinds = 31 [(buf.validate.field).repeated = {min_items: 2, unique: true, items: {enum: {not_in: [0]}}}];
  oneof choice {
    option (buf.validate.oneof).required = true;
    int32 first = 40 [(buf.validate.field).int32.gt = 3];
    string second = 41 [(buf.validate.field).string.hostname = true];
  }
}
message Exclusive {
  option (buf.validate.message).oneof = {fields: ["one", "other"], required: true};
  string one = 1;
  string other = 2;
}
"""


def samples(asked: CodeGeneratorRequest) -> Samples:
    return Samples(Types(load(asked)))


class Built:
    """Trees as messages of protobuf's own."""

    def __init__(self, asked: CodeGeneratorRequest) -> None:
        self.pool = DescriptorPool()
        for file in asked.proto_file:
            self.pool.Add(file)

    def of(self, tree: Tree) -> Any:
        """The message of a tree."""
        descriptor = self.pool.FindMessageTypeByName(tree.message.full_name)
        made = GetMessageClass(descriptor)()
        for entry in tree.entries:
            self._set(made, entry.facts.name, entry.values, entry.keys)
        return made

    def _set(
        self, made: Any, name: str, values: tuple[Value, ...], keys: tuple[Value, ...]
    ) -> None:
        field = made.DESCRIPTOR.fields_by_name[name]
        plain = [self._plain(value) for value in values]
        if keys:
            for key, value in zip(keys, plain, strict=True):
                held = getattr(made, name)
                if field.message_type.fields_by_name["value"].message_type:
                    held[self._plain(key)].CopyFrom(value)
                else:
                    held[self._plain(key)] = value
        elif field.is_repeated:
            getattr(made, name).extend(plain)
        elif field.message_type:
            getattr(made, name).CopyFrom(plain[0])
            getattr(made, name).SetInParent()
        else:
            setattr(made, name, plain[0])

    def _plain(self, value: Value) -> Any:
        if isinstance(value, Tree):
            return self.of(value)
        return value.value if not hasattr(value, "enum") else value.value.number


def names(asked: CodeGeneratorRequest) -> list[str]:
    """All messages that are no entries of maps."""
    schema = load(asked)
    return [
        message.full_name
        for file in schema.files
        for message in file.all_messages
        if not message.descriptor.options.map_entry
    ]


@pytest.mark.parametrize("place", [0, 1])
def test_every_message_is_initialized_and_arrives_as_it_was(place: int) -> None:
    asked = request(ALL)
    made, built = samples(asked), Built(asked)
    for name in names(asked):
        if name.endswith("Endless"):
            continue  # nobody can make one
        message = built.of(made.of(name, place))
        assert message.IsInitialized(), (name, message.FindInitializationErrors())
        assert type(message).FromString(message.SerializeToString()) == message


def test_a_required_group_is_set_and_one_in_an_edition_too() -> None:
    made = samples(request(ALL))
    grouped = {entry.facts.name for entry in made.of("test.syntax.v1.Grouped").entries}
    assert grouped == {"must", "may", "several"}
    assert "again" in {entry.facts.name for entry in made.of("test.syntax.v1.Presence").entries}


@pytest.mark.parametrize("name", ["v.M", "v.Exclusive"])
@pytest.mark.parametrize("place", [0, 1])
def test_rules_of_protovalidate_are_kept(name: str, place: int) -> None:
    asked = validated(RULES)
    message = Built(asked).of(samples(asked).of(name, place))
    found = protovalidate.Validator().collect_violations(message)
    assert [(v.proto.field, v.proto.message) for v in found] == []
    if name == "v.M":
        assert len(message.ListFields()) >= 30


def test_the_messages_of_a_stream_differ() -> None:
    for asked in (request(ALL), validated(RULES)):
        made = samples(asked)
        same = [
            name
            for name in names(asked)
            if made.of(name).entries and made.of(name) == made.of(name, 1)
        ]
        assert [name for name in same if not name.startswith(("google.", "buf."))] == []


def test_oneofs_take_turns_in_a_stream() -> None:
    made = samples(request(ALL))
    first, second = made.several("test.sink.v1.Choices", stream=True)
    assert [e.facts.name for e in first.entries if e.facts.oneof == "first"] == ["text"]
    assert [e.facts.name for e in second.entries if e.facts.oneof == "first"] == ["number"]
