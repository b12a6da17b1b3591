"""Wheels: what an installer reads of them, and what is refused."""

from __future__ import annotations

import base64
import csv
import dataclasses
import hashlib
import io
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from ego_ci.packages.python.metadata import Metadata
from ego_ci.packages.python.wheel import write_wheel
from ego_ci.problem import Problem
from packaging.metadata import Metadata as Validated

PLAIN = Metadata(
    "Shop.Client-x",
    "1.2.3rc1",
    summary="Client of a shop: small",
    readme="# Shop\n\nÄ shop.\n",
    requires_python=">=3.10",
    requires=("grpcio>=1.85.1,<2", "protobuf>=7.35.1,<8"),
    types=("types-grpcio",),
    keywords=("grpc", "protobuf"),
    license="Apache-2.0",
    repository="https://example.com/shop.git",
)
MODULES = {"shop_client/b.py": "b = 1\n", "shop_client/a,b.py": "", "shop_client/a.py": "a = 1\n"}


def written(folder: Path, metadata: Metadata = PLAIN, licence: bytes = b"words\n") -> Path:
    folder.mkdir(exist_ok=True)
    return write_wheel(folder, metadata, MODULES, licence=licence, epoch=1)


def test_its_metadata_is_valid_and_says_what_it_was_given(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path)) as wheel:
        data = wheel.read("shop_client_x-1.2.3rc1.dist-info/METADATA")
    told = Validated.from_email(data, validate=True)
    assert (told.name, str(told.version)) == ("Shop.Client-x", "1.2.3rc1")
    assert told.license_expression == "Apache-2.0"
    assert told.license_files == ["LICENSE"]
    assert told.project_urls == {"Repository": "https://example.com/shop.git"}
    assert [str(item) for item in told.requires_dist or ()] == [
        "grpcio<2,>=1.85.1",
        "protobuf<8,>=7.35.1",
        'types-grpcio; extra == "types"',
    ]
    assert told.provides_extra == ["types"]
    assert told.description == "# Shop\n\nÄ shop.\n"


def test_its_record_has_every_file_and_stands_last(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert path.name == "shop_client_x-1.2.3rc1-py3-none-any.whl"
    with zipfile.ZipFile(path) as wheel:
        names = wheel.namelist()
        lines = list(csv.reader(io.StringIO(wheel.read(names[-1]).decode())))
        files = {name: wheel.read(name) for name in names}
    info = "shop_client_x-1.2.3rc1.dist-info"
    own = ["METADATA", "WHEEL", "licenses/LICENSE", "RECORD"]
    assert names == [*sorted(MODULES), *(f"{info}/{name}" for name in own)]
    assert lines.pop() == [f"{info}/RECORD", "", ""]
    assert [line[0] for line in lines] == names[:-1]
    for name, digest, size in lines:
        wanted = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).decode().rstrip("=")
        assert (digest, int(size)) == (f"sha256={wanted}", len(files[name]))


def test_it_says_what_installs_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path)) as wheel:
        text = wheel.read("shop_client_x-1.2.3rc1.dist-info/WHEEL").decode()
    told = Parser().parsestr(text)
    assert (told["Wheel-Version"], told["Root-Is-Purelib"]) == ("1.0", "true")
    assert told["Tag"] == "py3-none-any"


def test_the_same_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = written(tmp_path / "one"), written(tmp_path / "other")
    assert one.read_bytes() == other.read_bytes()


def test_without_a_licence_it_names_none(tmp_path: Path) -> None:
    bare = dataclasses.replace(PLAIN, license="", repository="")
    with zipfile.ZipFile(written(tmp_path, bare, b"")) as wheel:
        names = wheel.namelist()
        text = wheel.read("shop_client_x-1.2.3rc1.dist-info/METADATA").decode()
    assert not any("LICENSE" in name for name in names)
    assert "License" not in text


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("license", "mit OR apache-2.0", "License-Expression: MIT OR Apache-2.0\n"),
        ("license", "MIT", "License-Expression: MIT\n"),
        (
            "requires",
            ("a[x]>=1; python_version > '3'",),
            "Requires-Dist: a[x]>=1; python_version > '3'\n",
        ),
        ("requires_python", ">=3.10,!=3.11.*", "Requires-Python: >=3.10,!=3.11.*\n"),
    ],
)
def test_what_is_unusual_is_taken_as_it_is_meant(field: str, value: object, shown: str) -> None:
    metadata = dataclasses.replace(PLAIN, **{field: value})  # type: ignore[arg-type]
    assert shown in metadata.text(has_licence=False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("license", "My own licence"),
        ("requires", ("protovalidate>=one",)),
        ("requires", ("a b",)),
        ("requires_python", ">=3.10 and more"),
        ("requires_python", "=>3"),
        ("requires_python", "three"),
        ("summary", "one\nInjected: yes"),
        ("repository", "https://example.com/\x1b"),
    ],
)
def test_what_no_installer_takes_is_refused(field: str, value: object) -> None:
    metadata = dataclasses.replace(PLAIN, **{field: value})  # type: ignore[arg-type]
    with pytest.raises(Problem, match="the wheel cannot be built"):
        metadata.text(has_licence=False)
