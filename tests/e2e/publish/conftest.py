"""One server of each kind for the tests of a worker, started when somebody asks for it."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from ego_ci.packages.artifact import Artifact
from ego_ci.process import Runner
from ego_ci.project import Registry as Said
from ego_ci.registries import open_registry
from ego_ci.registries.opening import Opening
from ego_ci.registries.registry import Registry
from ego_ci.settings import RegistrySettings

from tests.e2e.publish import packages
from tests.e2e.publish.servers.git import bare, git_server
from tests.e2e.publish.servers.maven import maven_repository
from tests.e2e.publish.servers.npm import verdaccio
from tests.e2e.publish.servers.pypi import pypiserver

MAKE: dict[str, Callable[..., Artifact]] = {
    "pypi": packages.python,
    "npm": packages.npm,
    "maven": packages.jar,
    "go": packages.go,
    "php-git": packages.php,
}
"""Type of a registry -> a small package for it."""
USER = "ci"
TOKEN = "a-token-of-the-tests"
VARIABLE = "THE_TOKEN"


@dataclass
class Servers:
    """The servers that run, their folders, and packages of versions that nobody published yet."""

    root: Path
    stack: ExitStack
    urls: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def url(self, kind: str) -> str:
        """The address of a server, started if it does not run."""
        if kind not in self.urls:
            folder = self.root / kind
            enter = self.stack.enter_context
            self.tokens[kind] = TOKEN
            if kind == "pypi":
                self.urls[kind] = enter(pypiserver(folder, user=USER, token=TOKEN))
            elif kind == "npm":
                self.urls[kind], self.tokens[kind] = enter(verdaccio(folder))
            elif kind == "maven":
                self.urls[kind] = enter(maven_repository(folder, user=USER, token=TOKEN))
            else:
                bare(folder / "shop-go.git")
                bare(folder / "shop-client.git")
                url = enter(git_server(folder, user=USER, token=TOKEN))
                self.urls[kind] = f"{url}/{{name}}.git"
        return self.urls[kind]

    def open(
        self, kind: str, *, url: str = "", token: str | None = None, **settings: str
    ) -> Registry:
        """The registry as ego.yaml describes it, with the right token in the environment unless another is given."""
        said = {"url": url or self.url(kind), "token_env": VARIABLE}
        said |= {} if kind == "npm" else {"user": USER}
        environ = {**os.environ, VARIABLE: self.tokens[kind] if token is None else token}
        registry = Said(kind, Path("/nowhere"), RegistrySettings(type=kind, **{**said, **settings}))  # type: ignore[arg-type]
        return open_registry(Opening(registry, Runner(environ=environ)))

    def version(self) -> str:
        """A version that no test has used."""
        return f"1.{next(self.numbers)}.0"

    def package(self, kind: str, folder: Path, version: str, text: str = "1") -> Artifact:
        """A small package of the kind."""
        return MAKE[kind](folder / text, f"v{version}" if kind == "go" else version, text=text)


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """The servers of this worker."""
    with ExitStack() as stack:
        yield Servers(tmp_path_factory.mktemp("servers"), stack)
