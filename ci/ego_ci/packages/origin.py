"""Origin: where a client package comes from, in every language the same."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

EPOCH = 1580601600
"""File times of a package without a commit: 2020-02-02, the same that hatchling takes."""


@dataclass(frozen=True)
class Origin:
    """What a package says about itself.

    Attributes:
        version: SemVer from ego.yaml; each language has its own spelling.
        description: one sentence or ''.
        license: SPDX expression or ''.
        license_file: file to carry along, None if there is none.
        repository: URL of the proto repository or ''.
        commit: the last commit that touched the package's protos, '' outside of a repository.
        epoch: its time in seconds since 1970, the time of every file in the package.
        modified: the protos differ from that commit.
    """

    version: str
    description: str = ""
    license: str = ""
    license_file: Path | None = None
    repository: str = ""
    commit: str = ""
    epoch: int = EPOCH
    modified: bool = False

    @property
    def summary(self) -> str:
        """The description on one line, never empty."""
        return " ".join(self.description.split()) or "A gRPC client package"
