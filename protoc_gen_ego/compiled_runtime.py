"""What a template that was compiled ahead needs when it runs: the few names of jinja2.runtime that ours use.

A template may use loops with `loop.first`, `loop.last` and `loop.index`, conditions, `set` inside a loop, attributes
and filters; precompile.py refuses any other, so this stays small.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NoReturn

missing = object()
BASE_FILTERS: Mapping[str, Callable[..., Any]] = {"length": len}


def str_join(parts: Iterable[object]) -> str:
    """The `~` operator."""
    return "".join(map(str, parts))


class Environment:
    """Stands for jinja2.Environment in compiled code."""

    getattr = staticmethod(getattr)
    concat = staticmethod("".join)

    def __init__(self, filters: Mapping[str, Callable[..., Any]]) -> None:
        self.filters = {**BASE_FILTERS, **filters}

    @staticmethod
    def undefined(*, name: str) -> NoReturn:
        """What StrictUndefined does, at once."""
        raise NameError(f"the template asks for `{name}`, which does not exist")


class LoopContext:
    """Iterates with a look at the position, as `loop` in a template."""

    def __init__(self, items: Iterable[Any], _undefined: object) -> None:
        self._items = tuple(items)
        self.index = 0
        self.length = len(self._items)

    def __iter__(self) -> Iterator[tuple[Any, LoopContext]]:
        for item in self._items:
            self.index += 1
            yield item, self

    @property
    def first(self) -> bool:
        """Whether this is the first item."""
        return self.index == 1

    @property
    def last(self) -> bool:
        """Whether this is the last item."""
        return self.index == self.length


class Context:
    """The variables of one rendering."""

    def __init__(self, variables: Mapping[str, Any]) -> None:
        self._variables = variables

    def resolve_or_missing(self, name: str) -> Any:
        """A variable, or the marker that it does not exist."""
        return self._variables.get(name, missing)


environment = Environment(
    {}
)  # the default of `root`; `bind` passes the one with the language's filters


def bind(
    root: Callable[..., Iterator[str]], filters: Mapping[str, Callable[..., Any]]
) -> Callable[[Any], str]:
    """A compiled template's `root` function as a function from variables to text."""
    own = Environment(filters)
    return lambda variables: "".join(root(Context(variables), environment=own))


def module_name(path: str) -> str:
    """The module of a template: `python/errors.py.j2` -> `python_errors_py`."""
    return re.sub(r"\W", "_", path.removesuffix(".j2"))
