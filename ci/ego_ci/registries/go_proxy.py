"""Go proxy: the part of a local registry that the go command installs from (https://go.dev/ref/mod#goproxy-protocol).

go/example.com/shop/client/@v/list           the versions, a line each
go/example.com/shop/client/@v/v1.2.3.info    version and time, .mod and .zip beside it
go/example.com/shop/client/@latest           the .info of the newest version
"""

from __future__ import annotations

import json
import shlex
from pathlib import Path

from ego_ci.packages.artifact import Artifact, sha256_of
from ego_ci.packages.go.module_zip import escaped, read_go_mod, read_module_zip
from ego_ci.packages.go.proxy import info_of
from ego_ci.registries import atomic
from ego_ci.registries.layout import Beside
from ego_ci.versions.semver import Version, parse

_GENERATED = (".pb.go", "/go.sum", "/go.mod")


class GoProxy(Beside):
    """The layout that `GOPROXY=file://…/go` reads; see Layout. An artifact's name is its module path."""

    def file_of(self, root: Path, artifact: Artifact) -> Path:
        """Where the module's zip is or will be."""
        return _versions(root, artifact.name) / f"{escaped(artifact.version)}.zip"

    def is_listed(self, root: Path, artifact: Artifact) -> bool:
        """True if the list has the version, and zip, go.mod and time are there with it."""
        file = self.file_of(root, artifact)
        listing = file.parent / "list"
        return (
            listing.is_file()
            and artifact.version in listing.read_text("utf-8").split()
            and all(file.with_name(name).is_file() for name in _beside(file.name))
            and sha256_of(file) == artifact.sha256
        )

    def write_pages(self, root: Path, artifact: Artifact) -> None:
        """Writes what belongs to each zip, and the list last: a version that it names is there whole."""
        folder = _versions(root, artifact.name)
        infos = [_write_version(path) for path in folder.glob("v*.zip")]
        infos.sort(key=lambda info: _semver(info).precedence)
        released = [info for info in infos if not _semver(info).pre]
        for newest in (released or infos)[-1:]:
            atomic.write(folder.parent / "@latest", _line(newest))
            atomic.write(folder / "list", "".join(f"{info['Version']}\n" for info in infos))

    def same_sources(self, one: Path, other: Path) -> bool:
        """True if two modules differ only in what protoc-gen-go and the requirements' checksums put in."""
        return _sources(one) == _sources(other)

    def serve_line(self, url: str) -> str:
        """The settings that make `go get` look into the registry behind a URL first."""
        return (
            f'export GOPROXY={url}/go,"$(go env GOPROXY)" GONOSUMDB=<the modules of the registry>'
        )

    def install_line(self, root: Path, artifact: Artifact) -> str:
        """The `go get` for this registry; what it does not have comes from where it always comes from.

        The modules of the registry are kept out of the public checksum database, which cannot know them.
        """
        proxy = f"file://{(root / 'go').resolve()}"
        own = ",".join(_own_modules(root, artifact))
        return (
            f'GOPROXY={shlex.quote(proxy)},"$(go env GOPROXY)" GONOSUMDB={shlex.quote(own)} '
            f"go get {artifact.name}/...@{artifact.version}"
        )


def _versions(root: Path, module: str) -> Path:
    return root / "go" / escaped(module) / "@v"


def _beside(name: str) -> tuple[str, str]:
    stem = name.removesuffix(".zip")
    return f"{stem}.info", f"{stem}.mod"


def _write_version(path: Path) -> dict[str, str]:
    """Writes .mod and .info of a zip; what .info says."""
    info, (info_name, mod_name) = info_of(path), _beside(path.name)
    atomic.write(path.with_name(mod_name), read_go_mod(path).decode())
    atomic.write(path.with_name(info_name), _line(info))
    return info


def _semver(info: dict[str, str]) -> Version:
    return parse(info["Version"].removeprefix("v"))


def _line(info: dict[str, str]) -> str:
    return json.dumps(info) + "\n"


def _own_modules(root: Path, artifact: Artifact) -> list[str]:
    """The module, and those it requires that this registry has."""
    text = read_go_mod(GoProxy().file_of(root, artifact)).decode()
    lines = (line.removeprefix("require ").split() for line in text.splitlines())
    required = {words[0] for words in lines if len(words) > 1 and words[1].startswith("v")}
    return [artifact.name, *sorted(name for name in required if _versions(root, name).is_dir())]


def _sources(path: Path) -> dict[str, bytes]:
    files = read_module_zip(path)
    return {name: data for name, data in files.items() if not name.endswith(_GENERATED)}
