"""Dependency: a package that a client package needs at run time."""

from __future__ import annotations

from typing import NamedTuple


class Dependency(NamedTuple):
    """One line of a package's own metadata, for its SBOM.

    Attributes:
        purl: what it is (package URL specification), with a version if exactly one will do or one was
            built with, e.g. "pkg:golang/google.golang.org/grpc@v1.83.0", else without.
        name: as the package manager writes it, e.g. "google.golang.org/grpc".
        wanted: the versions that will do, as the package manager writes them, e.g. ">=1.85.1,<2".
        license: SPDX expression, '' if unknown.
    """

    purl: str
    name: str
    wanted: str = ""
    license: str = ""
