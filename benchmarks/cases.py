"""What is measured, against whom, and what was promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import programs, workloads
from benchmarks.measure import Command, Cost, interleaved, ratio


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    peer: str
    ratio: float
    limit: float
    ours: Cost
    theirs: Cost


ALL = "target=" + "+".join(
    f"errors:{name}" for name in ("go", "java", "php", "python", "typescript")
)
PYTHON = "target=errors:python"
SMALL, DENSE, WIDE = (1, 3, 1), (100, 20, 10), (2000, 2, 300)  # files, codes a file, folders


def plugin(folder: Path, runs: int) -> Iterator[Row]:
    """The plugin against other plugins, on the same proto files."""
    go, mypy = programs.protoc_gen_go(), programs.protoc_gen_mypy()
    yield _pair("one small file, errors:python", folder, SMALL, PYTHON, mypy, 1.5, runs * 3)
    yield _pair("100 files × 20 codes, errors:python", folder, DENSE, PYTHON, go, 1.0, runs)
    yield _pair("100 files × 20 codes, all five languages", folder, DENSE, ALL, go, 1.5, runs)
    yield _pair("2,000 files in 300 folders, errors:python", folder, WIDE, PYTHON, go, 0.5, runs)
    yield _pair("2,000 files in 300 folders, all five languages", folder, WIDE, ALL, go, 0.7, runs)


def _pair(
    what: str,
    folder: Path,
    size: tuple[int, int, int],
    parameter: str,
    peer: Path,
    limit: float,
    runs: int,
) -> Row:
    files, codes, folders = size
    root = folder / f"{files}x{codes}"
    plain = root.with_suffix(".request")
    if not root.exists():
        root.mkdir()
        paths = workloads.write(root, files=files, codes=codes, folders=folders)
        workloads.request(root, paths, plain)
    ours, theirs = interleaved(
        [
            Command(
                "protoc-gen-ego",
                [str(programs.ours() / "protoc-gen-ego")],
                workloads.asking(plain, parameter),
            ),
            Command(peer.name, [str(peer)], plain),
        ],
        runs,
    )
    return Row(what, peer.name, ratio(ours, theirs), limit, ours, theirs)


def unchanged(folder: Path) -> Iterator[Row]:
    """`ego run` over 300 packages, a second time with nothing changed, against its own first run."""
    root = folder / "repository"
    (root / "proto").mkdir(parents=True)
    workloads.write(root / "proto", files=300, codes=3, folders=300)
    (root / "buf.yaml").write_text(
        "version: v2\nmodules:\n  - path: proto\nlint:\n  use: [STANDARD]\n"
    )
    (root / "ego.yaml").write_text("name: bench\nversion: 1.0.0\n")
    ego = Command("ego run", [str(programs.ours() / "ego"), "run"], cwd=root)
    first = interleaved_once(ego)
    [second] = interleaved([ego], 3)
    yield Row(
        "`ego run`, 300 packages, nothing changed",
        "its first run",
        second.cpu / first.cpu,
        0.05,
        second,
        first,
    )


def interleaved_once(command: Command) -> Cost:
    """The cost of a single run, which cannot be repeated."""
    from benchmarks.measure import once

    cpu, memory = once(command)
    return Cost(cpu, memory, (cpu,))
