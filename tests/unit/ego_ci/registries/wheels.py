"""Small wheels for tests of registries, made without any build tool."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ego_ci.packages.artifact import Artifact


def wheel(
    folder: Path,
    name: str = "shop-client",
    version: str = "1.0.0",
    *,
    text: str = "x = 1\n",
    tool: str = "test",
    shared: bool = False,
) -> Artifact:
    """A wheel that pip installs; `text` is its module, `tool` what built it."""
    module = name.replace("-", "_")
    info = f"{module}-{version}.dist-info"
    path = folder / f"{module}-{version}-py3-none-any.whl"
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        f"{module}.py": text,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        "Requires-Python: >=3.10\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: {tool}\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
        f"{info}/RECORD": "".join(f"{n},,\n" for n in (f"{module}.py", f"{info}/METADATA")),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for file, content in files.items():
            archive.writestr(zipfile.ZipInfo(file), content)
    return Artifact.of(path, language="python", name=name, version=version, shared=shared)
