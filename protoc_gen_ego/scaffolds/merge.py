"""Old text + new rendering -> merged text + report. Pure, and the same for every language.

Only three things happen to an edited file: a region of ours is replaced by its new text, new cases are put before the
region that closes their table, and tests of new methods before the region `offered`. Nothing else changes by a byte.
"""

from __future__ import annotations

from typing import NamedTuple

from protoc_gen_ego.scaffolds import ledger
from protoc_gen_ego.scaffolds.marks import Broken, Document, Region, parse, place, seal, sealed

IMPORTS = "imports"
_BOM = "\ufeff"  # some editors of Windows begin a file with it


class Note(NamedTuple):
    """Something a person should know; `line` counts from 1."""

    line: int
    rule: str
    message: str
    remedy: str


class Merged(NamedTuple):
    """What came of merging; `left_alone`: the text is the old one, because it could not be understood."""

    text: str
    notes: tuple[Note, ...]
    left_alone: bool = False


def merge(old: str, new: str) -> Merged:
    """Merges a new rendering into an edited file.

    >>> merge("# region ego: offered", "").notes[0].message
    'region `offered` does not end'
    """
    whole, old = old, old.removeprefix(_BOM)
    try:
        mine = parse(old)
        fresh = parse(new)
        _complete(mine, fresh)
    except Broken as broken:
        return left_alone(whole, broken.line, broken.why)
    merged = _Merge(mine, fresh).merged(old)
    return merged if old == whole else merged._replace(text=_BOM + merged.text)


def left_alone(old: str, line: int, why: str) -> Merged:
    """The result for a file that is not touched."""
    remedy = "repair it, or move the file away to get a new one; until then it is left as it is"
    return Merged(old, (Note(line, "SCAFFOLD_LEFT_ALONE", why, remedy),), left_alone=True)


def _complete(mine: Document, fresh: Document) -> None:
    """A file without the regions that every scaffold has is not one, or not any more."""
    for name in fresh.regions:
        if "/" not in name and name not in mine.regions:
            raise Broken(1, f"there is no region `{name}`")


