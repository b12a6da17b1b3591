"""The part of a local registry that Maven reads."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from ego_ci.packages.artifact import Artifact
from ego_ci.packages.java.jar import write_jar
from ego_ci.registries.local import Local
from ego_ci.registries.registry import Conflict, Standing

NAME = "com.example.shop:shop-client"
PLACE = "maven/com/example/shop/shop-client"


def artifact(
    folder: Path,
    version: str = "1.0.0",
    *,
    text: str = "",
    pom: str = "<project/>",
    shared: bool = False,
) -> Artifact:
    """A jar with its pom; of a shared one `text` is what its compiler made, and its sources are always the same."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {"a.class": text.encode()}
    files |= {"META-INF/ego/a/ego.json": json.dumps({"sources": "1"}).encode()} if shared else {}
    jar = folder / f"shop-client-{version}.jar"
    write_jar(jar, files, attributes={}, epoch=0)
    described = jar.with_suffix(".pom")
    described.write_text(pom, "utf-8")
    return Artifact.of(
        jar, language="java", name=NAME, version=version, shared=shared, beside=(described,)
    )


def versions(root: Path) -> tuple[list[str | None], str | None]:
    """The versions that the list has, and which it calls the release."""
    found = ElementTree.parse(root / PLACE / "maven-metadata.xml")
    listed = [item.text for item in found.iterfind("versioning/versions/version")]
    return listed, found.findtext("versioning/release")


def test_the_list_has_every_version_and_every_file_its_sums(tmp_path: Path) -> None:
    registry = Local("local", tmp_path / "registry")
    for version in ("1.10.0", "1.2.0", "2.0.0-rc-1"):
        made = artifact(tmp_path / "new", version)
        assert registry.publish(made).standing is Standing.ABSENT
        assert registry.publish(made).standing is Standing.SAME
    listed, release = versions(registry.root)
    assert sorted(map(str, listed)) == ["1.10.0", "1.2.0", "2.0.0-rc-1"]
    assert release == "1.10.0"
    for name in (
        "1.2.0/shop-client-1.2.0.jar",
        "1.2.0/shop-client-1.2.0.pom",
        "maven-metadata.xml",
    ):
        file = registry.root / PLACE / name
        digest = hashlib.sha1(file.read_bytes(), usedforsecurity=False).hexdigest()
        assert file.with_name(f"{file.name}.sha1").read_text("ascii") == digest


def test_a_lost_list_and_lost_sums_are_written_again(tmp_path: Path) -> None:
    registry = Local("local", tmp_path / "registry")
    made = artifact(tmp_path / "new")
    registry.publish(made)
    (registry.root / PLACE / "maven-metadata.xml").unlink()
    sums = registry.root / PLACE / "1.0.0" / "shop-client-1.0.0.jar.sha1"
    sums.write_text("0" * 40, "ascii")
    registry.publish(made)
    assert versions(registry.root)[0] == ["1.0.0"]
    assert sums.read_text("ascii") != "0" * 40


@pytest.mark.parametrize("change", [{"text": "changed"}, {"pom": "<project></project>"}])
def test_another_jar_or_pom_under_one_version_is_a_conflict(
    tmp_path: Path, change: dict[str, str]
) -> None:
    registry = Local("local", tmp_path / "registry")
    registry.publish(artifact(tmp_path / "one"))
    with pytest.raises(Conflict, match="shop-client"):
        registry.publish(artifact(tmp_path / "other", **change))  # type: ignore[arg-type]


def test_a_runtime_of_the_same_sources_stays(tmp_path: Path) -> None:
    registry = Local("local", tmp_path / "registry")
    registry.publish(artifact(tmp_path / "one", text="one", shared=True))
    other = artifact(tmp_path / "other", text="other", shared=True)
    assert registry.publish(other).standing is Standing.KEPT
