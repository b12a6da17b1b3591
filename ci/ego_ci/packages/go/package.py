"""Go client module: the generated files with go.mod, go.sum, README, licence and a package comment, as one zip."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.dependency import Dependency
from ego_ci.packages.facts import FILE, facts_json
from ego_ci.packages.go import names
from ego_ci.packages.go.imports import Tree, reached
from ego_ci.packages.go.module_zip import read_module_zip, write_module_zip
from ego_ci.packages.go.readme import readme
from ego_ci.packages.go.requirements import Module, Requirements, module_of
from ego_ci.packages.go.tidy import tidy
from ego_ci.packages.job import Job
from ego_ci.problem import Problem

_VENDORED = "egoerrors"
"""Where our plugin puts a copy of the runtime when it is asked to."""
_LICENSES = {"google.golang.org/grpc": "Apache-2.0", "google.golang.org/genproto": "Apache-2.0"}
_BSD = ("google.golang.org/protobuf", "golang.org/x/")


def build(job: Job, generated: Path, folder: Path, *, tools: Mapping[str, str]) -> Artifact:
    """Builds the zip of a client in an empty folder."""
    module, version = names.module(job), names.version(job)
    sources = _sources(job, generated)
    if not sources:
        raise Problem("there is nothing to package: no proto file was generated for Go")
    ours = [_published(artifact) for artifact in _ours(job)]
    trees = [tree for tree, _ in ours]
    sums = {module.path: module for _, module in ours}
    wanted = Requirements(Tree(module, version, sources), trees, sums)
    files = {**sources, **_furniture(job, wanted, tools)}
    files["go.mod"], files["go.sum"] = wanted.go_mod.encode(), wanted.go_sum.encode()
    if _asks_others(job, wanted):
        files |= tidy(job, files, folder / "tidy", _ours(job))
    path = folder / zip_name(module, version)
    write_module_zip(path, files, module=module, version=version, epoch=job.origin.epoch)
    return Artifact.of(
        path, language="go", name=module, version=version, requires=dependencies(wanted)
    )


def zip_name(module: str, version: str) -> str:
    """The file's name: `client@v1.2.3.zip` for `example.com/shop/client`."""
    parts = module.split("/")
    *_, last = (part for part in parts if not re.fullmatch(r"v[0-9]+", part))
    return f"{last}@{version}.zip"


def dependencies(wanted: Requirements) -> tuple[Dependency, ...]:
    """What the module requires itself, for its SBOM."""
    return tuple(
        Dependency(
            f"pkg:golang/{module.path}@{module.version}",
            module.path,
            module.version,
            _license(module.path),
        )
        for module in wanted.direct
    )


def _asks_others(job: Job, wanted: Requirements) -> bool:
    """Whether a package of `go.dependencies` is imported, by ours or by those that ours import."""
    modules = names.required(job.project)
    packages = reached(wanted.own.packages, [wanted.own, *wanted.ours])
    return any(f"{path}/".startswith(f"{module}/") for path in packages for module in modules)


def _ours(job: Job) -> list[Artifact]:
    return [artifact for artifact in (job.runtime, *job.built.values()) if artifact]


def _published(artifact: Artifact) -> tuple[Tree, Module]:
    files = read_module_zip(artifact.path)
    prefix = f"{artifact.name}@{artifact.version}/"
    inside = {name.removeprefix(prefix): data for name, data in files.items()}
    tree = Tree(artifact.name, artifact.version, inside)
    return tree, module_of(tree, files)


def _sources(job: Job, generated: Path) -> dict[str, bytes]:
    """The generated files, with the published runtime whatever `errors.runtime` said to `ego generate`."""
    wanted, runtime = job.project.errors.runtime, names.runtime(job.project)
    vendored = wanted == "vendored"
    place = f"{names.module(job)}/{_VENDORED}" if vendored else wanted
    found = {
        path.relative_to(generated).as_posix(): path.read_bytes()
        for path in sorted(generated.rglob("*.go"))
    }
    return {
        name: text.replace(
            f'\tegoerrors "{place}"\n'.encode(), f'\tegoerrors "{runtime}"\n'.encode()
        )
        if name.endswith("_errors.go")
        else text
        for name, text in found.items()
        if not (vendored and name.startswith(f"{_VENDORED}/"))
    }


def _furniture(job: Job, wanted: Requirements, tools: Mapping[str, str]) -> dict[str, bytes]:
    """The files around the sources."""
    version = names.version(job)
    runtime = names.runtime(job.project)
    errors = runtime if any(runtime in paths for paths in wanted.own.packages.values()) else ""
    text = readme(job, version, errors=errors, tools=dict(tools))
    files = {
        "README.md": text.encode(),
        FILE: facts_json(job, name=wanted.own.module, version=version, tools=tools),
    }
    if job.origin.license_file:
        files["LICENSE"] = job.origin.license_file.read_bytes()
    if wanted.own.module not in wanted.own.packages:
        files["doc.go"] = _comment(job, wanted).encode()
    return files


def _comment(job: Job, wanted: Requirements) -> str:
    """A package for the module's root, which has no proto file: what `go doc MODULE` shows."""
    from protoc_gen_ego.languages.go import LANGUAGE
    from protoc_gen_ego.languages.go_comment import doc_comment

    module = wanted.own.module
    name = names.root_package(module)
    listed = "\n".join(
        f"- {posixpath.relpath(path, module)}" for path in sorted(wanted.own.packages)
    )
    told = (
        f"Package {name} is the root of generated gRPC clients: {job.origin.summary.rstrip('.')}."
    )
    text = doc_comment(f"{told}\n\nIts packages:\n{listed}")
    return (
        "// Code generated by protoc-gen-ego. DO NOT EDIT.\n\n"
        f"{text}\npackage {name}\n\n"
        "// Version is the version of this module.\n"
        f"const Version = {LANGUAGE.literal(names.version(job))}\n"
    )


def _license(path: str) -> str:
    if path.startswith(_BSD):
        return "BSD-3-Clause"
    return next((name for prefix, name in _LICENSES.items() if path.startswith(prefix)), "")
