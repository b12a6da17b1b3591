"""Memory of the documentation as a repository grows, against the memory that reading the request takes.

Both have to hold the request. What a bigger repository takes beyond that should be next to nothing: names, and what is
known of each file, but no pages.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import documented, programs, workloads
from benchmarks.cases import Row
from benchmarks.measure import Command, Cost, interleaved

_SMALL, _LARGE, _LIMIT = 1000, 3000, 1.5
_READ = "from benchmarks.growth import read; read()"


def growth(folder: Path, runs: int) -> Iterator[Row]:
    """A row for the site, one for the Markdown."""
    measured = [_measured(folder / f"growth{files}", files, runs) for files in (_SMALL, _LARGE)]
    small, large = measured
    read = _more(small[0], large[0])
    for place, name in ((1, "the site"), (2, "docs:markdown")):
        ours = _more(small[place], large[place])
        what = f"memory of {_LARGE - _SMALL:,} more files of the same size, {name}"
        yield Row(what, "reading the request", ours.memory / read.memory, _LIMIT, ours, read)


def read() -> None:
    """The process that only reads a request from stdin."""
    from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest

    data = sys.stdin.buffer.read()
    CodeGeneratorRequest.FromString(data)


def _measured(root: Path, files: int, runs: int) -> list[Cost]:
    root.mkdir(parents=True)
    paths = documented.write(root, files=files, folders=files // 7)
    plain = workloads.request(root, paths, root.with_suffix(".request"))
    build = [sys.executable, "-m", "benchmarks.site", str(root.with_suffix(".site"))]
    return interleaved(
        [
            Command("reading", [sys.executable, "-c", _READ], plain, cwd=programs.ROOT),
            Command("site", build, plain, cwd=programs.ROOT),
            Command(
                "docs:markdown",
                [str(programs.ours() / "protoc-gen-ego")],
                workloads.asking(plain, "target=docs:markdown"),
            ),
        ],
        min(runs, 3),
    )


def _more(small: Cost, large: Cost) -> Cost:
    cpu = large.cpu - small.cpu
    return Cost(cpu, large.memory - small.memory, (cpu,))
