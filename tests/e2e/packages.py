"""Proto text in, wheel out: what the tests of packages begin with. Real protoc, real plugins, real pip."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.image import Image
from ego_ci.packages.python import checks, package
from ego_ci.packages.python.delivered import Deliveries
from ego_ci.packages.python.modules import Module
from ego_ci.packages.python.recipe import Recipe
from ego_ci.packages.python.runtime import package_runtime
from ego_ci.packages.python.sources import Sources
from ego_ci.process import Runner
from google.protobuf.descriptor_pb2 import FileDescriptorSet

from protoc_gen_ego.diagnostics import Diagnostic
from protoc_gen_ego.render import template_root

ROOT = Path(__file__).parents[2]
ANNOTATIONS = ROOT / "protoc_gen_ego" / "proto"
COMMON = Path(str(distribution("googleapis-common-protos").locate_file("")))
RECIPE = Recipe(
    "shop-client",
    "shop_client",
    "1.2.3",
    description="Client of a shop.",
    license="Apache-2.0",
    license_file=ROOT / "LICENSE",
    repository="https://gitlab.example.com/shop/protos",
    commit="0123456789abcdef0123456789abcdef01234567",
    epoch=1700000000,
    tools={"grpcio-tools": "1.85.1"},
)


def run(*command: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """Runs a command and returns what it printed; fails the test if it fails."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def write(folder: Path, protos: Mapping[str, str]) -> Path:
    """Writes proto files; a text without `syntax` is proto3."""
    for name, text in protos.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        head = "" if text.startswith(("syntax", "edition")) else 'syntax = "proto3";\n'
        path.write_text(head + text, encoding="utf-8")
    return folder


def generate(protos: Path, out: Path) -> Path:
    """Generates as `ego generate` does, from an image (`out.bin`) into a folder."""
    out.mkdir(parents=True)
    names = sorted(p.relative_to(protos).as_posix() for p in protos.rglob("*.proto"))
    image = out.with_suffix(".bin")
    protoc = (sys.executable, "-m", "grpc_tools.protoc")
    tools = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    folders = (f"-I{folder}" for folder in (protos, COMMON, ANNOTATIONS))
    info = ("--include_imports", "--include_source_info")
    run(*protoc, *folders, *info, f"--descriptor_set_out={image}", *names, cwd=protos)
    run(
        *protoc,
        f"--descriptor_set_in={image}",
        *(f"--{name}_out={out}" for name in ("python", "pyi", "grpc_python")),
        f"--mypy_grpc_out=quiet:{out}",
        f"--ego_out=runtime=egoerrors:{out}",
        *names,
        cwd=protos,
        env=tools,
    )
    return out


def sources(
    generated: Path, recipe: Recipe = RECIPE, more: Mapping[str, str] | None = None
) -> Sources:
    """The sources of a generated tree; `more` maps proto prefixes to requirements."""
    own = FileDescriptorSet.FromString(generated.with_suffix(".bin").read_bytes()).file
    image = Image.of(
        own,
        {f.name for f in own if (generated / f"{Module(f.name).written}_pb2.py").is_file()},
    )
    return Sources(image, generated, recipe.package, Deliveries(more or {}))


def findings(generated: Path, **more: str) -> tuple[Diagnostic, ...]:
    """What `ego package` would report."""
    made = sources(generated, more=more)
    return checks.findings(made.image, made.deliveries)


def build(generated: Path, folder: Path, recipe: Recipe = RECIPE) -> Artifact:
    """The client wheel of a generated tree."""
    folder.mkdir(parents=True)
    templates = template_root() / "python" / "package"
    return package.package(recipe, sources(generated, recipe), folder, templates=templates)


def build_runtime(folder: Path) -> Artifact:
    """The wheel of the error runtime."""
    folder.mkdir(parents=True)
    return package_runtime(Runner(), folder)


def install(site: Path, *artifacts: Artifact) -> Path:
    """Installs wheels alone into a folder for PYTHONPATH; grpcio and protobuf come from our own environment."""
    wheels = [artifact.path for artifact in artifacts]
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index")
    run(*pip, "--target", site, *wheels, cwd=site.parent)
    return site


def python_in(site: Path, code: str) -> str:
    """What a program prints that sees the installed packages."""
    return run(sys.executable, "-c", code, cwd=site.parent, env={"PYTHONPATH": str(site)})
