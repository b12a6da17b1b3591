"""Our own licence, for the packages that hold nothing but what is ours."""

from __future__ import annotations

from importlib.metadata import distribution


def own_licence() -> bytes:
    """Its text, as our own distribution carries it; b"" if it does not."""
    for file in distribution("protoc-gen-ego").files or ():
        if file.match("*.dist-info/licenses/LICENSE"):
            return file.read_binary()
    return b""
