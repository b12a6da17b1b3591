"""Trees: generated folders, each kept as long as what it was generated from is the same."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ego_ci.stages.prints import Print, Prints, same
from ego_ci.work import Work


@dataclass(frozen=True)
class Tree:
    """One generated folder, with a record of its files in `state/generated/`.

    label: tells it apart, and names the record. folder: where it is or will be. prints: are told of its files.
    """

    work: Work
    label: str
    folder: Path
    prints: Prints = field(default_factory=lambda: Prints(Path()), compare=False)

    @property
    def record(self) -> Path:
        """The record: a digest and the files."""
        return _records(self.work) / f"{self.label}.json"

    def files(self, digest: str) -> list[Path] | None:
        """The files that were generated from the same things, if they are all there as they were; else None."""
        try:
            kept = json.loads(self.record.read_bytes())
            if kept["digest"] != digest or kept["folder"] != self._place:
                return None
            entries: list[Print] = kept["files"]
            there = _below(str(self.folder))
            start = f"{self.work.root}{os.sep}"
            places = [start + entry[0] for entry in entries]
            if len(there) != len(entries) or not all(
                same(place, there[place], *entry[1:])
                for place, entry in zip(places, entries, strict=True)
            ):
                return None
        except (OSError, ValueError, KeyError, TypeError):
            return None  # a file is gone, or the record is damaged or of another version: as good as none
        self.prints.seen.update((entry[0], entry) for entry in entries)
        return [Path(place) for place in places]

    def keep(self, new: Path, digest: str) -> list[Path]:
        """Puts a new folder in the place of the old one and writes down what is in it."""
        self.record.unlink(missing_ok=True)
        self.work.replace(new, self.folder)
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        anew = Prints(self.work.root)
        entries = [anew.of_file(path) for path in files]
        self.prints.seen.update((entry[0], entry) for entry in entries)
        kept = {"digest": digest, "folder": self._place, "files": entries}
        self.work.write(self.record, json.dumps(kept).encode())
        return files

    @property
    def _place(self) -> str:
        return self.folder.relative_to(self.work.root).as_posix()


def sweep(work: Work, trees: Iterable[Tree]) -> None:
    """Removes from the generated code all that is none of these trees: languages and clients of another day."""
    wanted = list(trees)
    names = {tree.label for tree in wanted}
    for record in _records(work).glob("*.*"):
        if record.stem not in names:
            record.unlink()
    folders = {tree.folder for tree in wanted}
    above = {parent for folder in folders for parent in folder.parents}
    _clear(work.generated, folders, above)


def _clear(folder: Path, wanted: set[Path], above: set[Path]) -> None:
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        if entry in wanted:
            continue
        if entry in above and entry.is_dir():
            _clear(entry, wanted, above)
        elif entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _below(folder: str) -> dict[str, os.stat_result]:
    """The state of every file below a folder, by path."""
    found: dict[str, os.stat_result] = {}
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    found[entry.path] = entry.stat()
    return found


def _records(work: Work) -> Path:
    return work.state / "generated"
