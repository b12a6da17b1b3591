"""`make bench`: measures, prints the table, and with --write puts it into the README."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import (
    cases,
    check,
    documentation,
    growth,
    packages,
    planning,
    runtimes,
    scaffolds,
    search,
    site,
    table,
)
from benchmarks.programs import ROOT


def main() -> None:
    """Runs the chosen groups."""
    groups = {
        "plugin": lambda folder, runs: cases.plugin(folder, runs),
        "runtimes": lambda folder, runs: runtimes.runtimes(folder / "runtimes", runs),
        "unchanged": lambda folder, _: cases.unchanged(folder),
        "check": lambda folder, runs: check.check(folder, runs),
        "planning": lambda folder, runs: planning.planning(folder, runs),
        "packages": lambda folder, runs: packages.packages(folder / "packages", runs),
        "scaffolds": scaffolds.scaffolds,
        "docs": documentation.documentation,
        "site": site.site,
        "search": search.search,
        "growth": growth.growth,
    }
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="counted runs of each pair (default 7)")
    parser.add_argument("--only", choices=groups, help="one group of rows")
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    asked = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory(prefix="ego-bench-") as folder:
        for name, measure in groups.items():
            if asked.only in (None, name):
                for row in measure(Path(folder), asked.runs):
                    print(f"bench: {row.what}: {row.ratio:.2f} of {row.peer}", flush=True)
                    rows.append(row)
    shown = table.markdown(rows)
    print(
        f"\n{shown}\n\nCPU is user + system time of whole processes, medians; ratios are taken run by run."
    )
    if asked.write:
        table.write(ROOT / "README.md", shown, part=asked.only is not None)


if __name__ == "__main__":
    main()
