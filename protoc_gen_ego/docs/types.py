"""The type of a field as people write it, and what its name leads to."""

from __future__ import annotations

from typing import NamedTuple

from protoc_gen_ego.docs.target import Target
from protoc_gen_ego.schema.scalars import SCALARS

NUMBERS = {name: number for number, name in SCALARS.items()}
GROUP, MESSAGE, ENUM = 10, 11, 14


class TypeRef(NamedTuple):
    """A type where it is used."""

    name: str  # string; User, as short as the package of the user allows
    full_name: str  # shop.user.v1.User; '' for a scalar
    kind: str  # scalar, message, enum, map
    target: Target | None = None  # what the name leads to; None: a scalar, or nobody knows
    key: str = ""  # of a map: the name of the key's type
    value: TypeRef | None = None  # of a map: the value's type

    @property
    def text(self) -> str:
        """As in a proto file: `map<string, User>`."""
        return f"map<{self.key}, {self.value.text}>" if self.value else self.name


SCALAR_REFS = {number: TypeRef(name, "", "scalar") for number, name in SCALARS.items()}


def short(full_name: str, package: str) -> str:
    """A full name as short as it can be inside a package."""
    return (
        full_name[len(package) + 1 :]
        if package and full_name.startswith(f"{package}.")
        else full_name
    )
