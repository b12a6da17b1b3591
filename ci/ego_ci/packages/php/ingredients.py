"""What PHP packages depend on beside protos, settings and our own code."""

from __future__ import annotations

from ego_ci.inputs import stamp
from ego_ci.process import Runner
from ego_ci.project import Project


def ingredients(project: Project, process: Runner) -> tuple[str, ...]:  # noqa: ARG001 - asked alike of all
    """The gRPC generator, which is the system's own; protoc is pinned."""
    return (stamp(process.search("grpc_php_plugin")),)
