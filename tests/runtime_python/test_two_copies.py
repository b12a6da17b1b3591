"""Two vendored copies of the runtime in one process, under two package names."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import grpc
import grpc.aio
import pytest

from tests.runtime_python.conftest import RUNTIME


@pytest.fixture(scope="module")
def copies(
    tmp_path_factory: pytest.TempPathFactory, shop_source: Path
) -> Iterator[tuple[ModuleType, ModuleType]]:
    """The error modules of two client packages that both vendored the runtime and the same proto file."""
    root = tmp_path_factory.mktemp("site")
    for name in ("one", "two"):
        package = root / f"client_{name}"
        shutil.copytree(RUNTIME / "egoerrors", package / "egoerrors")
        (package / "__init__.py").touch()
        source = shop_source.read_text()
        assert "import egoerrors as _ego" in source
        (package / "user_errors.py").write_text(
            source.replace("import egoerrors as _ego", f"import client_{name}.egoerrors as _ego")
        )
    sys.path.insert(0, str(root))
    yield (
        importlib.import_module("client_one.user_errors"),
        importlib.import_module("client_two.user_errors"),
    )
    sys.path.remove(str(root))


def test_matching_works_across_copies(copies: tuple[ModuleType, ModuleType]) -> None:
    one, two = copies
    first, second = one._ego, two._ego
    assert first is not second and first.EgoError is not second.EgoError
    error = one.UserErrNotFound(uid="42")
    for target in (two.UserErrNotFound, two.UserErrNotFound.CODE, two.UserErrNotFound()):
        assert first.is_(error, target) and second.is_(error, target)
    for target in (two.UserErrIdInvalid, two.UserErrIdInvalid.CODE, two.UserErrIdInvalid(), None):
        assert not first.is_(error, target) and not second.is_(error, target)


def test_an_error_of_the_other_copy_becomes_ones_own(
    copies: tuple[ModuleType, ModuleType],
) -> None:
    one, two = copies
    theirs = one.UserErrNotFound(uid="42")
    wrapper = RuntimeError()
    wrapper.__cause__ = theirs
    for given in (theirs, wrapper):
        mine = two._ego.from_error(given)
        assert type(mine) is two.UserErrNotFound
        assert (mine.message, dict(mine.metadata)) == ("user 42 not found", {"uid": "42"})
        assert mine.cause is theirs
        assert two._ego.to_status(mine).details_bytes == one._ego.to_status(theirs).details_bytes


def test_a_hop_through_the_other_copy_is_lossless(copies: tuple[ModuleType, ModuleType]) -> None:
    one, two = copies
    for details in (b"\xffgarbage", one._ego.to_status(one.UserErrNotFound()).details_bytes):
        read = one._ego.from_status(13, "m", details)
        assert two._ego.to_status(read).details_bytes == details
        assert two._ego.to_status(read).code is grpc.StatusCode.INTERNAL


def test_each_copy_reads_a_native_error_as_its_own(copies: tuple[ModuleType, ModuleType]) -> None:
    details = copies[0]._ego.to_status(copies[0].QuotaErrExceeded(limit="9")).details_bytes
    trailers = grpc.aio.Metadata(("grpc-status-details-bin", details))
    native = grpc.aio.AioRpcError(grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.aio.Metadata(), trailers)
    for copy in copies:
        assert type(copy._ego.from_error(native)) is copy.QuotaErrExceeded


def test_a_copy_needs_nothing_but_its_three_dependencies() -> None:
    """Imports the runtime alone, and looks at what came with it."""
    program = (
        "import sys, egoerrors;"
        "print(*sorted({name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)))"
    )
    command = [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {program}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    third_party = {name for name in done.stdout.split() if not name.startswith("_")}
    # grpcio itself looks for grpc_tools, and its extension brings cython_runtime.
    grpcio = {"grpc", "grpc_tools", "cython_runtime", "typing_extensions"}
    assert third_party <= {"egoerrors", "google"} | grpcio
