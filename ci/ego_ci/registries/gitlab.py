"""GitLab: the package registry of a project, which speaks the protocols of PyPI, npm and Maven at addresses of its own.

https://docs.gitlab.com/user/packages/package_registry/supported_functionality/#authentication-protocols
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import quote

from ego_ci.packages.artifact import Artifact
from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.registries.credentials import Credentials
from ego_ci.registries.generic import Generic
from ego_ci.registries.maven import Maven
from ego_ci.registries.npm import Npm
from ego_ci.registries.opening import Opening
from ego_ci.registries.pypi import PyPI
from ego_ci.registries.registry import Found, Receipt, Standing
from ego_ci.registries.remote import Remote

TOKEN = "CI_JOB_TOKEN"


def from_settings(opening: Opening) -> GitLab:
    """The registry that ego.yaml describes: `type: gitlab`; a job's own variables fill in what it leaves out."""
    environ = opening.process.environ
    project = opening.of.project or environ.get("CI_PROJECT_ID", "")
    if not project:
        raise Problem(
            f"the registry {opening.name} needs the GitLab project that holds the packages",
            remedy=f"set `registries.{opening.name}.project` in ego.yaml to its number or path",
        )
    url = opening.address(environ.get("CI_API_V4_URL", "")).removesuffix("/api/v4")
    variable = opening.of.token_env or TOKEN
    user = "gitlab-ci-token" if variable == TOKEN else "token"
    return GitLab(
        name=opening.name,
        url=f"{url}/api/v4/projects/{quote(project, safe='')}/packages/",
        languages=opening.languages("python", "typescript", "java"),
        credentials=opening.credentials(url, user=user, variable=variable),
        process=opening.process,
        said=opening.said,
    )


@dataclass(frozen=True)
class GitLab:
    """The package registry of one GitLab project.

    Attributes:
        name: the name that ego.yaml gives it.
        url: the address of the project's packages in GitLab's API, with a slash at its end.
        languages: those that it takes.
        credentials: a job's token, a deploy token or a personal one.
        process: runs twine.
        said: told what goes on, with --verbose.
    """

    name: str
    url: str
    languages: tuple[str, ...]
    credentials: Credentials
    process: Runner = field(repr=False)
    said: Callable[[str], None] = field(repr=False, compare=False)

    def ready(self) -> None:
        """Raises Problem if the environment has no token."""
        self.credentials.require()

    def find(self, artifact: Artifact) -> Found:
        """How the package stands there, and what belongs to it; reads only."""
        found = self._protocols[artifact.language].find(artifact)
        generic = self._generic(artifact)
        missing = generic.missing(artifact) if generic and found.standing is Standing.SAME else ()
        if not missing:
            return found
        detail = f"without {', '.join(missing)}"
        return replace(found, standing=Standing.PARTIAL, detail=detail)

    def publish(self, artifact: Artifact) -> Receipt:
        """Publishes the package, and its SBOM and provenance as a generic package of the same version.

        Those first: a package that is there has them.
        """
        before = self.find(artifact)
        generic = self._generic(artifact)
        if generic and before.standing in (Standing.ABSENT, Standing.PARTIAL):
            self.ready()
            generic.publish(artifact)
        receipt = self._protocols[artifact.language].publish(artifact)
        if before.standing is Standing.PARTIAL:
            return replace(receipt, standing=Standing.PARTIAL, detail=before.detail)
        return receipt

    def install_line(self, artifact: Artifact) -> str:
        """The command by which a person installs the package from here."""
        return self._protocols[artifact.language].install_line(artifact)

    @cached_property
    def _protocols(self) -> Mapping[str, Remote]:
        """Language -> its protocol. PyPI: Basic; npm: Bearer; Maven: a header of GitLab's own."""
        name, credentials = self.name, self.credentials
        pypi = f"{self.url}pypi"
        return {
            "python": PyPI(
                name,
                pypi,
                ("python",),
                credentials,
                self.said,
                index=f"{pypi}/simple/",
                process=self.process,
            ),
            "typescript": Npm(
                name, f"{self.url}npm/", ("typescript",), credentials, self.said, bearer=True
            ),
            "java": Maven(
                name, f"{self.url}maven/", ("java",), credentials, self.said, headers=self._header
            ),
        }

    def _generic(self, artifact: Artifact) -> Generic | None:
        """Where an SBOM and a provenance go; Maven has a place for them itself."""
        if artifact.language == "java":
            return None
        web = self._protocols[artifact.language].web(self.url, self._header)
        return Generic(f"{self.url}generic/", web)

    @property
    def _header(self) -> Mapping[str, str]:
        credentials = self.credentials
        if credentials.variable == TOKEN:
            return {"Job-Token": credentials.token}
        deploy = credentials.user.startswith(("gitlab+deploy-token", "gitlab-deploy-token"))
        return {"Deploy-Token" if deploy else "Private-Token": credentials.token}
