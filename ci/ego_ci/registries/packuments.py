"""Packuments: the part of a local registry that npm installs from.

npm/shop-client/-/shop-client-1.2.3.tgz      npm install …/shop-client-1.2.3.tgz
npm/shop-client/index.json                   the package document; served, npm install --registry URL/npm/

The document is that of https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md, with
addresses relative to it, so that the folder can be moved; the server makes them absolute.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.compatible import bounds
from ego_ci.packages.facts import FILE
from ego_ci.packages.node.tarball import read_file, read_tarball
from ego_ci.registries import atomic
from ego_ci.registries.layout import Beside
from ego_ci.registries.npm_document import digests_of
from ego_ci.versions.semver import parse


class Packuments(Beside):
    """The layout that npm installs from; see Layout."""

    def file_of(self, root: Path, artifact: Artifact) -> Path:
        """Where the artifact's file is or will be."""
        return _project(root, artifact.name) / "-" / artifact.path.name

    def is_listed(self, root: Path, artifact: Artifact) -> bool:
        """True if the package's document has the version with the integrity of exactly these bytes."""
        found = _document(root, artifact.name).get("versions", {}).get(artifact.version, {})
        integrity = digests_of(artifact.path.read_bytes()).integrity
        return bool(found.get("dist", {}).get("integrity") == integrity)

    def write_pages(self, root: Path, artifact: Artifact) -> None:
        """Writes the document anew from the tarballs that are there: a crash in between heals by itself."""
        project = _project(root, artifact.name)
        listed = _document(root, artifact.name).get("versions", {})
        known = {entry["dist"]["tarball"]: entry for entry in listed.values()}
        versions: dict[str, Any] = {}
        for tarball in sorted((project / "-").glob("*.tgz")):
            sound = (
                tarball.name == artifact.path.name
            )  # the bytes of what is published were compared
            entry = _entry(tarball, known.get(f"-/{tarball.name}"), sound=sound)
            versions[entry["version"]] = entry
        ordered = sorted(versions, key=lambda version: parse(version).precedence)
        document = {
            "name": artifact.name,
            "dist-tags": _tags(ordered),
            "versions": {version: versions[version] for version in ordered},
        }
        atomic.write(
            project / "index.json", json.dumps(document, indent=1, ensure_ascii=False) + "\n"
        )

    def same_sources(self, one: Path, other: Path) -> bool:
        """True if both say that they were compiled from the same sources."""
        return _sources(one) == _sources(other) != ""

    def install_line(self, root: Path, artifact: Artifact) -> str:
        """The npm command for this folder: the file, and those of all packages from here that it comes to need."""
        files = {artifact.name: self.file_of(root, artifact)}
        _add_needed(root, {needed.name: needed.wanted for needed in artifact.requires}, files)
        quoted = (shlex.quote(str(file.resolve())) for file in files.values())
        return " ".join(["npm install", *quoted])

    def serve_line(self, url: str) -> str:
        """npm asks one registry for everything; the server sends it on for what is not here."""
        return f"npm install --registry {url}/npm/ NAME"


def _project(root: Path, name: str) -> Path:
    return root / "npm" / name


def _document(root: Path, name: str) -> Any:
    try:
        return json.loads((_project(root, name) / "index.json").read_bytes())
    except (OSError, ValueError):
        return {}


def _add_needed(root: Path, wanted: Mapping[str, str], files: dict[str, Path]) -> None:
    """Adds the tarballs of the packages that are wanted, and of those that these want; each package once."""
    for name, versions in wanted.items():
        document = {} if name in files else _document(root, name)
        if document:
            entry = document["versions"][_best(document, versions)]
            files[name] = _project(root, name) / entry["dist"]["tarball"]
            _add_needed(root, entry.get("dependencies", {}), files)


def _best(document: Mapping[str, Any], wanted: str) -> str:
    """The newest version that will do: one of `^1.2.3`, or exactly `1.3.0-rc.1`; if there is none, the latest."""
    if wanted in document["versions"]:
        return wanted
    latest: str = document["dist-tags"]["latest"]
    if not wanted.startswith("^"):
        return latest
    low, end = (parse(text).precedence for text in bounds(wanted[1:]) or (latest, latest))
    good = (version for version in document["versions"] if not parse(version).pre)
    fits = [version for version in good if low <= parse(version).precedence < end]
    return max(fits, key=lambda version: parse(version).precedence, default=latest)


def _entry(tarball: Path, known: dict[str, Any] | None, *, sound: bool) -> dict[str, Any]:
    """A version of the document: the package.json, and what npm verifies the file by.

    What is not known to be sound is read to its end: a file that was cut off is no version.
    """
    data = tarball.read_bytes()
    digests = digests_of(data)
    if known and known["dist"]["integrity"] == digests.integrity:
        return known
    name = "package.json"
    text = read_file(tarball, name) if sound else read_tarball(tarball)[name]
    package: dict[str, Any] = json.loads(text)
    dist = {
        "tarball": f"-/{tarball.name}",
        "integrity": digests.integrity,
        "shasum": digests.shasum,
    }
    return {**package, "_id": f"{package['name']}@{package['version']}", "dist": dist}


def _tags(ordered: list[str]) -> dict[str, str]:
    """`latest` is the highest release (or pre-release, if there is no other); `next` a pre-release after it."""
    releases = [version for version in ordered if not parse(version).pre]
    newest = ordered[-1]
    latest = releases[-1] if releases else newest
    return {"latest": latest} if latest == newest else {"latest": latest, "next": newest}


def _sources(tarball: Path) -> str:
    origin = json.loads(read_tarball(tarball).get(FILE, b"{}"))
    return str(origin.get("sources", ""))
