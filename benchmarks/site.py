"""The static site of a whole repository against our own Markdown of it, and one changed file against the whole.

Run with a folder, it is the process that is measured: it reads a request from stdin and builds the site there.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import documented, programs, workloads
from benchmarks.cases import Row
from benchmarks.measure import Command, interleaved, ratio

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
    """Builds the site; with `one` what is there is kept, and a file is another one than before."""
    from ego_ci.site.build import build
    from ego_ci.site.calls import calls
    from ego_ci.site.pages import Facts
    from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest

    from protoc_gen_ego import catalog, schema
    from protoc_gen_ego.docs import Library

    request = CodeGeneratorRequest.FromString(sys.stdin.buffer.read())
    old, out = folder / "old", folder / "out"
    count = folder / "count"
    if not one:
        shutil.rmtree(folder, ignore_errors=True)
    elif out.exists():
        shutil.rmtree(old, ignore_errors=True)
        out.rename(old)
        turn = int(count.read_text()) + 1
        location = request.proto_file[-1].source_code_info.location
        next(one for one in location if one.leading_comments).leading_comments += f" Turn {turn}.\n"
    out.mkdir(parents=True)
    count.write_text(str(int(count.read_text()) + 1 if count.exists() else 0))
    model = schema.load(request)
    library = Library(model, catalog.build(model))
    facts = Facts(title="Measured", has_errors=True, calls=calls())
    before = old if old.exists() else None
    build(library, facts, key="", into=out, old=before, kept=folder / "kept")


if __name__ == "__main__":
    main(Path(sys.argv[1]), one=sys.argv[2:] == ["one"])
