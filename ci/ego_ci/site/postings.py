"""The search index: what is kept of it between two builds, and the files that follow from it.

It is kept in cells, by the first three letters of words. Of a word that stands in very many places a cell has the
weightiest only, and more than can be found: when one of these goes, the next is there. A change of an element is put
into the cells of its words, and only the files whose content depends on them are made again.
"""

from __future__ import annotations

import json
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from ego_ci.site import shards
from ego_ci.site.entries import Entry
from ego_ci.site.shards import LARGE, SAME_WORD
from ego_ci.site.store import Store

KEPT = SAME_WORD + 100
"""Postings of one word in its cell."""
_HELD = 40_000  # entries held in memory before they go to the store
Files: TypeAlias = "Iterator[tuple[str, str | None]]"
"""(path in the site, content); None: the file is not there any more."""


class Exhausted(Exception):
    """What is kept cannot say what a file has to say: the whole index has to be made anew."""


class _Cell(NamedTuple):
    """The postings of words that begin alike."""

    lines: list[str]  # sorted
    cut: set[str]  # words of which there are more


class _Root(NamedTuple):
    """What is known of the cells of one root."""

    counts: dict[str, int]  # cell -> postings that can be found
    top: list[str]  # the weights of the weightiest of them, sorted; of all if they are few
    names: dict[str, list[str]]  # cell -> its files, where the root has too many for one


