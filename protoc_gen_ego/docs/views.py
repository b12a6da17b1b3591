"""The documented elements: nodes of the schema that know what a reader asks about them.

A view is made anew each time it is asked for. It knows what it is in, but not what is in it: so it is gone as soon as
nobody uses it, even where no garbage is collected, and memory grows with the largest page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from protoc_gen_ego.docs import features, prose, rules
from protoc_gen_ego.docs.element import Element, children
from protoc_gen_ego.docs.enums import EnumView
from protoc_gen_ego.docs.errors import DeclaredError
from protoc_gen_ego.docs.fields import ExtensionView, FieldView
from protoc_gen_ego.docs.http import HttpBinding, bindings
from protoc_gen_ego.docs.index import Use
from protoc_gen_ego.docs.knows import Knows
from protoc_gen_ego.docs.types import TypeRef
from protoc_gen_ego.schema import File, Message, Method, Service
from protoc_gen_ego.schema.lazy import lazy
from protoc_gen_ego.schema.source import Path, text

_MAX_NUMBER = 536870911  # of a field
_IDEMPOTENCY = {1: "no side effects", 2: "idempotent"}  # MethodOptions.IdempotencyLevel


class FileView(Element, File):
    """One file of a page."""

    def __init__(self, original: File, library: Knows) -> None:
        self.__dict__.update(original.__dict__)  # with all that is known of the file already
        self._library = library

    @property
    def file(self) -> File:  # type: ignore[override]
        """Itself; stored, it would be a circle that only a garbage collector takes apart."""
        return self

    @property
    def library(self) -> Knows:
        """What the page belongs to."""
        return self._library

    @lazy
    def proses(self) -> dict[Path, prose.Prose]:
        """What people wrote about each element, by its path."""
        return prose.read_all(self.source.commented())

    @lazy
    def prose(self) -> prose.Prose:
        """What `syntax` and `package` say, without the notice of a licence."""
        return prose.of_file(self.comments)

    @property
    def syntax(self) -> str:
        """`proto2`, `proto3`, `edition 2023`."""
        return features.syntax(self.descriptor)

    @lazy
    def features(self) -> features.Features:
        """The features that hold where nothing else is said."""
        return features.of_file(self.descriptor)

    @property
    def messages(self) -> tuple[MessageView, ...]:
        """The top-level messages."""
        return children(MessageView, self.descriptor.message_type, self, 4)

    @property
    def enums(self) -> tuple[EnumView, ...]:
        """The top-level enums."""
        return children(EnumView, self.descriptor.enum_type, self, 5)

    @property
    def services(self) -> tuple[ServiceView, ...]:
        """The services."""
        return children(ServiceView, self.descriptor.service, self, 6)

    @property
    def extensions(self) -> tuple[ExtensionView, ...]:
        """The extensions, without those declared inside of messages."""
        return children(ExtensionView, self.descriptor.extension, self, 7)


class MessageView(Element, Message):
    """A message of a page."""

    kind = "message"

    @property
    def fields(self) -> tuple[FieldView, ...]:
        """The fields, in declaration order."""
        return children(FieldView, self.descriptor.field, self, 2)

    @property
    def messages(self) -> tuple[MessageView, ...]:
        """The nested messages, map entries included."""
        return children(MessageView, self.descriptor.nested_type, self, 3)

    @property
    def nested(self) -> tuple[MessageView, ...]:
        """The nested messages without map entries."""
        if not self.descriptor.nested_type:
            return ()
        return tuple([m for m in self.messages if not m.descriptor.options.map_entry])

    @lazy
    def entries(self) -> dict[str, Any]:
        """The map entries by their full name with the leading dot, as fields name them."""
        if not self.descriptor.nested_type:
            return {}
        nested = self.descriptor.nested_type
        return {f".{self.full_name}.{m.name}": m for m in nested if m.options.map_entry}

    @property
    def enums(self) -> tuple[EnumView, ...]:
        """The nested enums."""
        if not self.descriptor.enum_type:
            return ()
        return children(EnumView, self.descriptor.enum_type, self, 4)

    @property
    def extensions(self) -> tuple[ExtensionView, ...]:
        """The extensions declared in it."""
        if not self.descriptor.extension:
            return ()
        return children(ExtensionView, self.descriptor.extension, self, 6)

    @property
    def oneofs(self) -> tuple[OneofView, ...]:
        """The oneofs that a person wrote, without those that `optional` makes."""
        if not self.descriptor.oneof_decl:
            return ()
        made = {field.oneof_index for field in self.descriptor.field if field.proto3_optional}
        found = children(OneofView, self.descriptor.oneof_decl, self, 8)
        return tuple([oneof for index, oneof in enumerate(found) if index not in made])

    @property
    def reserved(self) -> tuple[str, ...]:
        """Reserved numbers, then names, as written: `3`, `10 to 12`, `"gift_text"`."""
        return (
            *(_span(r.start, r.end - 1, _MAX_NUMBER) for r in self.descriptor.reserved_range),
            *(f'"{text(name)}"' for name in self.descriptor.reserved_name),
        )

    @property
    def extension_ranges(self) -> tuple[str, ...]:
        """The numbers that extensions may have: `100 to 199`."""
        ranges = self.descriptor.extension_range
        return tuple(_span(r.start, r.end - 1, _MAX_NUMBER) for r in ranges)

    @property
    def used_by(self) -> tuple[Use, ...]:
        """The messages, methods and extensions of the repository that use it."""
        return self.library.index.users(self.full_name)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules for the whole message (protovalidate), one phrase each."""
        found = self.set_options.get(rules.MESSAGE)
        return rules.message_rules(found[1]) if found else ()


