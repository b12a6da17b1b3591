"""What all documented elements have in common."""

from __future__ import annotations

from typing import Any

from protoc_gen_ego.docs.features import Features, refined
from protoc_gen_ego.docs.knows import Knows
from protoc_gen_ego.docs.options import Option, shown
from protoc_gen_ego.docs.prose import NOTHING, Prose
from protoc_gen_ego.docs.target import Target
from protoc_gen_ego.schema import Node
from protoc_gen_ego.schema.lazy import lazy
from protoc_gen_ego.schema.source import Path

_NO_OPTIONS: dict[str, tuple[Any, Any]] = {}


class Element(Node):
    """A node of the schema that is described on a page."""

    kind = ""  # message, field, oneof, enum, value, extension, service, method

    @property
    def library(self) -> Knows:
        """What the element's page belongs to."""
        return self.file.library  # type: ignore[attr-defined, no-any-return]

    @lazy
    def prose(self) -> Prose:
        """What people wrote about it."""
        proses: dict[Path, Prose] = self.file.proses  # type: ignore[attr-defined]
        return proses.get(self.path, NOTHING)

    @property
    def anchor(self) -> str:
        """Unique in the repository, and the same as long as the element keeps its name."""
        return self.full_name

    @lazy
    def set_options(self) -> dict[str, tuple[Any, Any]]:
        """All options that are set: name -> (descriptor, value); see OptionReader."""
        if not self.descriptor.HasField("options"):
            return _NO_OPTIONS
        return self.library.options.fields(self.descriptor.options)

    @property
    def shown_options(self) -> tuple[Option, ...]:
        """The options with their values, without those that other properties tell."""
        return shown(self.set_options) if self.descriptor.HasField("options") else ()

    @property
    def deprecated(self) -> bool:
        """Whether the element says `deprecated = true`."""
        descriptor = self.descriptor
        return bool(descriptor.HasField("options") and descriptor.options.deprecated)

    @lazy
    def features(self) -> Features:
        """The features of editions that hold for it."""
        above: Features = self.parent.features  # type: ignore[union-attr]
        if not self.descriptor.HasField("options"):
            return above
        return refined(above, self.descriptor.options)

    def resolve(self, name: str) -> Target | None:
        """What a reference in its comment leads to."""
        return self.library.resolve(name, self.full_name)


def children(kind: Any, descriptors: Any, parent: Node, number: int) -> tuple[Any, ...]:
    """The elements of one kind in another; `number` is the field of the parent's descriptor."""
    start = (*parent.path, number)
    return tuple([kind(child, parent, (*start, index)) for index, child in enumerate(descriptors)])
