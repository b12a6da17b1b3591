"""The shelf: a package that is made of the same things is not made again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ego_ci.packages import manifest
from ego_ci.packages.artifact import Artifact
from ego_ci.packages.shelf import Shelf

from tests.unit.ego_ci.registries.wheels import wheel


def shelve(folder: Path, digest: str, build: Callable[[], Artifact]) -> Shelf:
    """One run: puts the package on the shelf and makes the new folder the old one."""
    new = folder / "new"
    new.mkdir()
    shelf = Shelf(folder / "old", new)
    shelf.put("python", "shop-client", digest, build)
    for path in sorted((folder / "old").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    new.rename(folder / "old")
    return shelf


def test_it_is_made_once_and_then_taken_over_until_its_digest_changes(tmp_path: Path) -> None:
    made: list[str] = []

    def build() -> Artifact:
        made.append("built")
        return wheel(tmp_path / "work")

    assert shelve(tmp_path, "one", build).reused == []
    assert shelve(tmp_path, "one", build).reused == ["shop-client"]
    assert shelve(tmp_path, "two", build).reused == []
    assert made == ["built", "built"]
    (artifact,) = manifest.load(tmp_path / "old")
    assert artifact.path.read_bytes() == (tmp_path / "work" / artifact.path.name).read_bytes()
    assert artifact.digest == "two"


def test_an_old_file_that_was_changed_is_made_again(tmp_path: Path) -> None:
    shelve(tmp_path, "one", lambda: wheel(tmp_path / "work"))
    (artifact,) = manifest.load(tmp_path / "old")
    artifact.path.write_bytes(b"damaged")
    shelf = shelve(tmp_path, "one", lambda: wheel(tmp_path / "work"))
    assert shelf.reused == []
    (artifact,) = manifest.load(tmp_path / "old")
    assert artifact.path.read_bytes() != b"damaged"
