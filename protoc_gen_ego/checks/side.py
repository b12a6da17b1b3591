"""The protos at one point in time: a comparison has two such sides."""

from __future__ import annotations

from typing import NamedTuple

from protoc_gen_ego.catalog import Catalog
from protoc_gen_ego.schema import Schema


class Side(NamedTuple):
    """What is compared."""

    schema: Schema
    catalog: Catalog
