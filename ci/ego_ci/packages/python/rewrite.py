"""Rewriting of imports: generated Python source moves into a package, by its tokens.

Only statements change: text in strings, comments and docstrings (which carries whatever people wrote
into their proto files) stays as it is, byte for byte.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from tokenize import TokenInfo

_LAYOUT = frozenset(
    {tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}
)
_TELLING = ("import", "BuildTopDescriptorsAndMessages")
"""Words without which a statement stays what it is; see _edits."""


@dataclass
class Rewritten:
    """Source after the move, and the generated modules it imports that nobody moved or delivers."""

    source: str
    unknown: set[str] = field(default_factory=set)


def rewrite(source: str, moves: Mapping[str, str]) -> Rewritten:
    """Moves the imports of generated modules to where the modules now are.

    Args:
        source: what protoc, mypy-protobuf or protoc-gen-ego wrote.
        moves: dotted module name as generated -> dotted name now; a module that stays maps to itself.

    >>> moves = {"shop.v1.user_pb2": "shop_client.shop.v1.user_pb2"}
    >>> rewrite("from shop.v1 import user_pb2 as u  # from shop.v1 import user_pb2\\n", moves).source
    'from shop_client.shop.v1 import user_pb2 as u  # from shop.v1 import user_pb2\\n'
    """
    result = Rewritten(source)
    lines = list(io.StringIO(source, newline=""))  # splits where Python does, keeps the ends
    edits: list[tuple[TokenInfo, TokenInfo, str]] = []
    for statement in _statements(lines):
        edits += _edits(statement, moves, result.unknown)
    for first, last, text in reversed(edits):
        (row, start), (end_row, end) = first.start, last.end
        lines[row - 1 : end_row] = [lines[row - 1][:start] + text + lines[end_row - 1][end:]]
    result.source = "".join(lines)
    return result


def _statements(lines: list[str]) -> Iterator[list[TokenInfo]]:
    """Logical lines, as lists of tokens without layout, down to the last that can be of interest.

    Most of a file is not tokenized then, which halves the time that a package takes.
    """
    told = (row for row, line in enumerate(lines, 1) if any(word in line for word in _TELLING))
    last = max(told, default=0)
    statement: list[TokenInfo] = []
    for token in tokenize.generate_tokens(iter([*lines, ""]).__next__):
        if token.type in (tokenize.NEWLINE, tokenize.ENDMARKER):
            if statement:
                yield statement
            if token.start[0] >= last:
                return
            statement = []
        elif token.type not in _LAYOUT:
            statement.append(token)


def _edits(
    statement: list[TokenInfo], moves: Mapping[str, str], unknown: set[str]
) -> Iterator[tuple[TokenInfo, TokenInfo, str]]:
    words = [token.string for token in statement]
    match words:
        case ["from", *_] if "import" in words[1:]:
            yield from _from_import(statement, words, moves, unknown)
        case ["import", *path, "as", _]:
            if new := _moved("".join(path), moves, unknown):
                parent, _, name = new.rpartition(".")
                yield statement[0], statement[-3], f"from {parent} import {name}"
        case [alias, "=", "importlib", ".", "import_module", "(", literal, ")"]:
            if new := _moved(literal[1:-1], moves, unknown):
                parent, _, name = new.rpartition(".")
                yield statement[0], statement[-1], f"from {parent} import {name} as {alias}"
        case ["_builder", ".", "BuildTopDescriptorsAndMessages", "(", _, ",", literal, *_]:
            # Becomes __module__ of the message classes: pickle and pydoc look them up by it.
            if new := moves.get(literal[1:-1]):
                yield statement[6], statement[6], f"'{new}'"


def _from_import(
    statement: list[TokenInfo], words: list[str], moves: Mapping[str, str], unknown: set[str]
) -> Iterator[tuple[TokenInfo, TokenInfo, str]]:
    # The path may itself hold the word: `from import.v1 import x_pb2`.
    middle = words.index("import", 2)
    while middle + 1 < len(words) and words[middle - 1] == ".":
        middle = words.index("import", middle + 1)
    parent, name = "".join(words[1:middle]), words[middle + 1]
    new = moves.get(parent)  # `from shop.v1.money_pb2 import *` of an `import public`
    if new is None and (moved := _moved(f"{parent}.{name}", moves, unknown)):
        new = moved.rpartition(".")[0]
    if new is not None:
        yield statement[1], statement[middle - 1], new


def _moved(module: str, moves: Mapping[str, str], unknown: set[str]) -> str | None:
    """Where a module is now; None for what is no generated module, noted as unknown if it looks like one."""
    if new := moves.get(module):
        return new
    if module.endswith(("_pb2", "_pb2_grpc")) and not module.startswith("google.protobuf."):
        unknown.add(module)
    return None
