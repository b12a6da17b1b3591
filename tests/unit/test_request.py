"""A request is read without its repetition, and judged as protobuf judges it."""

from __future__ import annotations

import contextlib

import pytest
from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest
from google.protobuf.message import DecodeError
from hypothesis import given
from hypothesis import strategies as st

from protoc_gen_ego.request import read
from tests.protos import HEAD, request

PLAIN = request(HEAD + "enum E {\n  // @code=ABORTED\n  A = 0;\n}\n", "strict=true")


def doubled() -> CodeGeneratorRequest:
    made = CodeGeneratorRequest()
    made.CopyFrom(PLAIN)
    made.compiler_version.major = 33
    made.source_file_descriptors.extend(PLAIN.proto_file)
    return made


def test_everything_but_the_repetition_is_read() -> None:
    made = doubled()
    found = read(made.SerializeToString())
    assert not found.source_file_descriptors
    made.ClearField("source_file_descriptors")
    assert found == made


def test_where_the_repetition_says_more_it_is_taken() -> None:
    """protoc takes options of source retention out of the first."""
    made = doubled()
    made.source_file_descriptors[-1].options.go_package = "only/here"
    found = read(made.SerializeToString())
    assert found.proto_file[-1].options.go_package == "only/here"
    assert [file.name for file in found.proto_file] == [file.name for file in made.proto_file]
    del found.proto_file[-1], made.proto_file[-1]
    made.ClearField("source_file_descriptors")
    assert found == made


def test_pieces_in_any_order_are_read() -> None:
    repeated = CodeGeneratorRequest(source_file_descriptors=PLAIN.proto_file).SerializeToString()
    assert read(repeated + PLAIN.SerializeToString() + repeated) == PLAIN


@pytest.mark.parametrize("cut", [1, 2, 50, 100])
def test_a_cut_request_is_refused(cut: int) -> None:
    with pytest.raises(DecodeError):
        read(doubled().SerializeToString()[:-cut])


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_or_read_as_protobuf_reads_them(data: bytes) -> None:
    expected = found = None
    with contextlib.suppress(DecodeError):
        expected = CodeGeneratorRequest.FromString(data)
        expected.ClearField("source_file_descriptors")
    with contextlib.suppress(DecodeError):
        found = read(data)
        found.ClearField("source_file_descriptors")
    assert expected is None or found == expected
