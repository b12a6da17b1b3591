"""The search index on disk: a file for each beginning of words, so that a browser loads only what is asked for.

The index of a repository is larger than what a page may load, and than what should be held in memory here: it is
sorted into one heap for each two letters on disk, and each heap becomes files of a bounded size.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from ego_ci.site.words import STOP

Entry: TypeAlias = "tuple[str, str, str, str, str]"
"""What a result shows: name, kind, URL from the site's folder, where it is, the beginning of its comment."""
Posting: TypeAlias = "tuple[str, int, Entry]"
"""A word, how much a hit weighs (1 to 5), and the entry that it leads to."""

FOLDER = "search"
_ROOT = 2  # letters; one of a script with thousands of letters
_DEEPEST = 8  # letters in the name of a file
_LARGE = (
    400  # postings in a file; a larger one keeps the weightiest and names files of one letter more
)
_SAME_WORD = 300  # postings of one word
_HELD = 40_000  # postings held before they go to disk


class Heaps:
    """Postings, sorted by the first letters of their words, kept in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, list[str]] = {}
        self._count = 0
        self._known: set[str] = set()

    def add(self, lines: Iterable[tuple[str, str]]) -> None:
        """Lines of `line`."""
        held = self._held
        for start, text in lines:
            self._count += 1
            if start in held:
                held[start].append(text)
            else:
                held[start] = [text]
        if self._count > _HELD:
            self._flush()

    def parts(self) -> Iterator[tuple[str, str]]:
        """(path, content) of the files of the site."""
        self._flush()
        for start in sorted(self._known):
            text = (self._folder / _file_name(start)).read_text("utf-8")
            postings = [
                (token, weight, tuple(entry))
                for token, weight, entry in map(json.loads, text.splitlines())
            ]
            yield from _files(start, sorted(postings))
        stop, roots = _js(sorted(STOP)), _js(sorted(self._known))
        yield (
            f"{FOLDER}/roots.js",
            f"window.egoSearchStop = {stop};\nwindow.egoSearchRoots = {roots};\n",
        )

    def _flush(self) -> None:
        for start, lines in self._held.items():
            with (self._folder / _file_name(start)).open("a", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")
        self._known.update(self._held)
        self._held.clear()
        self._count = 0


def line(posting: Posting) -> tuple[str, str]:
    """A posting as the heap that it belongs to, and its line there."""
    token = posting[0]
    return token[: _ROOT if token[0].isascii() else 1], json.dumps(posting, separators=(",", ":"))


def _files(start: str, postings: list[Posting]) -> Iterator[tuple[str, str]]:
    kept = postings
    deeper: list[str] = []
    if len(postings) > _LARGE:
        kept = sorted(sorted(postings, key=_weight)[:_LARGE])
        if len(start) < _DEEPEST:
            for longer, group in groupby(postings, key=lambda one: one[0][: len(start) + 1]):
                if longer != start:
                    deeper.append(longer)
                    yield from _files(longer, list(group))
    yield f"{FOLDER}/{_file_name(start)}.js", _part(start, kept, deeper)


def _weight(posting: Posting) -> tuple[int, int, str]:
    """The weightiest first; of two, the one with the shorter name."""
    return -posting[1], len(posting[2][0]), posting[2][2]


def _part(start: str, postings: list[Posting], deeper: list[str]) -> str:
    entries: dict[Entry, int] = {}
    words: list[tuple[str, int, int]] = []
    for token, same in groupby(postings, key=lambda one: one[0]):
        found = sorted(same, key=_weight)[:_SAME_WORD]
        words += [(token, w, entries.setdefault(entry, len(entries))) for _, w, entry in found]
    content = {
        "name": _file_name(start),
        "entries": list(entries),
        "words": words,
        "deeper": deeper,
    }
    return f"egoSearchPart({_js(content)});\n"


def _file_name(start: str) -> str:
    """A beginning as a file name; search.js has the same rule.

    >>> _file_name("us"), _file_name("用户")
    ('us', '_7528_6237')
    """
    if start.isascii() and start.isalnum():
        return start
    return "_" + "_".join(format(ord(letter), "x") for letter in start)


def _js(value: object) -> str:
    """JSON that is safe inside of a script, whatever holds it."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c").replace(">", "\\u003e")