class _Merge:
    def __init__(self, mine: Document, fresh: Document) -> None:
        self.mine, self.fresh = mine, fresh
        self.before, self.now = ledger.read(mine), ledger.read(fresh)
        self.notes: list[Note] = []
        self.offered: list[str] = []  # lines of the ledger to add
        self.instead: dict[int, str] = {}  # by the first line of a region
        self.added: dict[int, list[str]] = {}  # by the line before which it goes
        self.standing: dict[str, int] = {}  # the first line of a method's cases
        for case, line in mine.cases.items():
            self.standing.setdefault(case.partition("/")[0], line)
        self.changed = frozenset(
            method
            for method, (signature, _) in self.now.methods.items()
            if method in self.before.methods and self.before.methods[method][0] != signature
        )

    def merged(self, old: str) -> Merged:
        self._regions()
        for method in self.now.methods:
            self._method(method)
        self._gone()
        self._ledger()
        text = self._text(crlf="\r\n" in old.partition("\n")[0] + "\n")
        return Merged(text, tuple(sorted(self.notes)))

    def _regions(self) -> None:
        kept = {place(method, part) for method in self.changed for part in ("cases", "run")}
        for name, region in self.mine.regions.items():
            if name not in self.fresh.regions or name == ledger.REGION or name in kept:
                continue
            text, there = self._renewed(name), seal(self.mine.body(region))
            wanted = seal(_body(text))
            if there == region.seal == wanted:
                continue  # it has its words; how a formatter lays them out is not for us to say
            if region.seal in ("", there) or there == wanted:
                self.instead[region.start] = text
            elif name == IMPORTS and any(_import(line) for line in _lines(text)):
                # Editors put imports where imports are; what they put there stays, what is new goes behind it.
                mended = self._with_imports(region, text)
                lacked = seal(_body(mended))  # one of ours again, if that was all
                if lacked == wanted:
                    lines = _lines(mended.replace("\r\n", "\n"))
                    mended = sealed("".join([*lines[:-1], _unsealed(lines[-1])]))
                self.instead[region.start] = text if lacked == region.seal != wanted else mended
            else:
                message = f"somebody wrote in region `{name}`: it is left as it is"
                remedy = (
                    "move what you wrote out of it and delete the checksum at its end; or delete "
                    "its marks, and it is yours"
                )
                self._note(region.start, "SCAFFOLD_REGION_EDITED", message, remedy)

    def _renewed(self, name: str) -> str:
        """The new text of a region; imports that the user has too are left out, some languages refuse a second one."""
        region = self.fresh.regions[name]
        lines = self.fresh.lines[region.start : region.end + 1]
        if name == IMPORTS:
            own = {_import(line) for line in self.mine.outside()} - {""}
            lines = [line for line in lines if not _import(line) or _import(line) not in own]
        return sealed("".join([*lines[:-1], _unsealed(lines[-1])]))

    def _with_imports(self, region: Region, fresh: str) -> str:
        """A region of imports that somebody wrote in, with those that it lacks."""
        lines = self.mine.lines[region.start : region.end + 1]
        there = {_import(line) for line in lines}
        lacking = [line for line in _lines(fresh) if _import(line) and _import(line) not in there]
        for line in _lines(fresh):
            if line.endswith(" import (\n") and line not in lines:  # Python's, of several lines
                message = f"region `{IMPORTS}` was written in, and lacks an import"
                remedy = f"add `{line.strip()}…`: delete the checksum at its end to get it anew"
                self._note(region.start, "SCAFFOLD_REGION_EDITED", message, remedy)
        places = [number for number, line in enumerate(lines) if _import(line)]
        at = places[-1] + 1 if places else len(lines) - 1
        return "".join([*lines[:at], *lacking, *lines[at:]])

    def _method(self, method: str) -> None:
        head, tail = (self._region(method, part) for part in ("cases", "run"))
        known = method in self.before.methods
        if method in self.changed:
            self._tell_changed(method, head)
            return
        if not known:
            self.offered.append(self._line(self.now.methods[method][1]))
        wanted = [
            case
            for case in self.now.cases
            if case.partition("/")[0] == method and case not in self.before.cases
        ]
        if head is None and tail is None:
            if not known:
                self._add(self.mine.regions[ledger.REGION].start, self._section(method))
                self.offered += [self._line(self.now.cases[case]) for case in wanted]
            elif wanted and method in self.standing:
                message = (
                    f"there is no place for {', '.join(wanted)}: the regions of {method} are gone"
                )
                remedy = (
                    f"write what you want of it, and its line in region `{ledger.REGION}`; or delete the `ego-case` "
                    "lines of this test"
                )
                self._note(self.standing[method], "SCAFFOLD_UNPLACED", message, remedy)
            return  # else the user deleted this test, and there is no place for a new case
        for case in wanted:
            if tail is None:
                message = f"there is no place for the case {case}: region `{method}/run` is gone"
                remedy = f"delete region `{method}/cases` too if you do not want its cases"
                self._note(head.start if head else 0, "SCAFFOLD_UNPLACED", message, remedy)
                continue
            self._add(tail.start, self._case(method, case))
            self.offered.append(self._line(self.now.cases[case]))

    def _tell_changed(self, method: str, head: Region | None) -> None:
        before, line = self.before.methods[method]
        now = self.now.methods[method][0]
        place = head.start if head else line
        message = (
            f"{method} was `{_words(before)}` and is `{_words(now)}`: its test is left as it is"
        )
        remedy = (
            f"adapt the cases and write `{method}:{now}` in line {line + 1}, or delete the test and its lines in "
            f"region `{ledger.REGION}` to get it anew"
        )
        self._note(place, "SCAFFOLD_METHOD_CHANGED", message, remedy)

    def _gone(self) -> None:
        for method, (_, line) in self.before.methods.items():
            if method not in self.now.methods:
                region = self._region(method, "cases")
                message = f"there is no method {method} any more: its test is left as it is"
                place = region.start if region else line
                self._note(place, "SCAFFOLD_METHOD_REMOVED", message, _DELETE.format(line + 1))
        for case, line in self.before.cases.items():
            method, _, name = case.partition("/")
            if case not in self.now.cases and method in self.now.methods:
                message = f"{method} does not declare {name} any more: its case is left as it is"
                place = self.mine.cases.get(case, line)
                self._note(place, "SCAFFOLD_ERROR_REMOVED", message, _DELETE.format(line + 1))

    def _ledger(self) -> None:
        region = self.mine.regions[ledger.REGION]
        lines = self.mine.lines[region.start : region.end + 1]
        entries = [*self.before.cases.values(), *(line for _, line in self.before.methods.values())]
        after = max(entries, default=region.end - 1) + 1 - region.start  # behind the last entry
        self.instead[region.start] = "".join([*lines[:after], *self.offered, *lines[after:]])

    def _section(self, method: str) -> str:
        """The whole test of a method, up to the next region."""
        start = self.fresh.regions[place(method, "cases")].start
        after = self.fresh.regions[place(method, "run")].end
        following = min(r.start for r in self.fresh.regions.values() if r.start > after)
        return "".join(self.fresh.lines[start:following])

    def _case(self, method: str, case: str) -> str:
        start = self.fresh.cases[case]
        ends = [self.fresh.regions[place(method, "run")].start]
        ends += [line for line in self.fresh.cases.values() if line > start]
        return "".join(self.fresh.lines[start : min(ends)])

    def _region(self, method: str, part: str) -> Region | None:
        """A region of a method in the file that is there; the whole name was a mark's once, however long."""
        regions = self.mine.regions
        return regions.get(place(method, part)) or regions.get(f"{method}/{part}")

    def _line(self, number: int) -> str:
        return self.fresh.lines[number]

    def _add(self, line: int, text: str) -> None:
        self.added.setdefault(line, []).append(text)

    def _note(self, line: int, rule: str, message: str, remedy: str) -> None:
        self.notes.append(Note(line + 1, rule, message, remedy))

    def _text(self, *, crlf: bool) -> str:
        def own(text: str) -> str:
            return text.replace("\r\n", "\n").replace("\n", "\r\n") if crlf else text

        ends = {region.start: region.end for region in self.mine.regions.values()}
        out: list[str] = []
        number = 0
        while number < len(self.mine.lines):
            out += map(own, self.added.get(number, ()))
            if number in self.instead:
                out.append(own(self.instead[number]))
                number = ends[number]
            else:
                out.append(self.mine.lines[number])
            number += 1
        return "".join(out)


