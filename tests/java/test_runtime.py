"""The runtime, by programs that use it as a Java service does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.java import building


@pytest.mark.parametrize("program", ["RegistryProgram", "RuntimeProgram", "StreamingProgram"])
def test_the_program_holds(program: str, tmp_path: Path) -> None:
    held = building.run(building.compiled(tmp_path, {}, program, "FailingService"), program)
    assert int(held.removeprefix("held: ")) > 50
