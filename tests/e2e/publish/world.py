"""A world for `ego publish`: five empty registries, each behind a gate, and a project with five built packages."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e.ego import COMMAND, environment, git
from tests.e2e.publish import packages
from tests.e2e.publish.servers.gate import gate
from tests.e2e.publish.servers.git import bare, git_server
from tests.e2e.publish.servers.maven import maven_repository
from tests.e2e.publish.servers.npm import verdaccio
from tests.e2e.publish.servers.pypi import pypiserver

KINDS = ("maven", "php-git", "pypi", "npm", "go")
"""In the order in which `ego` comes to them: the packages' languages by name, Go last."""
LANGUAGES = ("java", "php", "python", "typescript", "go")
USER = "ci"


@dataclass
class World:
    """Attributes:
    root: the folders of all registries, and of the project.
    tokens: environment variable -> token.
    hook: told the registry and "before", "after" or "read" of each request; a test puts its own here.
    registries: what ego.yaml says.
    """

    root: Path
    tokens: dict[str, str] = field(default_factory=dict)
    hook: Callable[[str, str], None] = lambda _kind, _when: None
    registries: dict[str, dict[str, str]] = field(default_factory=dict)

    def project(self, name: str = "project", text: str = "1") -> Path:
        """A new project of that name, with built packages."""
        return packages.project(self.root / name, self.registries, text)

    def start(self, folder: Path, *arguments: str, **env: str) -> subprocess.Popen[str]:
        """Starts `ego publish --built` there, to all registries unless the arguments name some."""
        if "--registry" not in arguments:
            arguments = ("--registry", "all", *arguments)
        return subprocess.Popen(
            [*COMMAND, "publish", "--built", *arguments],
            cwd=folder,
            env=environment(**{**self.tokens, **env}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def tags(self, repository: str = "shop-go") -> list[str]:
        """The tags of a git repository."""
        return git(self.root / "git" / f"{repository}.git", "tag").split()


def published(out: str) -> dict[str, bool]:
    """Language -> whether it was published by this run, from what it printed with --json."""
    entries = json.loads(out)["stages"][0]["data"]["published"]
    return {entry["language"]: entry["new"] for entry in entries}


@contextmanager
def world(root: Path, token: str) -> Iterator[World]:
    """Runs the five registries; all but npm, which gives out its own, want this token."""
    made = World(root)
    with ExitStack() as stack:
        enter = stack.enter_context
        bare(root / "git" / "shop-go.git")
        bare(root / "git" / "shop-client.git")
        npm_url, npm_token = enter(verdaccio(root / "npm"))
        forge = enter(git_server(root / "git", user=USER, token=f"{token}-git"))
        urls = {
            "pypi": enter(pypiserver(root / "pypi", user=USER, token=f"{token}-pypi")),
            "npm": npm_url,
            "maven": enter(maven_repository(root / "maven", user=USER, token=f"{token}-maven")),
            "go": forge,
            "php-git": forge,
        }
        tokens = {kind: f"{token}-{kind}" for kind in KINDS}
        tokens |= {"npm": npm_token, "go": f"{token}-git", "php-git": f"{token}-git"}
        for kind in KINDS:
            url = enter(gate(urls[kind], lambda when, kind=kind: made.hook(kind, when)))  # type: ignore[misc]
            variable = f"TOKEN_{kind.upper().replace('-', '_')}"
            made.tokens[variable] = tokens[kind]
            tail = "/{name}.git" if kind in ("go", "php-git") else ""
            user = {} if kind == "npm" else {"user": USER}
            made.registries[kind] = {
                "type": kind,
                "url": f"{url}{tail}",
                "token_env": variable,
                **user,
            }
        yield made
