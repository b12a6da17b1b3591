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
        sys.path.insert(0, self.root)
        try:
            from protoc_gen_ego.precompile import compile_all
        finally:
            sys.path.remove(self.root)
        self.folder = tempfile.TemporaryDirectory(prefix="ego-templates-")
        for name, source in compile_all(Path(self.root, "templates")).items():
            file = Path(self.folder.name, name)
            file.write_text(source, "utf-8")
            build_data["force_include"][str(file)] = f"protoc_gen_ego/compiled/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes the folder."""
        if hasattr(self, "folder"):
            self.folder.cleanup()
