"""What wheels depend on beside protos, settings and our own code."""

from __future__ import annotations

from ego_ci.inputs import locate, stamp
from ego_ci.process import Runner
from ego_ci.project import Project

_MODULES = ("grpc_tools", "mypy_protobuf", "hatchling", "google.protobuf")


def ingredients(project: Project, process: Runner) -> tuple[str, ...]:  # noqa: ARG001 - asked alike of all
    """The installed generators and the wheel builder, by their first modules."""
    return tuple(stamp(locate(name)) for name in _MODULES)
