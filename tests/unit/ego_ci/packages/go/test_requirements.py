"""go.mod and go.sum without Go: to the byte what `go mod tidy` makes of the same imports."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from ego_ci.packages.go.imports import Tree, imported, reached
from ego_ci.packages.go.requirements import Requirements, module_of, pinned

from tests.go.toolchain import run

MODULE = "example.com/client"
PROTOBUF = ("google.golang.org/protobuf/reflect/protoreflect", "google.golang.org/protobuf/proto")
IMPORTS = {
    "grpc": ("google.golang.org/grpc", "google.golang.org/grpc/codes"),
    "rpc": ("google.golang.org/genproto/googleapis/rpc/status",),
    "api": ("google.golang.org/genproto/googleapis/api/annotations",),
    "type": ("google.golang.org/genproto/googleapis/type/money",),
}
CHOICES = [choice for size in range(len(IMPORTS) + 1) for choice in combinations(IMPORTS, size)]


def source(*paths: str) -> bytes:
    lines = "".join(f'\t_ "{path}"\n' for path in sorted(paths))
    return f"package client\n\nimport (\n{lines})\n".encode()


@pytest.mark.parametrize("choice", CHOICES, ids="+".join)
def test_go_mod_tidy_would_write_the_same(choice: tuple[str, ...], tmp_path: Path) -> None:
    paths = [*PROTOBUF, *(path for name in choice for path in IMPORTS[name])]
    wanted = Requirements(Tree(MODULE, "v1.0.0", {"client.go": source(*paths)}))
    (tmp_path / "client.go").write_bytes(source(*paths))
    (tmp_path / "go.mod").write_text(wanted.go_mod)
    (tmp_path / "go.sum").write_text(wanted.go_sum)
    assert run("go", "mod", "tidy", "-diff", cwd=tmp_path) == ""


def test_nothing_is_required_of_nothing() -> None:
    wanted = Requirements(Tree(MODULE, "v1.0.0", {"doc.go": b"package client\n"}))
    assert wanted.go_mod == f"module {MODULE}\n\ngo 1.23\n"
    assert wanted.go_sum == ""


def test_only_what_an_imported_package_needs_is_indirect() -> None:
    other = Tree(
        "example.com/other",
        "v1.2.0",
        {
            "go.mod": b"module example.com/other\n",
            "plain/a.go": source("google.golang.org/protobuf/proto"),
            "calls/b.go": source("google.golang.org/grpc"),
        },
    )
    module = module_of(other, {f"example.com/other@v1.2.0/{k}": v for k, v in other.files.items()})
    sums = {other.module: module}
    for package, has_grpc in (("plain", False), ("calls", True)):
        tree = Tree(MODULE, "v1.0.0", {"client.go": source(f"example.com/other/{package}")})
        wanted = Requirements(tree, [other], sums)
        assert [module.path for module in wanted.direct] == ["example.com/other"]
        assert ("google.golang.org/grpc" in {m.path for m in wanted.indirect}) is has_grpc
        assert set(module.sums) <= set(wanted.go_sum.splitlines(keepends=True))


def test_a_module_below_another_is_told_apart_by_the_longest_path() -> None:
    inner = Tree(f"{MODULE}/user", "v1.0.0", {"go.mod": b"m", "v1/a.go": source("fmt")})
    module = module_of(inner, {f"{MODULE}/user@v1.0.0/go.mod": b"m"})
    tree = Tree(MODULE, "v1.0.0", {"a/a.go": source(f"{MODULE}/user/v1", f"{MODULE}/b")})
    wanted = Requirements(tree, [inner], {inner.module: module})
    assert [module.path for module in wanted.direct] == [inner.module]


def test_strings_and_tests_import_nothing() -> None:
    text = b'package x\n\nimport "fmt"\n\nconst s = `\nimport "no.io/x"\n`\n'
    assert imported(text) >= {"fmt"}
    tree = Tree(MODULE, "v1.0.0", {"a.go": source("fmt"), "a_test.go": source("os")})
    assert tree.packages == {MODULE: {"fmt"}}
    assert reached([MODULE], [tree]) == {MODULE, "fmt"}


def test_what_is_pinned_has_both_sums() -> None:
    assert len(pinned()) == 9
    for module in pinned().values():
        assert module.zip_sum.startswith("h1:")
        assert module.mod_sum.startswith("h1:")
