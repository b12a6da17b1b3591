"""What the tests of the ego command share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read."""
    names: list[str] = []
    bytes_of = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        names.append(path.name)
        return bytes_of(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    return names
