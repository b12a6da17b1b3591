"""Python packages: from one generation into a wheel, and the error runtime beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.compatible import bounds
from ego_ci.packages.dependency import Dependency
from ego_ci.packages.purl import purl
from ego_ci.packages.python.readme import readme
from ego_ci.packages.python.recipe import Recipe
from ego_ci.packages.python.sources import Sources, package_folders
from ego_ci.packages.python.wheel import build_wheel
from ego_ci.problem import Problem
from ego_ci.versions.pep440 import pep440

ORIGIN = "ego.json"
"""File in the top-level package that says what the package was built from."""

_LICENSES = {
    "googleapis-common-protos": "Apache-2.0",
    "grpcio": "Apache-2.0",
    "protobuf": "BSD-3-Clause",
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_GENCODE = re.compile(r"^# Protobuf Python Version: (\d+)\.(\d+)\.(\d+)$", re.MULTILINE)
_GRPC = re.compile(r"^GRPC_GENERATED_VERSION = '([\d.]+)'$", re.MULTILINE)


def package(recipe: Recipe, sources: Sources, folder: Path, *, templates: Path) -> Artifact:
    """Builds the wheel of a client package in an empty folder.

    Args:
        recipe: names, version, origin; has no findings.
        sources: the modules; their image has no findings either.
        folder: where to work; the wheel ends up in it.
        templates: folder with README.md.
    """
    version = pep440(recipe.version)
    files = dict(sources.files())
    if not files:
        raise Problem("there is nothing to package: no proto file was generated for Python")
    root = folder / "tree"
    write_files(root / recipe.package, {**files, **_furniture(recipe, version, sources, files)})
    text = readme((templates / "README.md").read_text("utf-8"), recipe, version, sources)
    (root / "README.md").write_text(text, "utf-8")
    if recipe.license_file:
        (root / "LICENSE").write_bytes(recipe.license_file.read_bytes())
    needed = requirements(files, sources.requirements)
    wheel = build_wheel(
        root, _project(recipe, version, needed), package=recipe.package, epoch=recipe.epoch
    )
    return Artifact.of(
        wheel.rename(folder / wheel.name),
        language="python",
        name=recipe.distribution,
        version=version,
        requires=tuple(map(dependency, needed)),
    )


def requirements(files: Mapping[str, str], brought: set[str]) -> list[str]:
    """What the modules need at run time: at least what generated them, below the next but one major.

    protobuf guarantees that a runtime reads gencode of its own and of the previous major version, and
    refuses gencode newer than itself, to the patch.
    """
    found = {requirement for requirement in brought if requirement}
    gencode = {
        tuple(map(int, m.groups())) for text in files.values() if (m := _GENCODE.search(text))
    }
    if gencode:
        newest = max(gencode)
        found.add(f"protobuf>={'.'.join(map(str, newest))},<{newest[0] + 1}")
    grpc = [m[1] for text in files.values() if (m := _GRPC.search(text))]
    if grpc:
        newest_grpc = max(grpc, key=lambda text: tuple(map(int, text.split("."))))
        found.add(f"grpcio>={newest_grpc},<{int(newest_grpc.partition('.')[0]) + 1}")
    return sorted(found)


def dependency(requirement: str) -> Dependency:
    """A requirement (PEP 508) for the SBOM.

    >>> dependency("grpcio>=1.85.1,<2")
    Dependency(purl='pkg:pypi/grpcio', name='grpcio', wanted='>=1.85.1,<2', license='Apache-2.0')
    """
    match = _NAME.match(requirement)
    name = match[0] if match else requirement
    wanted = requirement[len(name) :].strip()
    exact = wanted[2:] if wanted.startswith("==") else ""
    return Dependency(purl("python", name, exact), name, wanted, _LICENSES.get(name, ""))


def compatible(version: str) -> str:
    """The requirement's end for another client package of the same repository (SemVer in, PEP 440 out).

    >>> compatible("1.2.3"), compatible("1.3.0-rc.1")
    ('>=1.2.3,<2.0.0', '==1.3.0rc1')
    """
    wanted = bounds(version)
    return f">={wanted[0]},<{wanted[1]}" if wanted else f"=={pep440(version)}"


def _furniture(
    recipe: Recipe, version: str, sources: Sources, files: Mapping[str, str]
) -> dict[str, str]:
    """The files around the modules: `__init__.py` per folder, py.typed, the origin."""
    furniture = {f"{folder}/__init__.py".lstrip("/"): "" for folder in package_folders([*files])}
    furniture["__init__.py"] = (
        f'"""Generated client package {recipe.distribution}."""\n\n__version__ = "{version}"\n'
    )
    furniture["py.typed"] = ""
    furniture[ORIGIN] = (
        json.dumps(origin(recipe, version, sources), indent=2, sort_keys=True) + "\n"
    )
    return furniture


def origin(recipe: Recipe, version: str, sources: Sources) -> dict[str, object]:
    """What a package was built from, for people and tools: names, proto files, commit, tools."""
    return {
        "name": recipe.distribution,
        "version": version,
        "repository": recipe.repository,
        "commit": recipe.commit,
        "license": recipe.license,
        "tools": dict(recipe.tools),
        "protos": [file.name for file in sources.image.own],
    }


def _project(recipe: Recipe, version: str, dependencies: list[str]) -> dict[str, object]:
    """The `[project]` table (pyproject.toml specification, core metadata 2.4)."""
    project: dict[str, object] = {
        "name": recipe.distribution,
        "version": version,
        "description": " ".join(recipe.description.split()) or "A gRPC client package",
        "readme": "README.md",
        "requires-python": recipe.requires_python,
        "dependencies": dependencies,
        "optional-dependencies": {"types": ["types-grpcio", "types-protobuf"]},
        "keywords": ["grpc", "protobuf"],
        "classifiers": ["Programming Language :: Python :: 3 :: Only", "Typing :: Typed"],
        "license-files": ["LICENSE"] if recipe.license_file else [],
    }
    if recipe.license:
        project["license"] = recipe.license
    if recipe.repository:
        project["urls"] = {"Repository": recipe.repository}
    return project


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Writes texts below a folder, line ends as they are."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", newline="")
