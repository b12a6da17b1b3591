"""The difference of two schemas: every change that a caller, or a reader of the documentation, can see."""

from __future__ import annotations

from collections.abc import Iterator

from ego_ci.versions.change import Change, Kind, Quoted
from ego_ci.versions.elements import Elements, common, paired
from ego_ci.versions.enums import enums
from ego_ci.versions.messages import extensions, messages
from ego_ci.versions.semver import Level
from ego_ci.versions.services import services
from protoc_gen_ego.checks import Side
from protoc_gen_ego.checks.breaking.comparison import Comparison
from protoc_gen_ego.schema import File


def difference(before: Side, now: Side) -> tuple[Change, ...]:
    """The changes from one schema to another, sorted, each once; imported files are nobody's change.

    Positions are those of the schemas: below the file's module, `before` for what is gone.
    """
    old, new = Elements(before), Elements(now)
    comparison = Comparison(before, now)  # an error is renamed here if it is for the rules
    found = [
        *_files(old, new),
        *messages(old, new),
        *extensions(old, new),
        *enums(old, new, comparison.renamed),
        *services(old, new, comparison.declared),
    ]
    return tuple(sorted(set(found), key=lambda item: item.sort_key))


def _files(before: Elements, now: Elements) -> Iterator[Change]:
    for old, new in paired(before.files, now.files):
        if old and new:
            for item in common("file", old, new, before, now):
                yield item._replace(full_name=new.name, words=_renamed(item, new))
            if _syntax(old) != _syntax(new):
                words = (" is written in ", _syntax(new), ", was in ", _syntax(old))
                yield _file(Kind.CHANGED, new, *words, level=Level.PATCH)
        elif new:
            yield _file(Kind.ADDED, new, " added")
        elif old:
            yield _file(Kind.REMOVED, old, " removed")._replace(gone=True)


def _file(kind: Kind, file: File, *words: str, level: Level = Level.MINOR) -> Change:
    sentence = ("file ", Quoted(file.name), *words)
    return Change(kind, "file", file.name, "", file.package, file.position, sentence, level)


def _renamed(item: Change, file: File) -> tuple[str, ...]:
    """A file's full name is its package; a sentence about it names its path."""
    at = item.words.index("file ") + 1
    return (*item.words[:at], Quoted(file.name), *item.words[at + 1 :])


def _syntax(file: File) -> str:
    from google.protobuf.descriptor_pb2 import Edition

    if file.descriptor.edition:
        return Edition.Name(file.descriptor.edition).removeprefix("EDITION_").lower()
    return file.descriptor.syntax or "proto2"
