"""git: the commit of a tree, its base, and the proto files of another commit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from ego_ci.problem import Problem
from ego_ci.process import Completed, Runner, ref

_RELEASED = r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(\+[0-9A-Za-z.-]+)?"
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
_ABROAD = (
    *("SSH_AUTH_SOCK", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "SSH_ASKPASS"),
    "CI_JOB_TOKEN",
)
"""What git may need to be let in by a remote; GitLab's runner has a credential helper that reads the last."""


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
        done = self._ask("tag", "--merged=HEAD")
        tags = done.text.split() if done.code == 0 else []
        found = [match for tag in tags if tag != without and (match := _version(tag, prefix))]
        highest = max(found, key=lambda match: tuple(map(int, match.group(1, 2, 3))), default=None)
        return highest[0] if highest else ""

    def releases(self, prefix: str = "v") -> list[str]:
        """The tags before HEAD that are a prefix and a released version, the oldest version first."""
        done = self._ask("tag", "--merged=HEAD")
        tags = done.text.split() if done.code == 0 else []
        found = [match for tag in tags if (match := _version(tag, prefix))]
        found.sort(key=lambda match: tuple(map(int, match.group(1, 2, 3))))
        return [match[0] for match in found]

    def is_shallow(self) -> bool:
        """True when the history is cut off (`git clone --depth`)."""
        return self._ask("rev-parse", "--is-shallow-repository").text.strip() == "true"

    def boundary(self) -> tuple[str, ...]:
        """The commits whose parents are cut off (`git clone --depth`)."""
        cut = self.folder / self._ask("rev-parse", "--git-path", "shallow").text.strip()
        return tuple(cut.read_text().split()) if cut.is_file() else ()

    def remote(self) -> str:
        """The remote to fetch from: `origin`, or the only one there is; else ''."""
        names = self._ask("remote").text.split()
        return "origin" if "origin" in names else names[0] if len(names) == 1 else ""

    def remembers(self, remote: str) -> bool:
        """Whether anything was ever fetched from a remote, or pushed there."""
        seen = f"refs/remotes/{ref(remote)}/"
        return bool(self._ask("for-each-ref", "--count=1", "--format=x", seen).text.strip())

    def branches(self, remote: str) -> tuple[str, frozenset[str]]:
        """(the branch that a remote has checked out, '' if it does not say; all its branches)."""
        told = self._listed(remote, "--symref", "HEAD", "refs/heads/*")
        head = re.search(r"^ref: refs/heads/(\S+)\tHEAD$", told, re.M)
        return head[1] if head else "", frozenset(re.findall(r"\trefs/heads/(\S+)$", told, re.M))

    def has_releases(self, remote: str, *, without: str = "", prefix: str = "v") -> bool:
        """Whether a remote has tags such as `release` looks for, wherever they stand."""
        told = self._listed(remote, "--tags", "--refs")
        tags = re.findall(r"\trefs/tags/(\S+)$", told, re.M)
        return any(tag != without and _version(tag, prefix) for tag in tags)

    def fetch(self, remote: str, *refspecs: str, depth: int = 0, tags: bool = False) -> str:
        """Fetches commits or refs, `depth` commits of each (0: all); what git says if it cannot, else ''."""
        wanted = [ref(refspec) for refspec in refspecs]
        done = self._ask(
            "fetch",
            "--quiet",
            *([f"--depth={depth}"] if depth else []),
            "--tags" if tags else "--no-tags",
            ref(remote),
            *wanted,
            abroad=True,
        )
        return "" if done.code == 0 else _complaint(done)

    def approvals(self, since: str, trailer: str) -> list[tuple[str, str]]:
        """(commit, value) of each trailer of this name in the commits of HEAD that `since` has not."""
        form = f"%H%x00%(trailers:key={trailer},valueonly=true,unfold=true,separator=%x00)%x01"
        done = self._ask("log", f"--format={form}", "--end-of-options", f"{ref(since)}..HEAD")
        entries = (entry.strip("\n").split("\0") for entry in done.text.split("\x01"))
        return [(commit, value) for commit, *values in entries for value in values if value.strip()]

    @lru_cache(maxsize=4)  # noqa: B019 - a run asks twice for the base; its commit never changes
    def listing(self, commit: str) -> Listing:
        """The folder's proto files, symbolic links and configuration at a commit, by its id."""
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

    def last_id(self, paths: Iterable[str]) -> tuple[str, int] | None:
        """(id, time in seconds since 1970) of the last commit that touched proto files at or below paths.

        Only proto files count: another README must not change the bytes of a package.
        """
        wanted = (spec for path in paths for spec in _proto_specs(path))
        done = self._ask("log", "-1", "--format=%H %ct", "--", *wanted)
        commit, _, seconds = done.text.strip().partition(" ")
        return (commit, int(seconds)) if done.code == 0 and commit else None

    def is_ancestor(self, commit: str) -> bool:
        """True if HEAD has this commit in its history."""
        return self._ask("merge-base", "--is-ancestor", ref(commit), "HEAD").code == 0

    def touched(self, since: str, *specs: str) -> tuple[str, ...]:
        """The files, below the folder, that any commit of HEAD has touched and `since` has not.

        A merge counts as touching whatever differs from any of its parents.
        """
        told = self._must(
            "log", "--format=", "--name-only", "--relative", "-z", "-m", "--no-renames",
            f"{ref(since)}..HEAD", "--", *specs,
        ).stdout  # fmt: skip
        return tuple(sorted(set(_names(told))))

    def changed(self, *specs: str) -> tuple[str, ...]:
        """The files, below the folder, that differ from HEAD or are in no commit."""
        listed = (
            self._ask(
                "diff", "HEAD", "--name-only", "--relative", "-z", "--no-renames", "--", *specs
            ),
            self._ask("ls-files", "--others", "--exclude-standard", "-z", "--", *specs),
        )
        return tuple(sorted({name for done in listed for name in _names(done.stdout)}))

    def _listed(self, remote: str, *what: str) -> str:
        """What `git ls-remote` says; Problem when the remote does not answer."""
        flags = [word for word in what if word.startswith("--")]
        patterns = [word for word in what if not word.startswith("--")]
        done = self._ask("ls-remote", *flags, ref(remote), *patterns, abroad=True)
        if done.code != 0:
            raise Problem(f"the remote {remote} does not answer", output=_complaint(done))
        return done.text

    def _ask(self, *arguments: str, abroad: bool = False) -> Completed:
        """git, whatever it answers; `abroad` it talks to a remote."""
        environ = self.runner.environ
        more = {name: environ[name] for name in _ABROAD if name in environ} if abroad else {}
        return self._run(arguments, env={**more, **_QUIET}, ok=range(256))

    def _must(self, *arguments: str, stdin: bytes | None = None) -> Completed:
        return self._run(arguments, env=_QUIET, ok=(0,), stdin=stdin)

    def _run(
        self,
        arguments: tuple[str, ...],
        *,
        env: Mapping[str, str],
        ok: Collection[int],
        stdin: bytes | None = None,
    ) -> Completed:
        git = self.runner.find("git")
        secrets = [env["CI_JOB_TOKEN"]] if "CI_JOB_TOKEN" in env else []
        return self.runner.run(
            [git, *arguments], cwd=self.folder, env=env, stdin=stdin, ok=ok, secrets=secrets
        )


CONFIGURATION = frozenset({"buf.yaml", "buf.lock", "buf.work.yaml", ".bufignore", "ego.yaml"})
"""Files that decide what buf sees and what we do with it."""


def _version(tag: str, prefix: str) -> re.Match[str] | None:
    return re.fullmatch(("v?" if prefix == "v" else re.escape(prefix)) + _RELEASED, tag)


def _complaint(done: Completed) -> str:
    """What git says of a remote, without the password that its address may hold."""
    text = done.stderr.decode("utf-8", "replace").strip()
    return re.sub(r"//[^/@\s]*@", "//***@", text) or f"git ended with {done.code}"


def _names(told: bytes) -> Iterator[str]:
    """The names of a list that ends each with NUL (`-z`)."""
    return (
        name.strip("\n") for name in told.decode("utf-8", "surrogateescape").split("\0") if name
    )


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
