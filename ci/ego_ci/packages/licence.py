"""Our own licence, for the packages that hold nothing but what is ours."""

from __future__ import annotations

from importlib.metadata import distribution


def own_licence() -> bytes:
    """Its text, as our own distribution carries it (PEP 639); b"" if it does not."""
    text = distribution("protoc-gen-ego").read_text("licenses/LICENSE")
    return text.encode() if text else b""
