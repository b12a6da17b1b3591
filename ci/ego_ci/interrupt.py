"""Interrupts (Ctrl-C, SIGTERM) held back while something must not be cut in two."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_NUMBERS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def held() -> Iterator[None]:
    """Delivers signals that arrive inside at the end of it.

    Between starting a child and writing down that it runs, an exception would leave it running alone.
    Python calls handlers in the main thread only, so that other threads need nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    arrived: list[int] = []
    before = {
        number: signal.signal(number, lambda got, _frame: arrived.append(got))
        for number in _NUMBERS
    }
    try:
        yield
    finally:
        for held_back, handler in before.items():
            signal.signal(held_back, handler)
    for number in arrived:
        signal.raise_signal(number)
