"""Hostile bytes: almost-Statuses, field soup, deep groups, overlong varints, broken UTF-8."""

from __future__ import annotations

from random import Random

from tests.conformance import wire

# Each is a well-known trap of UTF-8 decoders (Unicode 3.9, table 3-8) or of JSON and maps.
TEXTS: tuple[bytes, ...] = (
    b"", b"uid", b"42", b"a b", b"100%", b"{uid}", b"{{uid}}", b"}{", b"\x00", b"a\nb\r", b"~\x7f",
    b"\xef\xbb\xbfbom", "用户".encode(), "é".encode(), "😀".encode(),
    "\u2028\uffff\ufffd".encode(), b"__proto__", b"constructor", b"0", b"00", b"-1",
    b"ego-truncated", b"\xff", b"\x80", b"\xc0\x80", b"\xe0\x80", b"\xe4\xbd", b"\xe4\xbdA",
    b"\xed\xa0\x80", b"\xed\xb0\x80\xed", b"\xf0\x9f\x98", b"\xf0\x9f\x98\xf0",
    b"\xf4\x90\x80\x80", b"\xf5\xf6", b"\xf0\x80\x80\x80",
    b"\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41", b"\xfe\xff",
)  # fmt: skip
REASONS: tuple[bytes, ...] = (
    b"", b"user.v1.USER_ERR_NOT_FOUND", b"USER_ERR_NOT_FOUND", b"order.v1.PAY_FAILED",
    b"PAY_FAILED", b"BARE", b"TWICE", b"a.M.TWICE", b"user.v1.WEIRD", b".", b"user.v1.",
    b"USER_ERR_NOT_FOUND ", b"user.v1.user_err_not_found", b"USER_NOT_FOUND",
    b"user.v1.USER_ERR_NOT_FOUND\x00", b"\xffUSER", "用户.错误".encode(),
)  # fmt: skip
DOMAINS: tuple[bytes, ...] = (b"", b"user.v1", b"shop.example.com", b"a", b"evil", b"\xf0\x9f")
TYPES: tuple[bytes, ...] = (
    b"type.googleapis.com/google.rpc.ErrorInfo", b"google.rpc.ErrorInfo",
    b"x/y/google.rpc.ErrorInfo", b"type.googleapis.com/google.rpc.ErrorInfo/",
    b"type.googleapis.com/google.rpc.DebugInfo", b"type.googleapis.com/google.rpc.Help",
    b"type.googleapis.com/google.rpc.LocalizedMessage",
    b"type.googleapis.com/google.rpc.RetryInfo", b"type.googleapis.com/shop.v1.Unknown", b"",
    b"/", b"\xff/\xff",
)  # fmt: skip
VARINTS: tuple[bytes, ...] = (
    b"\x00", b"\x05", b"\x85\x00", b"\xff\xff\xff\xff\x0f", b"\xff\xff\xff\xff\x1f",
    b"\x80\x80\x80\x80\x80\x00", b"\xff" * 9 + b"\x01", b"\xff" * 9 + b"\x7f", b"\x80" * 9 +
    b"\x02", b"\x80" * 10 + b"\x01", b"\x85" + b"\x80" * 8 + b"\x00", b"\x80\x80\x80\x80\x08",
    b"\xff",
)  # fmt: skip


def text(chance: Random) -> bytes:
    """A text as bytes: often a trap, sometimes long, seldom plain noise."""
    kind = chance.random()
    if kind < 0.6:
        return b"".join(chance.choices(TEXTS, k=chance.randint(1, 3)))
    if kind < 0.62:  # seldom: the lines of 20,000 inputs have to stay handy
        return chance.choice(TEXTS) * chance.choice((10, 200, 1500))
    if kind < 0.9:
        return chance.choice(TEXTS)
    return chance.randbytes(chance.randint(0, 40))


def details(chance: Random) -> bytes:
    """The bytes of a grpc-status-details-bin that no one should send."""
    kind = chance.random()
    if kind < 0.60:
        return status(chance)
    if kind < 0.85:
        return mutated(chance, status(chance))
    if kind < 0.95:
        return soup(chance, chance.randint(0, 8))
    return chance.randbytes(chance.randint(0, 60))


def status(chance: Random) -> bytes:
    """A Status that can be read, with anything inside."""
    count = chance.choice((0, 1, 1, 1, 1, 2, 3, 5) if chance.random() < 0.97 else (63, 64, 66, 130))
    inside = [any_(chance) for _ in range(count)]
    built = wire.status(
        chance.choice((0, 2, 5, 5, 13, 16, 17, 99, -1, 2**32 + 5)), text(chance), inside
    )
    return built + (soup(chance, 2) if chance.random() < 0.1 else b"")


def any_(chance: Random) -> bytes:
    """A detail: an ErrorInfo, one of the standard ones, or something else."""
    if chance.random() < 0.75:
        url, value = chance.choice(TYPES[:3]), error_info(chance)
    else:
        url, value = chance.choice(TYPES), chance.choice((text, error_info))(chance)
    if chance.random() < 0.1:
        value = mutated(chance, value)
    return wire.any_(url, value) + (soup(chance, 1) if chance.random() < 0.03 else b"")


def error_info(chance: Random) -> bytes:
    """An ErrorInfo, its entries in any order, some twice, some without key or value."""
    reason = chance.choice(REASONS[1:8] if chance.random() < 0.7 else REASONS)
    out = wire.optional(1, reason) + wire.optional(2, chance.choice(DOMAINS))
    for _ in range(chance.choice((0, 0, 1, 2, 3) if chance.random() < 0.97 else (63, 64, 90))):
        key = chance.choice(TEXTS) + b"%d" % chance.randint(0, 90)
        parts = [wire.delimited(1, key), wire.delimited(2, text(chance))]
        chance.shuffle(parts)
        out += wire.delimited(3, b"".join(parts[: chance.choice((0, 1, 2, 2, 2, 2))]))
    return out


def soup(chance: Random, fields: int) -> bytes:
    """Fields of any number and wire type, mostly complete."""
    out = bytearray()
    for _ in range(fields):
        number, kind = chance.choice((0, 1, 1, 2, 3, 3, 4, 15, 16, 2**29 - 1)), chance.randint(0, 7)
        out += wire.varint(number << 3 | kind) if chance.random() < 0.9 else chance.choice(VARINTS)
        if kind == 0:
            out += chance.choice(VARINTS)
        elif kind in (1, 5):
            out += chance.randbytes(8 if kind == 1 else 4)
        elif kind == 2:
            body = chance.choice((text, any_, error_info))(chance)
            out += wire.varint(len(body)) + body
        elif kind == 3:
            out += group(number, chance.choice((0, 1, 2, 98, 99, 100, 101)))
    return bytes(out)


def group(number: int, inner: int) -> bytes:
    """What follows the start tag of a group of this number: `inner` nested ones, its end."""
    return b"\x0b" * inner + b"\x0c" * inner + wire.varint(number << 3 | 4)


def mutated(chance: Random, data: bytes) -> bytes:
    """The same bytes with a few flipped, cut, doubled, dropped or put in."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        at, to = sorted(chance.randint(0, len(out)) for _ in range(2))
        kind = chance.randint(0, 4)
        if kind == 0 and at < len(out):
            out[at] ^= 1 << chance.randint(0, 7)
        elif kind == 1:
            del out[at:]
        elif kind == 2:
            out[at:at] = out[at : min(to, at + 50)]
        elif kind == 3:
            del out[at : min(to, at + 5)]
        else:
            out[at:at] = chance.choice(VARINTS + TEXTS)
    return bytes(out)
