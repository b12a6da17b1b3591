"""git: the commit of a tree, its base, and the proto files of another commit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ego_ci.problem import Problem
from ego_ci.process import Completed, Runner, ref

_RELEASED = r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(\+[0-9A-Za-z.-]+)?"
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


@dataclass(frozen=True)
class Commit:
    """A commit: its id and time (seconds since 1970).

    dirty: the working tree differs from it. shallow: the history was cut off (`git clone --depth`), so
    it may be a later commit than the one that was asked for.
    """

    id: str
    time: int
    dirty: bool = False
    shallow: bool = False


@dataclass(frozen=True)
class Listing:
    """Files of a commit: path -> id of the blob. links: the symbolic links, whose blob is where they lead."""

    files: Mapping[str, str]
    links: Mapping[str, str]


@dataclass(frozen=True)
class Git:
    """git in a folder that may be, or be in, a working tree."""

    runner: Runner
    folder: Path

    def is_repository(self) -> bool:
        """True inside a working tree with git installed."""
        if self.runner.search("git") is None:
            return False
        done = self._ask("rev-parse", "--is-inside-work-tree")
        if done.code != 0 and b"dubious ownership" in done.stderr:
            raise Problem(
                f"git does not trust {self.folder}: it belongs to somebody else",
                remedy=f"git config --global --add safe.directory {self.folder}",
            )
        return done.text.strip() == "true"

    def is_missing(self) -> bool:
        """True where there is a repository, but no git to read it with."""
        places = (self.folder, *self.folder.parents)
        return self.runner.search("git") is None and any((p / ".git").exists() for p in places)

    def resolve(self, name: str) -> str:
        """The id of the commit that a ref names, '' if there is none."""
        done = self._ask(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref(name)}^{{commit}}"
        )
        return done.text.strip() if done.code == 0 else ""

    def merge_base(self, one: str, other: str) -> str:
        """The id of the best common ancestor of two commits, '' if there is none."""
        done = self._ask("merge-base", "--end-of-options", ref(one), ref(other))
        return done.text.strip() if done.code == 0 else ""

    def release(self, *, without: str = "", prefix: str = "v") -> str:
        """The highest tag before HEAD that is a prefix and a released version; '' if there is none.

        The usual prefix `v` may also be left out: `v1.2.3` or `1.2.3`. A pre-release such as `v2.0.0-rc.1`
        promises nothing yet. `without` is a tag that does not count.
        """
        pattern = re.compile(("v?" if prefix == "v" else re.escape(prefix)) + _RELEASED)
        done = self._ask("tag", "--merged=HEAD")
        tags = done.text.split() if done.code == 0 else []
        found = [match for tag in tags if tag != without and (match := pattern.fullmatch(tag))]
        highest = max(found, key=lambda match: tuple(map(int, match.group(1, 2, 3))), default=None)
        return highest[0] if highest else ""

    def is_shallow(self) -> bool:
        """True when the history is cut off (`git clone --depth`)."""
        return self._ask("rev-parse", "--is-shallow-repository").text.strip() == "true"

    def has_remote(self) -> bool:
        """True when there is a remote `origin` to fetch from."""
        return self._ask("remote", "get-url", "origin").code == 0

    def default_branch(self) -> str:
        """The branch that the remote itself has checked out; '' if it does not say."""
        told = self._ask("ls-remote", "--symref", "origin", "HEAD")
        found = re.match(r"ref: refs/heads/(\S+)\tHEAD\n", told.text) if told.code == 0 else None
        return found[1] if found else ""

    def fetch(self, *refspecs: str, depth: int = 1, tags: bool = False) -> bool:
        """Fetches commits or refs, `depth` commits of each; False when the remote does not give them."""
        some = "--tags" if tags else "--no-tags"
        wanted = [ref(refspec) for refspec in refspecs]
        done = self._ask("fetch", "--quiet", f"--depth={depth}", some, "origin", *wanted)
        return done.code == 0

    def approvals(self, since: str, trailer: str) -> list[tuple[str, str]]:
        """(commit, value) of each trailer of this name in the commits of HEAD that `since` has not."""
        form = f"%H%x00%(trailers:key={trailer},valueonly=true,unfold=true,separator=%x00)%x01"
        done = self._ask("log", f"--format={form}", "--end-of-options", f"{ref(since)}..HEAD")
        entries = (entry.strip("\n").split("\0") for entry in done.text.split("\x01"))
        return [(commit, value) for commit, *values in entries for value in values if value.strip()]

    def listing(self, commit: str) -> Listing:
        """The folder's proto files, symbolic links and configuration at a commit."""
        listed = self._must("ls-tree", "-r", "-z", ref(commit)).stdout
        files, links = {}, {}
        for entry in listed.decode("utf-8", "surrogateescape").split("\0")[:-1]:
            meta, _, path = entry.partition("\t")
            mode, _, blob = meta.split(" ")
            if mode == "120000":
                links[path] = blob
            elif path.endswith(".proto") or path.rpartition("/")[2] in CONFIGURATION:
                files[path] = blob
        return Listing(files, links)

    def contents(self, blobs: Iterable[str]) -> Iterator[bytes]:
        """The content of each blob, in their order; one process reads them all."""
        wanted = "".join(f"{blob}\n" for blob in blobs).encode("ascii")
        if not wanted:
            return
        told = self._must("cat-file", "--batch", stdin=wanted).stdout
        offset = 0
        while offset < len(told):
            end = told.index(b"\n", offset)
            size = int(told[offset:end].split()[-1])
            yield told[end + 1 : end + 1 + size]
            offset = end + size + 2

    def proto_files(self, listing: Listing, into: Path) -> None:
        """Writes the files of a listing.

        Read as blobs, so that no index, work tree or filter of the user's is touched (`git worktree` and
        `git checkout` would). A symbolic link that leaves the folder is left out.
        """
        folders = {path.rpartition("/")[0] for path in (*listing.files, *listing.links)}
        for folder in folders:
            (into / folder).mkdir(parents=True, exist_ok=True)
        top = str(into)
        for path, data in zip(listing.files, self.contents(listing.files.values()), strict=True):
            with open(f"{top}/{path}", "wb") as file:  # noqa: PTH123 - thousands; a Path costs more
                file.write(data)
        for path, data in zip(listing.links, self.contents(listing.links.values()), strict=True):
            _link(into, PurePosixPath(path), data)

    def last_commit(self, paths: Iterable[str] = ()) -> Commit | None:
        """The last commit that touched proto files below paths (all when there are none), or None."""
        wanted = ["--", *(spec for path in paths for spec in _proto_specs(path))]
        if not self.is_repository():
            return None
        done = self._ask("log", "-1", "--format=%H %ct", *wanted)
        if done.code != 0 or not done.text.strip():
            return None
        commit, seconds = done.text.split()
        dirty = bool(self._ask("status", "--porcelain", "--untracked-files=normal", *wanted).stdout)
        cut = self._ask("rev-parse", "--git-path", "shallow").text.strip()
        boundary = (self.folder / cut).read_text().split() if (self.folder / cut).is_file() else []
        return Commit(commit, int(seconds), dirty=dirty, shallow=commit in boundary)

    def _ask(self, *arguments: str, stdin: bytes | None = None) -> Completed:
        return self._run(arguments, stdin=stdin, any_code=True)

    def _must(self, *arguments: str, stdin: bytes | None = None) -> Completed:
        return self._run(arguments, stdin=stdin, any_code=False)

    def _run(self, arguments: tuple[str, ...], *, stdin: bytes | None, any_code: bool) -> Completed:
        git = self.runner.find("git")
        codes = range(256) if any_code else (0,)
        return self.runner.run(
            [git, *arguments], cwd=self.folder, env=_QUIET, stdin=stdin, ok=codes
        )


