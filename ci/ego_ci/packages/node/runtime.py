"""The error runtime as a package of its own, which all client packages of a process share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path
from string import Template
from typing import Any

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.facts import FILE
from ego_ci.packages.kept import digest, kept
from ego_ci.packages.licence import own_licence
from ego_ci.packages.node.compiler import compiled, write
from ego_ci.packages.node.libraries import wanted
from ego_ci.packages.node.manifest import entry, spelled
from ego_ci.packages.node.tarball import tarball_name, write_tarball
from ego_ci.packages.origin import EPOCH
from ego_ci.process import Runner
from ego_ci.toolchain import Toolchain
from protoc_gen_ego.render import template_root

_ENTRIES = ("index", "grpc", "connect")


def version() -> str:
    """Version of the runtime: that of the generator which it comes with."""
    return spelled(distribution("protoc-gen-ego").version)


def package_runtime(process: Runner, tools: Toolchain, folder: Path, *, name: str) -> Artifact:
    """Builds the package in an empty folder; nothing of the user's repository goes in but its name."""
    files = {
        path.relative_to(built).as_posix(): path.read_bytes()
        for built in [compiled_runtime(process, tools, name)]
        for path in built.rglob("*")
        if path.is_file()
    }
    path = write_tarball(folder / tarball_name(name, version()), files, epoch=EPOCH)
    return Artifact.of(path, language="typescript", name=name, version=version(), shared=True)


def compiled_runtime(process: Runner, tools: Toolchain, name: str) -> Path:
    """The folder of the package, as it is in node_modules after an installation; compiled once on a machine."""
    files = sources()
    template = (template_root() / "typescript" / "package" / "runtime.md").read_text("utf-8")
    readme = Template(template).substitute(name=name)
    key = digest(
        [
            *(part for item in sorted(files.items()) for part in item),
            readme,
            own_licence(),
            json.dumps(_package(name)),
            *(tools.digest(tool) for tool in ("tsc", "node-libraries")),
            Path(compiled.__code__.co_filename).read_bytes(),
        ]
    )

    def make(folder: Path) -> None:
        work = folder.parent / "work"
        work.mkdir()
        for path, content in compiled(process, tools, work, files).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        write(
            folder,
            {
                "package.json": json.dumps(_package(name), indent=2) + "\n",
                "README.md": readme,
                "LICENSE": own_licence().decode(),
                # By this a registry knows the same runtime, compiled by another compiler.
                FILE: json.dumps(
                    {"sources": digest(part for item in files.items() for part in item)}
                )
                + "\n",
            },
        )

    return kept(process, "ego-errors-node", key, make)


def sources() -> dict[str, str]:
    """The modules of the runtime."""
    folder = template_root() / "typescript" / "runtime"
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.ts"))}


def _package(name: str) -> Mapping[str, Any]:
    exports = {"." if place == "index" else f"./{place}": entry(place) for place in _ENTRIES}
    grpc = "@grpc/grpc-js"
    return {
        "name": name,
        "version": version(),
        "description": "Error codes over gRPC: the runtime of generated error modules",
        "license": "Apache-2.0",
        "keywords": ["errors", "grpc", "protobuf"],
        "type": "module",
        "sideEffects": False,
        "main": "./dist/cjs/index.js",
        "types": "./dist/cjs/index.d.ts",
        "exports": {**exports, "./package.json": "./package.json", f"./{FILE}": f"./{FILE}"},
        "files": ["dist", FILE],
        "engines": {"node": ">=20"},
        "peerDependencies": {grpc: wanted(grpc)},
        "peerDependenciesMeta": {grpc: {"optional": True}},
    }
