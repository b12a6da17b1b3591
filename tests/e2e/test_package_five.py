"""One repository, five languages: the same bytes for everybody, nothing built twice, evidence for each package."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from ego_ci.packages import manifest
from ego_ci.packages.artifact import Artifact, sha256_of
from google.protobuf import json_format
from in_toto_attestation.predicates.provenance.v1.provenance_pb2 import (  # type: ignore[import-untyped]
    Provenance,
)
from in_toto_attestation.v1.statement import Statement  # type: ignore[import-untyped]
from in_toto_attestation.v1.statement_pb2 import (  # type: ignore[import-untyped]
    Statement as Message,
)

from tests.e2e.ego import COMMAND, edit, ego, environment, git
from tests.e2e.shops import LANGUAGES, shop

STRANGER = ("unshare", "--user", "--map-user=1234", "--map-group=1234", "--")
"""Runs a command as another user, who may still read what we may (user namespaces, util-linux)."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of two packages, built in every language."""
    root = shop(tmp_path_factory.mktemp("five") / "shop", parts=["user"], languages=LANGUAGES)
    told = ego(root, "package", timeout=600)
    assert told.code == 0, told.out + told.err
    return root


@pytest.fixture(scope="module")
def built(folder: Path) -> tuple[Artifact, ...]:
    return manifest.load(folder / "build/ego/packages")


def digests(root: Path) -> dict[str, str]:
    """Every file that was built, with its sha256."""
    packages = root / "build/ego/packages"
    files = (path for path in packages.rglob("*") if path.is_file())
    return {path.relative_to(packages).as_posix(): sha256_of(path) for path in sorted(files)}


def test_every_language_has_a_runtime_and_both_clients(built: tuple[Artifact, ...]) -> None:
    found = {(item.language, item.shared) for item in built}
    assert found == {(language, shared) for language in LANGUAGES for shared in (True, False)}
    assert len(built) == 3 * len(LANGUAGES)


def test_the_same_commit_is_the_same_bytes_for_another_user_elsewhere(
    folder: Path, tmp_path: Path
) -> None:
    clone = tmp_path / "an other place" / "clone"
    git(folder, "clone", "-q", str(folder), str(clone))
    home = tmp_path / "home"
    home.mkdir()
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    variables = {
        "HOME": str(home),
        "USER": "stranger",
        "LOGNAME": "stranger",
        "XDG_CACHE_HOME": cache,
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "1",
    }
    done = subprocess.run(
        [*STRANGER, *COMMAND, "package"],
        cwd=clone,
        env=environment(**variables),
        umask=0o077,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    first = digests(folder)
    assert len(first) > 5 * 3 * 4 - 1
    # The manifests hold digests of what is on this machine (tools by place and time), not of packages.
    assert {k: v for k, v in digests(clone).items() if not k.endswith(manifest.SUFFIX)} == {
        k: v for k, v in first.items() if not k.endswith(manifest.SUFFIX)
    }


def test_every_package_has_valid_evidence(built: tuple[Artifact, ...]) -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    for artifact in built:
        bill, statement = artifact.beside[-2:]
        assert validator.validate_str(bill.read_text()) is None, bill
        document = json.loads(statement.read_bytes())
        Statement.copy_from_pb(json_format.ParseDict(document, Message())).validate()
        json_format.ParseDict(document["predicate"], Provenance())


def test_every_package_passes_verify_and_says_its_commit(
    folder: Path, built: tuple[Artifact, ...]
) -> None:
    head = git(folder, "rev-parse", "HEAD")
    for artifact in built:
        commit = () if artifact.shared else ("--commit", head)
        told = ego(folder, "verify", str(artifact.path), *commit)
        assert told.code == 0, told.out + told.err


def test_licences_of_what_a_package_needs_are_known(built: tuple[Artifact, ...]) -> None:
    unknown = [
        (artifact.name, component["name"])
        for artifact in built
        for component in json.loads(artifact.beside[-2].read_bytes())["components"]
        if "licenses" not in component
    ]
    assert unknown == []


def test_options_that_managed_mode_sets_are_not_asked_for(folder: Path) -> None:
    """No file has a go_package or a php_namespace; both are set on the way to the generators."""
    told = ego(folder, "errors", "--all", "--json")
    assert "OPTION_UNSAFE" not in told.rules
    assert told.code == 0, told.out


def test_a_mistake_is_told_once_and_where_it_is(folder: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(folder, root, ignore=shutil.ignore_patterns("build"))
    edit(root / "proto/shop/user/v1/user.proto", "@code=NOT_FOUND", "@code=NOT_FOUND @code=ABORTED")
    told = ego(root, "generate", "--json", timeout=600)
    assert told.code == 1
    (found,) = told.document["diagnostics"]
    assert (found["rule"], found["path"]) == (
        "TAG_CONTRADICTORY",
        "proto/shop/user/v1/user.proto",
    )


def test_nothing_changed_is_nothing_built(folder: Path) -> None:
    before = digests(folder)
    told = ego(folder, "package", "--json", "--force", timeout=600)
    assert told.code == 0
    assert sorted(told.document["stages"][1]["data"]["reused"]) == sorted(
        item.name for item in manifest.load(folder / "build/ego/packages")
    )
    assert digests(folder) == before


def test_a_changed_package_is_built_alone(folder: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(folder, root, symlinks=True)
    edit(root / "proto/shop/user/v1/user.proto", "// Its name.", "// Its full name.")
    told = ego(root, "package", "--json", timeout=600)
    assert told.code == 0, told.out
    reused = set(told.document["stages"][1]["data"]["reused"])
    made = [item for item in manifest.load(root / "build/ego/packages") if item.name not in reused]
    assert [item.language for item in made] == sorted(LANGUAGES)
    assert all("user" in item.name for item in made)
