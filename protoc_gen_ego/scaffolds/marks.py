"""Region marks: the line comments between which a scaffold's text is ours.

`// region ego: NAME` begins a region and `// endregion ego: NAME SEAL` ends it (`#` in Python); editors fold both. The
seal is a checksum of what stands between, without its white space: a region that somebody wrote in is not overwritten.
`// ego-case:METHOD/CASE` begins a case; it is the user's line, and only tells where a case stands.
"""

from __future__ import annotations

import re
import zlib
from typing import NamedTuple

_MARK = re.compile(
    r"[ \t]*(?://|#)[ \t]*(region|endregion) ego: ([\w./]+)(?: ([0-9a-f]{8}))?[ \t]*"
)
_CASE = re.compile(r"[ \t]*(?://|#)[ \t]*ego-case:([\w./]+)[ \t]*")
_STAMP = re.compile(r"(?://|#) ego file: ([0-9a-f]{8})")
_SPLIT = "region ego: "
_LONG = 50  # letters of a method's name; google-java-format allows 100 columns for the whole mark


class Broken(Exception):
    """The marks of a file contradict each other; `line` counts from 1."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


class Region(NamedTuple):
    """A region of ours: lines `start` to `end`, both marks included, counted from 0."""

    name: str
    start: int
    end: int
    seal: str


class Document(NamedTuple):
    """A scaffold taken apart: its lines with their line breaks, its regions by name, and the line of each case."""

    lines: list[str]
    regions: dict[str, Region]
    cases: dict[str, int]

    def body(self, region: Region) -> str:
        """What stands between the marks."""
        return "".join(self.lines[region.start + 1 : region.end])

    def outside(self) -> list[str]:
        """The user's lines."""
        ours = {n for r in self.regions.values() for n in range(r.start, r.end + 1)}
        return [line for number, line in enumerate(self.lines) if number not in ours]


def parse(text: str) -> Document:
    """A file as regions of ours and lines of the user.

    Raises:
        Broken: a region is not closed, closed twice, nested, or there twice.
    """
    lines = text.split("\n")
    lines = [f"{line}\n" for line in lines[:-1]] + lines[-1:]
    regions: dict[str, Region] = {}
    cases: dict[str, int] = {}
    name, start = "", 0
    for number, line in enumerate(lines):
        if " ego" not in line:  # nearly all
            continue
        bare = line.rstrip("\r\n")
        mark = _MARK.fullmatch(bare)
        if mark is None:
            case = _CASE.fullmatch(bare)
            if case and not name:
                cases.setdefault(case[1], number)
        elif mark[1] == "region":
            if name:
                raise Broken(number + 1, f"region `{mark[2]}` begins inside of region `{name}`")
            if mark[2] in regions:
                raise Broken(number + 1, f"there are two regions `{mark[2]}`")
            name, start = mark[2], number
        else:
            if mark[2] != name:
                raise Broken(number + 1, f"region `{mark[2]}` ends here and does not begin")
            regions[name] = Region(name, start, number, mark[3] or "")
            name = ""
    if name:
        raise Broken(start + 1, f"region `{name}` does not end")
    return Document(lines, regions, cases)


def place(method: str, part: str) -> str:
    """The name of a method's region; a long one is cut, lest a formatter breaks the comment.

    >>> place("GetUser", "cases"), place("Get" * 20, "run")
    ('GetUser/cases', 'GetGetGetGetGetGetGetGetGetGetGetGetGetG.a5aa7ad3/run')
    """
    if len(method) > _LONG:
        method = f"{method[: _LONG - 10]}.{zlib.crc32(method.encode()):08x}"
    return f"{method}/{part}"


def seal(body: str) -> str:
    """The checksum of a region's body; a formatter that only moves it does not change it."""
    return f"{zlib.crc32(''.join(body.split()).encode()):08x}"


def stamped(text: str, comment: str) -> str:
    """A file that is ours as a whole, with its checksum as the last line, behind the language's comment sign.

    >>> stamped("x = 1\\n", "#")
    'x = 1\\n\\n\\n# ego file: 9e95a87e\\n'
    """
    gap = "\n\n" if comment == "#" else "\n"  # as formatters want it behind the last function
    return f"{text}{gap}{comment} ego file: {seal(text)}\n"


def is_untouched(text: str) -> bool:
    """Whether nobody wrote in a file that is ours as a whole."""
    body, _, last = text.rstrip("\r\n").rpartition("\n")
    stamp = _STAMP.fullmatch(last.rstrip())
    return stamp is not None and stamp[1] == seal(body)


def sealed(text: str) -> str:
    """A rendering with the seals of its regions put behind their end marks; `offered` has none, it may be edited."""
    parts = text.split(_SPLIT)
    # Parts in turn: text, region with its begin, text with the end mark's rest, region, …
    for index in range(1, len(parts) - 1, 2):
        name, _, body = parts[index].partition("\n")
        body = body[: body.rfind("\n") + 1]  # without the comment sign of the end mark
        if name != "offered":
            parts[index + 1] = f"{name} {seal(body)}{parts[index + 1][len(name) :]}"
    return _SPLIT.join(parts)
