"""The languages that outputs can be rendered for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import overload

from protoc_gen_ego.languages.language import FileOptions, Language


class _Languages(Sequence[Language]):
    """The languages by name, each imported when it is first asked for: most runs need one of them.

    `languages/<name>.py` holds the language as `LANGUAGE`.
    """

    def __init__(self, *names: str) -> None:
        self.names = names
        self._loaded: dict[str, Language] = {}

    def named(self, name: str) -> Language:
        """The language of this name.

        Raises:
            KeyError: there is none.
        """
        if name not in self.names:
            raise KeyError(name)
        if name not in self._loaded:
            self._loaded[name] = import_module(f"{__name__}.{name}").LANGUAGE
        return self._loaded[name]

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[Language]:
        return map(self.named, self.names)

    @overload
    def __getitem__(self, index: int) -> Language: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Language]: ...
    def __getitem__(self, index: int | slice) -> Language | Sequence[Language]:
        if isinstance(index, slice):
            return [self.named(name) for name in self.names[index]]
        return self.named(self.names[index])


LANGUAGES = _Languages("go", "java", "php", "python", "typescript")

__all__ = ["LANGUAGES", "FileOptions", "Language"]
