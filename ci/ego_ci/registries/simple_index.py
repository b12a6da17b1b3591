"""Simple index: the part of a local registry that pip installs from (PEP 503), and its wheels.

wheels/shop_client-1.2.3-py3-none-any.whl      pip install --find-links …/wheels
simple/index.html                              pip install --index-url …/simple
simple/shop-client/index.html                  links with sha256, relative, so the folder can be moved
"""

from __future__ import annotations

import re
import shlex
import zipfile
from html import escape
from pathlib import Path
from urllib.parse import quote

from ego_ci.packages.artifact import Artifact, sha256_of
from ego_ci.registries import atomic
from ego_ci.registries.layout import Beside

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="pypi:repository-version" content="1.0">
<title>{title}</title>
</head>
<body>
{links}
</body>
</html>
"""


def normalized(name: str) -> str:
    """The one spelling of a distribution's name (PEP 503).

    >>> normalized("Shop_Client..x")
    'shop-client-x'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


class SimpleIndex(Beside):
    """The layout that pip installs from; see Layout."""

    def file_of(self, root: Path, artifact: Artifact) -> Path:
        """Where the artifact's file is or will be."""
        return root / "wheels" / artifact.path.name

    def is_listed(self, root: Path, artifact: Artifact) -> bool:
        """True if the project's page has a link to exactly these bytes."""
        page = root / "simple" / normalized(artifact.name) / "index.html"
        return page.is_file() and f"#sha256={artifact.sha256}" in page.read_text("utf-8")

    def write_pages(self, root: Path, artifact: Artifact) -> None:
        """Writes the pages anew from the wheels that are there: a crash in between heals by itself."""
        project = normalized(artifact.name)
        wheels = (root / "wheels").glob(f"{project.replace('-', '_')}-*.whl")
        links = "\n".join(map(_link, _ordered([*wheels])))
        simple = root / "simple"
        atomic.write(simple / project / "index.html", _PAGE.format(title=project, links=links))
        names = sorted(page.parent.name for page in simple.glob("*/index.html"))
        links = "\n".join(f'<a href="{quote(name)}/">{escape(name)}</a><br>' for name in names)
        atomic.write(simple / "index.html", _PAGE.format(title="Simple index", links=links))

    def same_sources(self, one: Path, other: Path) -> bool:
        """True if two wheels differ only in what tools put in: their metadata and modules of protoc."""
        return _sources(one) == _sources(other)

    def install_line(self, root: Path, artifact: Artifact) -> str:
        """The pip command for this registry.

        `--find-links`, because pip warns of each dependency that an index in a folder does not have.
        """
        folder = shlex.quote(str((root / "wheels").resolve()))
        return f"pip install --find-links {folder} {artifact.name}=={artifact.version}"

    def serve_line(self, url: str) -> str:
        """The pip command for a served registry."""
        return f"pip install --extra-index-url {url}/simple/ NAME"


def _ordered(wheels: list[Path]) -> list[Path]:
    """Wheels of one project by their versions."""
    if len(wheels) < 2:
        return wheels  # the first version of a project has no need of PEP 440
    from packaging.utils import parse_wheel_filename

    return sorted(wheels, key=lambda path: (parse_wheel_filename(path.name)[1], path.name))


def _link(wheel: Path) -> str:
    requires = _requires_python(wheel)
    attribute = f' data-requires-python="{escape(requires)}"' if requires else ""
    href = f"../../wheels/{quote(wheel.name)}#sha256={sha256_of(wheel)}"
    return f'<a href="{escape(href)}"{attribute}>{escape(wheel.name)}</a><br>'


def _requires_python(wheel: Path) -> str:
    """The field of METADATA, '' if it has none; a line of its own, before the first empty one (core metadata)."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith(".dist-info/METADATA"):
                for line in archive.read(name).decode("utf-8", "replace").splitlines():
                    key, _, value = line.partition(":")
                    if not line or key.lower() == "requires-python":
                        return value.strip()
    return ""


def _sources(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if ".dist-info/" not in name and not name.endswith(("_pb2.py", "_pb2.pyi"))
        }
