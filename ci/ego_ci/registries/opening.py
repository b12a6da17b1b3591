"""Opening: what a registry is made from: its settings, the environment with the token, and who runs programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.registries.credentials import Credentials

if TYPE_CHECKING:
    from ego_ci.project import Registry as Settings
    from ego_ci.settings.registries import RegistrySettings

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True)
class Opening:
    """A registry of ego.yaml that is about to be opened.

    Attributes:
        settings: what ego.yaml says.
        process: runs other programs; its environment holds the tokens.
        waiting: called once when another publisher has to end first.
        said: told what goes on, with --verbose.
    """

    settings: Settings
    process: Runner
    waiting: Callable[[], None] = lambda: None
    said: Callable[[str], None] = lambda _: None

    @property
    def name(self) -> str:
        """The registry's name."""
        return self.settings.name

    @property
    def path(self) -> Path:
        """The folder of a registry that is one."""
        return self.settings.path

    @property
    def of(self) -> RegistrySettings:
        """The settings as ego.yaml has them."""
        return self.settings.said

    def address(self, default: str = "") -> str:
        """The address, without a slash at its end; Problem if there is none."""
        url = (self.of.url or default).rstrip("/")
        if not url:
            raise Problem(
                f"the registry {self.name} has no address",
                remedy=f"set `registries.{self.name}.url` in ego.yaml",
            )
        return url

    def languages(self, *able: str) -> tuple[str, ...]:
        """Those of the languages that the type can hold that ego.yaml wants there; Problem if it wants others."""
        wanted = self.of.languages or able
        others = [language for language in wanted if language not in able]
        if others:
            raise Problem(
                f"the registry {self.name} is of type {self.of.type}, which holds no packages for {others[0]}",
                remedy=f"`registries.{self.name}.languages` can be: {', '.join(able)}",
            )
        return tuple(wanted)

    def credentials(self, url: str, *, user: str = "token", variable: str = "") -> Credentials:
        """The credentials for an address; `user` and `variable` are those of the type, if ego.yaml names none.

        Raises Problem where they would travel readable for anybody.
        """
        found = Credentials.of(
            self.process.environ,
            user=self.of.user or user,
            variable=self.of.token_env or variable,
            setting=f"`registries.{self.name}.token_env`",
        )
        parts = urlsplit(url)
        readable = parts.scheme == "http" and parts.hostname not in _LOOPBACK
        if found.variable and readable and not self.of.insecure:
            raise Problem(
                f"the registry {self.name} would get its token over http, where anybody on the way can read it",
                remedy=f"use https, or set `registries.{self.name}.insecure: true` in ego.yaml",
            )
        return found
