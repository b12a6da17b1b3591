"""`ego run` and what all commands share: records, JSON, dry runs, help, completion."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.ego import edit, ego, environment, scaffold
from tests.php.toolchain import grpc

STAGES = ["check", "catalog", "generate", "package", "docs", "publish"]
ERRORS = "proto/shop/greeter/v1/greeter.proto"
SERVICE = "proto/shop/greeter/v1/greeter_service.proto"
MARKER = "GREETER_ERR_NAME_INVALID,GREETER_ERR_NAME_UNKNOWN"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scaffold after one run; tests that use it must not change it."""
    folder = scaffold(tmp_path_factory.mktemp("ran") / "shop")
    assert ego(folder, "run").code == 0
    return folder


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def test_every_stage_leaves_what_it_promises(ran: Path) -> None:
    out = ran / "build" / "ego"
    generated = out / "generated" / "python" / "shop" / "greeter" / "v1"
    assert {path.name for path in generated.iterdir()} == {
        "greeter_errors.py",
        *(
            f"{stem}_{kind}"
            for stem in ("greeter", "greeter_service")
            for kind in ("pb2.py", "pb2.pyi", "pb2_grpc.py", "pb2_grpc.pyi")
        ),
    }
    catalog = json.loads((out / "catalog" / "catalog.json").read_bytes())
    assert [code["name"] for code in catalog["codes"]] == MARKER.split(",")
    assert catalog["codes"][0]["methods"] == ["shop.greeter.v1.GreeterService.Greet"]
    assert len(list((out / "packages" / "python").glob("shop_client-0.1.0-*.whl"))) == 1
    assert not (out / "tmp").exists()


def test_nothing_changed_writes_nothing_and_starts_no_program(ran: Path) -> None:
    before = tree(ran)
    told = ego(ran, "run", "--verbose")
    assert (told.code, told.err) == (0, "")
    assert told.out.count("(unchanged)") == len(STAGES)
    assert tree(ran) == before


