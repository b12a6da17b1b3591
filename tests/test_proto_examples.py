"""The shop of proto-examples: it compiles, and breaks no rule of buf's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHOP = ROOT / "proto-examples"
BUF = Path(sys.executable).parent / "buf"
ANNOTATIONS = "ego/errors/v1/errors.proto"


def buf(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BUF, *arguments], cwd=SHOP, capture_output=True, text=True, check=False)


def test_vendored_annotations_are_the_ones_we_ship() -> None:
    shipped = (ROOT / "protoc_gen_ego" / "proto" / ANNOTATIONS).read_bytes()
    vendored = (SHOP / "third_party" / ANNOTATIONS).read_bytes()
    assert vendored == shipped, f"copy protoc_gen_ego/proto/{ANNOTATIONS} to third_party again"


def test_buf_has_nothing_to_say() -> None:
    lint = buf("lint")
    assert (lint.returncode, lint.stdout + lint.stderr) == (0, "")
    style = buf("format", "--diff", "--exit-code")
    assert (style.returncode, style.stdout + style.stderr) == (0, "")


def test_no_rule_is_excepted() -> None:
    config = (SHOP / "buf.yaml").read_text(encoding="utf-8")
    assert "except" not in config
    assert "ignore_only" not in config
    switched_off = [
        path.name for path in SHOP.rglob("*.proto") if "buf:lint:ignore" in path.read_text("utf-8")
    ]
    assert not switched_off


def test_all_four_kinds_of_streaming_are_there() -> None:
    text = "\n".join(path.read_text("utf-8") for path in SHOP.rglob("*_service.proto"))
    calls = [line for line in text.splitlines() if line.lstrip().startswith("rpc ")]
    kinds = {
        ("(stream " in c.split(" returns ")[0], "(stream " in c.split(" returns ")[1])
        for c in calls
    }
    assert kinds == {(False, False), (False, True), (True, False), (True, True)}
