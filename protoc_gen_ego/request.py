"""Bytes on stdin -> CodeGeneratorRequest, without the half of them that says everything a second time."""

from __future__ import annotations

from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest

# CodeGeneratorRequest.source_file_descriptors: the files to generate once more, with options of source retention,
# which no annotation of ours has.
_REPEATED = 17
_LENGTH_DELIMITED = 2


def read(data: bytes) -> CodeGeneratorRequest:
    """The request; `source_file_descriptors` stays empty.

    Raises:
        google.protobuf.message.DecodeError: these bytes are no request.
    """
    view = memoryview(data)  # slices of it are no copies
    kept = []
    start = end = 0  # of what is kept as it is
    try:
        while end < len(data):
            tag, at = _varint(data, end)
            if tag & 7 != _LENGTH_DELIMITED:
                break  # all fields that protoc sends have a length; protobuf judges any other
            size, at = _varint(data, at)
            if tag >> 3 == _REPEATED:
                kept.append(view[start:end])
                start = at + size
            end = at + size
    except IndexError:
        return CodeGeneratorRequest.FromString(data)
    if end > len(data):
        return CodeGeneratorRequest.FromString(data)
    return CodeGeneratorRequest.FromString(b"".join([*kept, view[start:]]))


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """(number, where the next byte is); IndexError behind the end."""
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
        shift += 7
