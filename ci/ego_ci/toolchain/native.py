"""The two native programs that pip brings, buf and protoc: their bytes are known, and compared before they run."""

from __future__ import annotations

import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ego_ci.problem import Problem
from ego_ci.toolchain import digest
from ego_ci.toolchain.kinds.binaries import BINARIES
from ego_ci.toolchain.lock import load


def held(program: Path) -> Path:
    """buf, ready to run.

    Raises Problem if its bytes are neither those of the lock nor those that pip unpacked from another release.
    One that lies outside of our environment is the user's own choice and is not looked at.
    """
    if program.parent == Path(sys.executable).parent:
        _compare("buf", program)
    return program


def protoc() -> None:
    """The same for the protoc inside grpcio-tools, which is a library of ours and no program."""
    spec = find_spec("grpc_tools")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for library in sorted(Path(folder).glob("_protoc_compiler*.so")):
            _compare("protoc", library)


@cache
def _compare(name: str, path: Path) -> None:
    entry = load()["python"]
    found = digest.of_file(path)
    if found in entry.pins["binaries"][name]:
        return
    from importlib import metadata

    from ego_ci.toolchain.kinds.environment import changed, pinned

    package = BINARIES[name].distribution
    distribution = metadata.distribution(package)
    ours = {
        Path(str(distribution.locate_file(file))).resolve() for file in distribution.files or ()
    }
    broken = {each.resolve() for each in changed(distribution)}
    same = distribution.version == dict(pinned(entry)).get(package)
    # A release that pip was free to choose is held to what pip unpacked; the pinned one has no other bytes.
    if same or path.resolve() not in ours or path.resolve() in broken:
        named = f"{package}=={distribution.version}"
        raise Problem(
            f"{path} does not have the bytes of {named}: it is not run",
            remedy=f"find out who changed it, then `pip install --force-reinstall {named}`",
        )
