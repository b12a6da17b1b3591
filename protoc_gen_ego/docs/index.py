"""The index of a repository: which names there are, on which page, and who uses which type.

The facts of a file are plain values that depend on the file alone, so they can be kept between runs. Only they stay in
memory while pages are made one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from protoc_gen_ego.docs.target import HOMES, Target, home
from protoc_gen_ego.schema.source import text

if TYPE_CHECKING:
    from google.protobuf import descriptor_pb2 as pb

_NAMED = frozenset((10, 11, 14))  # FieldDescriptorProto.Type: groups, messages, enums


class Declared(NamedTuple):
    """An element with a section of its own, and the names of what is described in it."""

    kind: str  # message, enum, service, extension
    full_name: str
    members: tuple[str, ...]  # fields, values, methods


class Use(NamedTuple):
    """A type that something needs."""

    type: str  # full name of a message or an enum
    user: str  # full name of a message, method or extension
    how: str  # field, request, response, extension


class FileFacts(NamedTuple):
    """What the index keeps of one file."""

    path: str
    package: str
    documented: bool
    declared: tuple[Declared, ...]
    uses: tuple[Use, ...]


def facts(file: pb.FileDescriptorProto, *, documented: bool) -> FileFacts:
    """The facts of one file; of an import the names only."""
    package = text(file.package)
    declared: list[Declared] = []
    uses: list[Use] = []
    for message in file.message_type:
        _message(message, package, declared, uses)
    _enums_and_extensions(file.enum_type, file.extension, package, declared, uses)
    for service in file.service:
        name = _join(package, service.name)
        methods = []
        for method in service.method:
            methods.append(text(method.name))
            full_name = f"{name}.{methods[-1]}"
            uses.append(Use(text(method.input_type)[1:], full_name, "request"))
            uses.append(Use(text(method.output_type)[1:], full_name, "response"))
        declared.append(Declared("service", name, tuple(methods)))
    kept = tuple(uses) if documented else ()
    return FileFacts(text(file.name), package, documented, tuple(declared), kept)


def _message(
    message: pb.DescriptorProto, scope: str, declared: list[Declared], uses: list[Use]
) -> None:
    name = _join(scope, message.name)
    entries: dict[str, pb.DescriptorProto] = {}
    inner: list[Declared] = []
    for nested in message.nested_type:
        if nested.options.map_entry:
            entries[f".{name}.{nested.name}"] = nested
        else:
            _message(nested, name, inner, uses)
    fields = message.field
    members = [field.name for field in fields]
    used = [field.type_name for field in fields if field.type in _NAMED]
    if entries:  # a map is used for its value
        values = {name: entry.field[-1].type_name for name, entry in entries.items()}
        used = [kind for kind in (values.get(kind, kind) for kind in used) if kind]
    members += [oneof.name for oneof in message.oneof_decl]
    declared.append(Declared("message", name, tuple(members)))
    uses += [Use(text(kind)[1:], name, "field") for kind in dict.fromkeys(used)]
    declared += inner
    _enums_and_extensions(message.enum_type, message.extension, name, declared, uses)


def _enums_and_extensions(
    enums: Iterable[pb.EnumDescriptorProto],
    extensions: Iterable[pb.FieldDescriptorProto],
    scope: str,
    declared: list[Declared],
    uses: list[Use],
) -> None:
    for enum in enums:
        values = tuple([value.name for value in enum.value])
        declared.append(Declared("enum", _join(scope, enum.name), values))
    for extension in extensions:
        name = _join(scope, extension.name)
        declared.append(Declared("extension", name, ()))
        if extension.type_name:
            uses.append(Use(text(extension.type_name)[1:], name, "extension"))
        uses.append(Use(text(extension.extendee)[1:], name, "extension"))


def _join(scope: str, name: str | bytes) -> str:
    return f"{scope}.{text(name)}" if scope else text(name)


class Index:
    """All names of a repository."""

    def __init__(
        self,
        files: Iterable[FileFacts],
        errors: Iterable[str] = (),
        homes: dict[str, str] = HOMES,
    ) -> None:
        self.errors = frozenset(errors)  # full names of the error codes
        self._homes = homes
        self._sections: dict[str, tuple[str, FileFacts]] = {}  # full name -> kind and file
        self._members: dict[str, tuple[str, ...]] = {}
        self._values: dict[str, str] = {}  # a value lives beside its enum: full name -> enum
        self._users: dict[str, list[Use]] = {}
        self._targets: dict[str, Target | None] = {}
        self.packages: dict[str, list[str]] = {}  # documented package -> its files
        self._files: dict[str, FileFacts] = {}
        for file in sorted(files):
            self._files[file.path] = file
            if file.documented:
                self.packages.setdefault(file.package, []).append(file.path)
            for kind, name, members in file.declared:
                self._sections.setdefault(name, (kind, file))
                self._members[name] = members
                if kind == "enum":
                    scope = name.rpartition(".")[0]
                    for value in members:
                        self._values.setdefault(_join(scope, value), name)
                elif kind == "service":
                    for method in members:
                        self._sections.setdefault(f"{name}.{method}", ("method", file))
            for use in file.uses:
                self._users.setdefault(use[0], []).append(use)

    def users(self, full_name: str) -> tuple[Use, ...]:
        """Who uses a type, in the order of their files."""
        return tuple(self._users.get(full_name, ()))

    def file_of(self, full_name: str) -> str | None:
        """The path of the file that declares a message, enum, service or extension."""
        found = self._sections.get(full_name)
        return found[1].path if found else None

    def facts(self, path: str) -> FileFacts:
        """What is known of a file. Raises KeyError where there is none of this path."""
        return self._files[path]

    def section(self, full_name: str) -> tuple[str, FileFacts] | None:
        """The kind and the file of an element that has a section of its own; None when there is none of this name."""
        return self._sections.get(full_name)

    @property
    def headings(self) -> Iterator[tuple[str, str, str]]:
        """(package, kind, full name) of everything that has a section of its own, in the order of the files."""
        for file in self._files.values():
            if file.documented:
                for one in file.declared:
                    yield file.package, one.kind, one.full_name
                    if one.kind == "service":
                        for name in one.members:
                            yield file.package, "method", f"{one.full_name}.{name}"

    def target(self, full_name: str) -> Target | None:
        """What a full name leads to; None when nothing has it."""
        if full_name not in self._targets:
            self._targets[full_name] = self._find(full_name)
        return self._targets[full_name]

    def resolve(self, name: str, scope: str) -> Target | None:
        """What a name means inside a scope: protobuf's own rule, the innermost first."""
        for candidate in candidates(name, scope):
            found = self.target(candidate)
            if found:
                return found
        return None

    def _find(self, full_name: str) -> Target | None:
        if full_name in self._sections:
            return self._made(full_name, full_name, self._sections[full_name][0])
        if full_name in self._values:
            kind = "error" if full_name in self.errors else "value"
            return self._made(full_name, self._values[full_name], kind)
        owner, _, member = full_name.rpartition(".")
        if member in self._members.get(owner, ()):
            if self._sections[owner][0] == "enum":  # many people write the enum before its value
                return self.target(_join(owner.rpartition(".")[0], member))
            return self._made(full_name, owner, "field")
        if full_name in self.packages:
            return Target("package", full_name, full_name, full_name, "package", True)
        return None

    def _made(self, full_name: str, owner: str, kind: str) -> Target:
        owner_kind, file = self._sections[owner]
        elsewhere = "" if file.documented else home(file.path, owner, self._homes)
        return Target(kind, full_name, file.package, owner, owner_kind, file.documented, elsewhere)


def candidates(name: str, scope: str) -> Iterator[str]:
    """The full names that a name may stand for, the innermost first.

    >>> list(candidates("User", "shop.v1"))
    ['shop.v1.User', 'shop.User', 'User']
    """
    if name.startswith("."):
        yield name[1:]
        return
    while scope:
        yield f"{scope}.{name}"
        scope = scope.rpartition(".")[0]
    yield name
