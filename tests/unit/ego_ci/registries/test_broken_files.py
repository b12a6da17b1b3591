"""A runtime's file in a registry that is no package: cut off, or a page that a server showed instead."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from ego_ci.packages.artifact import Artifact
from ego_ci.problem import Problem
from ego_ci.registries.local import LAYOUTS, Local
from ego_ci.registries.registry import Conflict, Standing
from ego_ci.registries.sources import same_sources

from tests.unit.ego_ci.registries import test_composer_tree, test_packuments
from tests.unit.ego_ci.registries.wheels import wheel

NAMES = {
    "python": ("ego-errors", "ego_errors-1.0.0-py3-none-any.whl"),
    "typescript": ("ego-errors", "ego-errors-1.0.0.tgz"),
    "java": ("io.egoerrors:ego-errors", "ego-errors-1.0.0.jar"),
    "go": ("ego.internal/egoerrors", "egoerrors@v1.0.0.zip"),
    "php": ("protoc-gen-ego/errors", "protoc-gen-ego-errors-1.0.0.zip"),
}


def zipped() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", "b" * 999)
    return stream.getvalue()


BROKEN = {
    "a page": b"<html>log in</html>",
    "nothing": b"",
    "cut off": zipped()[:60],
    "cut off by gzip": gzip.compress(b"a" * 9999)[:30],
}

MAKE: Mapping[str, Callable[..., Artifact]] = {
    "python": wheel,
    "typescript": test_packuments.package,
    "php": test_composer_tree.package,
}
"""The languages whose pages say what is in the packages."""


@pytest.mark.parametrize("what", BROKEN)
@pytest.mark.parametrize("language", LAYOUTS)
def test_it_is_other_bytes_and_no_runtime_of_the_same_sources(
    language: str, what: str, tmp_path: Path
) -> None:
    name, file = NAMES[language]
    (tmp_path / file).write_bytes(zipped())
    version = "v1.0.0" if language == "go" else "1.0.0"
    artifact = Artifact.of(
        tmp_path / file, language=language, name=name, version=version, shared=True
    )
    registry = Local("local", tmp_path / "registry")
    there = LAYOUTS[language].file_of(registry.root, artifact)
    there.parent.mkdir(parents=True)
    there.write_bytes(BROKEN[what])
    assert registry.find(artifact).standing is Standing.DIFFERENT
    with pytest.raises(Conflict, match=name):
        registry.publish(artifact)
    assert not same_sources(artifact, BROKEN[what])


@pytest.mark.parametrize("what", BROKEN)
@pytest.mark.parametrize("language", MAKE)
def test_a_broken_version_is_named_when_the_next_one_is_listed(
    language: str, what: str, tmp_path: Path
) -> None:
    make = MAKE[language]
    registry = Local("local", tmp_path / "registry")
    first, second = make(tmp_path / "one", version="1.0.0"), make(tmp_path / "two", version="1.1.0")
    registry.publish(first)
    there = LAYOUTS[language].file_of(registry.root, first)
    there.write_bytes(BROKEN[what])
    with pytest.raises(Problem, match=str(there)):
        registry.publish(second)
    there.unlink()
    assert registry.publish(second).standing is Standing.PARTIAL
    assert registry.find(second).standing is Standing.SAME
