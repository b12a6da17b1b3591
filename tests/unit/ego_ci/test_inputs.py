"""The files that a result depends on."""

from __future__ import annotations

from pathlib import Path

import pytest
from ego_ci.inputs import Inputs
from ego_ci.project import complete
from ego_ci.settings import Settings
from ego_ci.work import Work


@pytest.mark.parametrize("named", [True, False])
def test_protos_that_npm_installs_count_where_buf_yaml_names_them(
    named: bool, tmp_path: Path
) -> None:
    proto = tmp_path / "node_modules/@acme/protos/a.proto"
    proto.parent.mkdir(parents=True)
    proto.write_text('syntax = "proto3";\n')
    path = "node_modules/@acme/protos" if named else "proto"
    (tmp_path / "buf.yaml").write_text(f"version: v2\nmodules:\n  - path: {path}\n")
    project = complete(tmp_path, Settings(name="a"))
    files = Inputs(project, Work(project.output)).files
    assert ("node_modules/@acme/protos/a.proto" in files) == named
