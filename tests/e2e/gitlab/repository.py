"""A git repository of the example protos with the pipeline that `ego init` writes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.e2e.ego import commit, ego, git
from tests.protos import ROOT

LANGUAGES = ("python", "go", "typescript", "java", "php")
SETTINGS: Mapping[str, Any] = {
    "go": {"module": "gitlab.test/acme/shop-go"},
    "java": {"group": "test.acme.shop"},
    "php": {"package": "acme/shop-client"},
}
PACKAGES = [
    {"name": "common", "paths": ["proto/shop/common", "third_party"]},
    *({"name": name, "paths": [f"proto/shop/{name}"]} for name in ("user", "order", "payment")),
]


def make(folder: Path, languages: Sequence[str], **settings: Any) -> Path:
    """The shop in these languages, committed on `main`; `settings` go into ego.yaml."""
    shutil.copytree(ROOT / "proto-examples", folder, ignore=shutil.ignore_patterns("build"))
    change(folder, languages=list(languages), **{**SETTINGS, **settings})
    told = ego(folder, "init")
    assert told.code == 0, told.err
    ignored = folder / ".gitignore"
    ignored.write_text(f"{ignored.read_text()}/.gitlab-ci-local/\n")
    inputs(folder, languages=list(languages))
    git(folder, "init", "-q", "-b", "main")
    git(folder, "remote", "add", "origin", "git@gitlab.test:acme/shop.git")
    commit(folder)
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(folder, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    return folder


def change(folder: Path, **settings: Any) -> None:
    """Puts settings into ego.yaml."""
    path = folder / "ego.yaml"
    path.write_text(yaml.safe_dump({**yaml.safe_load(path.read_text()), **settings}))


def inputs(folder: Path, **values: Any) -> None:
    """Gives the component inputs."""
    path = folder / ".gitlab-ci.yml"
    document = yaml.safe_load(path.read_text())
    document["include"][0]["inputs"].update(values)
    path.write_text(yaml.safe_dump(document))
