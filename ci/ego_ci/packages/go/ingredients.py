"""What Go modules depend on beside protos, settings and our own code."""

from __future__ import annotations

from ego_ci.inputs import locate, stamp
from ego_ci.process import Runner
from ego_ci.project import Project


def ingredients(project: Project, process: Runner) -> tuple[str, ...]:  # noqa: ARG001 - asked alike of all
    """protoc, whose version stands in the generated files; the plugins are pinned."""
    return (stamp(locate("grpc_tools")),)
