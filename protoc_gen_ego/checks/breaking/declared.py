"""What methods declare on both sides. An error that was renamed is the same one, and so is an unchanged word for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from protoc_gen_ego.catalog import Catalog, ErrorCode, Reference


class Declared(NamedTuple):
    """The declarations that only one side has; a method that only one side has is among them."""

    added: tuple[Reference, ...]
    dropped: tuple[Reference, ...]  # as they were


def declared(before: Catalog, now: Catalog, renamed: Mapping[str, ErrorCode]) -> Declared:
    """Compares what the methods of two catalogs declare. renamed: by their new full name, what errors were."""
    words = {(ref.method.full_name, ref.text): ref for ref in before.references}
    old = {(ref.method.full_name, name_of(ref)): ref for ref in before.references}
    new: dict[tuple[str, str], Reference] = {}
    for ref in now.references:
        method = ref.method.full_name
        same = words.get((method, ref.text))
        if same is not None and (same.code is None or ref.code is None):
            # The line says what it said; that its error has come or gone is told of the error.
            key = name_of(same)
        else:
            name = name_of(ref)
            key = renamed[name].full_name if name in renamed else name
        new.setdefault((method, key), ref)
    added = tuple(ref for key, ref in new.items() if key not in old)
    return Declared(added, tuple(ref for key, ref in old.items() if key not in new))


def name_of(reference: Reference) -> str:
    """The full name of a declared error, or the word for one that is not there."""
    return reference.code.full_name if reference.code else reference.text
