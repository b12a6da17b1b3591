"""The tree that GOPROXY=file://… reads: every file that the protocol asks for, and a list that tells the truth."""

from __future__ import annotations

import json
from pathlib import Path

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.go.module_zip import write_module_zip
from ego_ci.registries.local import Local
from ego_ci.registries.registry import Standing

MODULE = "example.com/Acme/client"


def module(
    folder: Path,
    version: str,
    *,
    name: str = MODULE,
    source: str = "package client\n",
    sums: str = "",
) -> Artifact:
    files = {
        "go.mod": f"module {name}\n\ngo 1.23\n\nrequire example.com/other v1.0.0\n".encode(),
        "go.sum": sums.encode(),
        "doc.go": source.encode(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"client@{version}.zip"
    write_module_zip(path, files, module=name, version=version, epoch=1700000000)
    return Artifact.of(path, language="go", name=name, version=version, shared=bool(sums))


def test_the_protocols_files_are_there_under_escaped_names(tmp_path: Path) -> None:
    registry = Local("local", tmp_path / "registry")
    registry.publish(module(tmp_path, "v1.2.0"))
    folder = tmp_path / "registry/go/example.com/!acme/client"
    assert sorted(path.name for path in (folder / "@v").iterdir()) == [
        "list",
        "v1.2.0.info",
        "v1.2.0.mod",
        "v1.2.0.zip",
    ]
    told = {"Version": "v1.2.0", "Time": "2023-11-14T22:13:20Z"}
    assert json.loads((folder / "@v/v1.2.0.info").read_text()) == told
    assert json.loads((folder / "@latest").read_text()) == told
    assert (folder / "@v/v1.2.0.mod").read_text().startswith(f"module {MODULE}\n")


def test_the_list_is_in_the_order_of_versions_and_latest_is_a_release(tmp_path: Path) -> None:
    registry = Local("local", tmp_path / "registry")
    for version in ("v1.10.0", "v1.9.0", "v2.0.0-RC.1", "v1.11.0-rc.1"):
        registry.publish(module(tmp_path / version, version))
    folder = tmp_path / "registry/go/example.com/!acme/client"
    listed = (folder / "@v/list").read_text().split()
    assert listed == ["v1.9.0", "v1.10.0", "v1.11.0-rc.1", "v2.0.0-RC.1"]
    assert json.loads((folder / "@latest").read_text())["Version"] == "v1.10.0"
    assert (folder / "@v/v2.0.0-!r!c.1.zip").is_file()


def test_a_missing_page_is_written_by_publishing_again(tmp_path: Path) -> None:
    registry = Local("local", tmp_path / "registry")
    artifact = module(tmp_path, "v1.0.0")
    registry.publish(artifact)
    for name in ("list", "v1.0.0.mod", "v1.0.0.info"):
        page = tmp_path / "registry/go/example.com/!acme/client/@v" / name
        text = page.read_text()
        page.unlink()
        assert registry.publish(artifact).standing is Standing.PARTIAL
        assert page.read_text() == text


def test_a_shared_module_differs_only_by_what_a_person_wrote(tmp_path: Path) -> None:
    registry = Local("local", tmp_path / "registry")
    registry.publish(module(tmp_path / "one", "v1.0.0", sums="a"))
    assert registry.find(module(tmp_path / "two", "v1.0.0", sums="b")).standing is Standing.KEPT
    other = module(tmp_path / "three", "v1.0.0", sums="a", source="package other\n")
    assert registry.find(other).standing is Standing.DIFFERENT


def test_the_install_line_keeps_the_registrys_modules_from_the_checksum_database(
    tmp_path: Path,
) -> None:
    registry = Local("local", tmp_path / "registry")
    registry.publish(module(tmp_path / "other", "v1.0.0", name="example.com/other"))
    artifact = module(tmp_path, "v1.0.0")
    registry.publish(artifact)
    line = registry.install_line(artifact)
    assert line.endswith(f"go get {MODULE}/...@v1.0.0")
    assert f"GONOSUMDB={MODULE},example.com/other " in line
    assert f"GOPROXY=file://{tmp_path}/registry/go," in line
