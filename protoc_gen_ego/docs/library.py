"""The documentation of a repository: its pages, its index, its errors. A pure function of schema and catalog."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protoc_gen_ego.catalog import Catalog
from protoc_gen_ego.docs.errors import Errors
from protoc_gen_ego.docs.index import FileFacts, Index, facts
from protoc_gen_ego.docs.options import OptionReader
from protoc_gen_ego.docs.target import HOMES, Target
from protoc_gen_ego.docs.types import TypeRef, short
from protoc_gen_ego.docs.views import FileView, MessageView, PackageView, with_nested
from protoc_gen_ego.schema import Schema
from protoc_gen_ego.schema.lazy import lazy


class Library:
    """Everything that documentation shows. Pages are made when asked for, and kept by nobody."""

    def __init__(
        self,
        schema: Schema,
        catalog: Catalog,
        *,
        file_facts: Iterable[FileFacts] | None = None,
        homes: dict[str, str] = HOMES,
    ) -> None:
        """`file_facts` are those kept from an earlier run, where a file has not changed; `homes` says where types live
        that are not documented here (beginning of the file's path -> URL with {path})."""
        self.schema = schema
        self.errors = Errors(catalog)
        self._facts = file_facts
        self._homes = homes
        self._types: dict[tuple[str, str], TypeRef] = {}

    @lazy
    def index(self) -> Index:
        """All names, and who uses which type."""
        found = self._facts
        if found is None:
            found = [facts(file.descriptor, documented=file.generate) for file in self.schema.files]
        return Index(found, self.errors.documented, self._homes)

    @lazy
    def options(self) -> OptionReader:
        """Reads options, custom ones too."""
        return OptionReader(self.schema)

    @property
    def packages(self) -> tuple[str, ...]:
        """The documented packages, sorted; '' stands for files without one."""
        return tuple(sorted(self.index.packages))

    def page(self, package: str) -> PackageView:
        """A fresh view of one package; dropped, it leaves nothing behind.

        Raises:
            KeyError: no documented file is in this package.
        """
        paths = self.index.packages[package]
        return PackageView(package, [FileView(self.schema.by_name[path], self) for path in paths])

    def pages(self) -> Iterator[PackageView]:
        """The pages one after the other."""
        return map(self.page, self.packages)

    def message(self, full_name: str) -> MessageView | None:
        """A fresh view of a message of any file, imports included; None when there is none."""
        found = self.index.file_of(full_name)
        if found is None or found not in self.schema.by_name:
            return None
        file = FileView(self.schema.by_name[found], self)
        return next((m for m in with_nested(file.messages) if m.full_name == full_name), None)

    def enum_values(self, full_name: str) -> tuple[tuple[str, int], ...]:
        """The values of an enum of any file: (name, number), in declaration order."""
        found = self.index.file_of(full_name)
        if found is None or found not in self.schema.by_name:
            return ()
        file = FileView(self.schema.by_name[found], self)
        enum = next((e for e in file.all_enums if e.full_name == full_name), None)
        return tuple((value.name, value.number) for value in enum.values) if enum else ()

    def resolve(self, name: str, scope: str) -> Target | None:
        """What a name in a comment means inside a scope; None when nothing has it."""
        return self.index.resolve(name, scope)

    def type_ref(self, full_name: str, package: str) -> TypeRef:
        """A message or an enum as fields of a package name it."""
        key = full_name, package
        found = self._types.get(key)
        if found is None:
            target = self.index.target(full_name)
            kind = target.kind if target else "message"
            name = short(full_name, package)
            found = self._types[key] = TypeRef(name, full_name, kind, target)
        return found
