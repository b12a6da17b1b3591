"""Registry: what every kind of registry can be asked. One kind is one file beside this one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from ego_ci.packages.artifact import Artifact
from ego_ci.problem import Problem


class Standing(str, Enum):
    """How a package stands in a registry."""

    ABSENT = "absent"
    SAME = "same"
    """The version is there, with the same bytes."""
    KEPT = "kept"
    """A shared package is there with the same sources, built by other tools: it stays."""
    DIFFERENT = "different"
    """The version is there with other bytes."""
    PARTIAL = "partial"
    """Some of its files are there, with the same bytes; the others are not."""


@dataclass(frozen=True)
class Found:
    """What a registry has under a package's name and version.

    Attributes:
        standing: how the package stands there.
        location: where it is or would be, a path or a URL without credentials.
        detail: what differs, what is missing, or '' where the standing says all.
        parts: a registry's own note of what is there, for its upload.
    """

    standing: Standing
    location: str
    detail: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What publishing one package came to.

    Attributes:
        artifact: the package.
        standing: how it stood before; ABSENT means that it was published now, PARTIAL that it was finished.
        location: where it is, a path or a URL.
        detail: what was missing, if it was PARTIAL.
    """

    artifact: Artifact
    standing: Standing
    location: str
    detail: str = ""

    @property
    def new(self) -> bool:
        """True if something was uploaded."""
        return self.standing in (Standing.ABSENT, Standing.PARTIAL)

    def __str__(self) -> str:
        words = {
            Standing.ABSENT: "published",
            Standing.PARTIAL: f"was half published ({self.detail}), and is whole now",
            Standing.SAME: "is there already, with the same bytes",
            Standing.KEPT: "is there already, from the same sources",
            Standing.DIFFERENT: "is there with other bytes",
        }
        return f"{self.artifact.name} {self.artifact.version} {words[self.standing]}"


class Registry(Protocol):
    """A place that one or more package managers install from.

    Publishing is idempotent and never replaces: a version is published once, the same bytes again are
    no error, other bytes are one. It may be interrupted anywhere and finished by running it again.
    """

    @property
    def name(self) -> str:
        """The name that ego.yaml gives it."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages whose packages it takes."""

    def ready(self) -> None:
        """Raises Problem if publishing cannot work, e.g. without a token; asks nobody."""

    def find(self, artifact: Artifact) -> Found:
        """How the package stands there now; reads only."""

    def publish(self, artifact: Artifact) -> Receipt:
        """Publishes, unless it is there; raises Conflict if other bytes are."""

    def install_line(self, artifact: Artifact) -> str:
        """The command by which a person installs the package from here."""


class Conflict(Problem):
    """A version is there with other bytes: whoever installed it would not get what we built."""

    def __init__(self, artifact: Artifact, registry: str, location: str, detail: str) -> None:
        super().__init__(
            f"{artifact.name} {artifact.version} is in the registry {registry} already, with other bytes",
            remedy="raise `version` in ego.yaml (or in the tag); if nobody has installed it yet, "
            f"remove {location} and publish again",
            output=detail,
        )


_ATTESTATIONS = (".cdx.json", ".intoto.json", ".intoto.jsonl")


def may_differ(file: Path) -> bool:
    """True for what describes a build: two builds of the same bytes may differ in it, and the first one stays."""
    return file.name.endswith(_ATTESTATIONS)


def digests(there: str, here: str, kind: str = "sha256") -> str:
    """What to show of two files that should be the same."""
    return f"there: {kind} {there}\nhere:  {kind} {here}"
