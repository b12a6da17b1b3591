"""A package manager sees its own settings, nothing that turns checks off, and shows no credential."""

from __future__ import annotations

from pathlib import Path

import pytest
from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.toolchain import managers

ENVIRON = {
    "PATH": "/usr/bin:/bin",
    "PIP_INDEX_URL": "https://user:canary-pip@mirror.test/simple",
    "NPM_CONFIG_//mirror.test/:_authToken": "canary-npm",
    "NPM_CONFIG__AUTHTOKEN": "canary-auth",
    "GOPROXY": "https://mirror.test",
    "GONOSUMDB": "*",
    "GONOSUMCHECK": "1",
    "GOINSECURE": "*",
    "GOFLAGS": "-insecure",
    "CI_JOB_TOKEN": "canary-job",
}


def seen(kind: str, tmp_path: Path) -> set[str]:
    done = managers.run(kind, Runner(environ=ENVIRON), ["env"], cwd=tmp_path)
    return {line.partition("=")[0] for line in done.text.splitlines()} & set(ENVIRON)


def test_each_sees_its_own_settings_only(tmp_path: Path) -> None:
    assert seen("pypi", tmp_path) == {"PATH", "PIP_INDEX_URL"}
    assert seen("npm", tmp_path) == {"PATH", "NPM_CONFIG__AUTHTOKEN"}
    assert seen("maven", tmp_path) == {"PATH"}


def test_go_cannot_be_told_to_check_nothing(tmp_path: Path) -> None:
    assert seen("go", tmp_path) == {"PATH", "GOPROXY"}


def test_credentials_are_shown_neither_in_commands_nor_in_failures(tmp_path: Path) -> None:
    shown: list[str] = []
    process = Runner(environ=ENVIRON, echo=shown.append)
    with pytest.raises(Problem) as raised:
        managers.run(
            "pypi", process, ["sh", "-c", "echo $PIP_INDEX_URL; exit 3"], cwd=tmp_path, remedy="no"
        )
    text = "".join([*shown, str(raised.value), raised.value.output])
    assert "PIP_INDEX_URL='***'" in text or "PIP_INDEX_URL=***" in text
    assert "canary" not in text
