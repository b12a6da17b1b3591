"""SBOM: what a package consists of and needs, as CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/).

The same package gives the same bytes: the serial number follows from its digest, the time is the commit's.
"""

from __future__ import annotations

import json
import re
import uuid
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ego_ci.packages.dependency import Dependency
    from ego_ci.packages.evidence import Evidence

RUNTIME_LICENSE = "Apache-2.0"
_NAMESPACE = uuid.UUID("b7a5a3a0-6a3e-5c58-9a2f-0c1a6d1d7e42")
_EXPRESSION = re.compile(r"[A-Za-z0-9.+() -]+")


def document(evidence: Evidence) -> bytes:
    """The SBOM of a package."""
    needs = {item.purl: item for item in _requires(evidence)}
    metadata: dict[str, Any] = {
        "lifecycles": [{"phase": "build"}],
        "tools": {
            "components": [
                {"type": "application", "name": t.name, "version": t.version, "purl": t.purl}
                for t in evidence.tools
            ]
        },
        "component": _package(evidence),
    }
    job = evidence.job
    if job and job.origin.commit:
        time = datetime.fromtimestamp(job.origin.epoch, timezone.utc)
        metadata = {"timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ"), **metadata}
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, evidence.artifact.sha256)}",
        "version": 1,
        "metadata": metadata,
        "components": [_dependency(item) for _, item in sorted(needs.items())],
        "dependencies": [
            {"ref": evidence.purl, "dependsOn": sorted(needs)},
            *({"ref": ref} for ref in sorted(needs)),
        ],
    }
    return (json.dumps(bill, indent=2) + "\n").encode()


def _requires(evidence: Evidence) -> Iterator[Dependency]:
    """What the package needs; the licences of what was built with it are known here."""
    job = evidence.job
    known = {other.name: job.origin.license for other in job.built.values()} if job else {}
    if job and job.runtime:
        known[job.runtime.name] = RUNTIME_LICENSE
    for item in evidence.artifact.requires:
        yield item._replace(license=item.license or known.get(item.name, ""))


def _package(evidence: Evidence) -> dict[str, Any]:
    artifact, job = evidence.artifact, evidence.job
    files = evidence.files
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": evidence.purl,
        "name": artifact.name,
        "version": artifact.version,
        "hashes": [{"alg": "SHA-256", "content": artifact.sha256}],
        **_license(job.origin.license if job else RUNTIME_LICENSE),
        "purl": evidence.purl,
    }
    if job:
        component["description"] = job.origin.summary
        component |= _source(job.origin.repository, job.origin.commit)
    more = [name for name in files if name != artifact.path.name]
    if more:
        component["components"] = [
            {
                "type": "file",
                "name": name,
                "hashes": [{"alg": "SHA-256", "content": files[name]}],
            }
            for name in more
        ]
    return component


def _source(repository: str, commit: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if repository:
        found["externalReferences"] = [{"type": "vcs", "url": repository}]
    if commit:
        found["properties"] = [{"name": "ego:commit", "value": commit}]
    return found


def _dependency(item: Dependency) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "library", "bom-ref": item.purl, "name": item.name}
    if "@" in item.purl.rpartition("/")[2]:
        found["version"] = item.purl.rpartition("@")[2]
    found |= {**_license(item.license), "purl": item.purl}
    if item.wanted:
        found["properties"] = [{"name": "ego:wanted", "value": item.wanted}]
    return found


def _license(text: str) -> dict[str, Any]:
    """An SPDX expression, or the words of somebody's metadata; nothing for ''."""
    if not text:
        return {}
    if _EXPRESSION.fullmatch(text):
        return {"licenses": [{"expression": text}]}
    return {"licenses": [{"license": {"name": text}}]}