class OneofView(Element):
    """A oneof: at most one of its fields is set."""

    kind = "oneof"
    parent: MessageView

    @property
    def fields(self) -> tuple[FieldView, ...]:
        """Its fields."""
        return tuple([field for field in self.parent.fields if field.oneof == self.name])

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of its fields."""
        number = self.path[-1]
        fields = self.parent.descriptor.field
        return tuple(
            [text(f.name) for f in fields if f.oneof_index == number and f.HasField("oneof_index")]
        )

    @property
    def deprecated(self) -> bool:
        """A oneof cannot be."""
        return False

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules for it (protovalidate)."""
        found = self.set_options.get(rules.ONEOF)
        return rules.oneof_rules(found[1]) if found else ()


class ServiceView(Element, Service):
    """A service of a page."""

    kind = "service"

    @property
    def methods(self) -> tuple[MethodView, ...]:
        """The methods, in declaration order."""
        return children(MethodView, self.descriptor.method, self, 2)


class MethodView(Element, Method):
    """A method of a page; `streaming` is `unary`, `client`, `server` or `bidirectional`."""

    kind = "method"

    @property
    def request(self) -> TypeRef:
        """The type of the request."""
        return self.library.type_ref(self.input, self.file.package)

    @property
    def response(self) -> TypeRef:
        """The type of the response."""
        return self.library.type_ref(self.output, self.file.package)

    @property
    def idempotency(self) -> str:
        """`no side effects`, `idempotent`; '' when nothing is said."""
        return _IDEMPOTENCY.get(self.descriptor.options.idempotency_level, "")

    @property
    def http(self) -> tuple[HttpBinding, ...]:
        """The HTTP requests that become this call (google.api.http)."""
        found = self.set_options.get("google.api.http")
        return bindings(found[1]) if found else ()

    @property
    def errors(self) -> tuple[DeclaredError, ...]:
        """The errors that it declares, in their order."""
        return self.library.errors.of_method(self.full_name, idempotent=bool(self.idempotency))


class PackageView:
    """One page: a package with all its files."""

    def __init__(self, name: str, files: Iterable[FileView]) -> None:
        self.name = name  # shop.user.v1; '' for files without a package
        self.files = tuple(files)

    @lazy
    def proses(self) -> tuple[prose.Prose, ...]:
        """What the files say about the package, each once."""
        found = {file.prose.text: file.prose for file in self.files if file.prose}
        return tuple(found.values())

    @lazy
    def services(self) -> tuple[ServiceView, ...]:
        """All services."""
        return tuple([service for file in self.files for service in file.services])

    @lazy
    def messages(self) -> tuple[MessageView, ...]:
        """All messages, nested ones after the one they are in."""
        return tuple([m for file in self.files for m in with_nested(file.messages)])

    @lazy
    def enums(self) -> tuple[EnumView, ...]:
        """All enums, nested ones after the top-level ones."""
        own = [enum for file in self.files for enum in file.enums]
        return (*own, *[enum for message in self.messages for enum in message.enums])

    @lazy
    def extensions(self) -> tuple[ExtensionView, ...]:
        """All extensions, those declared inside of messages last."""
        own = [extension for file in self.files for extension in file.extensions]
        return (*own, *[one for message in self.messages for one in message.extensions])


def with_nested(messages: Iterable[MessageView]) -> Iterator[MessageView]:
    """The messages, and those in them."""
    for message in messages:
        yield message
        yield from with_nested(message.nested)


def _span(first: int, last: int, most: int) -> str:
    if first == last:
        return str(first)
    return f"{first} to {'max' if last >= most else last}"
