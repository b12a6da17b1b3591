"""The schema: files, messages, enums, services, linked to each other.

Every node has the same six fields: `name`, `full_name`, `parent`, `position`, `comments`, `options`. Nodes are views of
their descriptors and are made when asked for, so a run over thousands of files pays for what it looks at; nothing
changes after that. Properties carry plain names, field numbers of descriptor.proto stand in `_Paths`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from protoc_gen_ego.diagnostics import Position
from protoc_gen_ego.schema.lazy import lazy
from protoc_gen_ego.schema.source import Comments, Lines, Path, Source, Span, text

if TYPE_CHECKING:
    from google.protobuf import descriptor_pb2 as pb

# Field numbers of descriptor.proto, as they stand in SourceCodeInfo paths.
_FILE_PACKAGE, _FILE_MESSAGE, _FILE_ENUM, _FILE_SERVICE = 2, 4, 5, 6
_MESSAGE_FIELD, _MESSAGE_NESTED, _MESSAGE_ENUM = 2, 3, 4
_ENUM_VALUE, _SERVICE_METHOD = 2, 2
_FILE_SYNTAX, _FILE_EDITION = 12, 14

_PLACEMENT = (
    "go_package",
    "java_package",
    "java_outer_classname",
    "java_multiple_files",
    "php_namespace",
    "php_class_prefix",
)


class Node:
    """What all elements have in common."""

    descriptor: Any

    def __init__(self, descriptor: Any, parent: Node, path: Path) -> None:
        self.descriptor = descriptor
        self.parent: Node | None = parent
        self.path = path
        self.file: File = parent.file
        name = descriptor.name
        self.name: str = name if type(name) is str else text(name)

    @lazy
    def full_name(self) -> str:
        """The name with the scope it is declared in: `shop.user.v1.User`."""
        scope = self.scope
        return f"{scope}.{self.name}" if scope else self.name

    @property
    def scope(self) -> str:
        """The full name of what the element is declared in."""
        return self.parent.full_name if self.parent else ""

    @lazy
    def span(self) -> Span:
        """The place in the source, counted from 0."""
        return self.file.source.span(self.path)

    @property
    def position(self) -> Position:
        """The place in the source, counted from 1."""
        span = self.span
        return Position(self.file.name, span.line + 1, span.column + 1)

    @lazy
    def comments(self) -> Comments:
        """The comments around the element."""
        return self.file.source.comments(self.path)

    @property
    def options(self) -> Any:
        """The options message; extensions in it are unknown fields until the annotation reader has read them."""
        return self.descriptor.options

    @property
    def names(self) -> tuple[str, ...]:
        """The element's name behind those of the messages around it."""
        outer = self.parent.names if isinstance(self.parent, Message) else ()
        return (*outer, self.name)

    @property
    def deprecated(self) -> bool:
        """Whether the element says `deprecated = true`."""
        return bool(self.options.deprecated)


class File(Node):
    """One proto file."""

    descriptor: pb.FileDescriptorProto

    def __init__(self, descriptor: pb.FileDescriptorProto, generate: bool, lines: Lines) -> None:
        self._lines = lines
        self.file = self
        self.parent = None
        self.path = ()
        self.descriptor = descriptor
        self.name = text(descriptor.name)
        self.generate = generate  # named on the command line; the others are imports

    @lazy
    def lines(self) -> Sequence[str]:
        """The file's text, line by line; empty when only the descriptor is at hand."""
        return self._lines(self.name) if self._lines else ()

    @lazy
    def source(self) -> Source:
        """Positions and comments."""
        return Source(self.descriptor)

    @lazy
    def full_name(self) -> str:
        """The package: the scope of what the file declares."""
        return self.package

    @lazy
    def package(self) -> str:
        """`shop.user.v1`; '' when the file has none."""
        return text(self.descriptor.package)

    @lazy
    def comments(self) -> Comments:
        """The comments on `syntax`, `edition` and `package`, in this order."""
        found = [self.source.comments((n,)) for n in (_FILE_SYNTAX, _FILE_EDITION, _FILE_PACKAGE)]
        return Comments(
            "".join(comments.leading for comments in found),
            "".join(comments.trailing for comments in found),
            tuple(comment for comments in found for comment in comments.detached),
        )

    @lazy
    def placement(self) -> Mapping[str, str]:
        """The options that say where generated code belongs, as written; those that are not set are absent."""
        found = {}
        for name in _PLACEMENT:
            if self.options.HasField(name):
                value = getattr(self.options, name)
                found[name] = str(value).lower() if isinstance(value, bool) else text(value)
        return found

    @lazy
    def messages(self) -> tuple[Message, ...]:
        """The top-level messages."""
        return _children(Message, self.descriptor.message_type, self, _FILE_MESSAGE)

    @lazy
    def enums(self) -> tuple[Enum, ...]:
        """The top-level enums."""
        return _children(Enum, self.descriptor.enum_type, self, _FILE_ENUM)

    @lazy
    def services(self) -> tuple[Service, ...]:
        """The services."""
        return _children(Service, self.descriptor.service, self, _FILE_SERVICE)

    @lazy
    def all_enums(self) -> tuple[Enum, ...]:
        """All enums of the file, nested ones after the top-level ones, in declaration order."""
        if not self.descriptor.message_type:
            return self.enums
        return (*self.enums, *(enum for message in self.messages for enum in message.all_enums))

    @lazy
    def all_messages(self) -> tuple[Message, ...]:
        """All messages of the file, nested ones after the one they are in."""
        return tuple(inner for message in self.messages for inner in message.with_nested)

    @lazy
    def has_at_sign(self) -> bool:
        """Whether a comment tag is possible at all: a search in raw bytes is far cheaper than reading comments."""
        return b"@" in self.descriptor.source_code_info.SerializeToString()


