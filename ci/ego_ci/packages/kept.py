"""Kept folders: what is compiled once on a machine and read by many builds, in the user's cache."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from ego_ci.process import Runner
from ego_ci.toolchain.digest import of_tree


def digest(parts: Iterable[str | bytes]) -> str:
    """One digest of several texts; their order counts, and where one ends."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(f"{len(data)}:".encode() + data)
    return total.hexdigest()


def kept(process: Runner, kind: str, key: str, make: Callable[[Path], None]) -> Path:
    """The folder made for this key; `make` fills an empty one if it is not there.

    Made aside and renamed, so that it is complete or absent, also with several processes at once. When
    `make` raises, nothing is left. A folder that is not as it was made is made again.

    Args:
        process: whose environment tells where the cache is (XDG Base Directory specification).
        kind: the beginning of the folder's name.
        key: a digest of everything that the content depends on.
    """
    environ = process.environ
    base = environ.get("XDG_CACHE_HOME") or f"{environ.get('HOME') or '~'}/.cache"
    target = Path(base).expanduser() / "protoc-gen-ego" / "compiled" / f"{kind}-{key[:24]}"
    record = target.with_name(f"{target.name}.sha256")
    if target.is_dir() and record.is_file() and record.read_text("ascii") == of_tree(target):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=target.parent) as aside:
        made = Path(aside) / "made"
        made.mkdir()
        make(made)
        if target.exists():
            with suppress(FileNotFoundError):  # another process does the same
                target.rename(Path(aside) / "old")
        (Path(aside) / "record").write_text(of_tree(made), "ascii")
        (Path(aside) / "record").replace(record)
        try:
            made.rename(target)
        except OSError:
            if not target.is_dir():  # otherwise another process was faster
                raise
    return target
