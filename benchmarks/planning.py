"""`ego plan` for 5,000 packages, against the five seconds of CPU that it is allowed."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks import programs
from benchmarks.cases import Row
from benchmarks.measure import Command, Cost, interleaved

_PACKAGES = 5000
_ALLOWED = Cost(5.0, 0.0, (5.0,))
_IDENTITY = ("-c", "user.name=bench", "-c", "user.email=bench@example.com")
_LANGUAGES = "python, go, typescript, java, php"
_FIELDS = "".join(f"  // The field number {n}.\n  string field_{n} = {n};\n" for n in range(1, 9))


def planning(folder: Path, runs: int) -> Iterator[Row]:
    """Every package, as for a tag, and one that changed, as for a merge request; in five languages each."""
    root = _repository(folder / "planned")
    ego = str(programs.ours() / "ego")
    plans = {
        "every package": [ego, "plan", "--all", "--to", "plan.yml"],
        "one file changed": [ego, "plan", "--against", "HEAD~1", "--to", "plan.yml"],
    }
    commands = [Command("ego plan", arguments, cwd=root) for arguments in plans.values()]
    for name, cost in zip(plans, interleaved(commands, max(runs // 2, 1)), strict=True):
        what = f"`ego plan`, {_PACKAGES:,} packages in five languages, {name}"
        yield Row(what, "the 5 s allowed", cost.cpu / _ALLOWED.cpu, 1.0, cost, _ALLOWED)


def _repository(root: Path) -> Path:
    """Two files a package, each importing up to three packages of those before it; two commits."""
    chance = random.Random(1)
    listed = []
    for number in range(_PACKAGES):
        place = root / "proto" / f"area{number}" / "v1"
        place.mkdir(parents=True)
        near = range(max(0, number - 400), number)
        imports = sorted(chance.sample(near, min(chance.randrange(4), len(near))))
        lines = "".join(f'import "area{other}/v1/one.proto";\n' for other in imports)
        head = f'syntax = "proto3";\n\npackage area{number}.v1;\n\n'
        (place / "one.proto").write_text(
            f"{head}{lines}\n// A thing.\nmessage One {{\n{_FIELDS}}}\n"
        )
        (place / "two.proto").write_text(f"{head}\n// A thing.\nmessage Two {{\n{_FIELDS}}}\n")
        listed.append(f"  - {{name: area{number}, paths: [proto/area{number}]}}\n")
    (root / "buf.yaml").write_text("version: v2\nmodules:\n  - path: proto\n")
    (root / "ego.yaml").write_text(
        f"name: bench\nlanguages: [{_LANGUAGES}]\npackages:\n{''.join(listed)}"
    )
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "start"]):
        subprocess.run(["git", *_IDENTITY, *arguments], cwd=root, check=True)
    changed = root / "proto" / f"area{_PACKAGES - 500}" / "v1" / "one.proto"
    changed.write_text(changed.read_text("utf-8") + "\n// One more line.\n", "utf-8")
    subprocess.run(["git", *_IDENTITY, "commit", "-q", "-am", "change"], cwd=root, check=True)
    return root
