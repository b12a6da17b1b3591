"""The files of the search index: one for each beginning of words, so that a browser loads only what is asked for.

Postings are strings: a word, a tab, and the `strong` or `weak` text of an Entry; by their order those of one word stand
together, the weightiest first. A file of a beginning with more postings than a page should load keeps the weightiest;
those of two letters name all files of more letters, so that no word takes more than two files.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from json.encoder import encode_basestring_ascii as quoted
from operator import itemgetter

from ego_ci.site.words import STOP

FOLDER = "search"
LARGE = 400
"""Postings in a file."""
SAME_WORD = 300
"""Postings of one word that can be found."""
_DEEPEST = 8  # letters in the name of a file
_FOUND = {str(9 - weight): weight for weight in range(10)}
"""First letter of what an Entry sorts by -> its weight."""


def root_of(word: str) -> str:
    """The beginning whose file is loaded first: two letters; one of a script with thousands of letters."""
    return word[:2] if word[0] < "\x80" else word[0]


def cell_of(word: str) -> str:
    """The beginning of one letter more, by which the index is kept."""
    return word[:3] if word[0] < "\x80" else word[:2]


def words(lines: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Sorted postings word by word."""
    at, count = 0, len(lines)
    while at < count:
        word = lines[at].partition("\t")[0]
        end = bisect_left(lines, f"{word}\n", at)
        yield word, lines[at:end]
        at = end


def best(lines: Sequence[str]) -> Sequence[str]:
    """Of sorted postings those that can be found: the first of each word."""
    if len(lines) <= SAME_WORD:
        return lines
    return [line for _, found in words(lines) for line in found[:SAME_WORD]]


def weights(lines: Sequence[str], start: str) -> list[str]:
    """What postings of different words are ordered by: a word that is the beginning itself is what people look for.

    Each is a number, a tab, and the posting.
    """
    found = []
    for line in lines:
        word, _, rest = line.partition("\t")
        found.append(f"{rest[:3]}\t{line}" if word != start else f"0{rest[1:3]}\t{line}")
    return found


def top(found: Iterable[str]) -> list[str]:
    """The first of weights, sorted."""
    return sorted(found)[:LARGE]


def files(start: str, postings: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(name, content) of the files of a beginning, with those of more letters; postings are sorted."""
    kept = postings
    if len(postings) > LARGE:
        kept = sorted([one.partition("\t")[2] for one in top(weights(postings, start))])
        if len(start) < _DEEPEST:
            for longer, group in groupby(postings, key=itemgetter(slice(0, len(start) + 1))):
                if longer[-1] != "\t":  # else the word ends here
                    yield from files(longer, list(group))
    name = file_name(start)
    yield name, file(name, kept)


def file(name: str, postings: Iterable[str], deeper: Iterable[str] = ()) -> str:
    """One file: a script that hands its content to search.js; `deeper` are the files of more letters."""
    entries: dict[str, int] = {}
    hits = []
    last = shown = ""
    for line in postings:
        word, _, rest = line.partition("\t")
        if word != last:
            last, shown = word, quoted(word)
        place = entries.setdefault(rest[4:], len(entries))
        hits.append(f"[{shown},{_FOUND[rest[0]]},{place}]")
    return (
        f'egoSearchPart({{"name":{quoted(name)},"entries":[{",".join(entries)}],'
        f'"words":[{",".join(hits)}],"deeper":{_js(list(deeper))}}});\n'
    )


def roots(found: Iterable[str]) -> tuple[str, str]:
    """(path, content) of the file that names those of the shortest beginnings."""
    stop, known = _js(sorted(STOP)), _js(sorted(found))
    return (
        f"{FOLDER}/roots.js",
        f"window.egoSearchStop = {stop};\nwindow.egoSearchRoots = {known};\n",
    )


def path(name: str) -> str:
    """The path of a file in the site."""
    return f"{FOLDER}/{name}.js"


def file_name(start: str) -> str:
    """A beginning as a file name; search.js has the same rule.

    >>> file_name("us"), file_name("用户")
    ('us', '_7528_6237')
    """
    if start.isascii() and start.isalnum():
        return start
    return "_" + "_".join([format(ord(letter), "x") for letter in start])


_encode = json.JSONEncoder(separators=(",", ":")).encode


def _js(value: object) -> str:
    """JSON in ASCII that is safe inside of a script, whatever holds it."""
    return _encode(value).replace("<", "\\u003c").replace(">", "\\u003e")
