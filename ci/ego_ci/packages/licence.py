"""Our own licence, for the packages that hold nothing but what is ours."""

from __future__ import annotations

from ego_ci.packages.installed import text


def own_licence() -> bytes:
    """Its text, as our own distribution carries it (PEP 639); b"" if it does not."""
    return text("protoc-gen-ego", "licenses/LICENSE").encode()
