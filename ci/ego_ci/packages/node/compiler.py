"""Compiler: TypeScript to the two formats of a package, ES modules and CommonJS, with declarations for both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from ego_ci.packages.folder import read, write
from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.toolchain import Toolchain

FORMATS: Mapping[str, str] = {"esm": "ESNext", "cjs": "CommonJS"}
"""Folder below `dist` -> `module` of the compiler."""
COMMONJS = '{"type":"commonjs"}\n'
"""dist/cjs/package.json: the package itself is of ES modules."""

_OPTIONS: Mapping[str, object] = {
    "target": "ES2022",
    "lib": ["ES2022", "DOM", "DOM.AsyncIterable"],
    "types": ["node"],
    "strict": True,
    "skipLibCheck": True,
    "moduleResolution": "bundler",
    "esModuleInterop": True,
    "declaration": True,
    "newLine": "lf",
    "rootDir": "src",
}


def compiled(
    process: Runner,
    tools: Toolchain,
    folder: Path,
    sources: Mapping[str, str],
    *,
    installed: Mapping[str, Mapping[str, bytes]] | None = None,
) -> dict[str, bytes]:
    """The files below `dist` for some modules; Problem with the compiler's words if it refuses them.

    Args:
        process: runs the compiler.
        tools: has the compiler, and the libraries that the modules import.
        folder: an empty folder to work in.
        sources: path -> text of the modules.
        installed: package name -> files of a package that is imported, as whoever installs it gets them.
    """
    # What is imported is looked for in the node_modules of each folder above: the libraries are one link.
    (folder / "node_modules").symlink_to(tools.folder("node-libraries") / "node_modules")
    folder = folder / "package"
    write(folder / "src", {path: text.encode() for path, text in sources.items()})
    for package, files in (installed or {}).items():
        write(folder / "node_modules" / package, files)
    found: dict[str, bytes] = {}
    for name, module in FORMATS.items():
        options = {**_OPTIONS, "module": module, "outDir": f"dist/{name}"}
        config = folder / f"tsconfig.{name}.json"
        config.write_text(json.dumps({"compilerOptions": options, "include": ["src"]}), "utf-8")
        done = process.run([tools.program("tsc"), "--project", config], cwd=folder, ok=range(256))
        if done.code != 0:
            raise Problem(
                "the generated TypeScript does not compile",
                remedy="this is a mistake of a generator: look at the first line, and exclude that file",
                output=done.text.strip(),
            )
        made = read(folder / "dist" / name)
        found |= {f"dist/{name}/{path}": content for path, content in made.items()}
    found["dist/cjs/package.json"] = COMMONJS.encode()
    return found
