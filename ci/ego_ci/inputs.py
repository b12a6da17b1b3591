"""Inputs: digests of all that a result can depend on, taken without starting any program.

They are what makes a run with nothing changed cheap, so this file imports little and reads each file once.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.machinery import PathFinder
from pathlib import Path

from ego_ci.own_code import OwnCode
from ego_ci.project import Project
from ego_ci.work import Work

_MADE = frozenset({".git", "node_modules", "__pycache__"})
_CONFIGURATION = frozenset({"buf.yaml", "buf.lock", "buf.work.yaml", ".bufignore"})


@dataclass(frozen=True)
class Inputs:
    """The digests of one project; computed when asked for, each once."""

    project: Project
    work: Work
    _passed: set[str] = field(default_factory=set)

    @cached_property
    def sources(self) -> str:
        """All proto files, buf's configuration and ego.yaml, by path and content."""
        return digest(part for entry in sorted(self.files.items()) for part in entry)

    @cached_property
    def files(self) -> Mapping[str, str]:
        """The digest of each of them, by its path below the root, with `/`: the id of git's blob for it."""
        return self.below(self.project.root)

    @cached_property
    def installed(self) -> tuple[str, ...]:
        """The folders node_modules that hold no protos of ours, because buf.yaml names none of them.

        What npm put there is in no commit: taken for the repository's, it would be packaged on this machine alone.
        """
        _ = self.files  # on the way to them they are met
        return tuple(sorted(self._passed))

    def below(self, folder: Path) -> dict[str, str]:
        """The same for another folder, such as a checkout of the base."""
        start = len(str(folder)) + 1
        paths = {*self._walk(str(folder)), str(folder / self.project.file.name)}
        return {path[start:]: blob(path) for path in paths}

    @cached_property
    def code(self) -> str:
        """Our own version: the files of both packages and the templates, by size and time."""
        return self._own.state

    @cached_property
    def content(self) -> str:
        """Our own version by content: the same on every machine, for digests that travel between CI jobs."""
        return self._own.content

    @cached_property
    def _own(self) -> OwnCode:
        ours = Path(__file__).parent
        compiler = Path(str(locate("protoc_gen_ego"))).parent
        templates = compiler.parent / "templates"
        return OwnCode.of(ours, compiler, *([templates] if templates.is_dir() else []))

    @cached_property
    def commit(self) -> str:
        """The id of HEAD, '' if there is none; read from git's files."""
        folder = self._git
        return _resolve(folder, "HEAD") if folder else ""

    @cached_property
    def refs(self) -> str:
        """Every branch and tag, and HEAD: changes when any of them moves."""
        folder = self._git
        if folder is None:
            return ""
        common = _common(folder)
        files = [
            folder / "HEAD",
            common / "packed-refs",
            common / "shallow",
            *_files(common / "refs"),
        ]
        return digest(f"{path} {self.file(path)}" for path in files)

    def program(self, path: Path | None) -> str:
        """A program, by path, size and time; '' for none."""
        return stamp(path) if path else ""

    def module(self, name: str) -> str:
        """An installed Python package, by place, size and time of its first file, without importing it."""
        return stamp(locate(name))

    def stage(self, name: str) -> str:
        """What another stage left: the digests of its recorded outputs, '' if it never ended well."""
        try:
            record = json.loads((self.work.state / f"{name}.json").read_bytes())
            return digest(f"{path} {sha256}" for path, _, _, sha256 in record["outputs"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def environment(self, *names: str) -> str:
        """Variables of the environment."""
        return digest(f"{name}={os.environ.get(name, '')}" for name in names)

    def text(self, text: str) -> str:
        """Some text."""
        return digest([text])

    def file(self, path: Path | str) -> str:
        """A file's content, '' if it is not there."""
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - called for every source, a Path costs more
                return hashlib.sha256(file.read()).hexdigest()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return ""

    def tree(self, path: Path) -> str:
        """The files below a folder, by path and content; a file counts as itself."""
        return digest(
            f"{os.path.relpath(found, path)} {self.file(found)}" for found in _files(path)
        )

    @cached_property
    def _git(self) -> Path | None:
        for folder in (self.project.root, *self.project.root.parents):
            git = folder / ".git"
            if git.is_dir():
                return git
            if git.is_file():  # a worktree or submodule: `gitdir: PATH`
                return folder / git.read_text(errors="replace").strip().removeprefix("gitdir: ")
        return None

    def _walk(self, root: str) -> Iterator[str]:
        """Files that buf may read: below the root, symbolic links followed once, our output left out."""
        seen = {_identity(self.project.output)}
        own = root == str(self.project.root)
        made = _MADE - {"node_modules"} if _names_node_modules(Path(root)) else _MADE
        for folder, names, files in os.walk(root, followlinks=True):
            identity = _identity(folder)
            if identity in seen:
                names.clear()
                continue
            seen.add(identity)
            if own and "node_modules" in names and "node_modules" in made:
                self._passed.add(f"{folder}/node_modules"[len(root) + 1 :])
            names[:] = [name for name in names if name not in made]
            for name in files:
                if name.endswith(".proto") or name in _CONFIGURATION:
                    yield os.path.join(folder, name)  # noqa: PTH118 - see file


def _names_node_modules(root: Path) -> bool:
    """Whether protos come from npm: then their folder is worth the time that it takes to look through it."""
    try:
        return b"node_modules" in (root / "buf.yaml").read_bytes()
    except OSError:
        return False


def _identity(folder: Path | str) -> tuple[int, int] | None:
    """What tells a folder apart whatever path leads to it, for one system call; None without a folder."""
    try:
        found = os.stat(folder)  # noqa: PTH116 - see file
    except OSError:
        return None
    return found.st_dev, found.st_ino


def locate(module: str) -> Path | None:
    """The first file of an installed Python module, without importing it; None if there is none."""
    path: list[str] | None = None
    for name in module.split("."):
        spec = PathFinder.find_spec(name, path)
        if spec is None:
            return None
        path = list(spec.submodule_search_locations or ())
    return Path(spec.origin) if spec and spec.origin else None


def digest(parts: Iterable[str]) -> str:
    """One digest of several texts, in their order."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.encode("utf-8", "surrogateescape") + b"\0")
    return total.hexdigest()


def blob(path: str) -> str:
    """The id that git has for a file's content (SHA-1, gitformat-pack), '' if it is not there."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - see file
            data = file.read()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return ""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def stamp(path: Path | None) -> str:
    """A file by name, size and time, '' if it is not there: for what is large and ours."""
    if path is None:
        return ""
    try:
        info = path.stat()
    except OSError:
        return ""
    return f"{path} {info.st_size} {info.st_mtime_ns}"


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = []
    for folder, names, files in os.walk(path):
        names[:] = [name for name in names if name not in _MADE]
        found += [Path(folder, name) for name in files]
    return sorted(found)


def _common(folder: Path) -> Path:
    """Where a worktree's shared refs are (gitrepository-layout, `commondir`)."""
    link = folder / "commondir"
    return folder / link.read_text().strip() if link.is_file() else folder


def _resolve(folder: Path, name: str) -> str:
    """The commit id of a ref from loose and packed refs; symbolic refs are followed."""
    for _ in range(5):
        text = ""
        for place in (folder / name, _common(folder) / name):
            if place.is_file():
                text = place.read_text(errors="replace").strip()
                break
        if not text.startswith("ref: "):
            return text or _packed(_common(folder), name)
        name = text.removeprefix("ref: ")
    return ""


def _packed(common: Path, name: str) -> str:
    packed = common / "packed-refs"
    if packed.is_file():
        for line in packed.read_text(errors="replace").splitlines():
            commit, _, ref = line.partition(" ")
            if ref == name:
                return commit
    return ""