_DELETE = "delete it, and line {} with it"


def _words(signature: str) -> str:
    kind, request, response = signature.split(":")
    return f"{kind} {request} -> {response}"


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")[:-1]]


def _body(region: str) -> str:
    return "\n".join(region.split("\n")[1:-2])


def _import(line: str) -> str:
    """An import without what differs between ways to write it; '' for any other line.

    >>> _import('import a "example.com/v1"  // x'), _import('\\ta "example.com/v1"'), _import("import (")
    ('a "example.com/v1"', 'a "example.com/v1"', '')
    """
    text = line.partition("  //")[0].strip()
    if text.startswith(("import ", "from ")) and not text.endswith("("):
        # In a function, or for type checkers only, Python's imports are nobody else's.
        return "" if line[:1].isspace() else text.removeprefix("import ").rstrip(";")
    return text if text.endswith('"') and " := " not in text and text[:1] in _GO_IMPORT else ""


_GO_IMPORT = frozenset('"_.abcdefghijklmnopqrstuvwxyz')


def _unsealed(mark: str) -> str:
    """An end mark without its seal."""
    words = mark.rstrip("\n").split(" ")
    is_sealed = len(words[-1]) == 8 and words[-2] != "ego:"
    return " ".join(words[:-1] if is_sealed else words) + "\n"


__all__ = ["Merged", "Note", "left_alone", "merge"]
