"""Remote: what all registries have in common that are not a folder. Ask, upload, ask again."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ego_ci.packages.artifact import Artifact
from ego_ci.problem import Problem
from ego_ci.registries.credentials import Credentials
from ego_ci.registries.registry import Conflict, Found, Receipt, Standing
from ego_ci.registries.web import Web

PATIENCE = 30.0
"""Seconds that a registry may take to show what it has accepted; indexes are often made later."""
_DONE = (Standing.SAME, Standing.KEPT)


@dataclass(frozen=True)
class Remote(ABC):
    """A registry that others write to as well, over a protocol that cannot lock.

    Attributes:
        name: the name that ego.yaml gives it.
        url: its address, without credentials.
        languages: those that it takes.
        credentials: what it wants to know of us.
        said: told what goes on, with --verbose.
    """

    name: str
    url: str
    languages: tuple[str, ...]
    credentials: Credentials
    said: Callable[[str], None] = field(default=lambda _: None, compare=False)

    @abstractmethod
    def find(self, artifact: Artifact) -> Found:
        """How the package stands there now; reads only."""

    @abstractmethod
    def upload(self, artifact: Artifact, found: Found) -> None:
        """Uploads what is missing. May raise any Problem: what it says is not trusted, see `publish`."""

    @abstractmethod
    def install_line(self, artifact: Artifact) -> str:
        """The command by which a person installs the package from here."""

    def ready(self) -> None:
        """Raises Problem if the environment has no token."""
        self.credentials.require()

    def publish(self, artifact: Artifact) -> Receipt:
        """Publishes the package, unless it is there; raises Conflict if other bytes are.

        Whatever the upload says, the registry is asked afterwards: it may refuse because somebody else
        was quicker, break off after it took everything, or answer well and store nothing.
        """
        before = self._look(artifact)
        if before.standing in _DONE:
            return Receipt(artifact, before.standing, before.location)
        self.ready()
        failure = None
        try:
            self.upload(artifact, before)
        except Problem as problem:
            failure = problem
        after = self._wait(artifact, patient=failure is None)
        if after.standing in _DONE:
            if failure is None:
                return Receipt(artifact, before.standing, after.location, before.detail)
            self.said(f"# {self.name}: {failure}; and yet it is there, with the same bytes")
            return Receipt(artifact, after.standing, after.location)
        if failure is not None:
            raise failure
        raise Problem(
            f"the registry {self.name} took {artifact.name} {artifact.version}, and does not show it: "
            f"{after.detail or 'it is not there'}",
            remedy="run `ego publish` again later: what is there is skipped",
        )

    def web(self, base: str, headers: Mapping[str, str]) -> Web:
        """A client for an address, with these headers; those without a value are left out."""
        credentials = self.credentials
        hint = f"look at the token in ${credentials.variable}: may it read and publish here?"
        return Web(
            self.name,
            base,
            {name: value for name, value in headers.items() if value},
            credentials.secrets,
            hint if credentials.token else "",
        )

    def _look(self, artifact: Artifact) -> Found:
        found = self.find(artifact)
        if found.standing is Standing.DIFFERENT:
            raise Conflict(artifact, self.name, found.location, found.detail)
        return found

    def _wait(self, artifact: Artifact, *, patient: bool) -> Found:
        end = time.monotonic() + (PATIENCE if patient else 0)
        pause = 0.1
        while True:
            found = self._look(artifact)
            if found.standing in _DONE or time.monotonic() > end:
                return found
            time.sleep(pause)
            pause = min(2 * pause, 5.0)
