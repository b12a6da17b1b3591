"""The protobuf wire format, as far as the small messages of pluginrpc and buf.plugin need it.

buf starts the plugin about nine times for one lint, mostly to ask for facts that never change. By hand, these are
answered before protobuf would be imported; and no `_pb2` module has to be shipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protoc_gen_ego.varint import Malformed, decode, encode

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


def field(number: int, value: bytes | str | int) -> bytes:
    """One field; default values are left out, as proto3 does.

    >>> field(1, "ab"), field(2, True), field(3, 0)
    (b'\\n\\x02ab', b'\\x10\\x01', b'')
    """
    if not value:
        return b""
    if isinstance(value, int):
        return encode(number << 3 | _VARINT) + encode(int(value))
    data = value.encode() if isinstance(value, str) else value
    return encode(number << 3 | _BYTES) + encode(len(data)) + data


def message(number: int, content: bytes) -> bytes:
    """A message as a field, which is there even when it is empty."""
    return encode(number << 3 | _BYTES) + encode(len(content)) + content


def packed(number: int, values: Iterable[int]) -> bytes:
    """A packed list of int32 that are not negative.

    >>> packed(2, [5, 300])
    b'\\x12\\x03\\x05\\xac\\x02'
    """
    return field(number, b"".join(map(encode, values)))


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """(number, value) of each field of a message, in order.

    >>> list(fields(field(1, "ab") + field(2, 300)))
    [(1, b'ab'), (2, 300)]

    Raises:
        Malformed: the bytes end too early, or hold a wire type that proto3 does not have.
    """
    position = 0
    while position < len(data):
        key, position = decode(data, position)
        kind = key & 7
        if kind == _VARINT:
            value, position = decode(data, position)
            yield key >> 3, value
            continue
        if kind == _BYTES:
            size, position = decode(data, position)
        elif kind in (_FIXED64, _FIXED32):
            size = 8 if kind == _FIXED64 else 4
        else:
            raise Malformed(f"wire type {kind}")
        end = position + size
        if end > len(data):
            raise Malformed("the message ends too early")
        yield key >> 3, data[position:end]
        position = end
