"""PyPI: the protocol of the Python Package Index, spoken by twine; also that of pypiserver, devpi, Nexus and GitLab."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import urldefrag

from ego_ci.packages.artifact import Artifact
from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.registries.opening import Opening
from ego_ci.registries.registry import Found, Standing
from ego_ci.registries.remote import Remote
from ego_ci.registries.simple_index import normalized
from ego_ci.registries.simple_page import links
from ego_ci.registries.sources import judged
from ego_ci.registries.web import Web


def from_settings(opening: Opening) -> PyPI:
    """The registry that ego.yaml describes: `type: pypi`."""
    url = f"{opening.address()}/"
    index = opening.of.index or index_of(url)
    return PyPI(
        opening.name,
        url,
        opening.languages("python"),
        opening.credentials(url, user="__token__"),
        opening.said,
        index=f"{index.rstrip('/')}/",
        process=opening.process,
    )


@dataclass(frozen=True, kw_only=True)
class PyPI(Remote):
    """A Python package index that takes uploads.

    Attributes:
        index: the address of its simple index (PEP 503).
        process: runs twine.
    """

    index: str
    process: Runner

    def find(self, artifact: Artifact) -> Found:
        """How the wheel stands there, by the digest in the project's page, or by its bytes."""
        page = f"{self.index}{normalized(artifact.name)}/"
        html = self._web.page(page, accept="text/html")
        found = links(html or b"", page)
        link = next((url for name, url in found if _same_file(name, artifact.path.name)), "")
        if not link:
            return Found(Standing.ABSENT, page)
        place, fragment = urldefrag(link)
        kind, _, digest = fragment.partition("=")
        if kind == "sha256" and digest == artifact.sha256:
            return Found(Standing.SAME, place)
        return judged(artifact, place, self._web.file(place))

    def upload(self, artifact: Artifact, found: Found) -> bool:
        """Runs twine; user and token are in its environment only, and no file of the user's is read."""
        if find_spec("twine") is None:
            raise Problem("twine is not installed", remedy="pip install 'protoc-gen-ego[publish]'")
        command = [sys.executable, "-m", "twine", "--no-color", "upload", "--non-interactive"]
        options = ["--disable-progress-bar", "--config-file", os.devnull]
        self.process.run(
            [*command, *options, "--repository-url", self.url, artifact.path],
            env={
                "TWINE_USERNAME": self.credentials.user,
                "TWINE_PASSWORD": self.credentials.token,
            },
            remedy=self.hint,
            secrets=self.credentials.secrets,
        )
        return True

    def install_line(self, artifact: Artifact) -> str:
        """The pip command for this index."""
        return f"pip install --index-url {self.index} {artifact.name}=={artifact.version}"

    @property
    def _web(self) -> Web:
        """The index is read with the token only if it is where the token goes anyway."""
        found = self.web(self.url, {"Authorization": self.credentials.basic})
        return found if found.is_ours(self.index) else self.web(self.index, {})


def index_of(url: str) -> str:
    """The simple index that shows what is uploaded to an address, unless ego.yaml names it.

    >>> index_of("https://packages.example.com/acme/")
    'https://packages.example.com/acme/simple/'
    >>> index_of("https://upload.example.com/legacy/")  # as the public index has it
    'https://example.com/simple/'
    """
    if url.endswith("/legacy/"):
        return f"{url.removesuffix('legacy/').replace('//upload.', '//', 1)}simple/"
    return f"{url}simple/"


def _same_file(one: str, other: str) -> bool:
    """True if two names of wheels mean the same file: an index may keep another spelling of the project."""
    if one == other:
        return True
    from packaging.utils import InvalidWheelFilename, parse_wheel_filename
    from packaging.version import InvalidVersion

    try:
        return parse_wheel_filename(one) == parse_wheel_filename(other)
    except (InvalidWheelFilename, InvalidVersion):
        return False
