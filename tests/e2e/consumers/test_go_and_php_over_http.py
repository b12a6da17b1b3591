"""`ego registry serve` is a registry to the go command and to composer: also from a folder that was moved."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from demo.consumers.php import third_party
from tests.e2e.consumers import composer
from tests.e2e.consumers.golang import Go, program
from tests.e2e.consumers.publishing import served
from tests.e2e.ego import ego
from tests.e2e.shops import shop
from tests.php import toolchain as php

ROOT = "gitlab.example.com/acme/shop-go"
PACKAGE = "acme/acme-shop-client"
USE = f'package main\n\nimport _ "{ROOT}/shop/user/v1"\n\nfunc main() {{}}\n'


def test_both_install_from_a_url(tmp_path: Path) -> None:
    made = shop(tmp_path / "shop", languages=("go", "php"), parts=("user",), split=False)
    assert ego(made, "publish").code == 0
    # A preview that another job takes over as an artifact is elsewhere.
    moved = tmp_path / "elsewhere"
    shutil.move(made / "build/ego/registry", moved)
    with served(moved) as url:
        go = Go(moved, tmp_path / "cache", f"{url}/go")
        consumer = program(tmp_path / "go", USE)
        assert go("list", "-m", "-versions", ROOT, cwd=consumer) == f"{ROOT} v1.2.3\n"
        go("get", f"{ROOT}@latest", cwd=consumer)
        go("mod", "tidy", cwd=consumer)
        assert go("mod", "verify", cwd=consumer) == "all modules verified\n"
        project = tmp_path / "php"
        project.mkdir()
        third_party.write(project / "third_party")
        document = {
            "repositories": [
                {"type": "composer", "url": f"{url}/composer"},
                {"type": "path", "url": "third_party/*/*", "options": {"symlink": False}},
                {"packagist": False},
            ],
            "config": {"secure-http": False},
        }
        (project / "composer.json").write_text(json.dumps(document), "utf-8")
        php.run(*composer.COMPOSER, "require", PACKAGE, cwd=project)
    assert f'"url": "{url}/composer/dist/{PACKAGE}/1.2.3.zip"' in (
        (project / "composer.lock").read_text()
    )
    found = composer.script(
        project, "echo (new Acme\\Shop\\User\\V1\\UserErrNotFound())->getReason();"
    )
    assert found == "shop.user.v1.USER_ERR_NOT_FOUND"
