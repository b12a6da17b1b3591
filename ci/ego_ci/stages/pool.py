"""Pool: several tasks at a time, and what they found all together."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from ego_ci.stages.stage import Context, Findings

if TYPE_CHECKING:
    from protoc_gen_ego.diagnostics import Diagnostic

Item = TypeVar("Item")
Made = TypeVar("Made")


def each(context: Context, work: Callable[[Item], Made], items: Sequence[Item]) -> list[Made]:
    """Does the work for every item, in their order by a thread a processor, and returns the results in order.

    Raises Findings with those of all items. Any other exception ends the programs that still run.
    """
    if len(items) == 1:
        return [work(items[0])]
    batch = _Batch(work, items, context.process.stop)
    count = max(1, min(len(items), os.cpu_count() or 1))
    threads = [threading.Thread(target=batch.run) for _ in range(count)]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    except BaseException:
        batch.stop()
        for thread in threads:
            if thread.ident is not None:
                thread.join()
        raise
    if batch.errors:
        raise batch.errors[0]
    if found := [item for number in sorted(batch.found) for item in batch.found[number]]:
        raise Findings(found)
    return [batch.made[number] for number in range(len(items))]


@dataclass
class _Batch(Generic[Item, Made]):
    """The items of one call; each thread takes the next. Of hundreds most are done in no time, so nothing is queued."""

    work: Callable[[Item], Made]
    items: Sequence[Item]
    end: Callable[[], None]
    made: dict[int, Made] = field(default_factory=dict)
    found: dict[int, tuple[Diagnostic, ...]] = field(default_factory=dict)
    errors: list[BaseException] = field(default_factory=list)
    stopped: bool = False
    guard: threading.Lock = field(default_factory=threading.Lock)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def run(self) -> None:
        """Works until nothing is left, or somebody failed."""
        try:
            while (number := self._next()) < len(self.items):
                self._do(number)
        except BaseException as error:
            self.errors.append(error)
            self.stop()

    def _do(self, number: int) -> None:
        try:
            self.made[number] = self.work(self.items[number])
        except Findings as error:
            self.found[number] = error.diagnostics

    def stop(self) -> None:
        """Begins nothing more, and ends the programs that run."""
        self.stopped = True
        self.end()

    def _next(self) -> int:
        with self.guard:
            return len(self.items) if self.stopped else next(self.numbers)
