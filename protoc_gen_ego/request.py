"""Bytes on stdin -> CodeGeneratorRequest, without the half of them that says everything a second time."""

from __future__ import annotations

from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest

from protoc_gen_ego.varint import Malformed, decode

# CodeGeneratorRequest.proto_file, and .source_file_descriptors: the files to generate once more, with the options of
# source retention that protoc takes out of the first.
_FILE, _REPEATED = 15, 17
_LENGTH_DELIMITED = 2
_FILE_TAG = bytes((_FILE << 3 | _LENGTH_DELIMITED,))
_NAME_TAG = bytes((1 << 3 | _LENGTH_DELIMITED,))  # of FileDescriptorProto.name


def read(data: bytes) -> CodeGeneratorRequest:
    """The request; `source_file_descriptors` stays empty, and where it says more of a file, the file says it.

    Raises:
        google.protobuf.message.DecodeError: these bytes are no request.
    """
    view = memoryview(data)  # slices of it are no copies
    kept: list[bytes | memoryview] = []
    files: dict[bytes, tuple[int, int]] = {}  # name -> its place in `kept`, and its size
    start = end = 0  # of what is kept as it is
    try:
        while end < len(data):
            tag, body = decode(data, end)
            if tag & 7 != _LENGTH_DELIMITED:
                break  # all fields that protoc sends have a length; protobuf judges any other
            size, at = decode(data, body)
            if tag >> 3 == _REPEATED:
                kept.append(view[start:end])
                place, known = files.get(_name(data, at, size), (0, size))
                if known != size:
                    kept[place] = _FILE_TAG + view[body : at + size]
                start = at + size
            elif tag >> 3 == _FILE:
                kept += (view[start:end], view[end : at + size])
                files[_name(data, at, size)] = len(kept) - 1, size
                start = at + size
            end = at + size
    except Malformed:
        return CodeGeneratorRequest.FromString(data)
    if end > len(data):
        return CodeGeneratorRequest.FromString(data)
    return CodeGeneratorRequest.FromString(b"".join([*kept, view[start:]]))


def _name(data: bytes, at: int, size: int) -> bytes:
    """The name of the file whose descriptor is here; it is its first field. b"" when it is not."""
    if not size or data[at : at + 1] != _NAME_TAG:
        return b""
    length, at = decode(data, at + 1)
    return data[at : at + length]
