"""The static site of a whole repository against our own Markdown of it, and one changed file against the whole.

Run with a folder, it is the process that is measured: it reads a request from stdin and builds the site there.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import documented, programs, workloads
from benchmarks.cases import Row
from benchmarks.measure import Command, interleaved, ratio

if TYPE_CHECKING:
    from ego_ci.site.pages import Facts

    from protoc_gen_ego.docs import Library

_FILES, _FOLDERS, _WHOLE, _ONE = 2000, 300, 3.0, 0.05


def site(folder: Path, runs: int) -> Iterator[Row]:
    """The two rows."""
    root = folder / "site"
    root.mkdir(parents=True)
    paths = documented.write(root, files=_FILES, folders=_FOLDERS)
    plain = workloads.request(root, paths, root.with_suffix(".request"))
    ours, markdown, one = interleaved(
        [
            Command("site", [*_BUILD, str(folder / "whole")], plain, cwd=programs.ROOT),
            Command(
                "docs:markdown",
                [str(programs.ours() / "protoc-gen-ego")],
                workloads.asking(plain, "target=docs:markdown"),
            ),
            Command("one file", [*_BUILD, str(folder / "one"), "one"], plain, cwd=programs.ROOT),
        ],
        runs,
    )
    what = f"{_FILES:,} commented files in {_FOLDERS} folders, the site"
    yield Row(what, "docs:markdown", ratio(ours, markdown), _WHOLE, ours, markdown)
    yield Row(f"{what} after one changed", "the whole site", ratio(one, ours), _ONE, one, ours)


_BUILD = (sys.executable, "-m", "benchmarks.site")


def main(folder: Path, *, one: bool) -> None:
    """Builds the site; with `one` what is there is brought up to date, and a file is another one than before."""
    from ego_ci.site.sources import Sources
    from ego_ci.site.update import update

    data = _read()
    if one and (folder / "out").exists():
        sources = Sources.of_request(_changed(data, folder / "count"))
        made = update(sources, _facts, key="", site=folder / "out", kept=folder / "kept")
        assert made, "nothing was brought up to date"
    else:
        from ego_ci.site.build import build

        shutil.rmtree(folder, ignore_errors=True)
        (folder / "out").mkdir(parents=True)
        sources = Sources.of_request(data)
        library = sources.library()
        build(
            library,
            _facts(library),
            key="",
            into=folder / "out",
            kept=folder / "kept",
            sources=sources,
        )


def _facts(_library: Library) -> Facts:
    from ego_ci.site.calls import calls
    from ego_ci.site.pages import Facts

    return Facts(title="Measured", has_errors=True, calls=calls())


def _read() -> bytearray:
    """The request, without a second copy of it."""
    data = bytearray(os.fstat(0).st_size)
    sys.stdin.buffer.readinto(data)  # type: ignore[attr-defined]
    return data


def _changed(data: bytearray, count: Path) -> bytearray:
    """The request with another sentence in one of its comments than the last time; all sizes stay."""
    turn = int(count.read_text()) + 1 if count.exists() else 0
    count.write_text(str(turn))
    told = b" The rows of this page. They may be fewer than asked for."
    end = data.index(told) + len(told)
    data[end - 20 : end] = f"{turn:19d}.".encode()
    return data


if __name__ == "__main__":
    main(Path(sys.argv[1]), one=sys.argv[2:] == ["one"])
