"""Checks of a package before it is built: what would fail only when somebody imports it."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator

from ego_ci.packages.image import Image, import_position
from ego_ci.packages.installed import version
from ego_ci.packages.python import modules
from ego_ci.packages.python.delivered import COMMON_PROTOS, PROTOBUF, Deliveries, modules_of
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
)

from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity


def findings(image: Image, deliveries: Deliveries) -> tuple[Diagnostic, ...]:
    """Names that Python cannot import, imports that nobody brings, copies that others bring differently."""
    found = [
        *modules.findings(file.name for file in image.own),
        *_foreign_imports(image, deliveries),
        *_differing_copies(image, deliveries),
    ]
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.sort_key))


def _foreign_imports(image: Image, deliveries: Deliveries) -> Iterator[Diagnostic]:
    own = {file.name for file in image.own}
    for file in image.own:
        for index, name in enumerate(file.dependency):
            if name in own or deliveries.of(modules.Module(name).written):
                continue
            folder = name.rpartition("/")[0] or name
            yield Diagnostic(
                import_position(file, index),
                Severity.ERROR,
                "PYTHON_IMPORT_FOREIGN",
                f"{name} is not one of the repository's own files, and no Python package is known to bring it",
                f"name the package in ego.yaml: `python.dependencies: {{{folder}: <requirement>}}`",
            )


def _differing_copies(image: Image, deliveries: Deliveries) -> Iterator[Diagnostic]:
    for file in image.own:
        written = modules.Module(file.name).written
        owner = next(
            (name for name in (COMMON_PROTOS, PROTOBUF) if written in modules_of(name)), ""
        )
        found = deliveries.of(written)
        if owner and found and _declarations(file) != _brought(found.module):
            yield Diagnostic(
                Position(file.name, 1, 1),
                Severity.WARNING,
                "PYTHON_SHARED_DIFFERS",
                f"this file differs from the one that {owner} {version(owner)} brings, which the package uses",
                "take the file as it is there",
            )


def _brought(module: str) -> bytes:
    theirs = importlib.import_module(module).DESCRIPTOR
    return _declarations(FileDescriptorProto.FromString(theirs.serialized_pb))


def _declarations(file: FileDescriptorProto) -> bytes:
    """What a file declares, without its name, its comments and what compilers fill in differently.

    Parsed anew, because options parsed before their extension was imported are unknown bytes.
    """
    copy = FileDescriptorProto.FromString(file.SerializeToString())
    copy.ClearField("name")
    copy.ClearField("source_code_info")
    copy.DiscardUnknownFields()
    if copy.syntax == "proto2":
        copy.ClearField("syntax")
    for field in [
        *copy.extension,
        *(field for message in _all(copy.message_type) for field in _fields(message)),
    ]:
        field.ClearField("json_name")
    return copy.SerializeToString(deterministic=True)


def _all(messages: Iterable[DescriptorProto]) -> Iterator[DescriptorProto]:
    for message in messages:
        yield message
        yield from _all(message.nested_type)


def _fields(message: DescriptorProto) -> Iterator[FieldDescriptorProto]:
    yield from message.field
    yield from message.extension
