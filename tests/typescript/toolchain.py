"""The TypeScript toolchain: what package-lock.json pins, and a project of generated modules to compile with it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
STRICT = {
    "target": "ES2022",
    "lib": ["ES2022", "DOM", "DOM.AsyncIterable"],
    "skipLibCheck": True,
    "moduleResolution": "bundler",
    "strict": True,
    "exactOptionalPropertyTypes": True,
    "noUncheckedIndexedAccess": True,
    "noImplicitOverride": True,
    "noImplicitReturns": True,
    "noUnusedLocals": True,
    "noUnusedParameters": True,
    "noFallthroughCasesInSwitch": True,
    "isolatedModules": True,
    "esModuleInterop": True,
    "declaration": True,
    "types": ["node"],
    "rootDir": "src",
}
# What a package is compiled to: ES modules, and CommonJS beside them.
FORMATS: Mapping[str, Mapping[str, object]] = {
    "esm": {"module": "ESNext", "verbatimModuleSyntax": True, "erasableSyntaxOnly": True},
    "cjs": {"module": "CommonJS"},
}


@cache
def tools() -> Path:
    """The folder with node_modules, installed on first use."""
    return Path(run(str(HERE / "toolchain"), cwd=HERE).strip())


def run(*command: str, cwd: Path, fails: bool = False) -> str:
    """What a command prints; with `fails` it must not succeed.

    Raises:
        AssertionError: it ended otherwise than expected; the message holds all output.
    """
    done = subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        timeout=300,
        # Set by a node:test runner around us, it would make an inner one print nothing.
        env={name: value for name, value in os.environ.items() if name != "NODE_TEST_CONTEXT"},
    )
    output = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert (done.returncode != 0) == fails, f"{' '.join(command)}: {done.returncode}\n{output}"
    return output if fails else done.stdout.decode("utf-8")


def tool(name: str) -> str:
    """A program of node_modules."""
    return str(tools() / "node_modules" / ".bin" / name)


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Files by path below a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8", newline="")


def project(
    folder: Path, files: Mapping[str, str], *, install: bool = True, **options: object
) -> Path:
    """A project whose `src` holds these files; `options` go over the compiler's."""
    write(folder / "src", files)
    if install:
        (folder / "node_modules").symlink_to(tools() / "node_modules")
    for name, own in FORMATS.items():
        compiler = {**STRICT, **own, **options, "outDir": f"dist/{name}"}
        config = {"compilerOptions": compiler, "include": ["src"]}
        kind = {"type": "module" if name == "esm" else "commonjs"}
        write(
            folder,
            {
                f"tsconfig.{name}.json": json.dumps(config),
                f"dist/{name}/package.json": json.dumps(kind),
            },
        )
    (folder / "package.json").write_text('{"type": "module"}')
    return folder


def compile_all(folder: Path) -> None:
    """Compiles a project in every format; any finding of the compiler fails."""
    for name in FORMATS:
        run(tool("tsc"), "-p", f"tsconfig.{name}.json", cwd=folder)
