"""The fields of a composite literal, aligned as gofmt aligns them."""

from __future__ import annotations

import math
from collections.abc import Sequence


def aligned(pairs: Sequence[tuple[str, str]], indent: int) -> str:
    """Lines `key: value,` as gofmt aligns them: values in a run of one-line pairs stand below each other."""
    tabs = "\t" * indent
    out: list[str] = []
    run: list[tuple[str, str]] = []
    sizes: list[int] = []  # of the keys in the run

    def close() -> None:
        width = max([len(key) for key, _ in run], default=0)
        out.extend([f"{tabs}{key}:{' ' * (width - len(key))} {value},\n" for key, value in run])
        run.clear()
        sizes.clear()

    for key, value in pairs:
        if "\n" in value:
            close()
            out.append(f"{tabs}{key}: {value},\n")
            continue
        if sizes and not (sizes[-1] <= 40 and len(key) <= 40):
            # gofmt's exprList: a key that is much longer or shorter than those before begins a new run.
            mean = math.exp(sum(map(math.log, sizes)) / len(sizes))
            ratio = len(key) / mean
            if 2.5 * ratio <= 1 or ratio >= 2.5:
                close()
        run.append((key, value))
        sizes.append(len(key))
    close()
    return "".join(out)
