"""Varints of the protobuf wire format: base 128, the lowest seven bits first."""

from __future__ import annotations

_MOST = 10  # bytes of a number of 64 bits


class Malformed(ValueError):
    """Bytes that are no message."""


def encode(number: int) -> bytes:
    """A number that is not negative.

    >>> encode(5), encode(300)
    (b'\\x05', b'\\xac\\x02')
    """
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def decode(data: bytes | memoryview, at: int) -> tuple[int, int]:
    """(the number that begins at a place, the place behind it).

    Raises:
        Malformed: the bytes end before the number does, or it has more than 64 bits.

    >>> decode(b"\\xac\\x02", 0)
    (300, 2)
    """
    number = 0
    for shift, byte in enumerate(data[at : at + _MOST]):
        number |= (byte & 0x7F) << 7 * shift
        if byte < 0x80:
            return number, at + shift + 1
    raise Malformed("a number ends too early")
