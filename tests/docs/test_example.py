"""Example JSON: valid by protobuf's JSON mapping, and by the rules of protovalidate."""

from __future__ import annotations

import pytest
from google.protobuf import json_format
from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from protoc_gen_ego.docs.example import example
from tests.docs.support import googleapis, of_request, validated
from tests.golden.test_golden import protos
from tests.protos import request


def parsed(asked: CodeGeneratorRequest, full_name: str) -> Message:
    """The example, read by protobuf itself."""
    pool = DescriptorPool()
    for file in asked.proto_file:
        pool.Add(file)
    made = GetMessageClass(pool.FindMessageTypeByName(full_name))()
    return json_format.Parse(example(of_request(asked), full_name), made, descriptor_pool=pool)


def names(asked: CodeGeneratorRequest) -> list[str]:
    found = of_request(asked)
    return [message.full_name for page in found.pages() for message in page.messages]


@pytest.mark.parametrize("case", ["docs_shop", "docs"])
def test_examples_are_valid_json_of_their_messages(case: str) -> None:
    files, own = protos(case)
    asked = request(files, generate=own)
    for name in names(asked):
        assert parsed(asked, name).IsInitialized(), name
        assert parsed(asked, name).ListFields() or not _has_fields(asked, name), name


def test_examples_of_googleapis_are_valid() -> None:
    asked = googleapis()
    assert len([parsed(asked, name) for name in names(asked)]) > 100


def _has_fields(asked: CodeGeneratorRequest, name: str) -> bool:
    message = of_request(asked).message(name)
    assert message is not None
    return any(not field.deprecated for field in message.fields)


RULES = """
  string a = 1 [(buf.validate.field).string = {min_len: 12, max_len: 20}];
  string b = 2 [(buf.validate.field).string.email = true, (buf.validate.field).required = true];
  string c = 3 [(buf.validate.field).string.pattern = "^[A-Z]{2}$"];
  int32 d = 4 [(buf.validate.field).int32 = {gte: 100, lt: 110}];
  repeated string e = 5 [(buf.validate.field).repeated = {min_items: 3, unique: true}];
  map<string, int32> f = 6 [(buf.validate.field).map = {min_pairs: 2, values: {int32: {in: [7, 8]}}}];
  string g = 7 [(buf.validate.field).string = {prefix: "pre-", suffix: "-post"}];
  bytes h = 8 [(buf.validate.field).bytes.min_len = 9];
  double i = 9 [(buf.validate.field).double = {gt: 2.5, lte: 2.75}];
  string j = 10 [(buf.validate.field).string.uuid = true];
  E k = 11 [(buf.validate.field).enum = {defined_only: true, not_in: [0, 1]}];
  google.protobuf.Timestamp l = 12 [(buf.validate.field).timestamp.lt_now = true];
  google.protobuf.Duration m = 13 [(buf.validate.field).duration = {gt: {seconds: 5}, lt: {seconds: 9}}];
  string n = 14 [(buf.validate.field).string.const = "just this"];
  uint64 o = 15 [(buf.validate.field).uint64 = {gt: 5000000000}];
  repeated int32 p = 16 [(buf.validate.field).repeated = {min_items: 2, items: {int32: {gt: 40}}}];
  string q = 17 [(buf.validate.field).string.hostname = true];
  string r = 18 [(buf.validate.field).string.uri = true];
  string s = 19 [(buf.validate.field).string.ipv6 = true];
  oneof t {
    option (buf.validate.oneof).required = true;
    int32 u = 20 [(buf.validate.field).int32.gt = 3];
    string v = 21;
  }
  string w = 22 [(buf.validate.field).string.in = "x", (buf.validate.field).string.in = "y"];
"""


def test_examples_keep_the_rules_of_protovalidate() -> None:
    import protovalidate

    text = (
        'syntax = "proto3";\npackage v;\nimport "buf/validate/validate.proto";\n'
        'import "google/protobuf/timestamp.proto";\nimport "google/protobuf/duration.proto";\n'
        f"enum E {{\n  E_A = 0;\n  E_B = 1;\n  E_C = 2;\n}}\nmessage M {{\n{RULES}}}\n"
    )
    made = parsed(validated(text), "v.M")
    assert len(made.ListFields()) == 21
    found = protovalidate.Validator().collect_violations(made)
    assert [(v.proto.field, v.proto.message) for v in found] == []
