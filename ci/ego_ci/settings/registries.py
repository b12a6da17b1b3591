"""The section `registries:` of ego.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ego_ci.settings.setting import below, matches, optional, setting

_ADDRESS = re.compile(r"(https?|file|ssh)://[^\s\0]+|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[^\s\0]+")
_PASSWORD = re.compile(r"https?://[^/]*@|[a-z]+://[^/@]*:[^/@]*@")


def address(text: str) -> str:
    """A check: an address, without a password in it."""
    if _PASSWORD.match(text):
        return "holds credentials: name an environment variable in `token_env` instead"
    return "" if _ADDRESS.fullmatch(text) else "is no address such as https://host/path"


NEEDING_URL = ("pypi", "npm", "maven", "php-git")
"""Types without a default address: nothing is published where ego.yaml does not say."""

PLACEHOLDERS = {"go": ("module", "name"), "php-git": ("vendor", "name")}
"""Type -> the words in braces that are filled in for each package; the other types have none."""


@dataclass(frozen=True)
class RegistrySettings:
    """A place that packages are published to. Credentials never stand here; they come from the environment."""

    type: Literal["local", "pypi", "npm", "maven", "go", "php-git", "composer", "gitlab"] = setting(
        "local",
        """`local`: a plain folder that the package managers of all languages install from. `pypi`, `npm`, `maven`:
        registries of these protocols. `go`, `php-git`: git repositories that code and tag are pushed to.
        `composer`: a folder that any web server serves to Composer. `gitlab`: the package registry of a GitLab
        project. See [publishing.md](publishing.md).""",
    )
    url: str = setting(
        "",
        """The address, for all types but `local`: where `twine` uploads to, the npm registry, the Maven repository, the
        git repository (`{module}`, `{vendor}` and `{name}` are filled in), GitLab itself; for `composer` the address
        that the folder will have.""",
        derived="for `go` what the module's path says, for `gitlab` the one whose job this is",
        check=optional(address),
    )
    index: str = setting(
        "",
        "For `pypi`: the simple index (PEP 503) that shows what was uploaded.",
        derived="`<url>/simple/`",
        check=optional(address),
    )
    path: str = setting(
        "",
        "For `local` and `composer`: the folder, relative to ego.yaml. It may be shared by several repositories.",
        derived="`<output>/registry`",
        check=optional(below),
    )
    project: str = setting(
        "",
        "For `gitlab`: the number or the full path of the project that holds the packages, in quotes.",
        derived="`CI_PROJECT_ID`, the job's own project",
        check=optional(matches(r"[\w./-]+", "the number or path of a project")),
    )
    languages: tuple[Literal["python", "go", "typescript", "java", "php"], ...] = setting(
        (),
        "The languages whose packages go there.",
        derived="all that the type can hold",
    )
    token_env: str = setting(
        "",
        "The environment variable that holds the token or password.",
        derived="`CI_JOB_TOKEN` for `gitlab`; no credentials otherwise",
        check=optional(matches(r"[A-Za-z_][A-Za-z0-9_]*", "the name of an environment variable")),
        example="NPM_TOKEN",
    )
    user: str = setting(
        "",
        "The user that the token belongs to, where the protocol wants one.",
        derived="`__token__` for `pypi`, `oauth2` for git, `gitlab-ci-token` for a job's token",
        check=optional(matches(r"[^\s:\x00-\x1f]+", "a user's name")),
    )
    branch: str = setting(
        "main",
        "For `go` and `php-git`: the branch that shows the newest version.",
        check=matches(r"[A-Za-z0-9_][A-Za-z0-9_./-]*", "the name of a branch"),
    )
    insecure: bool = setting(
        False, "Sends the token over `http://` as well, where anybody on the way can read it."
    )
