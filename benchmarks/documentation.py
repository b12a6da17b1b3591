"""Markdown of a whole repository against protoc-gen-doc's Markdown, on the same request: CPU, and memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks import documented, programs, workloads
from benchmarks.cases import Row
from benchmarks.measure import Command, interleaved, ratio

_FILES, _FOLDERS, _LIMIT = 2000, 300, 0.6


def documentation(folder: Path, runs: int) -> Iterator[Row]:
    """The two rows."""
    root = folder / "documented"
    root.mkdir(parents=True)
    paths = documented.write(root, files=_FILES, folders=_FOLDERS)
    plain = workloads.request(root, paths, root.with_suffix(".request"))
    peer = programs.protoc_gen_doc()
    ours, theirs = interleaved(
        [
            Command(
                "protoc-gen-ego",
                [str(programs.ours() / "protoc-gen-ego")],
                workloads.asking(plain, "target=docs:markdown"),
            ),
            Command(peer.name, [str(peer)], workloads.asking(plain, "markdown,api.md")),
        ],
        runs,
    )
    what = f"{_FILES:,} commented files in {_FOLDERS} folders, docs:markdown"
    yield Row(what, peer.name, ratio(ours, theirs), _LIMIT, ours, theirs)
    memory = ours.memory / theirs.memory
    yield Row(f"{what}: peak memory", peer.name, memory, _LIMIT, ours, theirs)
