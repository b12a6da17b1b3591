"""The package: from one generation to an npm tarball."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from ego_ci.packages import facts
from ego_ci.packages.artifact import Artifact
from ego_ci.packages.job import Job
from ego_ci.packages.node.barrels import barrels, root
from ego_ci.packages.node.compiler import compiled
from ego_ci.packages.node.libraries import dependency, wanted
from ego_ci.packages.node.manifest import compatible, package_json
from ego_ci.packages.node.modules import Modules
from ego_ci.packages.node.readme import readme
from ego_ci.packages.node.runtime import compiled_runtime
from ego_ci.packages.node.runtime import version as runtime_version
from ego_ci.packages.node.specifiers import specifiers
from ego_ci.packages.node.tarball import tarball_name, write_tarball
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
    name, runtime = modules.package(job), job.project.node.runtime
    others = modules.others(generated)
    work = folder / "work"
    work.mkdir()
    made = compiled(
        job.process,
        job.tools,
        work,
        {**everything, **barrels(own)},
        others=others,
        installed={runtime: compiled_runtime(job.process, job.tools, runtime)},
    )
    ours = {other: compatible(job.origin.version) for other in others}
    needed = _needed(everything, {**ours, runtime: f"^{runtime_version()}"})
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
        requires=tuple(dependency(*line) for line in {**needed, **peers}.items()),
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
                    found[name] = ours[name] if name in ours else wanted(name)
    return found
