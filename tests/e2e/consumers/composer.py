"""composer against a local registry, without Packagist; and PHP's own opinion of what it installed."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from ego_ci.packages.artifact import Artifact

from demo.consumers.php import third_party
from tests.php import toolchain as php

COMPOSER = ("composer", "--no-interaction", "--no-plugins")


def unpack(artifact: Artifact, folder: Path) -> Path:
    """A package as it is in its zip."""
    with zipfile.ZipFile(artifact.path) as archive:
        archive.extractall(folder)
    return folder


def project(folder: Path, registry: Path, *packages: str, stability: str = "stable") -> Path:
    """A project that has required packages from a registry; what they need of others is there as well."""
    folder.mkdir(parents=True)
    third_party.write(folder / "third_party")
    document = {
        "repositories": [
            {"type": "composer", "url": (registry / "composer").as_uri()},
            {"type": "path", "url": "third_party/*/*", "options": {"symlink": False}},
            {"packagist": False},
        ],
        "minimum-stability": stability,
    }
    (folder / "composer.json").write_text(json.dumps(document), "utf-8")
    php.run(*COMPOSER, "require", *packages, cwd=folder)
    return folder


def script(folder: Path, code: str, *, grpc: bool = False) -> str:
    """What PHP code prints in a project, with the autoloader loaded."""
    path = folder / "script.php"
    path.write_text(f"<?php\nrequire __DIR__ . '/vendor/autoload.php';\n{code}", "utf-8")
    command = php.with_grpc(path) if grpc else ("php", *php.STRICT, str(path))
    return php.run(*command, cwd=folder)
