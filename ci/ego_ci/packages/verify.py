"""Verify: whether a package file is the one that its SBOM and its provenance speak of."""

from __future__ import annotations

import json
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ego_ci.packages.artifact import sha256_of
from ego_ci.packages.facts import FILE as FACTS
from ego_ci.packages.provenance import PREDICATE, TYPE
from ego_ci.problem import Problem

_ALGORITHM = "SHA-256"


@dataclass(frozen=True)
class Claims:
    """A package file, and the two documents that are said to belong to it."""

    file: Path
    provenance: Path
    sbom: Path

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What the provenance says of the package: name, version, repository, commit …"""
        found: Mapping[str, Any] = self._statement["predicate"]["buildDefinition"][
            "externalParameters"
        ]
        return found

    @property
    def builder(self) -> str:
        """Who built it, in the provenance's words: the builder's id and version."""
        told = self._statement["predicate"]["runDetails"]["builder"]
        return " ".join([told["id"], *map(" ".join, sorted(told.get("version", {}).items()))])

    def differences(self, *, commit: str = "", repository: str = "") -> Iterator[str]:
        """Sentences, one for each thing that is not as it should be; none if all is well.

        commit, repository: what the caller expects, '' for anything. Raises Problem if a document is none.
        """
        digest = sha256_of(self.file)
        subjects = {s["name"]: s["digest"]["sha256"] for s in self._statement["subject"]}
        known = digest in subjects.values()
        if not known:
            told = subjects.get(self.file.name, ", ".join(subjects.values()))
            yield f"the file's sha256 is {digest}, the provenance tells {told}"
        hashes = [entry["content"] for entry in _hashes(self._bill["metadata"]["component"])]
        if digest not in hashes:
            yield f"the file's sha256 is {digest}, the SBOM tells {', '.join(hashes)}"
        yield from self._between_documents()
        if known:  # else its content may be anybody's, and is not opened
            yield from self._inside()
        for name, wanted in (("commit", commit), ("repository", repository)):
            found = str(self.parameters.get(name, ""))
            if wanted and found != wanted:
                yield f"the provenance tells the {name} {found or '(none)'}, and {wanted} is expected"

    def _between_documents(self) -> Iterator[str]:
        predicate, component = self._statement["predicate"], self._bill["metadata"]["component"]
        byproducts = [b["digest"]["sha256"] for b in predicate["runDetails"].get("byproducts", [])]
        if sha256_of(self.sbom) not in byproducts:
            yield "the SBOM is not the one that was written with the provenance"
        properties = {p["name"]: p["value"] for p in component.get("properties", [])}
        told = (
            ("package", self.parameters.get("package", ""), component.get("purl", "")),
            ("commit", self.parameters.get("commit", ""), properties.get("ego:commit", "")),
        )
        for what, one, other in told:
            if one != other:
                yield f"the {what} is {one or '(none)'} in the provenance and {other or '(none)'} in the SBOM"
        for item in predicate["buildDefinition"].get("resolvedDependencies", []):
            source = item.get("digest", {}).get("gitCommit")
            if source and source != self.parameters.get("commit"):
                yield f"the provenance tells two commits: {self.parameters.get('commit')} and {source}"

    def _inside(self) -> Iterator[str]:
        """What the package says of itself, if it can be read and says anything."""
        facts = facts_of(self.file)
        for name in ("version", "repository", "commit"):
            inside, told = facts.get(name), self.parameters.get(name, "")
            if inside is not None and inside != told:
                yield f"the {name} is {inside or '(none)'} in the package and {told or '(none)'} in the provenance"

    @cached_property
    def _statement(self) -> dict[str, Any]:
        """The provenance; Problem if it is no in-toto statement with SLSA provenance, or lacks what we read."""
        document = _read(self.provenance)
        try:
            if document["_type"] != TYPE or document["predicateType"] != PREDICATE:
                raise KeyError
            for subject in document["subject"]:
                _ = subject["name"] + subject["digest"]["sha256"]
            _ = document["predicate"]["buildDefinition"]["externalParameters"].items()
            _ = document["predicate"]["runDetails"]["builder"]["id"]
        except (KeyError, TypeError, AttributeError) as error:
            raise Problem(
                f"{self.provenance} is no in-toto statement with SLSA provenance (v1)",
                remedy="download it again, or name another with --provenance",
            ) from error
        return document

    @cached_property
    def _bill(self) -> dict[str, Any]:
        """The SBOM; Problem if it is none of CycloneDX."""
        document = _read(self.sbom)
        try:
            if document["bomFormat"] != "CycloneDX":
                raise KeyError
            _ = [entry["content"] for entry in _hashes(document["metadata"]["component"])]
        except (KeyError, TypeError, AttributeError) as error:
            raise Problem(
                f"{self.sbom} is no CycloneDX document about a package",
                remedy="download it again, or name another with --sbom",
            ) from error
        return document


def facts_of(file: Path) -> dict[str, Any]:
    """The ego.json of a package file, {} if there is none that can be read.

    Whatever the format, it is the one nearest to the root.
    """
    try:
        if tarfile.is_tarfile(file):
            with tarfile.open(file) as tar:
                name = _nearest(tar.getnames())
                member = tar.extractfile(name) if name else None
                found = json.loads(member.read()) if member else {}
        else:
            with zipfile.ZipFile(file) as archive:
                name = _nearest(archive.namelist())
                found = json.loads(archive.read(name)) if name else {}
    except (OSError, ValueError, tarfile.TarError, zipfile.BadZipFile, KeyError, EOFError):
        return {}
    return found if isinstance(found, dict) else {}


def _nearest(names: list[str]) -> str:
    found = [name for name in names if name.rpartition("/")[2] == FACTS]
    return min(found, key=lambda name: (name.count("/"), name), default="")


def _hashes(component: dict[str, Any]) -> Iterator[dict[str, str]]:
    for part in (component, *component.get("components", [])):
        yield from (entry for entry in part.get("hashes", []) if entry["alg"] == _ALGORITHM)


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_bytes())
    except ValueError as error:
        raise Problem(f"{path} is no JSON document", remedy="download it again") from error
    if not isinstance(document, dict):
        raise Problem(f"{path} is no JSON object", remedy="download it again")
    return document
