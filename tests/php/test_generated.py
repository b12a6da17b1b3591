"""Generated PHP: accepted by the parser, by PSR-12 and by PSR-4, and at work."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.rpc import status_pb2  # type: ignore[import-untyped,unused-ignore]

from tests.golden.test_golden import protos
from tests.php.toolchain import CASES, HERE, RUNTIME, check_style, lint, php, project
from tests.protos import HEAD, generated


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop of proto-examples as a project, the runtime vendored."""
    files, own = protos("shop")
    return project(
        tmp_path_factory.mktemp("shop"), generated(files, "target=errors:php", generate=own)
    )


def test_the_runtime_is_clean() -> None:
    assert lint(RUNTIME) >= 20
    check_style(RUNTIME, CASES, HERE.parent / "conformance" / "testees" / "php")


def test_what_is_generated_is_clean(shop: Path) -> None:
    assert lint(shop / "gen" / "Shop") >= 20
    check_style(shop / "gen")


def test_errors_are_thrown_sent_read_and_caught(shop: Path) -> None:
    assert php(CASES / "errors.php", str(shop), cwd=shop) == "all right\n"


def test_messages_travel_as_details_with_the_protobuf_package(shop: Path) -> None:
    assert php(CASES / "details.php", str(shop), cwd=shop) == "all right\n"


def test_a_status_of_the_protobuf_package_is_read_and_matched(shop: Path) -> None:
    files = FileDescriptorSet()
    status_pb2.DESCRIPTOR.CopyToProto(files.file.add())
    descriptors = base64.b64encode(files.SerializeToString()).decode("ascii")
    assert php(CASES / "status.php", str(shop), descriptors, cwd=shop) == "all right\n"


def test_two_copies_of_the_runtime_know_each_other_by_identity(shop: Path, tmp_path: Path) -> None:
    files, own = protos("shop")
    other = generated(files, "target=errors:php,runtime=Acme\\Errors", generate=own)
    copy = {
        f"Acme/Errors/{path.relative_to(RUNTIME)}": path.read_text("utf-8").replace(
            "Ego\\Errors", "Acme\\Errors"
        )
        for path in RUNTIME.rglob("*.php")
    }
    moved = {
        f"Other/{name}": text.replace("namespace Shop", "namespace Other\\Shop")
        for name, text in other.items()
    }
    second = project(tmp_path, {**copy, **moved})
    assert php(CASES / "copies.php", str(shop), str(second), cwd=tmp_path) == "all right\n"


def test_a_large_enum_is_generated_and_loaded(tmp_path: Path) -> None:
    values = ""
    for at in range(400):
        keys = ",".join(f"key_{key}" for key in range(1 + at % 40))
        values += f"// @code=NOT_FOUND @metadata={keys}\nE_{'LONG_' * (at % 14)}{at} = {at};\n"
    files = generated(f"{HEAD}enum E {{\n{values}}}\n", "target=errors:php")
    folder = project(tmp_path, files)
    check_style(folder / "gen" / "Shop")
    script = tmp_path / "count.php"
    script.write_text(
        "<?php require 'vendor/autoload.php'; $codes = Shop\\User\\V1\\ECodes::codes();\n"
        "foreach ($codes as $code) { new ($code->exception)(); }\necho count($codes);\n"
    )
    assert php(script, cwd=tmp_path) == "400"
