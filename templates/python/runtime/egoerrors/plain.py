"""The form in which almost every error arrives, read in one go.

It is a Status with one detail, an ErrorInfo, all fields in order and the inner ones
shorter than 128 bytes: what the runtimes of all languages write, and most other
senders. Bytes of any other form are left to `decode`, which says the same of these, but
takes twice the time.
"""

from __future__ import annotations

from .encode import INFO_URL
from .wire import MAX_METADATA

_ANY = b"\x0a" + bytes([len(INFO_URL)]) + INFO_URL.encode() + b"\x12"


# code, message, the serialized ErrorInfo, and its reason, domain and metadata; a bare
# tuple, since this is on the way of every failed call.
Plain = tuple[int, str, bytes, str, str, dict[str, str]]


def read_plain(data: bytes) -> Plain | None:
    """The content of a google.rpc.Status in the usual form; None for any other."""
    try:
        return _read(data)
    except (IndexError, UnicodeDecodeError):
        return None


def _read(data: bytes) -> Plain | None:
    code = data[1]
    if data[0] != 0x08 or code >= 0x80:
        return None
    message, at = "", 2
    if data[at] == 0x12:
        end, at = _length(data, at + 1)
        message, at = data[at:end].decode(), end
    if data[at] != 0x1A:
        return None
    end, at = _length(data, at + 1)
    if end != len(data) or not data.startswith(_ANY, at):
        return None
    # The ErrorInfo fills the rest; that no length leads past the end is checked last.
    last, start = _length(data, at + len(_ANY))
    if last != end:
        return None
    reason, domain, at = "", "", start
    if at < end and data[at] == 0x0A:
        size, at = data[at + 1], at + 2
        reason, at = data[at : at + size].decode(), at + size
        if size >= 0x80:
            return None
    if at < end and data[at] == 0x12:
        size, at = data[at + 1], at + 2
        domain, at = data[at : at + size].decode(), at + size
        if size >= 0x80:
            return None
    metadata: dict[str, str] = {}
    while at < end:
        if data[at] != 0x1A or data[at + 2] != 0x0A or data[at + 1] >= 0x80:
            return None
        after = at + 2 + data[at + 1]
        middle = at + 4 + data[at + 3]
        if data[middle] != 0x12 or middle + 2 + data[middle + 1] != after:
            return None
        metadata[data[at + 4 : middle].decode()] = data[middle + 2 : after].decode()
        at = after
    if at != end or len(metadata) > MAX_METADATA:
        return None
    return code, message, data[start:], reason, domain, metadata


def _length(data: bytes, at: int) -> tuple[int, int]:
    """Where a field of one or two bytes of length ends and begins."""
    size = data[at]
    if size < 0x80:
        return at + 1 + size, at + 1
    high = data[at + 1]
    if not 0 < high < 0x80:
        raise IndexError("a longer length")
    return at + 2 + (size & 0x7F | high << 7), at + 2
