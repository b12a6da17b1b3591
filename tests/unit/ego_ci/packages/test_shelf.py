"""The shelf: a package that is made of the same things is not made again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ego_ci.packages import manifest
from ego_ci.packages.artifact import Artifact
from ego_ci.packages.shelf import Shelf

from tests.unit.ego_ci.registries.wheels import wheel


def shelve(
    folder: Path, digest: str, build: Callable[[], Artifact], *, part: bool = False
) -> Shelf:
    """One run with one package."""
    new = folder / "new"
    new.mkdir(exist_ok=True)
    shelf = Shelf(folder / "old", new)
    kept = shelf.kept("python", "shop-client", digest)
    shelf.take(kept) if kept else shelf.put(build(), digest)
    shelf.settle(part=part)
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
    assert artifact.path.read_bytes() == wheel(tmp_path / "again").path.read_bytes()
    assert artifact.digest == "two"


def test_an_old_file_that_was_changed_is_made_again(tmp_path: Path) -> None:
    shelve(tmp_path, "one", lambda: wheel(tmp_path / "work"))
    (artifact,) = manifest.load(tmp_path / "old")
    artifact.path.write_bytes(b"damaged")
    shelf = shelve(tmp_path, "one", lambda: wheel(tmp_path / "work"))
    assert shelf.reused == []
    (artifact,) = manifest.load(tmp_path / "old")
    assert artifact.path.read_bytes() != b"damaged"


def test_what_no_package_of_this_run_is_goes_away(tmp_path: Path) -> None:
    for place in ("php/other.zip", "python/note.txt", "python/deep/a"):
        (tmp_path / "old" / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "old" / place).write_text("of another day")
    shelve(tmp_path, "one", lambda: wheel(tmp_path / "work"))
    (artifact,) = manifest.load(tmp_path / "old")
    left = {path for path in (tmp_path / "old").rglob("*") if path.is_file()}
    assert left == {artifact.path, manifest.path_of(artifact)}
    assert not (tmp_path / "old/php").exists()


def test_a_part_replaces_its_own_packages_and_leaves_the_others(tmp_path: Path) -> None:
    shelve(tmp_path, "one", lambda: wheel(tmp_path / "work", version="1.0.0"))
    shelve(tmp_path, "two", lambda: wheel(tmp_path / "work", "other"), part=True)
    shelve(tmp_path, "three", lambda: wheel(tmp_path / "work", version="2.0.0"), part=True)
    found = [(item.name, item.version) for item in manifest.load(tmp_path / "old")]
    assert found == [("other", "1.0.0"), ("shop-client", "2.0.0")]
    assert len([*(tmp_path / "old/python").iterdir()]) == 4


def test_a_package_that_is_kept_is_neither_moved_nor_read(tmp_path: Path) -> None:
    shelve(tmp_path, "one", lambda: wheel(tmp_path / "work"))
    (artifact,) = manifest.load(tmp_path / "old")
    before = artifact.path.stat()
    asked: list[Path] = []

    def known(path: Path) -> str:
        asked.append(path)
        return artifact.sha256

    shelf = Shelf(tmp_path / "old", tmp_path / "new", known)
    kept = shelf.kept("python", "shop-client", "one")
    assert kept is not None
    shelf.take(kept)
    assert shelf.settle() == (kept,)
    assert asked == [artifact.path]
    assert (artifact.path.stat().st_ino, artifact.path.stat().st_ctime_ns) == (
        before.st_ino,
        before.st_ctime_ns,
    )
