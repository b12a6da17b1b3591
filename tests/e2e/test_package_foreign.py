"""A repository that nobody here wrote, and that owns google/*: the protos of googleapis-common-protos."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from ego_ci.packages.artifact import Artifact
from ego_ci.packages.python.recipe import Recipe

from tests.e2e import packages

RECIPE = Recipe("googleapis-client", "googleapis_client", "1.0.0")


@pytest.fixture(scope="module")
def protos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("googleapis") / "protos"
    for path in (packages.COMMON / "google").rglob("*.proto"):
        target = folder / path.relative_to(packages.COMMON)
        if "protobuf" not in target.parts:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    return folder


@pytest.fixture(scope="module")
def generated(protos: Path) -> Path:
    return packages.generate(protos, protos.parent / "out")


@pytest.fixture(scope="module")
def wheel(generated: Path) -> Artifact:
    return packages.build(generated, generated.parent / "client", RECIPE)


@pytest.fixture(scope="module")
def site(wheel: Artifact, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packages.install(tmp_path_factory.mktemp("foreign") / "site", wheel)


def test_it_is_the_same_so_there_is_nothing_to_report(generated: Path) -> None:
    assert packages.findings(generated) == ()


def test_every_proto_is_importable_below_the_top_level_package(site: Path, protos: Path) -> None:
    count = len(list(protos.rglob("*.proto")))
    assert count > 50
    code = """
import importlib, pathlib, sys
root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else {site!r})
names = sorted(
    ".".join(path.relative_to(root).with_suffix("").parts)
    for path in (root / "googleapis_client").rglob("*_pb2.py")
)
for name in names:
    importlib.import_module(name)
print(len(names))
"""
    assert packages.python_in(site, code.format(site=str(site))).strip() == str(count)


@pytest.mark.parametrize("first", ["google.rpc", "googleapis_client.google.rpc"])
def test_its_messages_are_those_of_the_public_package_whichever_comes_first(
    site: Path, first: str
) -> None:
    printed = packages.python_in(
        site,
        f"import {first}.status_pb2\n"
        "from google.rpc import status_pb2 as public\n"
        "from googleapis_client.google.rpc import status_pb2 as ours\n"
        "from googleapis_client.google.longrunning import operations_proto_pb2_grpc as stubs\n"
        "print(ours.Status is public.Status, ours.DESCRIPTOR.name, stubs.OperationsStub.__name__)\n",
    )
    assert printed == "True google/rpc/status.proto OperationsStub\n"


@pytest.fixture(scope="module")
def changed(protos: Path) -> Path:
    """The same, generated after google.rpc.Status has got one field more."""
    folder = protos.parent / "changed"
    shutil.copytree(protos, folder)
    status = folder / "google" / "rpc" / "status.proto"
    more = status.read_text().replace("int32 code = 1;", "int32 code = 1;\n  bool more = 9;")
    status.write_text(more)
    return packages.generate(folder, folder.parent / "changed_out")


def test_a_file_that_differs_is_a_warning_and_the_public_one_is_used(
    changed: Path, tmp_path: Path
) -> None:
    (found,) = packages.findings(changed)
    assert found.rule == "PYTHON_SHARED_DIFFERS"
    assert found.severity.value == "warning"
    assert "googleapis-common-protos" in found.message
    wheel = packages.build(changed, tmp_path / "client", RECIPE)
    code = (
        "from googleapis_client.google.rpc.status_pb2 import Status\n"
        "print(len(Status.DESCRIPTOR.fields))"
    )
    assert packages.python_in(packages.install(tmp_path / "site", wheel), code) == "3\n"


def test_a_copy_of_it_would_not_survive_the_import(changed: Path, tmp_path: Path) -> None:
    """The reason for all this: one process takes one definition of one file."""
    copy = changed / "google" / "rpc" / "status_pb2.py"
    printed = packages.python_in(
        tmp_path,
        "import pathlib\n"
        f"source = pathlib.Path({str(copy)!r}).read_text()\n"
        "from google.rpc import status_pb2\n"
        "try:\n"
        "    exec(compile(source, 'copy', 'exec'), {'__name__': 'copy'})\n"
        "except TypeError as error:\n"
        "    print(error)\n",
    )
    assert "duplicate file name google/rpc/status.proto" in printed
