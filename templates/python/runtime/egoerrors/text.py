"""Text as errors carry it: always well-formed Unicode (contract V3, W3)."""

from __future__ import annotations


def text(value: object) -> str:
    """Any value as well-formed text; what is invalid becomes U+FFFD and nothing is ever
    refused.

    >>> text(b"a\\xffb"), text("\\ud800"), text(42), text(None)
    ('a\ufffdb', '\ufffd', '42', '')
    """
    if isinstance(value, str):
        if value.isascii():
            return str(value)
        try:
            value.encode()
        except UnicodeEncodeError:
            # Surrogate pairs become the character they spell, lone halves U+FFFD.
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return str(value)
    if value is None:
        return ""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).decode("utf-8", "replace")
    try:
        return text(str(value))
    except Exception:  # a __str__ that fails must not lose the error
        return ""


def percent_encoded_length(value: str) -> int:
    """Bytes of the text as grpc-message: 1 for 0x20..0x7E but `%`, 3 for every other
    byte (contract B1).
    """
    data = value.encode()
    plain = len(data.translate(None, _ESCAPED))
    return plain + 3 * (len(data) - plain)


_ESCAPED = bytes(b for b in range(256) if not 0x20 <= b <= 0x7E or b == 0x25)
