"""Bad input and bad luck: one clear line, a remedy, and nothing half-written."""

from __future__ import annotations

import ctypes
import os
import re
import resource
import signal
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.ego import COMMAND, ego, environment, scaffold

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE = 1
_CAP_DAC_READ_SEARCH = 2


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return scaffold(tmp_path / "shop")


def ordinary_user() -> None:
    """Makes permissions count for root too, from the next program on (capabilities(7), bounding set)."""
    libc = ctypes.CDLL(None)
    for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


def small_files() -> None:
    """No file may grow beyond 2 kB: what a full disk is for whoever writes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))


def leftovers(folder: Path) -> list[str]:
    """Temporary files and folders that a run left behind."""
    out = folder / "build" / "ego"
    found = [path for path in out.rglob("*") if path.parent.name == "tmp" or "ego-new" in path.name]
    return [str(path.relative_to(folder)) for path in found]


def test_a_broken_ego_yaml_is_shown_at_its_line(shop: Path) -> None:
    (shop / "ego.yaml").write_text("name: shop\nlanguage: [python]\nversion: 1.0\n")
    told = ego(shop, "run")
    assert (told.code, told.out) == (2, "")
    assert told.err.splitlines() == [
        "ego.yaml:2:1: error: CONFIG: unknown setting `language`",
        "  | language: [python]",
        "  | ^",
        "  help: did you mean `languages`?",
        "ego.yaml:3:10: error: CONFIG: `version` must be text, and is a number",
        "  | version: 1.0",
        "  |          ^",
        '  help: write it in quotes: "1.0"',
        "ego: ego.yaml has 2 errors (docs/configuration.md lists every setting; "
        "`ego config` shows the ones in effect)",
    ]
    document = ego(shop, "run", "--json").document
    assert [item["line"] for item in document["diagnostics"]] == [2, 3]
    assert document["exit"] == 2
    assert not (shop / "build").exists()


def test_a_broken_buf_yaml_is_a_problem_not_a_finding(shop: Path) -> None:
    for text in ("version: v2\nlint: {usee: [A]}\n", "a: [", "version: v9\n"):
        (shop / "buf.yaml").write_text(text)
        told = ego(shop, "check")
        assert told.code == 2, told
        assert "buf.yaml" in told.err
        assert "Traceback" not in told.err


def test_no_project_and_no_folder_lead_to_init(tmp_path: Path) -> None:
    told = ego(tmp_path, "run")
    assert told.code == 2
    assert "no ego.yaml in" in told.err
    assert "`ego init` writes one" in told.err
    assert "does not exist" in ego(tmp_path, "-C", "gone", "run").err


def test_no_protos_are_a_problem(shop: Path) -> None:
    for path in shop.rglob("*.proto"):
        path.unlink()
    told = ego(shop, "run")
    assert told.code == 2
    assert "had no .proto files" in told.err


def test_a_missing_tool_is_named_with_the_way_to_get_it(shop: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    paths = [path for path in sys.path if path]
    program = f"import sys; sys.path[:0] = {paths!r}; from ego_ci.cli import main; main()"
    command = (str(python), "-c", program)
    told = ego(shop, "check", command=command, env={"PATH": "/nowhere"})
    assert told.code == 2
    assert told.err.splitlines()[-1] == "ego: buf was not found (`ego doctor` tells how to get it)"
    doctor = ego(shop, "doctor", command=command, env={"PATH": "/nowhere"})
    assert doctor.code == 2
    assert "get it: pip install buf-bin" in doctor.out
    for language, get in (
        ("go", "golang-go"),
        ("node", "nodejs"),
        ("mvn", "maven"),
        ("php", "php-cli"),
    ):
        assert re.search(rf"^{language} +missing .*get it: apt-get install {get}", doctor.out, re.M)
    assert re.search(r"^ext-grpc +missing +calls in PHP", doctor.out, re.M)
    document = ego(shop, "doctor", "--json", command=command, env={"PATH": "/nowhere"}).document
    git = next(tool for tool in document["tools"] if tool["name"] == "git")
    assert (git["ok"], git["required"], document["exit"]) == (False, False, 2)


def test_without_git_everything_else_works(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    told = ego(shop, "check", env={"PATH": str(tmp_path / "bin")})
    assert told.code == 0, told.err
    assert "not compared (no git repository here)" in told.out


def test_a_repository_is_not_left_uncompared_because_git_is_missing(
    shop: Path, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    (shop / ".git").mkdir()
    told = ego(shop, "check", env={"PATH": str(tmp_path / "bin")})
    assert told.code == 2
    assert "git was not found" in told.err


def test_a_folder_that_cannot_be_written_is_named(shop: Path) -> None:
    (shop / "build").mkdir(mode=0o555)
    told = ego(shop, "run", before=ordinary_user)
    assert told.code == 2
    assert told.err.startswith(f"ego: {shop}/build/ego: Permission denied (change the permissions")
    assert told.err.count("\n") == 1


def test_a_file_in_the_way_is_named(shop: Path) -> None:
    (shop / "build").touch()
    told = ego(shop, "run")
    assert told.code == 2
    assert "a file stands where a folder is needed" in told.err


def test_somebody_elses_folder_is_left_alone(shop: Path) -> None:
    (shop / "ego.yaml").write_text("name: shop\noutput: proto\n")
    told = ego(shop, "run")
    assert told.code == 2
    assert "holds files that ego did not make" in told.err
    assert list((shop / "proto").rglob("*.proto"))


def test_a_full_disk_ends_with_the_reason_and_keeps_the_old_result(shop: Path) -> None:
    assert ego(shop, "run").code == 0
    kept = (shop / "build" / "ego" / "catalog" / "catalog.json").read_bytes()
    service = next(shop.rglob("*_service.proto"))
    service.write_text(service.read_text() + "\n// More.\nmessage More {}\n")
    told = ego(shop, "run", before=small_files)
    assert told.code == 2, told
    assert "file too large" in told.err.lower()
    assert "Traceback" not in told.err
    assert (shop / "build" / "ego" / "catalog" / "catalog.json").read_bytes() == kept
    assert leftovers(shop) == []
    assert ego(shop, "check").code == 0


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_full_terminal_log_is_one_line(
    shop: Path, unbuffered: str, more: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "config", *more],
            cwd=shop,
            stdout=full,
            stderr=-1,
            text=True,
            env=environment(PYTHONUNBUFFERED=unbuffered),
        )
    assert done.returncode == 2
    assert done.stderr.startswith("ego: No space left on device")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_leaves_no_process_and_no_half_result(
    shop: Path, number: signal.Signals, code: int
) -> None:
    out = shop / "build" / "ego"
    run = subprocess.Popen(
        [*COMMAND, "run"],
        cwd=shop,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(lambda: any(name.startswith("python-") for name in names(out / "tmp")), run)
    run.send_signal(number)
    _, err = run.communicate(timeout=60)
    assert run.returncode == code
    assert err.strip() == "ego: interrupted; nothing half-written is left"
    assert leftovers(shop) == []
    assert not (out / "generated").exists()
    assert not (out / "packages").exists()
    assert (out / "catalog" / "catalog.json").is_file()
    assert running(str(out)) == []
    again = ego(shop, "run")
    assert again.code == 0, again.err
    assert again.out.count("(unchanged)") == 2


def test_an_interrupt_while_checking_ends_all_checks(shop: Path) -> None:
    run = subprocess.Popen(
        [*COMMAND, "check", "--verbose"],
        cwd=shop,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stderr is not None
    for line in run.stderr:
        if line == "# checking\n":
            run.send_signal(signal.SIGINT)
            break
    rest = run.stderr.read()
    assert run.wait(timeout=60) == 130
    assert rest.endswith("ego: interrupted; nothing half-written is left\n")
    assert "Traceback" not in rest
    assert not (shop / "build" / "ego" / "state" / "check.json").exists()


def test_text_that_is_not_utf8_is_a_finding(shop: Path) -> None:
    service = next(shop.rglob("*_service.proto"))
    service.write_bytes(service.read_bytes() + b"// \xff\n")
    told = ego(shop, "check")
    assert told.code in (1, 2)
    assert "Traceback" not in told.err
    assert "internal error" not in told.err


def test_odd_file_names_are_findings_whatever_the_locale_can_print(shop: Path) -> None:
    text = 'syntax = "proto3";\n\npackage odd.v1;\n\n// M.\nmessage M%d {}\n'
    for number, name in enumerate(("-x", "grö ße", "@y", "a b")):
        (shop / "proto" / f"{name}.proto").write_text(text % number)
    check = ego(shop, "check", "--json")
    assert check.code == 1
    assert {"FILE_LOWER_SNAKE_CASE", "PATH_UNSAFE"} <= set(check.rules)
    for env in ({}, {"PYTHONIOENCODING": "ascii"}):
        told = ego(shop, "generate", env=env)
        assert (told.code, told.err) == (1, "")
        assert "proto/-x.proto:1:1: error: PATH_UNSAFE" in told.out
        assert "proto/a b.proto:1:1: error: PYTHON_MODULE_NAME" in told.out


def names(folder: Path) -> list[str]:
    """What stands in a folder that may not be there, or vanish meanwhile."""
    try:
        return [entry.name for entry in folder.iterdir()]
    except FileNotFoundError:
        return []


def wait_for(condition: Callable[[], bool], run: subprocess.Popen[str]) -> None:
    for _ in range(60_000):
        if condition():
            return
        assert run.poll() is None, run.communicate()
        time.sleep(0.001)
    raise AssertionError("it never happened")


def running(word: str) -> list[str]:
    """The command lines of processes that name a word, ours left out."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes().decode("utf-8", "replace")
            except OSError:
                continue
            if word in line:
                found.append(line)
    return found


def test_ctrl_c_while_the_program_loads_is_one_line(shop: Path) -> None:
    program = (
        "import signal, sys\n"
        "class Late:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'ego_ci.flags':\n"
        "            signal.raise_signal(signal.SIGINT)\n"
        "sys.meta_path.insert(0, Late())\n"
        "from ego_ci.__main__ import main; main()"
    )
    told = ego(shop, "run", command=(sys.executable, "-c", program))
    assert (told.code, told.out) == (130, "")
    assert told.err == "ego: interrupted; nothing has been done yet\n"
