"""Client: one client package, in no language yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ego_ci.packages.image import Image


@dataclass(frozen=True)
class Client:
    """Proto files that are packaged together.

    Attributes:
        name: of the package in ego.yaml, or of the whole repository if it is not split.
        files: the proto files that it brings, sorted.
        requires: names of the clients that its files import from, sorted.
        repository: all files that there are.
        copies: the files among its own that are not the repository's: imports that no other package brings.
    """

    name: str
    files: tuple[str, ...]
    requires: tuple[str, ...]
    repository: Image
    copies: tuple[str, ...] = ()

    @cached_property
    def image(self) -> Image:
        """Its files as `own`, and all that they import; made when it is asked for."""
        return self.repository.narrowed(set(self.files))


class Clients(dict[str, Client]):
    """All clients of one language by name; knows whose each proto file is."""

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Proto file -> name of the client that brings it."""
        return {proto: name for name, client in self.items() for proto in client.files}


def needs(name: str, clients: Mapping[str, Client]) -> tuple[str, ...]:
    """The clients that one needs, directly or not, each after those that it needs itself; there is no circle."""
    found: dict[str, None] = {}
    waiting = [iter(clients[name].requires)]
    path = [name]
    while waiting:
        other = next(waiting[-1], None)
        if other is None:
            waiting.pop()
            found[path.pop()] = None
        elif other not in found:
            waiting.append(iter(clients[other].requires))
            path.append(other)
    return tuple(found)[:-1]
