"""Registry: what every kind of registry can be asked. One kind is one file beside this one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
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


@dataclass(frozen=True)
class Receipt:
    """What publishing one package came to.

    Attributes:
        artifact: the package.
        standing: how it stood before; ABSENT means that it was published now.
        location: where it is, a path or a URL.
    """

    artifact: Artifact
    standing: Standing
    location: str

    def __str__(self) -> str:
        words = {
            Standing.ABSENT: "published",
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

    def standing(self, artifact: Artifact) -> Standing:
        """How the package stands there now; reads only."""

    def publish(self, artifact: Artifact) -> Receipt:
        """Publishes, unless it is there; raises Conflict if other bytes are."""

    def install_line(self, artifact: Artifact) -> str:
        """The command by which a person installs the package from here."""


class Conflict(Problem):
    """A version is there with other bytes: whoever installed it would not get what we built."""

    def __init__(self, artifact: Artifact, registry: str, location: str, found: str) -> None:
        super().__init__(
            f"{artifact.name} {artifact.version} is in the registry {registry} already, with other bytes",
            remedy="raise `version` in ego.yaml (or in the tag); if nobody has installed it yet, "
            f"remove {location} and publish again",
            output=f"there: sha256 {found}\nhere:  sha256 {artifact.sha256}",
        )
