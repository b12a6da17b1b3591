"""The PHP consumer: `composer require` takes the shop's package from the registry; Packagist is not asked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from ..consumer import Consumer, run
from . import third_party

HERE = Path(__file__).parent
PACKAGE = "shop/shop-client"


def install(folder: Path, registry: Path, url: str) -> Consumer:  # noqa: ARG001 - composer takes the folder
    """Installs into an empty folder what the local registry has."""
    shutil.copytree(HERE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "__*"))
    grpc = third_party.write(folder / "third_party")
    environment = {"COMPOSER_HOME": str(folder / ".composer"), "COMPOSER_ALLOW_SUPERUSER": "1"}
    options = json.dumps({"type": "path", "url": "third_party/*/*", "options": {"symlink": False}})
    for key, *value in (
        ("repositories.shop", "composer", (registry / "composer").as_uri()),
        ("repositories.third_party", options),
        ("repositories.packagist", "false"),
    ):
        run("composer", "config", key, *value, cwd=folder, environment=environment)
    run("composer", "require", "--no-interaction", PACKAGE, cwd=folder, environment=environment)
    extension = ("-d", f"extension={grpc / 'grpc.so'}")
    return Consumer(folder, ("php", *extension, "client.php"))
