"""The packages of other people that the shop's package needs, under their real names, made of what Debian has.

Packagist has the originals; without it, this is what `composer` can install. The `google/protobuf` and `grpc/grpc` are
those of Debian, unchanged; `google/common-protos` is generated from the protos of googleapis-common-protos.
"""

from __future__ import annotations

import json
import shutil
from importlib.metadata import distribution, version
from pathlib import Path

from ego_ci.process import Runner
from ego_ci.toolchain import Toolchain

from ..consumer import run

ROOT = Path(__file__).parents[3]
DEBIAN = Path("/usr/share/php")


def write(folder: Path) -> Path:
    """Makes the packages in a folder, and answers with that of ext-grpc."""
    grpc = Path(run(ROOT / "tests" / "php" / "toolchain", cwd=ROOT).strip())
    _package(folder, "google/protobuf", "3.21.12", "Google/Protobuf", "GPBMetadata/Google/Protobuf")
    for path in ("Google/Protobuf", "GPBMetadata/Google/Protobuf"):
        shutil.copytree(DEBIAN / path, folder / "google" / "protobuf" / "src" / path)
    _package(folder, "grpc/grpc", "1.51.1", "Grpc", sources="src/php/lib")
    shutil.copytree(
        grpc / "lib" / "Grpc", folder / "grpc" / "grpc" / "src" / "php" / "lib" / "Grpc"
    )
    # ext-grpc's classes look for it four folders above them.
    shutil.copytree(grpc.parents[1] / "etc", folder / "grpc" / "grpc" / "etc")
    _package(folder, "google/common-protos", "4.12.4", "Google/Rpc", "GPBMetadata/Google/Rpc")
    _common_protos(folder / "google" / "common-protos" / "src")
    return grpc


def _package(folder: Path, name: str, release: str, *namespaces: str, sources: str = "src") -> None:
    (folder / name).mkdir(parents=True)
    spaces = {f"{path}/".replace("/", "\\"): f"{sources}/{path}/" for path in namespaces}
    document = {"name": name, "version": release, "type": "library", "autoload": {"psr-4": spaces}}
    (folder / name / "composer.json").write_text(json.dumps(document), "utf-8")


def _common_protos(into: Path) -> None:
    into.mkdir()
    assert version("googleapis-common-protos")
    protos = Path(str(distribution("googleapis-common-protos").locate_file("")))
    names = ("status", "code", "error_details")
    protoc = Toolchain(Runner()).program("protoc-php")
    files = (f"google/rpc/{name}.proto" for name in names)
    run(protoc, f"-I{protos}", f"--php_out={into}", *files, cwd=into)
