"""The package: from one generation to an npm tarball."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.job import Job
from ego_ci.packages.node.barrels import barrels, root
from ego_ci.packages.node.compiler import compiled
from ego_ci.packages.node.libraries import dependency, wanted
from ego_ci.packages.node.manifest import ORIGIN, compatible, package_json
from ego_ci.packages.node.modules import Modules
from ego_ci.packages.node.readme import readme
from ego_ci.packages.node.runtime import RUNTIME, compiled_runtime
from ego_ci.packages.node.runtime import version as runtime_version
from ego_ci.packages.node.specifiers import specifiers
from ego_ci.packages.node.tarball import write_tarball
from ego_ci.problem import Problem
from protoc_gen_ego.render import template_root

_PEERS = frozenset({"@grpc/grpc-js", "@connectrpc/connect"})
"""What the application has too: a second copy would not know the first one's objects."""


def build(
    job: Job,
    modules: Modules,
    generated: Path,
    folder: Path,
    *,
    version: str,
    tools: Mapping[str, str],
) -> Artifact:
    """Builds the tarball in an empty folder.

    Args:
        job: the client.
        modules: its modules; they know every client's name.
        generated: what was generated for it.
        folder: where to work; the tarball ends up in it.
        version: as npm writes it.
        tools: name -> version of what makes it, for its metadata.
    """
    own, everything = modules.own(generated), modules.all(generated)
    if not own:
        raise Problem("there is nothing to package: no proto file was generated for TypeScript")
    name = modules.package(job)
    others = modules.others(generated)
    work = folder / "work"
    work.mkdir()
    made = compiled(
        job.process,
        job.tools,
        work,
        {**everything, **barrels(own)},
        others=others,
        installed={RUNTIME: compiled_runtime(job.process, job.tools)},
    )
    needed = _needed(everything, {other: compatible(job.origin.version) for other in others})
    peers = {package: needed.pop(package) for package in _PEERS & set(needed)}
    package = package_json(
        job.origin,
        name=name,
        version=version,
        index=root(own),
        dependencies=needed,
        peers=peers,
    )
    template = (template_root() / "typescript" / "package" / "README.md").read_text("utf-8")
    text = readme(
        template,
        job.origin,
        name=name,
        version=version,
        flavour=job.project.node.flavour,
        image=job.client.image,
        modules=everything,
        tools=tools,
    )
    files = {
        **made,
        "package.json": _json(package),
        "README.md": text.encode(),
        ORIGIN: _json(_origin(job, name, version, tools)),
    }
    if job.origin.license_file:
        files["LICENSE"] = job.origin.license_file.read_bytes()
    path = folder / f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"
    return Artifact.of(
        write_tarball(path, files, epoch=job.origin.epoch),
        language="typescript",
        name=name,
        version=version,
        requires=tuple(dependency(*line) for line in {**needed, **peers}.items()),
    )


def _needed(modules: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    """The packages that modules import -> the range of versions that will do."""
    found = {}
    for text in modules.values():
        for said in specifiers(text):
            if not said.startswith("."):
                parts = said.split("/")
                name = "/".join(parts[: 2 if said.startswith("@") else 1])
                if name not in found:
                    found[name] = _range(name, others)
    return found


def _range(name: str, others: Mapping[str, str]) -> str:
    if name in others:
        return others[name]
    return f"^{runtime_version()}" if name == RUNTIME else wanted(name)


def _origin(job: Job, name: str, version: str, tools: Mapping[str, str]) -> dict[str, object]:
    """What a package was built from, for people and tools."""
    return {
        "package": name,
        "version": version,
        "repository": job.origin.repository,
        "commit": job.origin.commit,
        "license": job.origin.license,
        "tools": dict(tools),
        "protos": list(job.client.files),
    }


def _json(content: object) -> bytes:
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
