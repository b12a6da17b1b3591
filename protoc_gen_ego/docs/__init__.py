"""The documentation model: what a repository's pages say, whatever they are written in."""

from protoc_gen_ego.docs.library import Library
from protoc_gen_ego.docs.target import Target

__all__ = ["Library", "Target"]
