"""The static repository that composer reads: absolute addresses, digests, branches apart from versions."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from ego_ci.packages.archive import write_zip
from ego_ci.packages.artifact import Artifact
from ego_ci.registries.composer_tree import ComposerTree
from ego_ci.registries.local import Local
from ego_ci.registries.registry import Standing

NAME = "acme/shop-client"


def package(
    folder: Path,
    version: str,
    *,
    name: str = NAME,
    code: str = "<?php\n",
    require: str = "^1.0",
    shared: bool = False,
) -> Artifact:
    composer = {"name": name, "type": "library", "require": {"grpc/grpc": require}}
    files = {"composer.json": json.dumps(composer).encode(), "src/A.php": code.encode()}
    folder.mkdir(parents=True, exist_ok=True)
    path = write_zip(folder / f"{name.replace('/', '-')}-{version}.zip", files, epoch=1700000000)
    return Artifact.of(path, language="php", name=name, version=version, shared=shared)


def page(registry: Local, name: str) -> Any:
    return json.loads((registry.root / "composer" / name).read_bytes())


def test_a_version_has_its_requirements_its_address_and_its_digest(tmp_path: Path) -> None:
    registry = Local("local", tmp_path / "registry")
    artifact = package(tmp_path, "1.2.3")
    registry.publish(artifact)
    base = f"file://{tmp_path}/registry/composer"
    assert page(registry, "packages.json") == {
        "packages": [],
        "metadata-url": f"{base}/p2/%package%.json",
        "available-packages": [NAME],
    }
    [entry] = page(registry, f"p2/{NAME}.json")["packages"][NAME]
    digest = hashlib.sha1(artifact.path.read_bytes()).hexdigest()
    assert entry["version"] == "1.2.3"
    assert entry["require"] == {"grpc/grpc": "^1.0"}
    assert entry["time"] == "2023-11-14T22:13:20+00:00"
    assert entry["dist"] == {
        "type": "zip",
        "url": f"{base}/dist/{NAME}/1.2.3.zip",
        "reference": digest,
        "shasum": digest,
    }
    assert page(registry, f"p2/{NAME}~dev.json")["packages"][NAME] == []


def test_a_branch_is_where_composer_looks_for_branches(tmp_path: Path) -> None:
    registry = Local("local", tmp_path / "registry")
    for version in ("1.2.3", "dev-1.3.0-mr.4"):
        registry.publish(package(tmp_path, version))
    versions = {
        name: [entry["version"] for entry in page(registry, f"p2/{name}.json")["packages"][NAME]]
        for name in (NAME, f"{NAME}~dev")
    }
    assert versions == {NAME: ["1.2.3"], f"{NAME}~dev": ["dev-1.3.0-mr.4"]}


def test_a_folder_that_was_moved_gets_its_addresses_by_publishing_again(tmp_path: Path) -> None:
    artifact, other = package(tmp_path, "1.2.3"), package(tmp_path, "1.0.0", name="acme/other")
    for one in (artifact, other):
        Local("local", tmp_path / "registry").publish(one)
    moved = Local("local", (tmp_path / "registry").rename(tmp_path / "moved"))
    assert moved.publish(artifact).standing is Standing.PARTIAL
    for name in (NAME, "acme/other"):
        [entry] = page(moved, f"p2/{name}.json")["packages"][name]
        assert entry["dist"]["url"].startswith(f"file://{tmp_path}/moved/")
    assert moved.publish(other).standing is Standing.SAME
    assert page(moved, "packages.json")["metadata-url"].startswith(f"file://{tmp_path}/moved/")


def test_behind_a_web_server_the_addresses_are_that_of_the_server(tmp_path: Path) -> None:
    layout = ComposerTree("https://acme.example.com/packages/")
    artifact = package(tmp_path, "1.2.3")
    place = layout.file_of(tmp_path / "registry", artifact)
    place.parent.mkdir(parents=True)
    place.write_bytes(artifact.path.read_bytes())
    layout.write_pages(tmp_path / "registry", artifact)
    assert layout.is_listed(tmp_path / "registry", artifact)
    first = json.loads((tmp_path / "registry/composer/packages.json").read_bytes())
    assert first["metadata-url"] == "https://acme.example.com/packages/p2/%package%.json"
    assert "acme.example.com/packages &&" in layout.install_line(tmp_path, artifact)


def test_a_shared_package_differs_only_by_what_a_person_wrote(tmp_path: Path) -> None:
    registry = Local("local", tmp_path / "registry")
    registry.publish(package(tmp_path / "one", "1.0.0", shared=True))
    newer = package(tmp_path / "two", "1.0.0", require="^1.1", shared=True)
    assert registry.find(newer).standing is Standing.KEPT
    other = package(tmp_path / "three", "1.0.0", code="<?php exit;\n", shared=True)
    assert registry.find(other).standing is Standing.DIFFERENT