class Message(Node):
    """A message."""

    descriptor: pb.DescriptorProto

    @lazy
    def fields(self) -> tuple[Field, ...]:
        """The fields, in declaration order."""
        return _children(Field, self.descriptor.field, self, _MESSAGE_FIELD)

    @lazy
    def messages(self) -> tuple[Message, ...]:
        """The nested messages, map entries included."""
        return _children(Message, self.descriptor.nested_type, self, _MESSAGE_NESTED)

    @lazy
    def enums(self) -> tuple[Enum, ...]:
        """The nested enums."""
        return _children(Enum, self.descriptor.enum_type, self, _MESSAGE_ENUM)

    @property
    def with_nested(self) -> Iterator[Message]:
        """The message and all messages in it; map entries are fields in disguise and left out."""
        if not self.options.map_entry:
            yield self
            for message in self.messages:
                yield from message.with_nested

    @property
    def all_enums(self) -> Iterator[Enum]:
        """The enums in the message and in the messages in it."""
        if self.descriptor.enum_type:
            yield from self.enums
        if self.descriptor.nested_type:
            for message in self.messages:
                yield from message.all_enums


class Field(Node):
    """A field of a message."""

    descriptor: pb.FieldDescriptorProto

    @property
    def number(self) -> int:
        """The field number."""
        return self.descriptor.number


class Enum(Node):
    """An enum."""

    descriptor: pb.EnumDescriptorProto

    @lazy
    def values(self) -> tuple[EnumValue, ...]:
        """The values, in declaration order."""
        return _children(EnumValue, self.descriptor.value, self, _ENUM_VALUE)


class EnumValue(Node):
    """A value of an enum."""

    descriptor: pb.EnumValueDescriptorProto
    parent: Enum

    @property
    def scope(self) -> str:
        """Values live beside their enum, not in it (protobuf follows C++ here)."""
        return self.parent.scope

    @property
    def number(self) -> int:
        """The number on the wire."""
        return self.descriptor.number


class Service(Node):
    """A service."""

    descriptor: pb.ServiceDescriptorProto

    @lazy
    def methods(self) -> tuple[Method, ...]:
        """The methods, in declaration order."""
        return _children(Method, self.descriptor.method, self, _SERVICE_METHOD)


class Method(Node):
    """A method of a service."""

    descriptor: pb.MethodDescriptorProto

    @property
    def input(self) -> str:
        """Full name of the request message."""
        return text(self.descriptor.input_type).removeprefix(".")

    @property
    def output(self) -> str:
        """Full name of the response message."""
        return text(self.descriptor.output_type).removeprefix(".")

    @property
    def streaming(self) -> str:
        """The kind: `unary`, `client`, `server` or `bidirectional`."""
        client, server = self.descriptor.client_streaming, self.descriptor.server_streaming
        if client and server:
            return "bidirectional"
        return "client" if client else "server" if server else "unary"


def _children(kind: Any, descriptors: Any, parent: Node, number: int) -> tuple[Any, ...]:
    path = parent.path
    return tuple(
        [kind(child, parent, (*path, number, index)) for index, child in enumerate(descriptors)]
    )
