"""Pool: several tasks at a time, and what they found all together."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from ego_ci.stages.stage import Context, Findings

if TYPE_CHECKING:
    from protoc_gen_ego.diagnostics import Diagnostic

Item = TypeVar("Item")
Made = TypeVar("Made")


def each(context: Context, work: Callable[[Item], Made], items: Sequence[Item]) -> list[Made]:
    """Does the work for every item, one a processor, and returns the results in order.

    Raises Findings with those of all items. Any other exception ends the programs that still run.
    """
    from concurrent.futures import ThreadPoolExecutor

    if len(items) == 1:
        return [work(items[0])]
    found: list[Diagnostic] = []
    made: list[Made] = []
    with ThreadPoolExecutor(max(1, min(len(items), os.cpu_count() or 1))) as pool:
        waiting = [pool.submit(work, item) for item in items]
        try:
            for future in waiting:
                error = future.exception()
                if isinstance(error, Findings):
                    found += error.diagnostics
                else:
                    made.append(future.result())
        except BaseException:
            for future in waiting:
                future.cancel()
            context.process.stop()
            raise
    if found:
        raise Findings(found)
    return made
