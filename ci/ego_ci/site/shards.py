"""The search index on disk: a file for each beginning of words, so that a browser loads only what is asked for.

The index of a repository is larger than what a page may load, and than what should be held in memory here: it is
sorted into one heap for each two letters on disk, and each heap becomes files of a bounded size.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from ego_ci.site.words import STOP

FOLDER = "search"
_ROOT = 2  # letters; one of a script with thousands of letters
_DEEPEST = 8  # letters in the name of a file
_LARGE = (
    400  # postings in a file; a larger one keeps the weightiest and names files of one letter more
)
_SAME_WORD = 300  # postings of one word
_HELD = 100_000  # postings held before they go to disk

_token, _rank = itemgetter(0), itemgetter(1)


class Heaps:
    """Postings, sorted by the first letters of their words, kept in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, list[str]] = {}
        self._count = 0
        self._known: set[str] = set()

    def add(self, lines: Iterable[str]) -> None:
        """Adds postings: lines of a word and its `ending`."""
        held = self._held
        for line in lines:
            start = line[:_ROOT] if line[0] < "\x80" else line[0]
            start = start if start[-1] != "\t" else start[0]
            self._count += 1
            if start in held:
                held[start].append(line)
            else:
                held[start] = [line]
        if self._count > _HELD:
            self._flush()

    def parts(self) -> Iterator[tuple[str, str]]:
        """(path, content) of the files of the site."""
        self._flush()
        for start in sorted(self._known):
            lines = (self._folder / _file_name(start)).read_text("utf-8").split("\n")
            lines.sort()
            postings = [line.split("\t", 2) for line in lines if line]
            best: list[list[str]] = []
            for _, same in groupby(postings, key=_token):
                best += list(same)[:_SAME_WORD]
            yield from _files(start, best)
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


def entry(name: str, kind: str, url: str, where: str, told: str) -> str:
    """What a result shows, as JSON; the URL is one from the site's folder, `told` the beginning of the comment."""
    return _js((name, kind, url, where, told))


def ending(weight: int, name: str, entry: str) -> str:
    """What a word is followed by in its line: by its order the weightiest (5) come first, then short names.

    >>> "user" + ending(4, "User", "[]")
    'user\\t104\\t[]'
    """
    return f"\t{5 - weight}{min(len(name), 99):02d}\t{entry}"


def _files(start: str, postings: list[list[str]]) -> Iterator[tuple[str, str]]:
    """The files of a beginning; postings are sorted by word and rank."""
    kept = postings
    deeper: list[str] = []
    if len(postings) > _LARGE:
        kept = nsmallest(_LARGE, postings, key=_rank)
        kept.sort()
        if len(start) < _DEEPEST:
            size = len(start) + 1
            for longer, group in groupby(postings, key=lambda one: one[0][:size]):
                if longer != start:
                    deeper.append(longer)
                    yield from _files(longer, list(group))
    yield f"{FOLDER}/{_file_name(start)}.js", _part(start, kept, deeper)


def _part(start: str, postings: list[list[str]], deeper: list[str]) -> str:
    """A script that hands its content to search.js."""
    entries: dict[str, int] = {}
    words = [
        f"[{_js(token)},{5 - int(rank[0])},{entries.setdefault(entry, len(entries))}]"
        for token, rank, entry in postings
    ]
    return (
        f'egoSearchPart({{"name":{_js(_file_name(start))},"entries":[{",".join(entries)}],'
        f'"words":[{",".join(words)}],"deeper":{_js(deeper)}}});\n'
    )


def _file_name(start: str) -> str:
    """A beginning as a file name; search.js has the same rule.

    >>> _file_name("us"), _file_name("用户")
    ('us', '_7528_6237')
    """
    if start.isascii() and start.isalnum():
        return start
    return "_" + "_".join(format(ord(letter), "x") for letter in start)


_encode = json.JSONEncoder(separators=(",", ":")).encode


def _js(value: object) -> str:
    """JSON in ASCII that is safe inside of a script, whatever holds it."""
    return _encode(value).replace("<", "\\u003c").replace(">", "\\u003e")
