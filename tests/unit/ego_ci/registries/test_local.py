"""The local registry: published once, never replaced, never half."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest
from ego_ci.packages.artifact import Artifact
from ego_ci.problem import Problem
from ego_ci.registries import atomic, local
from ego_ci.registries.local import Local
from ego_ci.registries.registry import Conflict, Standing

from tests.e2e.publish import packages
from tests.unit.ego_ci.registries.wheels import wheel


@pytest.fixture
def registry(tmp_path: Path) -> Local:
    return Local("local", tmp_path / "registry")


def files(registry: Local) -> dict[str, bytes]:
    root = registry.root
    return {
        str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()
    }


def test_a_package_is_published_and_listed_with_its_digest(registry: Local, tmp_path: Path) -> None:
    artifact = wheel(tmp_path / "new")
    receipt = registry.publish(artifact)
    assert receipt.standing is Standing.ABSENT
    assert Path(receipt.location).read_bytes() == artifact.path.read_bytes()
    page = (registry.root / "simple" / "shop-client" / "index.html").read_text()
    assert f"../../wheels/{artifact.path.name}#sha256={artifact.sha256}" in page
    assert 'data-requires-python="&gt;=3.10"' in page
    assert '<a href="shop-client/">' in (registry.root / "simple" / "index.html").read_text()


def test_the_same_bytes_again_change_nothing(registry: Local, tmp_path: Path) -> None:
    artifact = wheel(tmp_path / "new")
    registry.publish(artifact)
    before = files(registry)
    assert registry.publish(artifact).standing is Standing.SAME
    assert files(registry) == before


def test_other_bytes_under_one_version_fail_loudly_and_say_how_to_go_on(
    registry: Local, tmp_path: Path
) -> None:
    registry.publish(wheel(tmp_path / "new"))
    before = files(registry)
    with pytest.raises(Conflict) as caught:
        registry.publish(wheel(tmp_path / "other", text="x = 2\n"))
    assert "shop-client 1.0.0" in caught.value.message
    assert "raise `version` in ego.yaml" in caught.value.remedy
    assert caught.value.output.count("sha256") == 2
    assert files(registry) == before


def test_a_shared_package_of_other_tools_stays_if_its_sources_are_the_same(
    registry: Local, tmp_path: Path
) -> None:
    first = wheel(tmp_path / "a", "ego-errors", tool="hatchling 1", shared=True)
    registry.publish(first)
    second = wheel(tmp_path / "b", "ego-errors", tool="hatchling 2", shared=True)
    assert second.sha256 != first.sha256
    assert registry.publish(second).standing is Standing.KEPT
    assert Path(registry.publish(first).location).read_bytes() == first.path.read_bytes()


def test_a_shared_package_with_other_sources_is_a_conflict(registry: Local, tmp_path: Path) -> None:
    registry.publish(wheel(tmp_path / "a", "ego-errors", shared=True))
    with pytest.raises(Conflict, match="other bytes"):
        registry.publish(wheel(tmp_path / "b", "ego-errors", text="y = 1\n", shared=True))


def test_versions_are_listed_in_their_order(registry: Local, tmp_path: Path) -> None:
    for version in ("1.10.0", "1.9.0", "1.10.0rc1"):
        registry.publish(wheel(tmp_path / version, version=version))
    page = (registry.root / "simple" / "shop-client" / "index.html").read_text()
    order = [page.index(f">shop_client-{v}-py3") for v in ("1.9.0", "1.10.0rc1", "1.10.0")]
    assert order == sorted(order)


def test_leftovers_and_a_lost_page_of_a_killed_publisher_heal(
    registry: Local, tmp_path: Path
) -> None:
    artifact = wheel(tmp_path / "new")
    registry.publish(artifact)
    (registry.root / "simple" / "shop-client" / "index.html").unlink()
    leftover = registry.root / "wheels" / f"{atomic.PARTIAL}1-shop_client-2.0.0-py3-none-any.whl"
    leftover.write_bytes(b"half")
    receipt = registry.publish(artifact)
    assert receipt.standing is Standing.PARTIAL
    assert "was half published (without the page that lists it), and is whole now" in str(receipt)
    assert not leftover.exists()
    assert artifact.sha256 in (registry.root / "simple" / "shop-client" / "index.html").read_text()


def test_a_file_that_changed_after_it_was_built_is_not_published(
    registry: Local, tmp_path: Path
) -> None:
    artifact = wheel(tmp_path / "new")
    artifact.path.write_bytes(b"changed")
    with pytest.raises(Problem, match="changed after it was built"):
        registry.publish(artifact)
    assert [name for name in files(registry) if name != ".lock"] == []


@pytest.mark.parametrize(
    "stop", [KeyboardInterrupt, OSError(errno.ENOSPC, "No space left on device")]
)
def test_a_stop_in_the_middle_of_a_copy_leaves_nothing(
    registry: Local,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stop: BaseException | type[BaseException],
) -> None:
    artifact = wheel(tmp_path / "new")

    def fsync(_: int) -> None:
        raise stop

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises((KeyboardInterrupt, Problem)) as caught:
        registry.publish(artifact)
    if isinstance(caught.value, Problem):
        assert "No space left" in caught.value.message
        assert "free some space" in caught.value.remedy
    assert [name for name in files(registry) if name != ".lock"] == []
    monkeypatch.undo()
    assert registry.publish(artifact).standing is Standing.ABSENT


def test_a_folder_that_refuses_is_named_with_the_way_out(tmp_path: Path) -> None:
    blocker = tmp_path / "registry"
    blocker.write_text("a file")
    with pytest.raises(Problem) as caught:
        Local("team", blocker).publish(wheel(tmp_path / "new"))
    assert f"the registry team ({blocker}) cannot be written" in caught.value.message
    assert "registries.team.path" in caught.value.remedy


def test_a_read_only_folder_that_has_the_package_already_is_no_problem(
    registry: Local, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    artifact = wheel(tmp_path / "new")
    registry.publish(artifact)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(local, "locked", refuse)
    assert registry.publish(artifact).standing is Standing.SAME
    with pytest.raises(Problem, match="Read-only file system"):
        registry.publish(wheel(tmp_path / "next", version="2.0.0"))


def test_a_language_without_a_layout_is_a_problem(registry: Local, tmp_path: Path) -> None:
    path = tmp_path / "x.jar"
    path.write_bytes(b"")
    with pytest.raises(Problem, match="cobol"):
        registry.publish(Artifact.of(path, language="cobol", name="x", version="1"))


def with_evidence(folder: Path, text: str = "{}") -> Artifact:
    """A wheel with an SBOM beside it."""
    artifact = wheel(folder)
    sbom = artifact.path.with_name(f"{artifact.path.name}.cdx.json")
    sbom.write_text(text)
    return replace(artifact, beside=(sbom,))


def test_what_lies_beside_a_package_is_published_before_it(
    registry: Local, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    copy = atomic.copy
    monkeypatch.setattr(
        atomic, "copy", lambda source, *a, **k: (copied.append(source.name), copy(source, *a, **k))
    )
    artifact = with_evidence(tmp_path / "new")
    registry.publish(artifact)
    assert copied == [artifact.beside[0].name, artifact.path.name]
    there = registry.root / "beside" / "python" / "shop-client" / "1.0.0"
    assert [path.name for path in there.iterdir()] == [artifact.beside[0].name]


def test_evidence_that_is_missing_is_added_and_the_first_one_stays(
    registry: Local, tmp_path: Path
) -> None:
    plain = wheel(tmp_path / "plain")
    registry.publish(plain)
    first = with_evidence(tmp_path / "first")
    receipt = registry.publish(first)
    assert receipt.standing is Standing.PARTIAL
    assert first.beside[0].name in receipt.detail
    other = with_evidence(tmp_path / "other", '{"builder": "another"}')
    assert registry.publish(other).standing is Standing.SAME
    (there,) = (registry.root / "beside").rglob("*.cdx.json")
    assert there.read_text() == "{}"


def test_another_pom_under_one_version_is_a_conflict(registry: Local, tmp_path: Path) -> None:
    registry.publish(packages.jar(tmp_path / "a"))
    other = packages.jar(tmp_path / "b")
    (pom,) = (path for path in other.beside if path.suffix == ".pom")
    pom.write_text(f"{pom.read_text()}<!-- other -->")
    with pytest.raises(Conflict, match="other bytes") as caught:
        registry.publish(other)
    assert pom.name in caught.value.output
