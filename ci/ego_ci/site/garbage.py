"""Garbage is collected when there is much of it: while thousands of pages are made, looking for it costs a tenth."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
_MANY = 60
"""Pages between two collections: templates leave circles behind."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Leaves garbage alone for a while."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def collected(found: Iterable[T]) -> Iterator[T]:
    """Gives one after the other, and now and then collects what was left behind; what was there before stays."""
    with uncollected():
        gc.freeze()
        try:
            for number, one in enumerate(found, 1):
                yield one
                if number % _MANY == 0:
                    gc.collect(0)  # made since the last time; what stayed then is not looked at
        finally:
            gc.unfreeze()
