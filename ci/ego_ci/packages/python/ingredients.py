"""What wheels depend on beside protos, settings and our own code."""

from __future__ import annotations

from ego_ci.inputs import locate
from ego_ci.process import Runner
from ego_ci.project import Project

_TOOLS = {
    "grpc_tools": "grpcio_tools",
    "mypy_protobuf": "mypy_protobuf",
    "hatchling": "hatchling",
    "google.protobuf": "protobuf",
}
"""Module -> the distribution that brings it, as its metadata folder is called."""


def ingredients(project: Project, process: Runner) -> tuple[str, ...]:  # noqa: ARG001 - asked alike of all
    """The installed generators and the wheel builder by name and version: the same on every machine."""
    return tuple(_version(*item) for item in _TOOLS.items())


def _version(module: str, distribution: str) -> str:
    """`hatchling-1.27.0.dist-info`; found without reading any metadata."""
    place = locate(module)
    if place is None:
        return ""
    site = place.parents[module.count(".") + 1]
    return " ".join(sorted(path.name for path in site.glob(f"{distribution}-*.dist-info")))
