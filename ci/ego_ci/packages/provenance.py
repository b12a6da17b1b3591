"""Provenance: how a package came to be, as an in-toto v1 statement with SLSA's v1 predicate.

https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md, https://slsa.dev/spec/v1.0/provenance.
Nothing in it depends on when, where or by whom it was built, so that whoever builds it again can compare.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ego_ci.packages.format import SECTIONS
from ego_ci.packages.installed import version

if TYPE_CHECKING:
    from ego_ci.packages.evidence import Evidence
    from ego_ci.packages.job import Job

TYPE = "https://in-toto.io/Statement/v1"
PREDICATE = "https://slsa.dev/provenance/v1"
BUILDER = "pkg:pypi/protoc-gen-ego"
"""The builder's id: `ego` itself, as a package URL. The statement is not signed; docs/packages.md tells how."""
BUILD_TYPE = f"{BUILDER}#ego-package/v1"
LOCK = "toolchain.lock.json"


def statement(evidence: Evidence, byproducts: Mapping[str, str]) -> bytes:
    """The statement about all files of a package; byproducts: name -> sha256 of what was written beside it."""
    document = {
        "_type": TYPE,
        "subject": [
            {"name": name, "digest": {"sha256": sha256}} for name, sha256 in evidence.files.items()
        ],
        "predicateType": PREDICATE,
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": _parameters(evidence),
                "resolvedDependencies": [
                    *_source(evidence),
                    *_siblings(evidence),
                    *({"name": t.name, "uri": t.purl} for t in evidence.tools),
                    {"name": LOCK, "digest": {"sha256": evidence.lock}},
                ],
            },
            "runDetails": {
                "builder": {"id": BUILDER, "version": {"ego": version("protoc-gen-ego")}},
                "byproducts": [
                    {"name": name, "digest": {"sha256": sha256}}
                    for name, sha256 in sorted(byproducts.items())
                ],
            },
        },
    }
    return (json.dumps(document, indent=2) + "\n").encode()


def _parameters(evidence: Evidence) -> dict[str, Any]:
    artifact, job = evidence.artifact, evidence.job
    found: dict[str, Any] = {
        "language": artifact.language,
        "name": artifact.name,
        "version": artifact.version,
        "package": evidence.purl,
    }
    if job:
        origin = job.origin
        found |= {"repository": origin.repository, "commit": origin.commit}
        if origin.modified:
            found["modified"] = True
        found["protos"] = list(job.client.files)
        found["settings"] = _settings(job, artifact.language)
    return found


def _settings(job: Job, language: str) -> dict[str, Any]:
    """What of ego.yaml shows in the package, and is not said elsewhere."""
    section = SECTIONS[language]
    names = ("name", "description", "license", "errors", section)
    told = dataclasses.asdict(job.project.settings)
    return {name: told[name] for name in names}


def _source(evidence: Evidence) -> list[dict[str, Any]]:
    """The repository at its commit (SLSA: `digest` of a git commit is `gitCommit`)."""
    origin = evidence.job.origin if evidence.job else None
    if not origin or not origin.commit:
        return []
    where = f"git+{origin.repository}@{origin.commit}" if origin.repository else ""
    return [
        {
            "name": "source",
            **({"uri": where} if where else {}),
            "digest": {"gitCommit": origin.commit},
        }
    ]


def _siblings(evidence: Evidence) -> list[dict[str, Any]]:
    """The other client packages that it was built against."""
    built = evidence.job.built.values() if evidence.job else ()
    return [
        {"name": artifact.path.name, "digest": {"sha256": artifact.sha256}}
        for artifact in sorted(built, key=lambda artifact: artifact.name)
    ]
