"""Small packages of all five languages, which the ordinary package managers install; made here, in milliseconds."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from ego_ci.packages import manifest
from ego_ci.packages.artifact import Artifact
from ego_ci.work import Work

from tests.unit.ego_ci.registries.wheels import wheel

MODULE = "git.example.com/acme/shop-go"


def npm(
    folder: Path, version: str = "1.0.0", *, name: str = "@acme/shop-client", text: str = "1"
) -> Artifact:
    """An npm package whose scripts, if anybody ran them, would leave a file behind."""
    scripts = {
        each: f"node -e \"require('fs').writeFileSync('script-ran', '{each}')\""
        for each in (
            "prepare",
            "prepack",
            "prepublishOnly",
            "publish",
            "postpublish",
            "postinstall",
        )
    }
    files = {
        "package/package.json": json.dumps(
            {"name": name, "version": version, "main": "index.js", "scripts": scripts}
        ),
        "package/index.js": f"module.exports = {text};\n",
        "package/README.md": "# A shop\n",
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=0) as stream,
        tarfile.open(fileobj=stream, mode="w") as archive,
    ):
        for name_inside, content in files.items():
            info = tarfile.TarInfo(name_inside)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content.encode()))
    return Artifact.of(path, language="typescript", name=name, version=version)


def jar(folder: Path, version: str = "1.0.0", *, text: str = "1", small: bool = False) -> Artifact:
    """A jar with its pom; with its sources jar, SBOM and provenance as well unless it is to be small."""
    stem = f"shop-client-{version}"
    pom = (
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        "<groupId>com.acme.shop</groupId><artifactId>shop-client</artifactId>"
        f"<version>{version}</version></project>\n"
    )
    manifest_of_jar = {"META-INF/MANIFEST.MF": "Manifest-Version: 1.0\n", "a": text}
    path = zipped(folder / f"{stem}.jar", manifest_of_jar)
    beside = [folder / f"{stem}.pom"]
    beside[0].write_text(pom)
    if not small:
        beside.append(zipped(folder / f"{stem}-sources.jar", {"A.java": text}))
        for suffix in (".cdx.json", ".intoto.json"):
            beside.append(folder / f"{stem}{suffix}")
            beside[-1].write_text("{}")
    return Artifact.of(
        path,
        language="java",
        name="com.acme.shop:shop-client",
        version=version,
        beside=tuple(beside),
    )


def go(folder: Path, version: str = "v1.0.0", *, name: str = MODULE, text: str = "1") -> Artifact:
    """A Go module in the module zip format."""
    prefix = f"{name}@{version}/"
    files = {
        f"{prefix}go.mod": f"module {name}\n\ngo 1.21\n",
        f"{prefix}shop.go": f"package shop\n\nconst Number = {text}\n",
        f"{prefix}user/user.go": "package user\n\nconst Name = `a`\n",
    }
    path = zipped(folder / f"shop-go@{version}.zip", files)
    return Artifact.of(path, language="go", name=name, version=version)


def php(folder: Path, version: str = "1.0.0", *, text: str = "1") -> Artifact:
    """A Composer package."""
    composer = {"name": "acme/shop-client", "autoload": {"psr-4": {"Acme\\Shop\\": "src/"}}}
    files = {
        "composer.json": json.dumps(composer),
        "src/Shop.php": f"<?php\n\nnamespace Acme\\Shop;\n\nclass Shop\n{{\n    public $number = {text};\n}}\n",
    }
    path = zipped(folder / f"shop-client-{version}.zip", files)
    return Artifact.of(path, language="php", name="acme/shop-client", version=version)


def python(folder: Path, version: str = "1.0.0", *, text: str = "1") -> Artifact:
    """A wheel."""
    return wheel(folder, version=version, text=f"number = {text}\n")


def five(folder: Path, version: str = "1.0.0", *, text: str = "1") -> list[Artifact]:
    """One package of each language, in a folder of its own each, as `ego package` lays them."""
    return [
        python(folder / "python", version, text=text),
        npm(folder / "typescript", version, text=text),
        jar(folder / "java", version, text=text, small=True),
        php(folder / "php", version, text=text),
        go(folder / "go", f"v{version}", text=text),
    ]


def project(folder: Path, registries: Mapping[str, Mapping[str, str]], text: str = "1") -> Path:
    """A repository whose packages are built already: `ego publish --built` finds them."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"name": "shop", "version": "1.0.0", "registries": registries}
    (folder / "ego.yaml").write_text(json.dumps(settings))
    work = Work(folder / "build" / "ego")
    with work.opened(print):
        for artifact in five(work.packages, text=text):
            manifest.write(artifact)
    return folder


def zipped(path: Path, files: Mapping[str, str]) -> Path:
    """A zip with fixed times."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return path
