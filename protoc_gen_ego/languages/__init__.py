"""The languages that outputs can be rendered for."""

from protoc_gen_ego.languages.language import FileOptions, Language
from protoc_gen_ego.languages.python import Python

LANGUAGES: tuple[Language, ...] = (Python(),)

__all__ = ["LANGUAGES", "FileOptions", "Language"]
