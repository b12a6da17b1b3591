"""Composer tree: the part of a local registry that composer installs from (getcomposer.org, "composer" repositories).

composer/packages.json                       where the metadata is, and of which packages
composer/p2/acme/shop-client.json            all versions; acme/shop-client~dev.json has those of branches
composer/dist/acme/shop-client/1.2.3.zip

Composer resolves no relative addresses, so these are absolute. They are written anew with every publishing.
"""

from __future__ import annotations

import hashlib
import json
import shlex
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ego_ci.packages.archive import time_of
from ego_ci.packages.artifact import Artifact, sha256_of
from ego_ci.registries import atomic
from ego_ci.registries.layout import Beside

_FOLDER = "composer"
_GENERATED = "# NO CHECKED-IN PROTOBUF GENCODE\n"


@dataclass(frozen=True)
class ComposerTree(Beside):
    """The layout that a `composer` repository reads; see Layout. An artifact's name is `vendor/package`.

    Attributes:
        base: the address that the folder `composer` has on a web server; '' for the folder itself.
    """

    base: str = ""

    def file_of(self, root: Path, artifact: Artifact) -> Path:
        """Where the package's zip is or will be."""
        return root / _FOLDER / "dist" / artifact.name / f"{artifact.version}.zip"

    def is_listed(self, root: Path, artifact: Artifact) -> bool:
        """True if the package's page names exactly these bytes at the place where they are."""
        file, page = self.file_of(root, artifact), self._page(root, artifact)
        if not (file.is_file() and page.is_file() and sha256_of(file) == artifact.sha256):
            return False
        entries = json.loads(page.read_bytes())["packages"][artifact.name]
        return any(entry["dist"] == self._dist(root, file) for entry in entries)

    def write_pages(self, root: Path, artifact: Artifact) -> None:
        """Writes the pages of the package anew from its zips, and the list of all packages.

        The pages of all packages, if the folder is not where it was when they were written.
        """
        folder, first = root / _FOLDER, root / _FOLDER / "packages.json"
        names = sorted(p.relative_to(folder / "dist").as_posix() for p in folder.glob("dist/*/*"))
        where = {"metadata-url": f"{self._base(root)}/p2/%package%.json"}
        stays = first.is_file() and where.items() <= json.loads(first.read_bytes()).items()
        for name in [artifact.name] if stays else names:
            self._write_page(root, name)
        atomic.write(first, _json({"packages": [], **where, "available-packages": names}))

    def same_sources(self, one: Path, other: Path) -> bool:
        """True if two packages differ only in what protoc and our own metadata put in."""
        return _sources(one) == _sources(other)

    def install_line(self, root: Path, artifact: Artifact) -> str:
        """The two composer commands for this registry."""
        return (
            f"composer config repositories.ego composer {shlex.quote(self._base(root))} && "
            f"composer require {artifact.name}:{artifact.version}"
        )

    def serve_line(self, url: str) -> str:
        """The command that makes composer look into the registry behind a URL first."""
        return f"composer config repositories.ego composer {url}/{_FOLDER}"

    def _base(self, root: Path) -> str:
        return self.base.rstrip("/") or (root / _FOLDER).resolve().as_uri()

    def _write_page(self, root: Path, name: str) -> None:
        folder = root / _FOLDER
        entries = [self._entry(root, path) for path in (folder / "dist" / name).glob("*.zip")]
        entries.sort(key=lambda entry: (entry["time"], entry["version"]), reverse=True)
        branches = [entry for entry in entries if entry["version"].startswith("dev-")]
        versions = [entry for entry in entries if entry not in branches]
        for suffix, some in (("~dev", branches), ("", versions)):
            atomic.write(folder / "p2" / f"{name}{suffix}.json", _json({"packages": {name: some}}))

    def _page(self, root: Path, artifact: Artifact) -> Path:
        suffix = "~dev" if artifact.version.startswith("dev-") else ""
        return root / _FOLDER / "p2" / f"{artifact.name}{suffix}.json"

    def _entry(self, root: Path, path: Path) -> dict[str, Any]:
        """One version: the package's own composer.json, its version, and where its zip is."""
        with zipfile.ZipFile(path) as archive:
            package = json.loads(archive.read("composer.json"))
        time = time_of(path).strftime("%Y-%m-%dT%H:%M:%S+00:00")
        return {**package, "version": path.stem, "time": time, "dist": self._dist(root, path)}

    def _dist(self, root: Path, path: Path) -> dict[str, str]:
        place = path.relative_to(root / _FOLDER).as_posix()
        # Composer knows no other digest than this one.
        digest = hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()
        url = f"{self._base(root)}/{place}"
        return {"type": "zip", "url": url, "reference": digest, "shasum": digest}


def _json(document: object) -> str:
    return json.dumps(document, indent=2) + "\n"


def _sources(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return {name: data for name, data in files.items() if not _is_made(name, data)}


def _is_made(name: str, data: bytes) -> bool:
    return name in ("composer.json", "README.md") or _GENERATED.encode() in data[:400]
