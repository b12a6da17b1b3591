"""The error runtime as an artifact of its own (`io.egoerrors:ego-errors`), which all clients of a process share."""

from __future__ import annotations

import json
from pathlib import Path

import protoc_gen_ego
from ego_ci.inputs import digest
from ego_ci.packages.artifact import Artifact
from ego_ci.packages.folder import read
from ego_ci.packages.installed import version
from ego_ci.packages.java.assembly import Assembly
from ego_ci.packages.java.compiler import classes
from ego_ci.packages.java.libraries import NAME, Coordinates, library
from ego_ci.packages.licence import own_licence
from ego_ci.packages.origin import Origin
from ego_ci.process import Runner
from ego_ci.toolchain import Toolchain
from ego_ci.versions.mapping import maven
from ego_ci.versions.semver import parse
from protoc_gen_ego.render import template_root

GROUP, ARTIFACT = "io.egoerrors", "ego-errors"
MODULE = "io.egoerrors"
"""Automatic-Module-Name: that of the Java package."""
ANNOTATIONS = "ego/errors/v1/errors.proto"
_NEEDED = ("com.google.protobuf:protobuf-java", "io.grpc:grpc-api", "io.grpc:grpc-stub")


def coordinates() -> Coordinates:
    """The runtime's artifact; its version is that of the generator which it comes with."""
    return Coordinates(GROUP, ARTIFACT, maven(parse(version("protoc-gen-ego"))))


def package_runtime(process: Runner, tools: Toolchain, folder: Path) -> Artifact:
    """Builds the artifact in an empty folder; nothing of the user's repository goes in."""
    own, texts = coordinates(), _sources()
    work = folder / "work"
    work.mkdir()
    sources = {**texts, **_annotations(process, tools, work / "annotations")}
    facts = {
        "name": own.name,
        "version": own.version,
        # By this a registry knows the same runtime, compiled by another compiler.
        "sources": digest(f"{name}\0{text.hex()}" for name, text in texts.items()),
    }
    readme = template_root() / "java" / "package" / "runtime.md"
    return Assembly(
        own=own,
        origin=Origin(
            own.version,
            description="Error codes over gRPC: the runtime of generated error classes",
            license="Apache-2.0",
        ),
        classes=classes(process, work, sources, class_path=tools.jars(NAME)),
        sources=sources,
        readme=readme.read_text("utf-8"),
        licence=own_licence(),
        facts=(json.dumps(facts, indent=2, sort_keys=True) + "\n").encode(),
        dependencies=tuple(map(library, _NEEDED)),
        module=MODULE,
    ).write(folder, shared=True)


def _annotations(process: Runner, tools: Toolchain, folder: Path) -> dict[str, bytes]:
    """The sources of the annotations, for protos that declare their errors with options."""
    folder.mkdir()
    protos = Path(protoc_gen_ego.__file__).parent / "proto"
    include = tools.folder("protoc-java") / "include"
    paths = (f"-I{protos}", f"-I{include}")
    process.run([tools.program("protoc-java"), *paths, f"--java_out={folder}", ANNOTATIONS])
    return read(folder)


def _sources() -> dict[str, bytes]:
    """The sources of the runtime, by path, without what is generated."""
    return read(template_root() / "java" / "runtime")