def test_nothing_changed_imports_neither_protobuf_nor_subprocess(ran: Path) -> None:
    code = (
        "import sys; sys.argv = ['ego', 'run', '-q']\nfrom ego_ci.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "print([m for m in ('google.protobuf', 'subprocess', 'jinja2', 'hatchling') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ran, env=environment(), capture_output=True, text=True
    )
    assert done.stdout == "[]\n", done.stderr


def test_json_is_one_document(ran: Path) -> None:
    told = ego(ran, "run", "--json")
    document = told.document
    assert [row["name"] for row in document["stages"]] == STAGES
    assert {row["status"] for row in document["stages"]} == {"ok"}
    assert all(row["unchanged"] for row in document["stages"])
    assert all(Path(path).is_file() for row in document["stages"] for path in row["files"])
    assert (document["diagnostics"], document["exit"], told.err) == ([], 0, "")
    assert ego(ran.parent, "--json", "-C", "shop", "run").document["stages"]


def test_a_change_reruns_what_depends_on_it_and_findings_are_replayed(tmp_path: Path) -> None:
    folder = scaffold(tmp_path / "shop")
    assert ego(folder, "run").code == 0
    edit(folder / SERVICE, "// Greets people.\n", "")
    first, second = ego(folder, "run", "--json"), ego(folder, "run", "--json")
    for told, unchanged in ((first, False), (second, True)):
        assert (told.code, told.rules) == (1, ["COMMENT_SERVICE"])
        assert told.document["stages"][0]["unchanged"] is unchanged
        assert told.document["stages"][1]["reason"] == "check has findings"
    on = ego(folder, "run", "--json", "--keep-going")
    assert (on.code, on.rules) == (2, ["COMMENT_SERVICE"])
    assert [row["status"] for row in on.document["stages"]] == ["findings", *["ok"] * 4, "failed"]
    assert "shop-client 0.1.0 is in the registry" in on.document["problem"]["message"]
    assert "COMMENT_SERVICE" in ego(folder, "run", "--keep-going").out


def test_one_stage_runs_what_it_needs(tmp_path: Path) -> None:
    folder = scaffold(tmp_path / "shop")
    told = ego(folder, "package", "--json").document
    assert [row["name"] for row in told["stages"]] == ["generate", "package"]


def test_generate_alone_says_what_is_wrong_with_the_error_codes(tmp_path: Path) -> None:
    folder = scaffold(tmp_path / "shop")
    edit(folder / ERRORS, "@code=NOT_FOUND", "@code=NOT_FUOND")
    told = ego(folder, "generate")
    assert told.code == 1
    assert f"{ERRORS}:18:6: error: STATUS_UNKNOWN" in told.out
    assert not (folder / "build" / "ego" / "generated").exists()


def test_paths_limit_everything(tmp_path: Path) -> None:
    folder = scaffold(tmp_path / "shop")
    (folder / "proto" / "bad.proto").write_text("nonsense")
    edit(folder / "ego.yaml", "languages", "paths: [proto/shop]\nlanguages")
    told = ego(folder, "run", "--json")
    assert told.code == 0, told.out
    assert told.document["stages"][0]["data"]["checked"] == 2


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(tmp_path: Path) -> None:
    folder = scaffold(tmp_path / "shop")
    before = tree(folder)
    told = ego(folder, "--dry-run", "run", "--json").document
    assert {row["status"] for row in told["stages"]} == {"planned"}
    assert all(row["reason"] for row in told["stages"])
    assert tree(folder) == before


def test_verbose_shows_commands_that_do_the_same_when_pasted(tmp_path: Path) -> None:
    folder = scaffold(tmp_path / "my shop")
    told = ego(folder, "package", "-v")
    lines = [line for line in told.err.splitlines() if "/git " not in line and line[:1] != "#"]
    script = "set -e\n" + "\n".join(lines)
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, env=environment())
    assert done.returncode == 0, done.stderr
    protoc = next(shlex.split(line) for line in lines if "grpc_tools.protoc" in line)
    into = Path(next(part[13:] for part in protoc if part.startswith("--python_out=")))
    made = {path.relative_to(into): path.read_bytes() for path in into.rglob("*.py*")}
    kept = folder / "build" / "ego" / "generated" / "python"
    assert made
    assert made == {path.relative_to(kept): path.read_bytes() for path in kept.rglob("*.py*")}


def test_a_moved_folder_is_still_unchanged_where_nothing_names_it(
    ran: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "elsewhere"
    subprocess.run(["cp", "-a", str(ran), str(copy)], check=True)
    told = ego(copy, "run", "--json")
    assert told.code == 0
    assert [row["unchanged"] for row in told.document["stages"]][:4] == [True] * 4


def test_two_runs_at_once_both_end_well(tmp_path: Path) -> None:
    folder = scaffold(tmp_path / "shop")
    command = [sys.executable, "-c", "from ego_ci.cli import main; main()", "run"]
    runs = [
        subprocess.Popen(command, cwd=folder, env=environment(), stdout=-1, stderr=-1, text=True)
        for _ in range(2)
    ]
    told = [run.communicate(timeout=120) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    assert sum(out.count("(unchanged)") for out, _ in told) == len(STAGES)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_ask_ego_itself(tmp_path: Path, shell: str) -> None:
    script = ego(tmp_path, "completion", shell)
    assert script.code == 0
    assert "_EGO_COMPLETE" in script.out
    asked = {"_EGO_COMPLETE": f"{shell}_complete", "COMP_WORDS": "ego ru", "COMP_CWORD": "1"}
    assert "run" in ego(tmp_path, env={**asked, "COMP_CWORD": "ru" if shell == "fish" else "1"}).out


CONFIG = """name: acme
languages: [python, go]
packages:
  - {name: user, paths: [proto/user]}
  - {name: order, paths: [proto/order]}
registries:
  pages: {type: composer, path: public}
  npm: {type: npm, url: "https://npm.example.com/"}
"""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("publish --registry ", ["pages", "npm", "all"]),
        ("publish --registry n", ["npm"]),
        ("publish --registry npm,", ["npm,pages"]),
        ("package --language p", ["python"]),
        ("run --package user,", ["user,order"]),
        ("plan --languages python,g", ["python,go"]),
        ("registry list ", ["pages"]),
        ("package --language c", []),
    ],
)
def test_values_are_completed_from_ego_yaml(
    tmp_path: Path, shell: str, line: str, expected: list[str]
) -> None:
    (tmp_path / "ego.yaml").write_text(CONFIG)
    assert completed(tmp_path, shell, f"ego {line}") == expected


def test_values_are_completed_in_the_folder_that_the_line_names(tmp_path: Path) -> None:
    (tmp_path / "ego.yaml").write_text(CONFIG)
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "ego.yaml").write_text("nonsense: [")
    line = f"ego -C {tmp_path} publish --registry p"
    assert completed(tmp_path / "wrong", "bash", line) == ["pages"]
    assert completed(tmp_path / "wrong", "bash", "ego publish --registry p") == []


