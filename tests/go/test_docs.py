"""The Go of docs/go.md: every block compiles against the shop, and go vet has nothing to say."""

from __future__ import annotations

import re
from pathlib import Path

from tests.go.toolchain import MODULE, module_tree, run
from tests.protos import ROOT

HEADER = f"""package main

import (
	"errors"
	"log"

	"{MODULE}/egoerrors"
	userv1 "{MODULE}/shop/user/v1"
	"google.golang.org/grpc"
)

var _, _, _, _, _ = errors.Is, log.Print, egoerrors.FromError, userv1.UserErrNotFound, grpc.NewServer

func main() {{}}

func _(user *userv1.User, id, target string, err error) (*userv1.User, error) {{
"""


def blocks() -> list[str]:
    """The Go blocks of the page, in its order, with the shop's module where tests have it."""
    page = (ROOT / "docs" / "go.md").read_text("utf-8")
    found = re.findall(r"^```go\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    places = {"example.com/shop/client": MODULE, "ego.internal/egoerrors": f"{MODULE}/egoerrors"}
    for name, place in places.items():
        found = [text.replace(f'"{name}', f'"{place}') for text in found]
    return found


def test_every_block_compiles(tmp_path: Path) -> None:
    tree = module_tree(tmp_path)
    programs = 0
    for number, text in enumerate(blocks()):
        folder = tree / "docs" / str(number)
        folder.mkdir(parents=True)
        if text.startswith("package main"):
            programs += 1
            (folder / "main.go").write_text(text, "utf-8")
        else:
            # An ellipsis is what a reader fills in.
            body = text.replace("…", "")
            (folder / "main.go").write_text(f"{HEADER}{body}\nreturn nil, nil\n}}\n", "utf-8")
    assert programs >= 1
    assert run("go", "vet", "-trimpath", "-unreachable=false", "./docs/...", cwd=tree) == ""


def test_the_page_has_blocks_of_both_kinds() -> None:
    assert len(blocks()) >= 3
