"""Go: a module is the code in a git repository, a version is a tag (https://go.dev/ref/mod#vcs)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from ego_ci.packages.artifact import Artifact
from ego_ci.registries.git_tags import GitTags, Place
from ego_ci.registries.opening import Opening

WHERE_THE_PATH_SAYS = "https://{module}.git"
_MAJOR = re.compile(r"/v[2-9]\d*$|/v1\d+$")
"""A module path's last element from major version 2 on, which is no folder of the repository."""

_ROOT = re.compile(r"(\.git)/.*")
"""`.git` in a module's path ends the repository's part of it."""


def from_settings(opening: Opening) -> Go:
    """The registry that ego.yaml describes: `type: go`."""
    return Go.configured(opening, "go", WHERE_THE_PATH_SAYS)


@dataclass(frozen=True, kw_only=True)
class Go(GitTags):
    """Git repositories that the go command gets modules from."""

    def place(self, artifact: Artifact) -> Place:
        """The repository of the module's path; a module below another repository's path is a folder of it.

        `example.com/shop/clients/user/v2` in `https://example.com/shop/clients.git`: folder `user`, tag
        `user/v2.0.0`.
        """
        module = _MAJOR.sub("", artifact.name)
        name = module.rpartition("/")[2]
        root = _ROOT.sub(r"\1", module)
        url = self.url.replace("{module}", root).replace("{name}", name)
        url = url.removesuffix(".git") if url.endswith(".git.git") else url
        folder = _below(module, url)
        prefix = f"{artifact.name}@{artifact.version}/"
        version = artifact.version.removeprefix("v")
        return Place(url, folder, f"{folder}{artifact.version}", prefix, version)

    def install_line(self, artifact: Artifact) -> str:
        """The go command; modules of a private host also need GOPRIVATE."""
        return f"go get {artifact.name}/...@{artifact.version}"


def _below(module: str, url: str) -> str:
    """The module's folder in the repository, '' or with a slash at its end."""
    parts = urlsplit(url)
    root = f"{parts.hostname or ''}{parts.path}".removesuffix("/").removesuffix(".git")
    for start in (f"{root}/", f"{root}.git/"):
        if module.startswith(start):
            return f"{module.removeprefix(start)}/"
    return ""
