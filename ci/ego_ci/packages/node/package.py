"""The package: from one generation to an npm tarball."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from ego_ci.packages import facts
from ego_ci.packages.artifact import Artifact
from ego_ci.packages.job import Job
from ego_ci.packages.node import libraries
from ego_ci.packages.node.barrels import barrels, root
from ego_ci.packages.node.compiler import compiled
from ego_ci.packages.node.manifest import compatible, package_json
from ego_ci.packages.node.modules import Modules
from ego_ci.packages.node.readme import readme
from ego_ci.packages.node.specifiers import specifiers
from ego_ci.packages.node.tarball import read_tarball, tarball_name, write_tarball
from ego_ci.problem import Problem
from protoc_gen_ego.render import template_root

_CONNECT = "^2.0.0"
"""Nothing in the package imports connect, and a transport wants exactly its own version of it: any 2.x will do."""
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
    work = folder / "work"
    work.mkdir()
    needs = [*job.built.values(), *([job.runtime] if job.runtime else [])]
    made = compiled(
        job.process,
        job.tools,
        work,
        {**everything, **barrels(own)},
        installed={artifact.name: read_tarball(artifact.path) for artifact in needs},
    )
    wanted = {artifact.name: f"^{artifact.version}" for artifact in needs if artifact.shared}
    for artifact in job.built.values():
        wanted[artifact.name] = compatible(job.origin.version)
    needed = _needed(everything, wanted)
    if job.project.node.flavour == "connect":
        # Nothing imports it, but only its createClient and its router understand the services.
        needed["@connectrpc/connect"] = _CONNECT
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
        job,
        name=name,
        version=version,
        modules=everything,
        tools=tools,
    )
    files = {
        **made,
        "package.json": (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode(),
        "README.md": text.encode(),
        facts.FILE: facts.facts_json(job, name=name, version=version, tools=tools),
    }
    if job.origin.license_file:
        files["LICENSE"] = job.origin.license_file.read_bytes()
    path = write_tarball(folder / tarball_name(name, version), files, epoch=job.origin.epoch)
    return Artifact.of(
        path,
        language="typescript",
        name=name,
        version=version,
        requires=tuple(libraries.dependency(*line) for line in {**needed, **peers}.items()),
    )


def _needed(modules: Mapping[str, str], ours: Mapping[str, str]) -> dict[str, str]:
    """The packages that modules import -> the range of versions that will do."""
    found = {}
    for text in modules.values():
        for said in specifiers(text):
            if not said.startswith("."):
                parts = said.split("/")
                name = "/".join(parts[: 2 if said.startswith("@") else 1])
                if name not in found:
                    found[name] = ours[name] if name in ours else libraries.wanted(name)
    return found
