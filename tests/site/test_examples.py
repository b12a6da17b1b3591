"""Examples that are written as text equal those that docs.example makes."""

from __future__ import annotations

import json

from ego_ci.site.examples import Examples

from protoc_gen_ego.docs import Library
from protoc_gen_ego.docs.example import example
from tests.docs.support import googleapis, of_request
from tests.protos import HEAD, request

SOURCE = HEAD + (
    'import "google/protobuf/timestamp.proto";\nimport "google/protobuf/struct.proto";\n'
    "message Plain {\n  string user_id = 1;\n  repeated int64 rows = 2;\n  bool on = 3;\n"
    "  double d = 4;\n  bytes b = 5;\n"
    "  map<string, Inner> by_name = 6;\n  map<bool, string> flags = 7;\n  optional E e = 8;\n"
    "  oneof one { string first = 9; string second = 10; }\n  Inner inner = 11;\n  repeated Inner inners = 12;\n"
    "  google.protobuf.Timestamp at = 13;\n  google.protobuf.Struct any = 14;\n  google.protobuf.NullValue none = 15;\n"
    '  string named = 16 [json_name = "a\\"b"];\n'
    "  message Inner {\n    Empty empty = 1;\n    repeated Empty empties = 2;\n  }\n}\n"
    "message Empty {}\nenum E {\n  ZERO = 0;\n  SECOND = 2;\n}\n"
    "message Ring { Circle circle = 1; Plain plain = 2; }\nmessage Circle { Ring ring = 1; repeated Circle own = 2; }\n"
    "message Old { string gone = 1 [deprecated = true]; string here = 2; }\n"
    "message D1 { D2 d = 1; }\nmessage D2 { D3 d = 1; }\nmessage D3 { D4 d = 1; }\nmessage D4 { D5 d = 1; }\n"
    "message D5 { D6 d = 1; }\nmessage D6 { string end = 1; }\n"
)


def test_plain_messages_circles_and_depths() -> None:
    compare(of_request(request(SOURCE, generate=("shop.proto",))), least=12)


def test_all_of_googleapis() -> None:
    compare(of_request(googleapis()), least=100)


def compare(library: Library, *, least: int) -> None:
    count = 0
    for page in library.pages():
        made = Examples(library, page.messages, page.enums)
        for message in page.messages:
            text = made.of(message.full_name)
            assert text == example(library, message.full_name), message.full_name
            assert isinstance(json.loads(text), dict)
            count += 1
    assert count >= least
