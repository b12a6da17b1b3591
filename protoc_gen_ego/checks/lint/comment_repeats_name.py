"""COMMENT_REPEATS_NAME: a comment that tells a reader what the name has told already."""

from __future__ import annotations

import re
from collections.abc import Iterator

from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.rule import Category, Context, Rule
from protoc_gen_ego.checks.walk import elements, prose
from protoc_gen_ego.diagnostics import Severity
from protoc_gen_ego.schema import Node

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+")
_EMPTY = frozenset(
    """a an the this that it of for to in on with and or is are be s
    represent contain describe define return hold give get set message field enum value rpc service method
    request response type""".split()
)


def _check(context: Context) -> Iterator[Problem]:
    for file in context.schema.to_generate:
        for node in elements(file):
            if _may_repeat(node) and repeats(prose(node), node):
                kind = _KINDS[type(node).__name__]
                text = f"the comment of {kind} {node.name} only repeats its name"
                remedy = "say what the name does not: what it means, when it is set, what to do"
                yield Problem(COMMENT_REPEATS_NAME.id, node.position, text, remedy, node=node)


def _may_repeat(node: Node) -> bool:
    """A quick no for nearly all comments, which say something new with their first words."""
    leading = node.comments.leading
    if not leading or "ego:ignore" in leading:
        return True  # a closer look decides
    names = node.name.lower()
    if node.parent is not None:
        names += f" {node.parent.name.lower()}"
    for match in _WORD.finditer(leading.partition("@")[0]):  # behind it, tags have words too
        word = _one_form(match[0])
        if word not in _EMPTY and word not in names:
            return False
    return True


def repeats(comment: str, node: Node) -> bool:
    """Whether all words of the comment stand in the name, or in that of what it is declared in."""
    said = words(comment)
    known = words(node.name) | _EMPTY
    if node.parent is not None and node.parent is not node.file:
        known |= words(node.parent.name)
    return bool(said) and said <= known


def words(text: str) -> set[str]:
    """The words of a sentence or a name, one form of each.

    >>> sorted(words("Gets the HTTPServer's user_id"))
    ['get', 'http', 'id', 's', 'server', 'the', 'user']
    """
    return {_one_form(word) for word in _WORD.findall(text)}


def _one_form(word: str) -> str:
    word = word.lower()
    return word.rstrip("s") if len(word) > len("its") else word


_KINDS = {
    "Message": "message",
    "Field": "field",
    "Enum": "enum",
    "EnumValue": "value",
    "Service": "service",
    "Method": "method",
}
COMMENT_REPEATS_NAME = Rule(
    "COMMENT_REPEATS_NAME",
    "A comment says more than the name.",
    Severity.WARNING,
    _check,
    Category.EGO,
)
