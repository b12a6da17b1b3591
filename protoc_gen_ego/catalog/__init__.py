"""The error codes of a schema."""

from protoc_gen_ego.catalog.build import build
from protoc_gen_ego.catalog.model import Catalog, ErrorCode, ErrorEnum, Identity, Problem, Reference

__all__ = ["Catalog", "ErrorCode", "ErrorEnum", "Identity", "Problem", "Reference", "build"]
