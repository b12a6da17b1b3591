"""The package: from one generation to a jar, its sources and its pom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorProto

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.facts import facts_json
from ego_ci.packages.folder import read
from ego_ci.packages.image import Image
from ego_ci.packages.java.assembly import Assembly
from ego_ci.packages.java.compiler import classes
from ego_ci.packages.java.libraries import NAME, Coordinates, library
from ego_ci.packages.java.names import manage
from ego_ci.packages.java.readme import readme
from ego_ci.packages.java.runtime import ANNOTATIONS
from ego_ci.packages.java.runtime import coordinates as runtime_coordinates
from ego_ci.packages.job import Job
from ego_ci.problem import Problem
from protoc_gen_ego.render import template_root

COMMON = (
    *("google/api/", "google/apps/card/", "google/cloud/audit/", "google/cloud/location/"),
    *("google/geo/type/", "google/logging/type/", "google/longrunning/", "google/rpc/"),
    *("google/shopping/type/", "google/type/", "google/cloud/extended_operations.proto"),
)
"""Beginnings of the proto paths that proto-google-common-protos brings."""

_PROTOBUF = "com.google.protobuf:protobuf-java"
_COMMON = "com.google.api.grpc:proto-google-common-protos"
_GRPC = ("io.grpc:grpc-protobuf", "io.grpc:grpc-stub")


def build(
    job: Job,
    generated: Path,
    folder: Path,
    *,
    coordinates: Callable[[Job], Coordinates],
    tools: Mapping[str, str],
) -> Artifact:
    """Builds the artifact in an empty folder.

    Args:
        job: the client.
        generated: what was generated for it.
        folder: where to work; the files end up in it.
        coordinates: of any client.
        tools: name -> version of what makes it, for its metadata.
    """
    sources = read(generated, ".java")
    if not sources:
        raise Problem("there is nothing to package: no proto file was generated for Java")
    work = folder / "work"
    work.mkdir()
    needs = [*job.built.values(), *([job.runtime] if job.runtime else [])]
    made = classes(
        job.process,
        work,
        sources,
        class_path=(*job.tools.jars(NAME), *(artifact.path for artifact in needs)),
        place=generated,
    )
    own, image = coordinates(job), _managed(job)
    has_errors = any(
        path.endswith("Codes.java") and b".register();" in text for path, text in sources.items()
    )
    imported = {name for file in image.own for name in file.dependency}
    template = (template_root() / "java" / "package" / "README.md").read_text("utf-8")
    licence = job.origin.license_file
    return Assembly(
        own=own,
        origin=job.origin,
        classes=made,
        sources=sources,
        readme=readme(template, job, own, image, has_errors=has_errors, tools=tools),
        licence=licence.read_bytes() if licence else b"",
        facts=facts_json(job, name=own.name, version=own.version, tools=tools),
        dependencies=(
            library(_PROTOBUF),
            *(coordinates(job.of(name)) for name in job.client.requires),
            *([runtime_coordinates()] if has_errors or ANNOTATIONS in imported else []),
            *([library(_COMMON)] if any(name.startswith(COMMON) for name in imported) else []),
            *map(library, _GRPC),
        ),
    ).write(folder)


def _managed(job: Job) -> Image:
    """The client's image with the names that its classes were generated under."""
    files = []
    for file in job.client.image.files:
        copy = FileDescriptorProto()
        copy.CopyFrom(file)
        manage(job, copy)
        files.append(copy)
    return Image.of(files, frozenset(job.client.files))
