"""Chains of names with dots that are too long for a line, broken as google-java-format breaks them."""

from __future__ import annotations

WIDTH = 100
_SMALL = 4  # letters behind which a chain is not broken


def chained(text: str, indent: int, *, tail: int = 0) -> str:
    """A chain at a column, with `tail` characters to come behind it.

    The names up to a type and its first member fill lines; what comes behind them, and everything where no name looks
    like that of a type, has lines of its own.

    >>> print(chained("Outer" * 12 + "." + "Inner" * 7 + ".newBuilder()", 8))
    OuterOuterOuterOuterOuterOuterOuterOuterOuterOuterOuterOuter
                .InnerInnerInnerInnerInnerInnerInner.newBuilder()
    >>> print(chained("com.example.SKUS.newBuilder()", 8))
    com.example
                .SKUS
                .newBuilder()
    """
    names = text.split(".")
    prefix = _prefix(names)
    lines = [" " * indent + names[0]]
    length = len(names[0])
    for number, name in enumerate(names[1:], 1):
        end = tail if number == len(names) - 1 else 0
        fills = number <= prefix
        is_long = len(lines[-1]) + 1 + len(name) + end > WIDTH
        if is_long if fills else (prefix >= 0 or length > _SMALL):
            lines.append(" " * (indent + 4))
        lines[-1] += f".{name}"
        length += 1 + len(name)
    return "\n".join(lines)[indent:]


def _prefix(names: list[str]) -> int:
    """The index of the last name that belongs to a type or is its first member; -1 if none looks like a type.

    >>> _prefix(["com", "User", "newBuilder()"]), _prefix(["com", "ID", "newBuilder()"]), _prefix(["A1", "BB", "CC"])
    (2, -1, -1)
    """
    calls = [number for number, name in enumerate(names) if name.endswith(")")]
    if names[-1] == "getDefaultInstance()":
        return calls[0]
    found, state = -1, "start"
    for number, name in enumerate(names):
        kind = _kind(name)
        if state in ("start", "ambiguous"):
            if kind == "Camel":
                state = "type"
            elif kind == "UPPER":
                state = "ambiguous"
            elif kind == "camel" or state == "ambiguous":
                return found
        elif state == "type":
            state = "type" if kind == "Camel" else "member"
        else:
            return found
        if state in ("type", "member"):
            found = number
    return found


def _kind(name: str) -> str:
    letters = [char for char in name if char.isalpha()]
    if not letters:
        return "lower"
    if letters[0].isupper():
        is_camel = len(name) == 1 or any(char.islower() for char in letters)
        return "Camel" if is_camel else "UPPER"
    return "camel" if any(char.isupper() for char in letters) else "lower"
