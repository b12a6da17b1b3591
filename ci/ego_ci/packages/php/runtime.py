"""The error runtime as a Composer package of its own, so that all client packages of a process share one registry."""

from __future__ import annotations

from pathlib import Path

import protoc_gen_ego
from ego_ci.packages.archive import write_zip
from ego_ci.packages.artifact import Artifact
from ego_ci.packages.licence import own_licence
from ego_ci.packages.origin import EPOCH
from ego_ci.packages.php import names
from ego_ci.packages.php.package import SOURCES, json_bytes, zip_name
from ego_ci.packages.php.requirements import PHP
from ego_ci.process import Runner
from ego_ci.toolchain import Toolchain
from ego_ci.versions import mapping
from ego_ci.versions.semver import parse
from protoc_gen_ego.render import template_root

_COMPOSER = {
    "name": names.RUNTIME,
    "description": "Error codes over gRPC: the runtime of generated error classes",
    "type": "library",
    "keywords": ["errors", "grpc", "protobuf"],
    "license": "Apache-2.0",
    # Numbers of the wire have up to 64 bits.
    "require": {"php": PHP, "php-64bit": PHP},
    "suggest": {
        "ext-grpc": "to call and to serve with gRPC",
        "google/protobuf": "to read details as messages",
        "grpc/grpc": "to call and to serve with gRPC",
    },
    "autoload": {"psr-4": {f"{names.RUNTIME_NAMESPACE}\\": f"{SOURCES}/"}},
}


def build_runtime(process: Runner, tools: Toolchain, folder: Path) -> Artifact:
    """Builds its zip in an empty folder; nothing of the project goes in.

    It also has the classes of `ego/errors/v1/errors.proto`, whose descriptor those of annotated protos name.
    """
    version = mapping.composer(parse(names.runtime_version()))
    source = template_root() / "php" / "runtime"
    files = {
        f"{SOURCES}/{path.relative_to(source).as_posix()}": path.read_bytes()
        for path in sorted(source.rglob("*.php"))
    }
    text = (template_root() / "php" / "package" / "runtime.md").read_bytes()
    files |= {
        **_annotations(process, tools, folder),
        "composer.json": json_bytes(_COMPOSER),
        "README.md": text,
    }
    if licence := own_licence():
        files["LICENSE"] = licence
    path = folder / zip_name(names.RUNTIME, version)
    write_zip(path, files, epoch=EPOCH)
    return Artifact.of(path, language="php", name=names.RUNTIME, version=version, shared=True)


def _annotations(process: Runner, tools: Toolchain, folder: Path) -> dict[str, bytes]:
    protos = Path(protoc_gen_ego.__file__).parent / "proto"
    into = folder / "annotations"
    into.mkdir()
    program = tools.program("protoc-php")
    process.run([program, f"-I{protos}", f"--php_out={into}", names.ANNOTATIONS], cwd=folder)
    start = into.joinpath(*names.RUNTIME_NAMESPACE.split("\\"))
    return {
        f"{SOURCES}/{path.relative_to(start).as_posix()}": path.read_bytes()
        for path in start.rglob("*.php")
    }
