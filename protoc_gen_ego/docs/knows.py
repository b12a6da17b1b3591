"""What an element asks the documentation that it is part of."""

from __future__ import annotations

from typing import Protocol

from protoc_gen_ego.docs.errors import Errors
from protoc_gen_ego.docs.index import Index
from protoc_gen_ego.docs.options import OptionReader
from protoc_gen_ego.docs.target import Target
from protoc_gen_ego.docs.types import TypeRef


class Knows(Protocol):
    """A Library, as its elements see it."""

    @property
    def index(self) -> Index:
        """All names, and who uses which type."""

    @property
    def options(self) -> OptionReader:
        """Reads options."""

    @property
    def errors(self) -> Errors:
        """The error codes."""

    def resolve(self, name: str, scope: str) -> Target | None:
        """What a name in a comment means inside a scope."""

    def type_ref(self, full_name: str, package: str) -> TypeRef:
        """A message or an enum as fields of a package name it."""
