"""`make demo` keeps its promise, from protos to an installed client and mistakes caught."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the demonstration prints."""
    out = tmp_path_factory.mktemp("demo") / "out"
    # `make demo` writes below our own settings of pytest, which must not reach what it runs there.
    shutil.copy(ROOT / "pyproject.toml", out.parent)
    done = subprocess.run(
        [sys.executable, ROOT / "demo" / "run.py"],
        env={**os.environ, "DEMO_OUT": str(out), "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr
    return done.stdout


def test_every_error_arrives_as_declared_blocking_and_asyncio(told: str) -> None:
    assert "29 of 29 errors as expected and 25 of 25 errors as expected" in told


def test_errors_are_shown_in_chinese_and_english(told: str) -> None:
    assert "下单失败 (shop.order.v1.ORDER_ERR_PAY_FAILED)" in told
    assert "the order could not be placed (shop.order.v1.ORDER_ERR_PAY_FAILED)" in told


def test_mistakes_are_caught_at_their_place(told: str) -> None:
    for place in (
        "user_service.proto:53:3: error: FIELD_SAME_TYPE",
        "user.proto:118:3: error: REASON_DUPLICATE",
        "user.proto:80:6: error: TAG_MALFORMED",
    ):
        assert place in told


def test_protos_of_strangers_become_a_package_that_imports(told: str) -> None:
    assert "modules imported; " in told
    assert "PACKAGE_SAME_GO_PACKAGE" in told, "their findings are counted and shown"


def test_one_error_means_the_same_in_five_languages(told: str) -> None:
    assert "20 pairs of 5 languages, one answer" in told
    assert told.count("用户 四 🛒 已锁定 (user.v1.USER_ERR_LOCKED)") == 20


def test_five_fresh_consumers_read_errors_of_other_languages(told: str) -> None:
    assert "10 packages, for composer, go, maven, npm, wheels" in told
    assert "5 consumers, each read an error of another language" in told
    assert told.count("USER_ERR_NOT_FOUND uid=42 找不到用户 42") == 5


def test_scaffolds_are_red_until_they_are_finished_and_lose_nothing(told: str) -> None:
    assert "240 red when begun, 62 green when finished, no line lost" in told


def test_a_missing_toolchain_is_named_with_the_way_to_get_it(tmp_path: Path) -> None:
    program = "import languages; languages.caught_everywhere()"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT / "demo",
        env={**os.environ, "DEMO_OUT": str(tmp_path), "PATH": "/nowhere"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    for line in ("go needs go, not found", "php needs php, not found", "typescript needs node"):
        assert f"NOT SHOWN: {line}" in done.stdout
        assert line in done.stderr
    assert "make toolchains" in done.stderr
