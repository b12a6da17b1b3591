"""Sources: whether a shared package that a registry has already is ours, built by other tools."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from ego_ci.packages.artifact import Artifact
from ego_ci.registries.layout import from_same_sources
from ego_ci.registries.local import LAYOUTS
from ego_ci.registries.registry import Found, Standing, digests


def judged(artifact: Artifact, place: str, there: bytes | None) -> Found:
    """How a package stands at a place, by the bytes there; None: the registry lists a file that it does not have."""
    if there is None:
        return Found(Standing.PARTIAL, place, "the registry lists a file that is not there")
    if hashlib.sha256(there).hexdigest() == artifact.sha256:
        return Found(Standing.SAME, place)
    if same_sources(artifact, there):
        return Found(Standing.KEPT, place)
    return Found(Standing.DIFFERENT, place, difference(there, artifact.path.read_bytes()))


def same_sources(artifact: Artifact, there: bytes) -> bool:
    """True if a shared package's file differs from ours only in what the tools put in."""
    layout = LAYOUTS.get(artifact.language)
    if not artifact.shared or layout is None:
        return False
    with tempfile.TemporaryDirectory(prefix="ego-") as folder:
        other = Path(folder) / artifact.path.name
        other.write_bytes(there)
        return from_same_sources(layout, other, artifact.path)


def difference(there: bytes, here: bytes) -> str:
    """What to show of two files that should be the same: their digests, and whether one was cut off."""
    lines = digests(*(hashlib.sha256(data).hexdigest() for data in (there, here)))
    if len(there) < len(here) and here.startswith(there):
        lines += (
            f"\nthere: the first {len(there)} of {len(here)} bytes, as a broken upload leaves them"
        )
    return lines
