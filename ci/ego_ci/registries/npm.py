"""npm: the registry protocol of npm, spoken by ourselves; also that of verdaccio, Nexus, Artifactory and GitLab.

No npm runs, so that no script of a package can run, no file holds the token and no process but ours sees it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ego_ci.packages.artifact import Artifact
from ego_ci.problem import Problem
from ego_ci.registries.npm_document import digests_of, document, tag
from ego_ci.registries.opening import Opening
from ego_ci.registries.registry import Found, Standing, digests
from ego_ci.registries.remote import Remote
from ego_ci.registries.sources import judged
from ego_ci.registries.web import Web


def from_settings(opening: Opening) -> Npm:
    """The registry that ego.yaml describes: `type: npm`."""
    url = f"{opening.address()}/"
    return Npm(
        opening.name,
        url,
        opening.languages("typescript"),
        opening.credentials(url),
        opening.said,
        bearer=not opening.of.user,
    )


@dataclass(frozen=True, kw_only=True)
class Npm(Remote):
    """An npm registry.

    Attributes:
        bearer: the token goes alone, as npm does it; else together with a user, as Basic.
    """

    bearer: bool

    def find(self, artifact: Artifact) -> Found:
        """How the package stands there, by the integrity that npm itself checks when it installs."""
        place = self._address(artifact.name)
        packument = self._packument(artifact)
        there = packument.get("versions", {}).get(artifact.version)
        if there is None:
            return Found(Standing.ABSENT, place)
        dist = there.get("dist", {})
        ours = digests_of(artifact.path.read_bytes())
        told = str(dist.get("integrity", "")).split()
        if ours.integrity in told:
            return Found(Standing.SAME, place)
        if not artifact.shared and (
            others := [text for text in told if text.startswith("sha512-")]
        ):
            detail = digests(others[0], ours.integrity, "integrity")
            return Found(Standing.DIFFERENT, place, detail)
        return judged(artifact, place, self._web.file(str(dist.get("tarball", place))))

    def upload(self, artifact: Artifact, found: Found) -> bool:
        """Sends the document that `npm publish` would: what the package says of itself, and the package."""
        data = artifact.path.read_bytes()
        tags = self._packument(artifact).get("dist-tags", {})
        body = document(data, registry=self.url, tag=tag(artifact.version, tags.get("latest", "")))
        self._web.put(found.location, json.dumps(body).encode(), kind="application/json")
        return True

    def install_line(self, artifact: Artifact) -> str:
        """The npm command for this registry."""
        return f"npm install --registry {self.url} {artifact.name}@{artifact.version}"

    def _packument(self, artifact: Artifact) -> Mapping[str, Any]:
        """What the registry knows of all versions; empty if it knows none."""
        address = self._address(artifact.name)
        page = self._web.page(address, accept="application/json")
        try:
            found = json.loads(page) if page else {}
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise Problem(
                f"the registry {self.name} answers {address} with something that is no npm document",
                remedy="look at `url` in ego.yaml",
            )
        return found

    def _address(self, name: str) -> str:
        """A scope's slash is escaped: the registry's routes have one part for the whole name."""
        return self.url + quote(name, safe="@")

    @property
    def _web(self) -> Web:
        credentials = self.credentials
        value = credentials.bearer if self.bearer else credentials.basic
        return self.web(self.url, {"Authorization": value})
