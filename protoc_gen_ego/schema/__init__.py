"""The linked model of a request's proto files."""

from protoc_gen_ego.schema.load import BrokenRequest, Schema, load
from protoc_gen_ego.schema.model import Enum, EnumValue, Field, File, Message, Method, Node, Service
from protoc_gen_ego.schema.source import Comments, Span

__all__ = [
    "BrokenRequest",
    "Comments",
    "Enum",
    "EnumValue",
    "Field",
    "File",
    "Message",
    "Method",
    "Node",
    "Schema",
    "Service",
    "Span",
    "load",
]
