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
_OTHERS = 5.0
"""Seconds without progress after which somebody else's upload is taken for broken off."""
_TRIES = 3
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
    def upload(self, artifact: Artifact, found: Found) -> bool:
        """Uploads what is missing; False if somebody else did meanwhile.

        May raise any Problem: what it says is not trusted, see `publish`.
        """

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
        before = found = self._look(artifact)
        if found.standing in _DONE:
            return Receipt(artifact, found.standing, found.location)
        self.ready()
        failure = None
        for _ in range(_TRIES):
            failure, own = None, False
            try:
                own = self.upload(artifact, found)
            except Problem as problem:
                failure = problem
            found = self._wait(artifact, failed=failure is not None)
            if found.standing in _DONE:
                if failure is not None:
                    self.said(f"# {self.name}: {failure}; and yet it is there")
                if own:
                    return Receipt(artifact, before.standing, found.location, before.detail)
                return Receipt(artifact, found.standing, found.location)
            if failure is None or found.standing is not Standing.PARTIAL:
                break  # half of it came from somebody else who stopped: finish it
        raise failure or Problem(
            f"the registry {self.name} took {artifact.name} {artifact.version}, and does not show it: "
            f"{found.detail or 'it is not there'}",
            remedy="run `ego publish` again later: what is there is skipped",
        )

    def web(self, base: str, headers: Mapping[str, str]) -> Web:
        """A client for an address, with these headers; those without a value are left out."""
        wanted = {name: value for name, value in headers.items() if value}
        return Web(self.name, base, wanted, self.credentials.secrets, self.hint)

    @property
    def hint(self) -> str:
        """What to look at when the registry refuses us; '' without a token."""
        variable = self.credentials.variable
        text = f"look at the token in ${variable}: may it read and publish in {self.name}?"
        return text if self.credentials.token else ""

    def _look(self, artifact: Artifact) -> Found:
        found = self.find(artifact)
        if found.standing is Standing.DIFFERENT:
            raise Conflict(artifact, self.name, found.location, found.detail)
        return found

    def _wait(self, artifact: Artifact, *, failed: bool) -> Found:
        """How the package stands once it is whole, or nothing has changed for a while.

        After a failed upload it can be somebody else who is at it, file by file.
        """
        found = self._look(artifact)
        calm, pause = time.monotonic(), 0.1
        while found.standing not in _DONE:
            patience = PATIENCE if not failed else _OTHERS if found.detail else 0
            if time.monotonic() - calm >= patience:
                break
            time.sleep(pause)
            pause = min(2 * pause, 2.0)
            last, found = found, self._look(artifact)
            if last.detail != found.detail:
                calm = time.monotonic()
        return found
