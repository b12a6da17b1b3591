"""Git repository: somebody else's, to which code and tags are pushed. No clone is kept, no configuration written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ego_ci.process import Completed, Runner, ref
from ego_ci.registries.credentials import Credentials
from ego_ci.tools.git import Git

_HELPER = '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$EGO_GIT_USER" "$EGO_GIT_TOKEN"; }; f'
"""A credential helper in git's own configuration syntax: what it says is in its environment alone."""
_NO_HOOKS = ("core.hooksPath", "/dev/null")
"""A hook of the user's would see the token."""
Files = Mapping[str, bytes]
"""Path -> content."""


@dataclass(frozen=True)
class GitRepository:
    """A repository at an address, seen from an empty one of ours.

    Attributes:
        url: its address, without credentials.
        process: runs git.
        credentials: for git's http(s); without a token the user's own helpers and keys are asked.
        folder: our empty repository.
    """

    url: str
    process: Runner
    credentials: Credentials
    folder: Path

    def refs(self) -> dict[str, str]:
        """Branches and tags -> id of what they lead to; raises Problem if it cannot be read."""
        done = self._remote("ls-remote", "--refs", self.url)
        lines = (line.partition("\t") for line in done.text.splitlines())
        return {name: target for target, _, name in lines}

    def fetch(self, name: str) -> str:
        """Fetches what a ref leads to now, without its history; the commit's id."""
        self._remote("fetch", "--quiet", "--depth=1", "--no-tags", self.url, ref(name))
        return self._run("rev-parse", "--verify", "FETCH_HEAD^{commit}").text.strip()

    def files(self, commit: str, folder: str = "") -> Files:
        """The files of a fetched commit below a folder ('' for all)."""
        entries = [entry for entry in self._entries(commit) if entry[2].startswith(folder)]
        contents = Git(self.process, self.folder).contents(blob for _, blob, _ in entries)
        return {
            path[len(folder) :]: data for (_, _, path), data in zip(entries, contents, strict=True)
        }

    def message(self, commit: str) -> str:
        """The first line of a fetched commit's message."""
        return self._run("log", "-1", "--format=%s", ref(commit)).text.strip()

    def commit(self, files: Files, *, folder: str, parent: str, message: str) -> str:
        """Makes a commit whose folder ('' for all) holds exactly these files; its id.

        From blobs and never through a work tree: no filter, hook or line ending of the user's is applied.
        """
        kept = self._entries(parent) if parent and folder else []
        entries = [f"{m} {b}\t{path}" for m, b, path in kept if not path.startswith(folder)]
        entries += [
            f"100644 {blob}\t{folder}{path}"
            for path, blob in zip(files, self._blobs(files), strict=True)
        ]
        self._run("read-tree", "--empty")
        listed = "".join(f"{entry}\0" for entry in entries).encode()
        self._run("update-index", "-z", "--index-info", stdin=listed)
        tree = self._run("write-tree").text.strip()
        parents = ("-p", parent) if parent else ()
        environ = self.process.environ
        name = environ.get("GITLAB_USER_NAME") or "ego"
        mail = environ.get("GITLAB_USER_EMAIL") or "ego@localhost"
        who = {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in (("NAME", name), ("EMAIL", mail))
        }
        done = self._run("commit-tree", tree, *parents, "-m", message, "--no-gpg-sign", env=who)
        return done.text.strip()

    def push(self, commit: str, name: str) -> bool:
        """Pushes a commit to a ref; False if it is there already.

        Raises Problem if it is refused, also if the ref moved meanwhile.
        """
        told = self._remote("push", "--porcelain", "--no-verify", self.url, f"{commit}:{name}").text
        return not any(line.startswith("=") for line in told.splitlines())

    def _blobs(self, files: Files) -> list[str]:
        """Stores contents; their ids. They pass through files, because a command line shows its input."""
        with tempfile.TemporaryDirectory(dir=self.folder) as aside:
            paths = [Path(aside) / str(number) for number in range(len(files))]
            for path, data in zip(paths, files.values(), strict=True):
                path.write_bytes(data)
            listed = "".join(f"{path}\n" for path in paths).encode()
            done = self._run("hash-object", "-w", "--no-filters", "--stdin-paths", stdin=listed)
        return done.text.split()

    def _entries(self, commit: str) -> list[tuple[str, str, str]]:
        """(mode, blob, path) of each file of a commit."""
        listed = self._run("ls-tree", "-r", "-z", ref(commit)).stdout.decode(
            "utf-8", "surrogateescape"
        )
        entries = []
        for entry in listed.split("\0")[:-1]:
            meta, _, path = entry.partition("\t")
            mode, _, blob = meta.split(" ")
            entries.append((mode, blob, path))
        return entries

    def _run(
        self,
        *arguments: str,
        stdin: bytes | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Completed:
        git = self.process.find("git")
        return self.process.run(
            [git, *arguments],
            cwd=self.folder,
            stdin=stdin,
            env={"LC_ALL": "C", **_configuration([_NO_HOOKS]), **(env or {})},
        )

    def _remote(self, command: str, *arguments: str) -> Completed:
        """Runs a command that talks to the repository: the only ones that see the token."""
        return self.process.run(
            [self.process.find("git"), command, *arguments],
            cwd=self.folder,
            env=self._environment(),
            secrets=self.credentials.secrets,
            remedy=f"does {self.url} exist, and may the token read and write there?",
        )

    def _environment(self) -> dict[str, str]:
        settings = [_NO_HOOKS]
        env = {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "SSH_ASKPASS": "", "LC_ALL": "C"}
        parts = urlsplit(self.url)
        if self.credentials.token and parts.scheme in ("http", "https"):
            env |= {"EGO_GIT_USER": self.credentials.user, "EGO_GIT_TOKEN": self.credentials.token}
            # The empty one first: a helper of the user's would store the token. Ours knows one host only.
            origin = f"{parts.scheme}://{parts.netloc}"
            settings += [("credential.helper", ""), (f"credential.{origin}.helper", _HELPER)]
        if parts.scheme not in ("http", "https", "file"):
            keys = ("SSH_AUTH_SOCK", "GIT_SSH_COMMAND", "GIT_SSH")
            env |= {k: v for k, v in self.process.environ.items() if k in keys}
        return env | _configuration(settings)


def _configuration(settings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Settings of git as its environment has them (git-config, GIT_CONFIG_COUNT): no file, no argument."""
    env: dict[str, str] = {}
    for number, (key, value) in enumerate(settings):
        env |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return env | {"GIT_CONFIG_COUNT": str(len(env) // 2)}


@contextmanager
def opened(url: str, process: Runner, credentials: Credentials) -> Iterator[GitRepository]:
    """The repository at an address; our own empty one, without any template's hooks, is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ego-git-") as name:
        folder = Path(name)
        repository = GitRepository(url, process, credentials, folder)
        repository._run("init", "--quiet", "--bare", "--template=", ".")
        yield repository
