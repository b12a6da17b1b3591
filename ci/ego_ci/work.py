"""Work: the output folder. Everything in it is ours, written aside first and then renamed into place."""

from __future__ import annotations

import fcntl
import os
import shlex
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ego_ci.problem import Problem

_MARK = "# Made by ego: everything in this folder can be made again.\n*\n"


@dataclass(frozen=True)
class Work:
    """The output folder of one project and the places in it.

    echo: told how to make each temporary folder, so that the commands that use it can be pasted.
    """

    root: Path
    echo: Callable[[str], None] | None = None

    @property
    def image(self) -> Path:
        """The one buf image that all checks and generators read."""
        return self.root / "image.binpb"

    @property
    def generated(self) -> Path:
        """What the generators wrote, one folder a language."""
        return self.root / "generated"

    @property
    def catalog(self) -> Path:
        """The catalog of error codes."""
        return self.root / "catalog" / "catalog.json"

    @property
    def packages(self) -> Path:
        """The built packages, one folder a language."""
        return self.root / "packages"

    @property
    def state(self) -> Path:
        """The records of what ran on what."""
        return self.root / "state"

    @contextmanager
    def opened(self, waiting: Callable[[str], None]) -> Iterator[None]:
        """Makes the folder and holds it: a second `ego` in the same folder waits, and says so once.

        What a killed run left behind is cleared. Raises Problem if the folder is somebody else's.
        """
        self._prepare()
        with (self.root / ".lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waiting(f"waiting for another ego that works in {self.root}")
                fcntl.flock(lock, fcntl.LOCK_EX)
            shutil.rmtree(self.root / "tmp", ignore_errors=True)
            try:
                yield
            finally:
                # An interrupt can hit between making a temporary folder and being ready to remove it.
                shutil.rmtree(self.root / "tmp", ignore_errors=True)

    @contextmanager
    def fresh(self, name: str, *, told: bool = True) -> Iterator[Path]:
        """An empty folder on the same file system, gone at the end whatever happens.

        told: a command that is shown uses it.
        """
        parent = self.root / "tmp"
        while True:
            try:
                parent.mkdir(parents=True, exist_ok=True)
                folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=parent))
                break
            except (FileNotFoundError, FileExistsError):
                # Another thread ended and took the empty parent with it, maybe while mkdir looked at it.
                if parent.is_file():
                    raise
        if self.echo and told:
            self.echo(shlex.join(["mkdir", "-p", str(folder)]))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):
                parent.rmdir()

    def replace(self, new: Path, target: Path) -> None:
        """Puts a file or folder in the place of another: never half of it, whenever we are stopped."""
        target.parent.mkdir(parents=True, exist_ok=True)
        if new.is_file():
            new.replace(target)
            return
        # mkdtemp makes private folders; what is kept gets the permissions that the user's umask gives.
        mask = os.umask(0)
        os.umask(mask)
        new.chmod(0o777 & ~mask)
        if not target.exists():
            new.rename(target)
            return
        with self.fresh("old", told=False) as old:
            target.rename(old / target.name)
            new.rename(target)

    def write(self, target: Path, data: bytes) -> None:
        """Writes a file as a whole or not at all."""
        with self.fresh("file", told=False) as folder:
            new = folder / target.name
            new.write_bytes(data)
            self.replace(new, target)

    def _prepare(self) -> None:
        if self.root.is_symlink() and not self.root.exists():
            raise Problem(f"{self.root} is a link to nowhere", remedy="remove it or set `output:`")
        mark = self.root / ".gitignore"
        if mark.is_file() and mark.read_text(errors="replace") == _MARK:
            return
        if self.root.is_dir() and any(self.root.iterdir()):
            raise Problem(
                f"{self.root} holds files that ego did not make",
                remedy="set `output:` in ego.yaml to a folder of its own",
            )
        self.root.mkdir(parents=True, exist_ok=True)
        mark.write_text(_MARK)