CONFIGURATION = frozenset({"buf.yaml", "buf.lock", "buf.work.yaml", ".bufignore", "ego.yaml"})
"""Files that decide what buf sees and what we do with it."""


def last_commit(runner: Runner, root: Path, paths: Iterable[str] = ()) -> Commit | None:
    """The last commit that touched proto files of a folder, or of paths below it; None without one.

    Only proto files count: another README must not change the bytes of a package.
    """
    return Git(runner, root).last_commit(tuple(paths) or ("",))


def _proto_specs(path: str) -> tuple[str, ...]:
    """The pathspecs of the proto files at or below a path (gitglossary, `glob` and `literal` magic)."""
    if path.endswith(".proto"):
        return (f":(literal){path}",)
    escaped = re.sub(r"([*?\[\]\\])", r"\\\1", path.strip("/"))
    return (f":(glob){escaped}/**/*.proto" if escaped else ":(glob)**/*.proto",)


def _link(into: Path, path: PurePosixPath, data: bytes) -> None:
    goal = PurePosixPath(data.decode("utf-8", "surrogateescape"))
    depth = len(path.parts) - 1
    for part in goal.parts:
        depth += -1 if part == ".." else 1
        if depth < 0 or goal.is_absolute():
            return
    (into / path).symlink_to(goal)
