"""The part of a local registry that npm reads."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ego_ci.packages.artifact import Artifact
from ego_ci.packages.dependency import Dependency
from ego_ci.packages.node.tarball import tarball_name, write_tarball
from ego_ci.registries.local import Local
from ego_ci.registries.registry import Conflict, Standing

NAME = "@acme/shop-client"


def package(
    folder: Path,
    version: str = "1.0.0",
    *,
    name: str = NAME,
    text: str = "",
    shared: bool = False,
    needs: Mapping[str, str] | None = None,
) -> Artifact:
    """A package; of a shared one `text` is what its compiler made, and its sources are always the same."""
    folder.mkdir(parents=True, exist_ok=True)
    described = {"name": name, "version": version, "dependencies": needs or {}}
    files = {"package.json": json.dumps(described), "a.js": text}
    files |= {"ego.json": '{"sources": "1"}'} if shared else {}
    path = folder / tarball_name(name, version)
    write_tarball(path, {key: value.encode() for key, value in files.items()}, epoch=0)
    requires = tuple(Dependency("", key, value) for key, value in (needs or {}).items())
    return dataclasses.replace(
        Artifact.of(path, language="typescript", name=name, version=version, shared=shared),
        requires=requires,
    )


def document(root: Path, name: str = NAME) -> Any:
    return json.loads((root / "npm" / name / "index.json").read_text("utf-8"))


def test_the_document_lists_every_version_with_its_integrity(tmp_path: Path) -> None:
    registry = Local("local", tmp_path / "registry")
    for version in ("1.10.0", "1.2.0", "2.0.0-rc.1"):
        made = package(tmp_path / "new", version)
        assert registry.publish(made).standing is Standing.ABSENT
        assert registry.publish(made).standing is Standing.SAME
    found = document(registry.root)
    assert list(found["versions"]) == ["1.2.0", "1.10.0", "2.0.0-rc.1"]
    assert found["dist-tags"] == {"latest": "1.10.0", "next": "2.0.0-rc.1"}
    dist = found["versions"]["1.10.0"]["dist"]
    data = (registry.root / "npm" / NAME / dist["tarball"]).read_bytes()
    digest = base64.b64encode(hashlib.sha512(data).digest()).decode()
    assert dist["integrity"] == f"sha512-{digest}"
    assert dist["shasum"] == hashlib.sha1(data, usedforsecurity=False).hexdigest()


def test_a_lost_document_is_written_again(tmp_path: Path) -> None:
    registry = Local("local", tmp_path / "registry")
    made = package(tmp_path / "new")
    registry.publish(made)
    before = document(registry.root)
    (registry.root / "npm" / NAME / "index.json").write_text("{", "utf-8")
    registry.publish(made)
    assert document(registry.root) == before


def test_other_bytes_under_one_version_are_a_conflict(tmp_path: Path) -> None:
    registry = Local("local", tmp_path / "registry")
    registry.publish(package(tmp_path / "one"))
    with pytest.raises(Conflict, match=NAME):
        registry.publish(package(tmp_path / "other", text="changed"))


def test_a_runtime_of_the_same_sources_stays(tmp_path: Path) -> None:
    registry = Local("local", tmp_path / "registry")
    registry.publish(package(tmp_path / "one", name="ego-errors", text="one", shared=True))
    other = package(tmp_path / "other", name="ego-errors", text="other", shared=True)
    assert registry.publish(other).standing is Standing.KEPT


def test_the_line_to_install_names_what_else_is_needed_from_here(tmp_path: Path) -> None:
    registry = Local("local", tmp_path / "registry")
    registry.publish(package(tmp_path / "new", name="ego-errors"))
    made = package(tmp_path / "new", needs={"ego-errors": "^1.0.0", "@grpc/grpc-js": "^1.0.0"})
    registry.publish(made)
    assert tarballs(registry, made) == ["acme-shop-client-1.0.0.tgz", "ego-errors-1.0.0.tgz"]


def test_the_line_to_install_has_versions_that_will_do_and_what_these_need(tmp_path: Path) -> None:
    registry = Local("local", tmp_path / "registry")
    for version in ("1.0.0", "1.2.0", "2.0.0"):
        registry.publish(package(tmp_path / "new", version, name="ego-errors"))
    for version in ("1.0.0", "1.1.0-rc.1"):
        needs = {"ego-errors": "^1.0.0"}
        registry.publish(package(tmp_path / "new", version, name="user", needs=needs))
    made = package(tmp_path / "new", "1.1.0-rc.1", needs={"user": "1.1.0-rc.1"})
    registry.publish(made)
    files = ["acme-shop-client-1.1.0-rc.1.tgz", "user-1.1.0-rc.1.tgz", "ego-errors-1.2.0.tgz"]
    assert tarballs(registry, made) == files


def tarballs(registry: Local, artifact: Artifact) -> list[str]:
    """The files that the line to install names, all of which have to be there."""
    files = [Path(word) for word in registry.install_line(artifact).split()[2:]]
    assert all(file.is_file() for file in files)
    return [file.name for file in files]
