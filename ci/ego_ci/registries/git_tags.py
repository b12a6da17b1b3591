"""Git tags: registries that are git repositories. A version is a tag; the package's files are its tree."""

from __future__ import annotations

import zipfile
from abc import abstractmethod
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ego_ci.packages.artifact import Artifact
from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.registries.git_repository import Files, GitRepository, opened
from ego_ci.registries.registry import Found, Standing
from ego_ci.registries.remote import Remote
from ego_ci.registries.sources import same_sources
from ego_ci.versions import semver

if TYPE_CHECKING:
    from ego_ci.registries.opening import Opening

Git = TypeVar("Git", bound="GitTags")

_TRIES = 4
"""How often the branch is tried when others push to it meanwhile."""
_SHOWN = 5


class Place(NamedTuple):
    """Where a package goes.

    url: the repository. folder: within it, '' or with a slash at its end. tag: the name of its tag.
    prefix: what stands before each path in the package file. version: as in Semantic Versioning.
    """

    url: str
    folder: str
    tag: str
    prefix: str
    version: str


@dataclass(frozen=True, kw_only=True)
class GitTags(Remote):
    """Packages in git repositories.

    Code first, the tag last: with the tag a version is out, and there is no way back (Go's checksum
    database remembers it for ever).

    Attributes:
        branch: gets every version that is the newest one.
        process: runs git.
    """

    branch: str
    process: Runner

    @classmethod
    def configured(cls: type[Git], opening: Opening, language: str, address: str = "") -> Git:
        """The registry of one language that ego.yaml describes; `address` is its default."""
        url = opening.address(address)
        return cls(
            opening.name,
            url,
            opening.languages(language),
            opening.credentials(url, user="oauth2"),
            opening.said,
            branch=opening.of.branch,
            process=opening.process,
        )

    @abstractmethod
    def place(self, artifact: Artifact) -> Place:
        """Where the package goes; Problem if it can go nowhere."""

    def find(self, artifact: Artifact) -> Found:
        """How the version stands there, by the files that its tag has."""
        place = self.place(artifact)
        with opened(place.url, self.process, self.credentials) as repository:
            return self._find(repository, place, artifact)

    def upload(self, artifact: Artifact, found: Found) -> bool:
        """Pushes the code to the branch, unless a newer version is there, and then the tag."""
        place = self.place(artifact)
        files = files_of(artifact, place.prefix)
        message = _message(artifact)
        with opened(place.url, self.process, self.credentials) as repository:
            commit = self._push_branch(repository, place, files, message)
            return repository.push(commit, f"refs/tags/{place.tag}")

    def _push_branch(
        self, repository: GitRepository, place: Place, files: Files, message: str
    ) -> str:
        """The commit that holds the files, after the branch has it, if the branch should."""
        name = f"refs/heads/{self.branch}"
        for attempt in range(1, _TRIES + 1):
            refs = repository.refs()
            tip = repository.fetch(name) if name in refs else ""
            if tip and _is_ours(repository, tip, place, files, message):
                return tip  # a publisher before us got so far
            commit = repository.commit(files, folder=place.folder, parent=tip, message=message)
            if _is_older(place, refs):
                return commit
            try:
                repository.push(commit, name)
            except Problem:
                if attempt == _TRIES or repository.refs().get(name, "") == tip:
                    raise  # nobody else moved it: it is refused
            else:
                return commit
        raise AssertionError("a try returns or raises")

    def _find(self, repository: GitRepository, place: Place, artifact: Artifact) -> Found:
        refs = repository.refs()
        ours = files_of(artifact, place.prefix)
        location = f"{place.url} {place.tag}"
        tag = f"refs/tags/{place.tag}"
        if tag in refs:
            there = repository.files(repository.fetch(tag), place.folder)
            if there == ours:
                return Found(Standing.SAME, location)
            if same_sources(artifact, _zipped(there, place.prefix)):
                return Found(Standing.KEPT, location)
            return Found(Standing.DIFFERENT, location, _difference(there, ours))
        name = f"refs/heads/{self.branch}"
        if name in refs:
            tip = repository.fetch(name)
            if _is_ours(repository, tip, place, ours, _message(artifact)):
                return Found(Standing.PARTIAL, location, f"without the tag {place.tag}")
        return Found(Standing.ABSENT, location)


def files_of(artifact: Artifact, prefix: str) -> Files:
    """The files of a package that is a zip; Problem if one lies elsewhere than below `prefix`."""
    with zipfile.ZipFile(artifact.path) as archive:
        files = {
            entry.filename: archive.read(entry)
            for entry in archive.infolist()
            if not entry.is_dir()
        }
    for path in files:
        parts = path.removeprefix(prefix).split("/")
        if not path.startswith(prefix) or {"", ".", "..", ".git"} & {*parts}:
            raise Problem(f"{artifact.path.name} holds {path!r}, which cannot be pushed")
    return {path[len(prefix) :]: data for path, data in sorted(files.items())}


def _message(artifact: Artifact) -> str:
    return f"{artifact.name} {artifact.version}"


def _is_ours(repository: GitRepository, tip: str, place: Place, files: Files, message: str) -> bool:
    """True if a commit is this version's: an older one may have the same files, its tag names another."""
    return repository.message(tip) == message and repository.files(tip, place.folder) == files


def _is_older(place: Place, refs: dict[str, str]) -> bool:
    """True if a release there is newer: the branch shows the newest one."""
    start = f"refs/tags/{place.folder}v"
    ours = semver.parse(place.version).precedence
    for name in refs:
        if name.startswith(start):
            try:
                theirs = semver.parse(name.removeprefix(start))
            except Problem:
                continue
            if not theirs.pre and theirs.precedence > ours:
                return True
    return False


def _zipped(files: Files, prefix: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(prefix + path), data)
    return stream.getvalue()


def _difference(there: Files, here: Files) -> str:
    names = [path for path in sorted({*there, *here}) if there.get(path) != here.get(path)]
    words = {(False, True): "only here", (True, False): "only there", (True, True): "other bytes"}
    lines = [f"{path}: {words[path in there, path in here]}" for path in names[:_SHOWN]]
    more = len(names) - _SHOWN
    return "\n".join([*lines, *([f"and {more} more"] if more > 0 else [])])
