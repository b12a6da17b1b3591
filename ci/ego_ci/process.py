"""Runner: the only door to other programs.

A command is a list of arguments, never a shell line. A child sees an allow-listed environment, stands in
its own process group (so that Ctrl-C ends it together with everything it started), and a failing one is
shown with what it printed.
"""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ego_ci.interrupt import held
from ego_ci.problem import Problem

if TYPE_CHECKING:
    import subprocess

# What a compiler or git may need to work; everything else (tokens of the CI job first of all) stays here.
ALLOWED = frozenset(
    """
    PATH HOME USER LOGNAME SHELL TMPDIR LANG LANGUAGE TZ TERM SYSTEMROOT
    XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR BUF_CACHE_DIR
    HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY http_proxy https_proxy no_proxy all_proxy
    SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE CURL_CA_BUNDLE GIT_SSL_CAINFO NODE_EXTRA_CA_CERTS
    PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX VIRTUAL_ENV
    """.split()
)
GRACE = 2.0
"""Seconds between asking a child to end (SIGTERM) and ending it (SIGKILL)."""


@dataclass(frozen=True)
class Completed:
    """A finished command: exit code, and stdout and stderr as bytes."""

    code: int
    stdout: bytes
    stderr: bytes

    @property
    def text(self) -> str:
        """stdout as text; bytes that are not UTF-8 are replaced."""
        return self.stdout.decode("utf-8", "replace")


@dataclass(eq=False)
class Runner:
    """Runs programs; `echo` receives each command line as it can be pasted into a shell."""

    echo: Callable[[str], None] | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)
    _children: set[subprocess.Popen[bytes]] = field(default_factory=set)
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _stopped: bool = False
    _found: dict[str, Path] = field(default_factory=dict, repr=False)

    def run(
        self,
        command: Sequence[str | Path],
        *,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        stdin: bytes | None = None,
        ok: Collection[int] = (0,),
        remedy: str = "",
        secrets: Collection[str] = (),
    ) -> Completed:
        """Runs a command to its end.

        `env` is added to the allow-listed part of our own environment. Strings in `secrets` are replaced
        by *** in all that is printed or raised. Raises Problem when the program is missing or its exit
        code is not in `ok`; KeyboardInterrupt passes on once the child and its children have ended.
        """
        arguments = [str(part) for part in command]
        if self.echo:
            self.echo(mask(paste(arguments, cwd=cwd, env=env, stdin=stdin), secrets))
        child = None
        try:
            with held():  # an interrupt comes out of here once `child` is known, never before
                child = self._start(
                    arguments, cwd=cwd, env=env, piped=stdin is not None, remedy=remedy
                )
            stdout, stderr = child.communicate(stdin)
        except BaseException:
            if child is not None:
                end(child)
            raise
        finally:
            with self._guard:
                self._children.discard(child)
        if child.returncode not in ok:
            raise Problem(
                mask(f"`{shlex.join(arguments[:6])}{' …' if arguments[6:] else ''}` ", secrets)
                + _ending(child.returncode),
                remedy=remedy or "run again with --verbose to see the whole command",
                output=mask((stderr + stdout).decode("utf-8", "replace").strip(), secrets),
            )
        return Completed(child.returncode, stdout, stderr)

    def find(self, name: str) -> Path:
        """The program of this name: beside our own interpreter first, then on PATH; Problem if there is none."""
        found = self.search(name)
        if found is None:
            raise missing(name)
        return found

    def search(self, name: str) -> Path | None:
        """Like find, but None when there is no such program.

        Our own environment comes first: it is where our dependencies put the versions we were tested
        with, whether or not it has been activated.
        """
        if found := self._found.get(name):
            return found
        folders = [
            str(Path(sys.executable).parent),
            *self.environ.get("PATH", "").split(os.pathsep),
        ]
        for folder in folders:
            candidate = Path(folder or ".") / name
            if candidate.is_file() and os.access(candidate, os.X_OK):
                self._found[name] = candidate
                return candidate
        return None

    def stop(self) -> None:
        """Ends every child and starts no other: after Ctrl-C while threads wait for several of them."""
        with self._guard:
            self._stopped = True
            children = tuple(self._children)
        for child in children:
            end(child)

    def _start(
        self,
        arguments: list[str],
        *,
        cwd: Path | None,
        env: Mapping[str, str] | None,
        piped: bool,
        remedy: str,
    ) -> subprocess.Popen[bytes]:
        import subprocess  # a run with nothing changed starts no program

        try:
            with self._guard:
                if self._stopped:
                    raise Problem("stopped")
                child = subprocess.Popen(
                    arguments,
                    cwd=cwd,
                    env={**inherited(self.environ), **(env or {})},
                    stdin=subprocess.PIPE if piped else subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    start_new_session=True,
                )
                self._children.add(child)
        except FileNotFoundError as error:
            if cwd is not None and not cwd.is_dir():
                raise Problem(f"the folder {cwd} does not exist") from error
            raise missing(arguments[0], remedy=remedy) from error
        except OSError as error:
            raise Problem(
                f"{arguments[0]} cannot be started: {error.strerror}",
                remedy=remedy or "run `ego doctor`",
            ) from error
        return child


def inherited(environ: Mapping[str, str]) -> dict[str, str]:
    """The part of an environment that a child may see."""
    return {k: v for k, v in environ.items() if k in ALLOWED or k.startswith("LC_")}


def missing(program: str, *, remedy: str = "") -> Problem:
    """The Problem of a program that is not there."""
    return Problem(
        f"{Path(program).name} was not found", remedy=remedy or "`ego doctor` tells how to get it"
    )


def paste(
    arguments: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
) -> str:
    """A command line that does the same when pasted into a POSIX shell.

    >>> paste(["buf", "lint", "a b"], cwd=Path("/x y"), env={"A": "1 2"})
    "cd '/x y' && A='1 2' buf lint 'a b'"
    """
    settings = [f"{key}={shlex.quote(value)}" for key, value in sorted((env or {}).items())]
    line = " ".join([*settings, shlex.join(arguments)])
    if stdin is not None:
        line = f"printf %s {shlex.quote(stdin.decode('utf-8', 'replace'))} | {line}"
    return f"cd {shlex.quote(str(cwd))} && {line}" if cwd is not None else line


def mask(text: str, secrets: Collection[str]) -> str:
    """The text with each secret replaced by ***, the longest first."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "***")
    return text


def operand(value: str | Path) -> str:
    """A path that no program can take for an option.

    >>> operand("-rf"), operand("a b")
    ('./-rf', 'a b')
    """
    text = str(value)
    return f"./{text}" if text.startswith("-") else text


def ref(value: str) -> str:
    """A git ref, refused when git could take it for an option or a list of revisions.

    >>> ref("origin/main")
    'origin/main'
    """
    if not value or value.startswith("-") or any(c.isspace() or c < " " for c in value):
        raise Problem(f"{value!r} cannot be a git ref", remedy="give a branch, a tag or a commit")
    return value


def end(child: subprocess.Popen[bytes]) -> None:
    """Ends a child and everything in its process group, kindly first."""
    import subprocess

    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, number)
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=GRACE)
            break
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def _ending(code: int) -> str:
    if code >= 0:
        return f"failed with exit code {code}"
    with suppress(ValueError):
        return f"was ended by {signal.Signals(-code).name}"
    return f"was ended by signal {-code}"