def completed(folder: Path, shell: str, line: str) -> list[str]:
    """What a shell would offer at the end of a line."""
    last = line.rpartition(" ")[2]
    asked = {
        "_EGO_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": last if shell == "fish" else str(len(line.split(" ")) - 1),
    }
    told = ego(folder, env=asked)
    assert (told.code, told.err) == (0, "")
    if shell == "zsh":  # kind, value and help, a line each
        return told.out.splitlines()[1::3]
    return [item.partition(",")[2] for item in told.out.splitlines() if item]


def test_help_names_every_stage_and_a_near_miss_is_suggested(tmp_path: Path) -> None:
    told = ego(tmp_path, "--help")
    assert all(f"\n  {stage} " in told.out for stage in STAGES)
    wrong = ego(tmp_path, "chek")
    assert wrong.code == 2
    assert "Did you mean `ego check`?" in wrong.err
    assert ego(tmp_path, "--version").out.startswith("ego 0.")


def test_config_prints_the_effective_configuration(ran: Path) -> None:
    assert "package: shop_client" in ego(ran, "config").out
    assert ego(ran, "config", "--json").document["breaking"]["against"] == "merge-base"


def test_doctor_finds_everything_here_and_needs_no_project(tmp_path: Path) -> None:
    grpc()  # ext-grpc is built by whoever needs it first
    told = ego(tmp_path, "doctor", "--json")
    assert told.code == 0, told.out
    tools = {tool["name"]: tool for tool in told.document["tools"]}
    assert {"buf", "git", "protoc", "protoc-gen-ego"} <= tools.keys()
    assert {"go", "java", "javac", "mvn", "node", "npm", "php", "composer"} <= tools.keys()
    assert tools["ext-grpc"]["version"].startswith("1.")
    assert all(tool["ok"] and tool["version"][0].isdigit() for tool in tools.values())
    assert "buf" in ego(tmp_path, "doctor").out


def test_progress_and_colour_are_for_terminals(tmp_path: Path) -> None:
    folder = scaffold(tmp_path / "shop")
    told, errors = zip(*on_terminal(folder, {}), strict=True)
    seen = "".join(told)
    assert "\x1b[32m" in seen
    assert "checking…" in "".join(errors)
    plain = "".join(text for text, _ in on_terminal(folder, {"NO_COLOR": "1"}))
    assert "\x1b[3" not in plain
    assert "unchanged" in plain


def on_terminal(folder: Path, env: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What `ego check` writes to a terminal, read until it ends; both streams are the terminal."""
    import pty

    child, master = pty.fork()
    if child == 0:
        os.chdir(folder)
        program = "from ego_ci.cli import main; main()"
        wanted = environment(TERM="xterm", **env)
        os.execve(sys.executable, [sys.executable, "-c", program, "check"], wanted)
    text = b""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            read = os.read(master, 65536)
        except OSError:  # Linux: the other side is closed
            break
        if not read:
            break
        text += read
    os.close(master)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    yield text.decode(), text.decode()
