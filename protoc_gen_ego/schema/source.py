"""Where things stand in a proto file, and the comments around them: SourceCodeInfo, indexed once, when asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from google.protobuf.descriptor_pb2 import FileDescriptorProto, SourceCodeInfo

Path = tuple[
    int, ...
]  # field numbers and indices from FileDescriptorProto down, as in SourceCodeInfo.Location.path
Lines = Callable[[str], Sequence[str]] | None  # the text of a file by its name, from who has it


class Comments(NamedTuple):
    """The comments of one element, without the comment marks."""

    leading: str = ""
    trailing: str = ""
    detached: tuple[str, ...] = ()


class Span(NamedTuple):
    """Where an element stands, counted from 0 as in SourceCodeInfo."""

    line: int
    column: int
    end_line: int
    end_column: int


_NOWHERE = Span(0, 0, 0, 0)
_SILENT = Comments()


class Source:
    """The source info of one file."""

    def __init__(self, file: FileDescriptorProto) -> None:
        self.known = len(file.source_code_info.location) > 0
        self._locations = _index(file.source_code_info)

    def span(self, path: Path) -> Span:
        """The element's place; the start of the file when there is no source info."""
        location = self._locations.get(path)
        if location is None or len(location.span) < 3:
            return _NOWHERE
        span = tuple(location.span)
        return Span(*span) if len(span) == 4 else Span(span[0], span[1], span[0], span[2])

    def comments(self, path: Path) -> Comments:
        """The element's comments."""
        location = self._locations.get(path)
        if location is None:
            return _SILENT
        leading, trailing = location.leading_comments, location.trailing_comments
        detached = location.leading_detached_comments
        return Comments(
            leading if type(leading) is str else text(leading),
            trailing if type(trailing) is str else text(trailing),
            tuple(map(text, detached)) if detached else (),
        )

    def commented(self) -> list[tuple[Path, str, str]]:
        """Every element with a comment: its path, its leading and its trailing comment."""
        found = [
            (path, location.leading_comments, location.trailing_comments)
            for path, location in self._locations.items()
        ]
        return [
            (path, text(leading), text(trailing))
            for path, leading, trailing in found
            if leading or trailing
        ]


def text(raw: str | bytes) -> str:
    """A string of a descriptor; what is not UTF-8 arrives as bytes and is read with U+FFFD in the bad places."""
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw


def _index(info: SourceCodeInfo) -> Mapping[Path, SourceCodeInfo.Location]:
    """Elements have paths of even length; the parts of an element (its name, its number) have odd ones and are three
    quarters of all locations. Of those only `syntax`, `package` and `edition` of the file are of use."""
    index: dict[Path, SourceCodeInfo.Location] = {}
    for location in info.location:
        path = location.path
        size = len(path)
        if not size & 1 or size == 1:
            index.setdefault(
                tuple(path), location
            )  # an extended option repeats a path; the first is the element
    return index
