"""`ego breaking` compares only what changed, and finds what plain `buf breaking` finds on everything."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from ego_ci.cli import ego as command
from ego_ci.flags import Globals
from ego_ci.process import Runner

from tests.e2e.ego import CI, commit, environment, git

SEED = 20261124
ROUNDS = 12
PACKAGES = 12
FIRST = """syntax = "proto3";

package {package};

option go_package = "example.com/{package}";

message Thing {{
  string name = 1;
  int32 size = 2;
  Kind kind = 3;
  oneof owner {{
    string person = 4;
    int64 group = 5;
  }}

  message Part {{
    bytes data = 1;
  }}
}}

message Spare {{
  reserved 7;
  optional string word = 1;
  repeated Thing things = 2;
}}

enum Kind {{
  KIND_UNSPECIFIED = 0;
  KIND_SMALL = 1;
  KIND_LARGE = 2;
}}
"""
SECOND = """syntax = "proto3";

package {package};

import "{first}";
{more}
service Store {{
  rpc Get(GetRequest) returns (GetResponse);
  rpc Watch(GetRequest) returns (stream GetResponse);
}}

message GetRequest {{
  string name = 1;
}}

message GetResponse {{
  {thing} thing = 1;
  map<string, Kind> kinds = 2;
}}
"""
Files = dict[str, str]
Edit = Callable[[Files, str, random.Random], None]
Finding = tuple[object, object, object, object, str]
Found = set[Finding]


def repository() -> Files:
    """Twelve packages of two files in two modules; some use the one before them, in the other module too."""
    files = {}
    for number in range(PACKAGES):
        package, module = f"p{number}.v1", ("one", "two")[number % 2]
        first = f"p{number}/v1/first.proto"
        uses = number % 3 == 1
        other = f"p{number - 1}.v1"
        more = f'import "p{number - 1}/v1/first.proto";\n' if uses else ""
        thing = f"{other}.Thing" if uses else "Thing"
        files[f"{module}/{first}"] = FIRST.format(package=package)
        files[f"{module}/p{number}/v1/second.proto"] = SECOND.format(
            package=package, first=first, more=more, thing=thing
        )
    return files


def replaced(*choices: tuple[str, str]) -> Edit:
    """Replaces the first of the choices that the file has, after shuffling them."""

    def edit(files: Files, path: str, rng: random.Random) -> None:
        for old, new in rng.sample(choices, len(choices)):
            if old in files[path]:
                files[path] = files[path].replace(old, new, 1)
                return

    return edit


def drop(files: Files, path: str, _rng: random.Random) -> None:
    del files[path]


def move(files: Files, path: str, _rng: random.Random) -> None:
    files[path.replace(".proto", "_moved.proto")] = files.pop(path)


def split(files: Files, path: str, _rng: random.Random) -> None:
    """A message goes to a new file of its package."""
    head, found, rest = files[path].partition("message Spare {")
    body, _, rest = rest.partition("\n}\n")
    if found:
        files[path] = head + rest
        imports = f'import "{path.partition("/")[2]}";\n'
        package = head.partition("option")[0]
        files[path.replace("first", "spare")] = f"{package}{imports}\n{found}{body}\n}}\n"


def shadow(files: Files, path: str, _rng: random.Random) -> None:
    """A word in another, unchanged file means something else from now on: another type is nearer."""
    name = path.split("/")[1]
    files[path] += f"\nmessage {name} {{\n  message v1 {{\n    message Thing {{}}\n  }}\n}}\n"


EDITS: tuple[Edit, ...] = (
    replaced(("  int32 size = 2;\n", ""), ("  KIND_LARGE = 2;\n", ""), ("  reserved 7;\n", "")),
    replaced(("int32 size", "int64 size"), ("optional string word", "string word")),
    replaced(("string name = 1", "string title = 1"), ("KIND_SMALL", "KIND_TINY")),
    replaced(("  rpc Watch(GetRequest) returns (stream GetResponse);\n", "")),
    replaced(
        ("returns (stream GetResponse)", "returns (GetResponse)"), ("example.com", "example.org")
    ),
    replaced(("    int64 group = 5;\n  }\n", "  }\n  int64 group = 5;\n")),
    replaced(("  message Part {\n    bytes data = 1;\n  }\n", "")),
    replaced(('syntax = "proto3"', 'edition = "2023"')),
    replaced(("map<string, Kind>", "map<int32, Kind>"), ("message Spare {", "message Other {")),
    drop,
    move,
    split,
    shadow,
)


def written(folder: Path, files: Files) -> None:
    for module in ("one", "two"):
        for path in (folder / module).rglob("*.proto"):
            if path.relative_to(folder).as_posix() not in files:
                path.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def place(item: dict[str, object], line: str, column: str, rule: str) -> Finding:
    message = str(item["message"]).rstrip(".")
    return (item.get("path") or "", item.get(line, 1), item.get(column, 1), item[rule], message)


def without_own_places(found: Found, expected: Found) -> Found:
    """What buf tells without a place has one here: a file of the package that it speaks of."""
    homeless = {(rule, message) for path, _, _, rule, message in expected if not path}
    for path, _, _, rule, message in found:
        if (rule, message) in homeless and "package" in message:
            package = message.rpartition(' "')[2].rstrip('"')
            assert str(path).split("/")[1:3] == package.split("."), (path, message)
    return {("", 1, 1, *item[3:]) if item[3:] in homeless else item for item in found}


def by_buf(folder: Path) -> Found:
    """buf's own findings. Without the flag a file that another module imports no longer would be deleted."""
    buf = Runner().find("buf")
    done = subprocess.run(
        [buf, "breaking", "--against=.git#branch=main", "--exclude-imports", "--error-format=json"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 100), done.stderr
    told = (done.stdout + done.stderr).splitlines()
    items = [json.loads(line) for line in told if line.startswith(b"{")]
    return {place(item, "start_line", "start_column", "type") for item in items}


def by_ego(folder: Path, *arguments: str) -> Found:
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        command.main(
            ["-C", str(folder), "--json", "breaking", "--against=main", *arguments],
            standalone_mode=False,
            prog_name="ego",
            obj=Globals(),
        )
    document = json.loads(out.getvalue())
    assert "problem" not in document, document
    return {place(item, "line", "column", "rule") for item in document["diagnostics"]}


def test_rules_of_a_plugin_compare_everything_with_all(tmp_path: Path) -> None:
    """Nobody knows what they look at."""
    folder = tmp_path / "shop"
    files = repository()
    written(folder, files)
    plain = "version: v2\nmodules:\n  - path: one\n  - path: two\n"
    other = folder / "rules"
    other.write_text(f'#!/bin/sh\nexec {sys.executable} -m protoc_gen_ego.bufplugin.plugin "$@"\n')
    other.chmod(0o755)
    (folder / "buf.yaml").write_text(f"{plain}plugins:\n  - plugin: ./rules\n")
    (folder / "ego.yaml").write_text("name: shop\n")
    (folder / ".gitignore").write_text("build\n")
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    part = folder / "build/ego/changed.binpb"
    written(folder, {**files, "one/p0/v1/second.proto": files["one/p0/v1/second.proto"] + "\n"})
    assert by_ego(folder, "--all") == set()
    assert not part.exists()
    (folder / "buf.yaml").write_text(plain)
    commit(folder)
    written(folder, files)
    assert by_ego(folder, "--all") == set()
    assert part.exists()


def rules(found: Found) -> set[object]:
    return {rule for _, _, _, rule, _ in found}


@pytest.mark.parametrize("category", ["FILE", "PACKAGE"])
def test_what_is_compared_in_part_is_found_as_by_buf_on_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, category: str
) -> None:
    for name in [name for name in os.environ if name.startswith(CI)]:
        monkeypatch.delenv(name)
    folder = tmp_path / "shop"
    start = repository()
    written(folder, start)
    modules = "modules:\n  - path: one\n  - path: two\n"
    (folder / "buf.yaml").write_text(f"version: v2\n{modules}breaking: {{use: [{category}]}}\n")
    (folder / "ego.yaml").write_text("name: shop\n")
    (folder / ".gitignore").write_text("build\n")
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    rng = random.Random(f"{SEED} {category}")
    in_part, seen, done = 0, set[object](), 0
    while done < ROUNDS // 2:
        files = dict(start)
        for _ in range(rng.randint(1, 3)):
            path = rng.choice(sorted(files))
            rng.choice(EDITS)(files, path, rng)
        if files == start:
            continue
        written(folder, files)
        expected = by_buf(folder)
        (folder / "build/ego/changed.binpb").unlink(missing_ok=True)
        found = without_own_places(by_ego(folder, "--all"), expected)
        changed = {name for name in {*files, *start} if files.get(name) != start.get(name)}
        if "COMPILE" in rules(found):  # buf stops after the first module
            assert rules(expected) == {"COMPILE"} and expected <= found, changed
            continue
        assert found == expected, changed
        assert without_own_places(by_ego(folder), expected) == expected, changed
        done += 1
        in_part += (folder / "build/ego/changed.binpb").is_file()
        seen |= rules(found)
    assert in_part >= ROUNDS // 4, "else nothing was left out of the comparison"
    assert len(seen) >= 4, seen
