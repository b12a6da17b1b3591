"""npm document: what `npm publish` sends, made of a package file (the form of libnpmpublish)."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import tarfile
from typing import Any, NamedTuple
from urllib.parse import quote

from ego_ci.problem import Problem
from ego_ci.versions import semver


class Digests(NamedTuple):
    """What npm knows a package's bytes by: Subresource Integrity (sha512), and the older sha1 in hex."""

    integrity: str
    shasum: str


def digests_of(data: bytes) -> Digests:
    """The digests of a package's bytes."""
    sha512 = base64.b64encode(hashlib.sha512(data).digest()).decode()
    return Digests(f"sha512-{sha512}", hashlib.sha1(data, usedforsecurity=False).hexdigest())


def document(data: bytes, *, registry: str, tag: str) -> dict[str, Any]:
    """The body of a publishing request for a package file.

    `registry` ends with a slash. Raises Problem if the file is no npm package.
    """
    manifest, readme = _contents(data)
    name, version = manifest["name"], manifest["version"]
    file = f"{name}-{version}.tgz"
    digests = digests_of(data)
    described = {
        **manifest,
        "_id": f"{name}@{version}",
        "readme": readme,
        "dist": {
            "integrity": digests.integrity,
            "shasum": digests.shasum,
            "tarball": f"{registry}{quote(name, safe='@/')}/-/{quote(file, safe='@/')}",
        },
    }
    return {
        "_id": name,
        "name": name,
        "description": manifest.get("description", ""),
        "dist-tags": {tag: version},
        "versions": {version: described},
        "access": manifest.get("publishConfig", {}).get("access"),
        "_attachments": {
            file: {
                "content_type": "application/octet-stream",
                "data": base64.b64encode(data).decode(),
                "length": len(data),
            }
        },
    }


def tag(version: str, latest: str) -> str:
    """The dist-tag of a new version. `latest` stays what people should install.

    A pre-release gets the name of its phase, an older line gets its own name.

    >>> tag("1.3.0", "1.2.9"), tag("2.0.0-rc.1", "1.3.0"), tag("1.2.10", "2.0.0"), tag("1.0.0", "")
    ('latest', 'rc', 'release-1', 'latest')
    """
    ours = semver.parse(version)
    if ours.pre:
        phase = ours.pre.partition(".")[0]
        return phase if phase.isalpha() and len(phase) > 1 else "next"  # `x` would be a range
    try:
        newest = semver.parse(latest)
    except Problem:
        return "latest"
    older = not newest.pre and tuple(newest)[:3] > tuple(ours)[:3]
    return f"release-{ours.major}" if older else "latest"


def _contents(data: bytes) -> tuple[dict[str, Any], str]:
    """package.json and the README of a package file; everything in it lies below one folder."""
    manifest: dict[str, Any] = {}
    readme = ""
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            for member in archive:
                path = member.name.partition("/")[2]
                if path == "package.json":
                    manifest = json.loads(_read(archive, member))
                elif path.lower() == "readme.md":
                    readme = _read(archive, member).decode("utf-8", "replace")
    except (tarfile.TarError, OSError, ValueError) as error:
        raise Problem(f"the package file is no npm package: {error}") from error
    if not {"name", "version"} <= manifest.keys():
        raise Problem("the package file is no npm package: package.json names no name or version")
    return manifest, readme


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    return file.read() if file else b""
