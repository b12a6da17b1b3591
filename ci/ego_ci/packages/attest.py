"""Attest: SBOM and provenance, written beside a package that has just been built."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from ego_ci.packages import provenance, sbom
from ego_ci.packages.artifact import Artifact, sha256_of
from ego_ci.packages.evidence import Evidence, Tool
from ego_ci.packages.job import Job
from ego_ci.packages.purl import of_tool
from ego_ci.toolchain.lock import LOCK, Entry

BILL = ".cdx.json"
STATEMENT = ".intoto.json"
"""A package's SBOM and provenance are called like the package, with these at their ends."""


def attest(
    artifact: Artifact,
    tools: Mapping[str, str],
    entries: Mapping[str, Entry],
    job: Job | None,
) -> Artifact:
    """Writes SBOM and provenance beside a package, and returns it with them.

    tools: name -> version, as the format tells. entries: the lock file.
    """
    found = tuple(
        Tool(name, version, of_tool(name, version, artifact.language, entries))
        for name, version in sorted(tools.items())
    )
    evidence = Evidence(artifact, found, sha256_of(LOCK), job)
    bill = _beside(artifact, BILL)
    bill.write_bytes(sbom.document(evidence))
    statement = _beside(artifact, STATEMENT)
    statement.write_bytes(provenance.statement(evidence, {bill.name: sha256_of(bill)}))
    return dataclasses.replace(artifact, beside=(*artifact.beside, bill, statement))


def _beside(artifact: Artifact, suffix: str) -> Path:
    return artifact.path.with_name(artifact.path.name + suffix)
