"""Build hook: a wheel carries its templates compiled to Python, so that a run need not import jinja2."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTemplates(BuildHookInterface):  # type: ignore[type-arg]
    """Adds protoc_gen_ego/compiled/ to a wheel; an editable install reads the templates themselves."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles into a folder of its own: nothing generated lies in the source tree."""
        if version == "editable":
            return
        roots = [self.root, str(Path(self.root, "ci"))]
        sys.path[:0] = roots
        try:
            from ego_ci.site import environment as pages

            from protoc_gen_ego.precompile import compile_all
        finally:
            del sys.path[: len(roots)]
        self.folder = tempfile.TemporaryDirectory(prefix="ego-templates-")
        folder, templates = Path(self.folder.name), Path(self.root, "templates")
        for name, source in compile_all(templates).items():
            (folder / name).write_text(source, "utf-8")
        pages.compile_all(templates, folder)
        for file in sorted(folder.rglob("*.py")):
            name = file.relative_to(folder).as_posix()
            build_data["force_include"][str(file)] = f"protoc_gen_ego/compiled/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes the folder."""
        if hasattr(self, "folder"):
            self.folder.cleanup()
