"""`ego package`, `ego publish` and `ego registry`, as typed on a command line."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ego_ci.packages.artifact import sha256_of

from tests.e2e import packages

EGO = Path(sys.executable).parent / "ego"
USER = """// Accounts.
syntax = "proto3";

package shop.user.v1;

// An account.
message User {
  // Its id.
  string uid = 1;
}
"""


def ego(folder: Path, *arguments: str, ok: int = 0) -> tuple[str, str]:
    """stdout and stderr of an `ego` command, which must end with this exit code."""
    done = subprocess.run(
        [EGO, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == ok, done.stdout + done.stderr
    return done.stdout, done.stderr


def published(folder: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    """The stages of an `ego … --json`, by name."""
    stages = json.loads(ego(folder, *arguments, "--json")[0])["stages"]
    return {stage["name"]: stage for stage in stages}


def repository(folder: Path, name: str = "acme") -> Path:
    protos = folder / "shop" / "user" / "v1"
    protos.mkdir(parents=True)
    (protos / "user.proto").write_text(USER)
    (folder / "buf.yaml").write_text("version: v2\n")
    text = f"name: {name}\nversion: 0.3.0\nregistries:\n  team: {{type: local, path: ../team}}\n"
    (folder / "ego.yaml").write_text(text)
    return folder


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    return repository(tmp_path / "acme")


def wheels(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder.parent / "team" / "wheels").glob("*.whl"))


def test_publish_builds_what_it_needs_and_publishes_once(acme: Path) -> None:
    first = published(acme, "publish")["publish"]
    assert [p["new"] for p in first["data"]["published"]] == [True, True]
    assert [name.partition("-")[0] for name in wheels(acme)] == ["acme_client", "ego_errors"]
    again = published(acme, "publish")
    assert {stage["status"] for stage in again.values()} == {"ok"}
    assert {name for name, stage in again.items() if stage.get("unchanged")} >= {
        "package",
        "publish",
    }


def test_a_wheel_that_was_lost_from_the_registry_is_published_again(acme: Path) -> None:
    ego(acme, "publish")
    before = wheels(acme)
    for wheel in (acme.parent / "team" / "wheels").iterdir():
        wheel.unlink()
    ego(acme, "publish")
    assert wheels(acme) == before


def test_a_change_under_the_same_version_is_refused_until_the_version_is_raised(acme: Path) -> None:
    ego(acme, "publish")
    before = wheels(acme)
    proto = acme / "shop" / "user" / "v1" / "user.proto"
    proto.write_text(USER.replace("uid = 1;", "uid = 1;\n  // Its name.\n  string name = 2;"))
    _, error = ego(acme, "publish", ok=2)
    assert "acme-client 0.3.0 is in the registry team already, with other bytes" in error
    assert "raise `version` in ego.yaml" in error
    assert wheels(acme) == before
    config = acme / "ego.yaml"
    config.write_text(config.read_text().replace("0.3.0", "0.4.0"))
    ego(acme, "publish")
    assert len(wheels(acme)) == 3


def test_two_repositories_share_a_registry_and_one_runtime(acme: Path) -> None:
    other = repository(acme.parent / "other", "other")
    ego(acme, "publish")
    packages_of_other = published(other, "publish")["publish"]["data"]["published"]
    assert {p["name"]: p["new"] for p in packages_of_other} == {
        "ego-errors": False,
        "other-client": True,
    }


def test_a_commit_that_touches_no_proto_leaves_the_bytes_alone(acme: Path) -> None:
    def git(*arguments: str) -> None:
        author = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        packages.run("git", *author, *arguments, cwd=acme)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    ego(acme, "publish")
    (acme / "README.md").write_text("Changed.\n")
    git("add", ".")
    git("commit", "-qm", "two")
    stages = published(acme, "publish")
    assert stages["package"]["data"]["reused"] == ["acme-client", "ego-errors"]
    assert stages["publish"]["status"] == "ok"


def test_a_dry_run_publishes_nothing(acme: Path) -> None:
    stdout, _ = ego(acme, "publish", "--dry-run")
    assert "would" in stdout
    assert wheels(acme) == []


def test_an_unknown_registry_is_named_with_the_known_ones(acme: Path) -> None:
    _, error = ego(acme, "publish", "--registry", "nope", ok=2)
    assert "no registry 'nope'" in error
    assert "team" in error


def test_list_shows_what_is_there(acme: Path) -> None:
    ego(acme, "publish")
    listed = ego(acme, "registry", "list")[0].split()
    assert listed == [f"wheels/{name}" for name in wheels(acme)]
    found = json.loads(ego(acme, "registry", "list", "--json")[0])["packages"]
    folder = acme.parent / "team" / "wheels"
    assert found == [
        {"file": name, "path": f"wheels/{name}", "sha256": sha256_of(folder / name)}
        for name in wheels(acme)
    ]


@pytest.fixture
def server(acme: Path) -> Iterator[subprocess.Popen[str]]:
    ego(acme, "publish")
    process = subprocess.Popen(
        [EGO, "registry", "serve", "team"],
        cwd=acme,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_prints_its_url_serves_and_ends_on_ctrl_c(
    number: signal.Signals, acme: Path, server: subprocess.Popen[str]
) -> None:
    assert server.stdout is not None
    line = server.stdout.readline()
    match = re.match(r"(http://127\.0\.0\.1:\d+)/ ", line)
    assert match, line
    index = f"{match[1]}/simple/"
    assert server.stdout.readline().strip() == f"pip install --extra-index-url {index} NAME"
    with urllib.request.urlopen(index, timeout=10) as answer:
        assert b'href="acme-client/"' in answer.read()
    server.send_signal(number)
    assert server.wait(timeout=60) == 0
    assert wheels(acme)


def test_serve_without_a_registry_says_what_to_do_first(acme: Path) -> None:
    _, error = ego(acme, "registry", "serve", ok=2)
    assert "has nothing to serve" in error
    assert "ego publish" in error


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("license: No-Such-Licence", "license"),
        ("python: {package: google}", "google"),
        ("python: {distribution: ../evil}", "distribution"),
    ],
)
def test_a_value_that_cannot_be_in_a_package_is_refused_with_its_name(
    acme: Path, setting: str, words: str
) -> None:
    config = acme / "ego.yaml"
    config.write_text(f"{config.read_text()}{setting}\n")
    done = subprocess.run([EGO, "package"], cwd=acme, capture_output=True, text=True, check=False)
    assert done.returncode in (1, 2)
    assert words in done.stdout + done.stderr
    assert "internal error" not in done.stderr
    assert not (acme / "build" / "ego" / "packages").exists()


def test_ctrl_c_while_packages_are_built_leaves_the_old_ones(acme: Path) -> None:
    ego(acme, "package")
    folder = acme / "build" / "ego" / "packages"
    for runtime in folder.rglob("ego_errors-*.whl"):
        runtime.unlink()  # so that it has to be made again
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    config = acme / "ego.yaml"
    config.write_text(config.read_text().replace("0.3.0", "0.4.0"))
    process = subprocess.Popen(
        [EGO, "package", "--verbose"], cwd=acme, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "errors.proto" in line:  # the runtime is being generated: the client's wheel is built
            process.send_signal(signal.SIGINT)
            break
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert not (acme / "build" / "ego" / "tmp").exists()
