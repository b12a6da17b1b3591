"""Modules and packages that were pushed to git repositories, got from there as the go command and composer do."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from demo.consumers.php import third_party
from tests.e2e.consumers import composer
from tests.e2e.consumers.golang import program
from tests.e2e.ego import ego, git
from tests.e2e.shops import shop
from tests.php import toolchain as php

HOST = "git.example.com/acme"
SETTINGS = f"""go:
  module: {HOST}/shop.git
  runtime: {HOST}/egoerrors.git
registries:
  go: {{type: go, url: "file://{{folder}}/{{{{name}}}}", token_env: TOKEN}}
  php: {{type: php-git, url: "file://{{folder}}/{{{{vendor}}}}/{{{{name}}}}.git", token_env: TOKEN}}
"""
USE = f"""package main

import (
	"errors"

	"{HOST}/egoerrors.git"
	userv1 "{HOST}/shop.git/shop/user/v1"
)

func main() {{
	if !errors.Is(egoerrors.FromError(userv1.UserErrNotFound()), userv1.UserErrNotFound()) {{
		panic("not found")
	}}
}}
"""


@pytest.fixture
def forge(tmp_path: Path) -> Path:
    """Empty repositories of a git server."""
    folder = tmp_path / "forge"
    for name in (
        "shop.git",
        "egoerrors.git",
        "acme/acme-shop-client.git",
        "protoc-gen-ego/errors.git",
    ):
        (folder / name).mkdir(parents=True)
        git(folder / name, "init", "--quiet", "--bare", "--initial-branch=main")
    return folder


@pytest.fixture
def published(forge: Path, tmp_path: Path) -> Path:
    made = shop(tmp_path / "shop", languages=("go", "php"), parts=("user",), split=False)
    with (made / "ego.yaml").open("a") as file:
        file.write(SETTINGS.replace("{folder}", str(forge)).replace("{{", "{").replace("}}", "}"))
    for name in ("go", "php"):
        told = ego(made, "publish", "--registry", name, env={"TOKEN": "secret-token"})
        assert told.code == 0, told.out + told.err
    return made


def test_go_gets_the_tagged_commit_with_the_checksum_of_the_zip(
    published: Path, forge: Path, tmp_path: Path
) -> None:
    consumer = program(tmp_path / "consumer", USE)
    command = ["go", "env", "GOMODCACHE", "GOPROXY"]
    done = subprocess.run(command, cwd=consumer, capture_output=True, text=True, check=True)
    usual, proxy = done.stdout.splitlines()
    environment = {
        **os.environ,
        "GOPROXY": f"file://{usual}/cache/download,{proxy}",
        "GOPRIVATE": HOST,
        "GOMODCACHE": str(tmp_path / "cache"),
        "GOFLAGS": "-modcacherw",
        "GOWORK": "off",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.file://{forge}/.insteadOf",
        "GIT_CONFIG_VALUE_0": f"https://{HOST}/",
    }
    for arguments in (
        ("get", f"{HOST}/shop.git@v1.2.3"),
        ("mod", "tidy"),
        ("run", "-trimpath", "."),
    ):
        ran = subprocess.run(
            ["go", *arguments],
            cwd=consumer,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert ran.returncode == 0, ran.stderr
    # The module's own go.sum, made before anything was pushed, says the same of the runtime as git does.
    own = (published / "build/ego/packages/go").glob("egoerrors*.zip")
    assert len(list(own)) == 1
    ours = git(forge / "shop.git", "show", "v1.2.3:go.sum").splitlines()
    theirs = (consumer / "go.sum").read_text().splitlines()
    assert [line for line in ours if line.startswith(HOST)] == [
        line for line in theirs if line.startswith(f"{HOST}/egoerrors.git")
    ]


def test_composer_gets_the_tag(published: Path, forge: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    third_party.write(project / "third_party")
    names = ("acme/acme-shop-client", "protoc-gen-ego/errors")
    document = {
        "repositories": [
            *({"type": "vcs", "url": f"file://{forge}/{name}.git"} for name in names),
            {"type": "path", "url": "third_party/*/*", "options": {"symlink": False}},
            {"packagist": False},
        ]
    }
    (project / "composer.json").write_text(json.dumps(document), "utf-8")
    php.run(*composer.COMPOSER, "require", f"{names[0]}:1.2.3", cwd=project)
    code = "echo (new Acme\\Shop\\User\\V1\\UserErrNotFound())->getReason();"
    assert composer.script(project, code) == "shop.user.v1.USER_ERR_NOT_FOUND"
    assert published.is_dir()
