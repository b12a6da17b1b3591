"""The Go toolchain: commands, the generators that stand beside ours, and a module tree to compile.

Go's own caches (GOMODCACHE, GOCACHE) hold everything that is downloaded or compiled; the trees are temporary.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest, CodeGeneratorResponse

from tests.protos import ROOT, generated, request

HERE = Path(__file__).parent
MODULE = "example.com/shop/apis"
SHOP = ROOT / "proto-examples"
GENERATORS = {
    "protoc-gen-go": "google.golang.org/protobuf/cmd/protoc-gen-go",
    "protoc-gen-go-grpc": "google.golang.org/grpc/cmd/protoc-gen-go-grpc",
}


def run(*command: str, cwd: Path, given: bytes = b"", fails: bool = False) -> str:
    """What a command prints; with `fails` it must not succeed.

    Raises:
        AssertionError: it ended otherwise than expected; the message holds all output.
    """
    done = subprocess.run(
        command,
        cwd=cwd,
        input=given,
        capture_output=True,
        timeout=1500,
        env={**os.environ, "GOWORK": "off", "CGO_ENABLED": "1"},
    )
    output = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert (done.returncode != 0) == fails, f"{' '.join(command)}: {done.returncode}\n{output}"
    return done.stdout.decode("utf-8")


def build(package: str, into: Path, *flags: str) -> Path:
    """A program of this folder's modules, compiled."""
    target = into / Path(package).name
    run("go", "build", "-trimpath", *flags, "-o", str(target), package, cwd=HERE)
    return target


def protos() -> tuple[dict[str, str | bytes], tuple[str, ...]]:
    """All proto files by path, and those that Go files are generated for: google/* comes from genproto."""
    roots = (SHOP / "proto", SHOP / "third_party", HERE / "protos")
    files: dict[str, str | bytes] = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for root in roots
        for path in sorted(root.rglob("*.proto"))
    }
    return files, tuple(name for name in files if not name.startswith("google/"))


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Files by path below a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8", newline="")


def module_tree(folder: Path) -> Path:
    """A Go module with the shop and the protos of this folder as protoc-gen-go, -go-grpc and we generate them, and the
    Go tests of this folder."""
    files, own = protos()
    errors = tuple(name for name in own if not name.startswith(("ego/", "errors/")))
    write(folder, generated(files, "target=errors:go", generate=errors))
    places = [f"M{name}={MODULE}/{Path(name).parent}" for name in own if name not in errors]
    asked = request(files, ",".join(["paths=source_relative", *places]), generate=own)
    for name, package in GENERATORS.items():
        plugin = build(package, folder / "bin", f"-modfile={HERE / 'tools.mod'}")
        write(folder, respond(plugin, asked))
        assert name == plugin.name
    copy(folder, HERE, "*.mod", "*.sum", "generated/*_test.go", "runtime/*_test.go")
    return folder


def kratos_tree(folder: Path) -> Path:
    """A Go module with our runtime, Kratos, and the tests that let errors cross between them."""
    copy(folder, HERE / "kratos", "go.*")
    copy(folder, HERE, "kratos/*_test.go")
    copy(folder / "egoerrors", ROOT / "templates" / "go" / "runtime", "*.go")
    return folder


def copy(into: Path, root: Path, *patterns: str) -> None:
    """The files below root that match, at the same places below another folder."""
    for path in (path for pattern in patterns for path in root.glob(pattern)):
        target = into / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def respond(plugin: Path, asked: CodeGeneratorRequest) -> dict[str, str]:
    """The files that another generator answers a request with."""
    done = subprocess.run(
        [plugin], input=asked.SerializeToString(), capture_output=True, timeout=60, check=True
    )
    response = CodeGeneratorResponse.FromString(done.stdout)
    assert not response.error, response.error
    return {file.name: file.content for file in response.file}