class Whole:
    """The index of a whole site, from its entries."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._words: dict[str, list[str]] = {}
        self._limits: dict[
            str, str
        ] = {}  # of a word with very many postings: the last that is kept
        self._cut: dict[str, list[str]] = {}  # cell -> such words
        self._held = 0
        self._parts: dict[str, list[str]] = {}  # cell -> parts of it that went to the store
        for start in ("cell/", "root/", "part/"):
            for name in store.names(start):
                store.drop(name)

    def add(self, entries: Iterable[Entry]) -> None:
        """Adds what can be found."""
        words, limits = self._words, self._limits
        for strong, weak, names, told in entries:
            self._held += 1
            for text, found in ((strong, names), (weak, told)):
                for word in found:
                    held = words.get(word)
                    if held is None:
                        words[word] = [text]
                    elif word not in limits or text < limits[word]:
                        held.append(text)
                        if len(held) > 2 * KEPT:
                            held.sort()
                            del held[KEPT:]
                            limits[word] = held[-1]
        if self._held > _HELD:
            self._flush()

    def files(self) -> Files:
        """All files of the index."""
        cells = self._cells()
        for word in self._limits:
            self._cut.setdefault(shards.cell_of(word), []).append(word)
        names: dict[str, list[str]] = {}
        for name in sorted({*cells, *self._parts}):
            names.setdefault(shards.root_of(name), []).append(name)
        for root, found in names.items():
            held = {}
            for name in found:
                cell = self._cell(name, cells.pop(name, []))
                _put(self._store, name, cell)
                held[name] = list(shards.best(cell.lines))
            counts = {name: len(lines) for name, lines in held.items()}
            made = _Root(counts, _top(root, held.values()), {})
            if sum(counts.values()) > LARGE:
                yield from _cell_files(root, made, held)
            yield _root_file(root, made)
            _put_root(self._store, root, made)
        yield shards.roots(names)

    def _cell(self, name: str, lines: list[str]) -> _Cell:
        for part in self._parts.get(name, ()):
            lines += (self._store.get(part) or b"").decode().split("\n")
            self._store.drop(part)
        lines.sort()
        return _shortened(_Cell(lines, set(self._cut.get(name, ()))))

    def _cells(self) -> dict[str, list[str]]:
        """What is held, by cell."""
        found: dict[str, list[str]] = {}
        for word, texts in self._words.items():
            found.setdefault(shards.cell_of(word), []).extend([f"{word}\t{one}" for one in texts])
        self._words = {}
        self._held = 0
        return found

    def _flush(self) -> None:
        for name, lines in self._cells().items():
            parts = self._parts.setdefault(name, [])
            parts.append(f"part/{len(parts)}/{name}")
            self._store.put(parts[-1], "\n".join(lines).encode())


def changed(store: Store, before: Iterable[Entry], after: Iterable[Entry]) -> Files:
    """The files that are others when these entries stand in the place of those.

    Raises:
        Exhausted: the store has not what it takes.
    """
    old, new = set(before), set(after)
    found: dict[str, dict[str, tuple[list[str], list[str]]]] = {}
    for place, entries in enumerate((old - new, new - old)):
        for entry in entries:
            for text, words in ((entry.strong, entry.names), (entry.weak, entry.told)):
                for word in words:
                    cells = found.setdefault(shards.root_of(word), {})
                    cell = cells.setdefault(shards.cell_of(word), ([], []))
                    cell[place].append(f"{word}\t{text}")
    if not found:
        return
    known = set(store.names("root/"))
    for root, cells in sorted(found.items()):
        yield from _update(store, root, cells)
    if known != set(store.names("root/")):
        yield shards.roots(name.removeprefix("root/") for name in store.names("root/"))


def _update(store: Store, root: str, cells: dict[str, tuple[list[str], list[str]]]) -> Files:
    """Puts changes into the cells of a root: cell -> (postings that went, that came)."""
    was = _get_root(store, root)
    counts = dict(was.counts)
    held: dict[str, list[str]] = {}
    went: set[str] = set()
    came: set[str] = set()
    for name, (gone, come) in cells.items():
        cell = _get(store, name) if name in counts else _Cell([], set())
        before = list(shards.best(cell.lines))
        cell = _applied(cell, gone, come)
        held[name] = list(shards.best(cell.lines))
        counts[name] = len(held[name])
        went |= set(shards.weights([*set(before).difference(held[name])], root))
        came |= set(shards.weights([*set(held[name]).difference(before)], root))
        _put(store, name, cell)
    if went or came:  # else these words are in very many places, and others are weightier
        yield from _again(store, root, was, counts, held, _Moved(went, came))


class _Moved(NamedTuple):
    """Weights of postings that can be found no more, and that can be found now."""

    went: set[str]
    came: set[str]


def _again(
    store: Store,
    root: str,
    was: _Root,
    counts: dict[str, int],
    held: dict[str, list[str]],
    moved: _Moved,
) -> Files:
    """The files of a root whose held cells are others than before."""
    counts = {name: count for name, count in sorted(counts.items()) if count}
    total, large = sum(counts.values()), sum(was.counts.values()) > LARGE
    came = {one for one in moved.came if not large or one <= was.top[-1]}
    top = sorted(set(was.top).difference(moved.went) | came)[:LARGE]
    every = dict.fromkeys(counts, False) | dict.fromkeys(held, True)
    if len(top) < min(total, LARGE) or (total > LARGE and not large):
        held |= {
            name: list(shards.best(_get(store, name).lines))
            for name, has in every.items()
            if not has
        }
        top = _top(root, held.values())
    made = _Root(counts, top, {})
    if total > LARGE:
        made.names.update({name: files for name, files in was.names.items() if name in counts})
        yield from _cell_files(root, made, {name: lines for name, lines in held.items() if lines})
    if counts:
        _put_root(store, root, made)
        if top != was.top or made.names != was.names or large != (total > LARGE):
            yield _root_file(root, made)
    else:
        store.drop(f"root/{root}")
        yield shards.path(shards.file_name(root)), None
    there = {file for files in made.names.values() for file in files}
    for file in sorted({file for files in was.names.values() for file in files} - there):
        yield shards.path(file), None


def _cell_files(root: str, made: _Root, held: dict[str, list[str]]) -> Files:
    """The files of the cells that are held; their names are noted."""
    for name, lines in held.items():
        if name != root:
            found = list(shards.files(name, lines))
            made.names[name] = [file for file, _ in found]
            yield from ((shards.path(file), content) for file, content in found)


def _root_file(root: str, made: _Root) -> tuple[str, str]:
    deeper = sorted(file for files in made.names.values() for file in files)
    name = shards.file_name(root)
    lines = sorted([one.partition("\t")[2] for one in made.top])
    return shards.path(name), shards.file(name, lines, deeper)


def _top(root: str, held: Iterable[list[str]]) -> list[str]:
    """The weights of the weightiest postings."""
    return shards.top(one for lines in held for one in shards.weights(lines, root))


def _applied(cell: _Cell, gone: Iterable[str], come: Iterable[str]) -> _Cell:
    """A cell after changes."""
    lines, cut = cell
    words = set()
    for line in gone:
        word = line.partition("\t")[0]
        place = bisect_left(lines, line)
        if lines[place : place + 1] == [line]:
            del lines[place]
            words.add(word)
        elif word not in cut:
            raise Exhausted(line)
    for line in come:
        word = line.partition("\t")[0]
        end = bisect_left(lines, f"{word}\n")
        if word not in cut or (
            lines[end - 1 : end] > [line] and lines[end - 1].startswith(f"{word}\t")
        ):
            insort(lines, line)
    if any(_count(lines, word) < SAME_WORD for word in words & cut):
        raise Exhausted("too few are left")
    return _shortened(_Cell(lines, cut))


def _shortened(cell: _Cell) -> _Cell:
    """A cell with no more of each word than is kept."""
    if len(cell.lines) <= KEPT:
        return cell
    lines: list[str] = []
    cut = set(cell.cut)
    for word, found in shards.words(cell.lines):
        lines += found[:KEPT]
        if len(found) > KEPT:
            cut.add(word)
    return _Cell(lines, cut)


def _count(lines: list[str], word: str) -> int:
    return bisect_left(lines, f"{word}\n") - bisect_left(lines, f"{word}\t")


def _get(store: Store, name: str) -> _Cell:
    data = store.get(f"cell/{name}")
    if data is None:
        raise Exhausted(f"no cell {name}")
    cut, _, lines = data.decode().partition("\n")
    return _Cell(lines.split("\n"), set(cut.split()))


def _put(store: Store, name: str, cell: _Cell) -> None:
    if cell.lines:
        lines = "\n".join(cell.lines)
        store.put(f"cell/{name}", f"{' '.join(sorted(cell.cut))}\n{lines}".encode())
    else:
        store.drop(f"cell/{name}")


def _get_root(store: Store, root: str) -> _Root:
    data = store.get(f"root/{root}")
    return _Root(*json.loads(data)) if data else _Root({}, [], {})


def _put_root(store: Store, root: str, made: _Root) -> None:
    store.put(f"root/{root}", json.dumps(made, ensure_ascii=False).encode())
