"""What the rules go through: the elements that the run is for."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.catalog import ErrorCode, ErrorEnum
from protoc_gen_ego.catalog.tags import scan
from protoc_gen_ego.checks.rule import Context
from protoc_gen_ego.schema import File, Node, Service


def enums(context: Context) -> Iterator[ErrorEnum]:
    """The error enums, imported ones left out."""
    return (enum for enum in context.catalog.enums if enum.enum.file.generate)


def codes(context: Context) -> Iterator[ErrorCode]:
    """The error codes, imported ones left out."""
    return (code for enum in enums(context) for code in enum.codes)


def services(context: Context) -> Iterator[Service]:
    """The services, imported ones left out."""
    return (service for file in context.schema.to_generate for service in file.services)


def elements(file: File) -> Iterator[Node]:
    """Everything in a file that has a comment of its own."""
    for message in file.all_messages:
        yield message
        yield from message.fields
    for enum in file.all_enums:
        yield enum
        yield from enum.values
    for service in file.services:
        yield service
        yield from service.methods


def prose(node: Node) -> str:
    """An element's comment without tags and ignore lines."""
    comments = node.comments
    parts = (comments.leading, comments.trailing)
    return "\n".join(filter(None, (scan(part)[1] for part in parts if part)))
