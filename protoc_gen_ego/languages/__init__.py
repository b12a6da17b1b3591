"""The languages that outputs can be rendered for."""

from protoc_gen_ego.languages.go import Go
from protoc_gen_ego.languages.java import Java
from protoc_gen_ego.languages.language import FileOptions, Language
from protoc_gen_ego.languages.php import Php
from protoc_gen_ego.languages.python import Python
from protoc_gen_ego.languages.typescript import TypeScript

LANGUAGES: tuple[Language, ...] = (Go(), Java(), Php(), Python(), TypeScript())

__all__ = ["LANGUAGES", "FileOptions", "Language"]
