"""Delivered modules: generated Python modules that other wheels on PyPI bring.

A second copy of one of them in a client package is a time bomb. The process-wide descriptor pool takes two
copies only while their bytes are equal; one changed option in a later googleapis-common-protos and the
import of whichever comes second is a TypeError (docs/decisions, "Shared protos stay where they are").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from ego_ci.packages.installed import folder, version
from ego_ci.problem import Problem

PROTOBUF = "protobuf"
COMMON_PROTOS = "googleapis-common-protos"
RUNTIME = "ego-errors"
RUNTIME_PACKAGE = "egoerrors"
ANNOTATIONS = "ego/errors/v1/errors.proto"


@dataclass(frozen=True)
class Delivered:
    """Who brings a generated module: the requirement to depend on, and the module's own dotted name."""

    requirement: str
    module: str


@dataclass(frozen=True)
class Deliveries:
    """Answers, for a proto file's module path as protoc writes it (`google/rpc/status`), who brings it.

    Attributes:
        configured: proto path prefix -> requirement, from ego.yaml (`python.dependencies`).
        runtime: requirement of the error runtime, which brings `ego/errors/v1/errors.proto`.
        siblings: module path -> the other client package of this repository that brings it.
    """

    configured: Mapping[str, str] = field(default_factory=dict)
    runtime: str = field(default_factory=lambda: runtime_requirement())
    siblings: Mapping[str, Delivered] = field(default_factory=dict)

    def of(self, written: str) -> Delivered | None:
        """Who brings the module of this path; None if the package has to."""
        dotted = f"{written.replace('/', '.')}_pb2"
        if written in modules_of(PROTOBUF):
            return Delivered("", dotted)  # every generated module needs the protobuf runtime anyway
        if f"{written}.proto" == ANNOTATIONS:
            return Delivered(self.runtime, f"{RUNTIME_PACKAGE}.{dotted}")
        if written in modules_of(COMMON_PROTOS):
            oldest = version(COMMON_PROTOS)  # the one this package is known to fit
            return Delivered(f"{COMMON_PROTOS}>={oldest},<2", dotted)
        for prefix, requirement in sorted(self.configured.items(), reverse=True):
            folder = prefix.rstrip("/").removesuffix(".proto")
            if written == folder or written.startswith(f"{folder}/"):
                return Delivered(requirement, dotted)
        return self.siblings.get(written)


def runtime_version() -> str:
    """Version of the error runtime: that of the generator which it comes with."""
    return version("protoc-gen-ego")


def runtime_requirement() -> str:
    """The runtime that generated code needs: at least as new as its generator, of the same major."""
    this = runtime_version()
    return f"{RUNTIME}>={this},<{int(this.partition('.')[0]) + 1}"


@cache
def modules_of(name: str) -> frozenset[str]:
    """Paths without `_pb2.py` of the modules that an installed distribution brings.

    Asked of the installed wheel, because the list grows; by module and not by .proto file, since
    googleapis-common-protos' operations_proto_pb2 registers google/longrunning/operations.proto.
    """
    place = folder(name)
    record = place / "RECORD" if place else None
    text = record.read_text("utf-8") if record and record.is_file() else _files(name)
    paths = (line.partition(",")[0] for line in text.splitlines())
    return frozenset(path.removesuffix("_pb2.py") for path in paths if path.endswith("_pb2.py"))


def _files(name: str) -> str:
    """The files of a distribution that was not installed by a wheel, a line each."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        return "\n".join(map(str, distribution(name).files or ()))
    except PackageNotFoundError as error:
        raise Problem(f"{name} is not installed", remedy=f"pip install {name}") from error
