"""Packages in five languages: what `ego run` adds to the tools that it runs, and what one change of many costs."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import programs, workloads
from benchmarks.cases import Row
from benchmarks.measure import Command, Cost, once, ratio

_LANGUAGES = "[python, go, typescript, java, php]"
_MANY = 50
_SECONDS = 3.0
"""What a run with nothing changed may take, by the clock."""

_ACCOUNT = """
import pathlib, resource, sys
from ego_ci.cli import main
try:
    main()
except SystemExit as ended:
    code = ended.code
spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
pathlib.Path("account").write_text(" ".join(str(s.ru_utime + s.ru_stime) for s in spent))
sys.exit(code)
"""


def packages(folder: Path, runs: int) -> Iterator[Row]:
    """The three promises; `folder` is made."""
    folder.mkdir(parents=True)
    yield from _shop(folder / "shop", max(runs // 2, 1))
    yield _one_of_many(folder, max(runs // 2, 1))


def _shop(root: Path, runs: int) -> Iterator[Row]:
    """Everything from checking to publishing, with nothing kept of the run before; then once more."""
    shutil.copytree(
        programs.ROOT / "proto-examples", root, ignore=shutil.ignore_patterns("build", "testing")
    )
    run = Command(
        "ego run", [str(programs.ours() / "python"), "-c", _ACCOUNT, "run", "--quiet"], cwd=root
    )
    once(run)  # the toolchain is installed once on a machine
    samples: list[tuple[float, float]] = []
    memory = 0.0
    for _ in range(runs):
        shutil.rmtree(root / "build")
        _, memory = once(run)
        own, tools = map(float, (root / "account").read_text().split())
        samples.append((own + tools, tools))
    ours = _cost([total for total, _ in samples], memory)
    theirs = _cost([tools for _, tools in samples], memory)
    what = "`ego run`, the example shop in five languages, everything anew"
    yield Row(what, "the tools that it ran", ratio(ours, theirs), 1.15, ours, theirs)
    clock = []
    for _ in range(runs):
        began = time.perf_counter()
        once(run)
        clock.append(time.perf_counter() - began)
    allowed = Cost(_SECONDS, 0.0, (_SECONDS,))
    unchanged = _cost(clock, memory)
    what = "`ego run`, the same, nothing changed (by the clock)"
    yield Row(what, "the 3 s allowed", unchanged.cpu / _SECONDS, 1.0, unchanged, allowed)


def _one_of_many(folder: Path, runs: int) -> Row:
    """One package changed in a repository of fifty, against the same change in a repository of that one."""
    roots = [_repository(folder / f"packages{count}", count) for count in (_MANY, 1)]
    ego = str(programs.ours() / "ego")
    commands = [Command("ego package", [ego, "package", "--quiet"], cwd=root) for root in roots]
    samples: list[list[float]] = [[], []]
    memory = [0.0, 0.0]
    for number in range(runs + 2):  # the first builds everything, the second warms up
        for index, (root, command) in enumerate(zip(roots, commands, strict=True)):
            file = root / "proto/area0/v1/file0.proto"
            text = file.read_text("utf-8").split("// Change")[0]
            file.write_text(f"{text}// Change {number}.\nmessage Change{number} {{}}\n", "utf-8")
            cpu, memory[index] = once(command)
            if number > 1:
                samples[index].append(cpu)
    ours, theirs = (_cost(cpu, peak) for cpu, peak in zip(samples, memory, strict=True))
    what = f"`ego package`, one of {_MANY} packages changed, in five languages"
    return Row(what, "a repository of that one", ratio(ours, theirs), 1.1, ours, theirs)


def _repository(root: Path, count: int) -> Path:
    (root / "proto").mkdir(parents=True)
    workloads.write(root / "proto", files=count, codes=10, folders=count)
    (root / "buf.yaml").write_text("version: v2\nmodules:\n  - path: proto\n")
    names = "".join(f"  - {{name: area{n}, paths: [proto/area{n}]}}\n" for n in range(count))
    (root / "ego.yaml").write_text(
        f"name: bench\nlanguages: {_LANGUAGES}\ngo: {{module: example.com/bench}}\n"
        f"java: {{group: com.example.bench}}\npackages:\n{names}"
    )
    return root


def _cost(samples: list[float], memory: float) -> Cost:
    return Cost(statistics.median(samples), memory, tuple(samples))
