"""The error runtime as a package of its own, which all client packages of a process share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from ego_ci.inputs import digest
from ego_ci.packages import installed
from ego_ci.packages.artifact import Artifact
from ego_ci.packages.facts import FILE
from ego_ci.packages.licence import own_licence
from ego_ci.packages.node.compiler import compiled
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
    return spelled(installed.version("protoc-gen-ego"))


def package_runtime(process: Runner, tools: Toolchain, folder: Path, *, name: str) -> Artifact:
    """Builds the package in an empty folder; nothing of the user's repository goes in but its name."""
    modules = sources()
    work = folder / "work"
    work.mkdir()
    template = (template_root() / "typescript" / "package" / "runtime.md").read_text("utf-8")
    texts = {
        "package.json": json.dumps(_package(name), indent=2) + "\n",
        "README.md": Template(template).substitute(name=name),
        # By this a registry knows the same runtime, compiled by another compiler.
        FILE: json.dumps({"sources": digest(f"{n}\0{t}" for n, t in modules.items())}) + "\n",
    }
    files = {
        **compiled(process, tools, work, modules),
        **{place: text.encode() for place, text in texts.items()},
        "LICENSE": own_licence(),
    }
    path = write_tarball(folder / tarball_name(name, version()), files, epoch=EPOCH)
    return Artifact.of(path, language="typescript", name=name, version=version(), shared=True)


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
