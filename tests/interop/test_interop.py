"""Every language's client reads every language's server, live; the same calls as `make interop`."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.go import toolchain as go
from tests.interop.__main__ import main
from tests.interop.cases import CASES, HOPPING, LARGE, METHODS, TRUNCATED
from tests.interop.grid import text
from tests.interop.process import Broken, Process
from tests.interop.programs import HERE, KRATOS, LANGUAGES, Language, Program
from tests.interop.suite import RECORDED, REPEATS, Report, run
from tests.java import toolchain as java
from tests.java.test_format import unformatted
from tests.php.toolchain import check_style
from tests.typescript.toolchain import run as run_tool
from tests.typescript.toolchain import tool

DECODING = HERE.parents[1] / "benchmarks" / "decoding"
NAMES = tuple(language.name for language in LANGUAGES)
PAIRS = [(server, client) for server in NAMES for client in NAMES]
FOREIGN = [
    *((KRATOS.name, name) for name in (*NAMES, KRATOS.name)),
    *((name, KRATOS.name) for name in NAMES),
    *((RECORDED, name) for name in NAMES),
]


@pytest.fixture(scope="module")
def report() -> Report:
    """One run of everything."""
    return run()


def test_no_toolchain_is_missing(report: Report) -> None:
    assert not report.missing, text(report, 5)


@pytest.mark.parametrize(("server", "client"), PAIRS)
def test_a_client_reads_a_server(report: Report, server: str, client: str) -> None:
    assert report.problems[server, client] == []
    assert report.passed[server, client] > len(CASES) * len(METHODS) + REPEATS


@pytest.mark.parametrize(("server", "client"), FOREIGN)
def test_errors_cross_to_and_from_foreign_peers(report: Report, server: str, client: str) -> None:
    assert report.problems[server, client] == []
    assert report.passed[server, client] >= len(METHODS)


@pytest.mark.parametrize(("server", "client"), PAIRS)
def test_two_thousand_characters_never_cost_the_code(
    report: Report, server: str, client: str
) -> None:
    assert report.arrived[server, client] == REPEATS == 100


def test_the_trailers_of_all_servers_are_equal_and_the_recorded_ones(report: Report) -> None:
    assert report.trailers.problems == []
    assert report.trailers.equal == len(NAMES) * len(CASES) * len(METHODS)
    assert sum(case.recorded is not None for case in CASES) == 3


def test_the_report_shows_every_pair(report: Report) -> None:
    told = text(report, 5)
    assert all(told.count(name) >= 2 for name in NAMES)
    assert "FAIL" not in told


def test_a_missing_toolchain_is_said_aloud_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert main(["--language", "go"]) == 1
    told = capsys.readouterr().out
    assert "FAIL go WAS NOT TESTED, no go on the PATH" in told
    assert "make toolchains" in told


def test_each_field_of_an_answer_counts() -> None:
    right = HOPPING.expected("Chat")
    assert HOPPING.judge("Chat", right) == []
    for name, value in right.items():
        assert len(HOPPING.judge("Chat", {**right, name: [value]})) == 1, name
        assert len(HOPPING.judge("Chat", {n: v for n, v in right.items() if n != name})) == 1


def test_a_shortened_error_must_say_so_and_add_nothing() -> None:
    kept = {**LARGE.identity(), "count": 0, "message": LARGE.text[:500]}
    assert LARGE.judge("Unary", {**kept, "metadata": {TRUNCATED: "1", "uid": "42"}}) == []
    assert LARGE.judge("Unary", {**kept, "metadata": {"uid": "42"}})
    assert LARGE.judge("Unary", {**kept, "metadata": {TRUNCATED: "1", "uid": "43"}})
    assert LARGE.judge("Unary", {**kept, "message": "other", "metadata": {TRUNCATED: "1"}})


def test_a_program_that_ends_is_named_with_what_it_said() -> None:
    said = "import sys; sys.exit('no gRPC here')"
    program = Program((sys.executable, "-c", said))
    with Process("python", program, "client") as client, pytest.raises(Broken) as broken:
        client.ask({})
    assert "python client" in str(broken.value)
    assert "no gRPC here" in str(broken.value)


@pytest.mark.parametrize("language", LANGUAGES, ids=NAMES)
def test_no_server_outlives_its_stdin(language: Language, tmp_path: Path) -> None:
    made = language.build(tmp_path)
    marked = replace(made, environment={**made.environment, "INTEROP_MARK": str(tmp_path)})
    with Process(language.name, marked, "server") as server:
        assert server.port() > 0
        assert len(running(tmp_path)) >= 1
    wait_until = time.monotonic() + 10
    while running(tmp_path) and time.monotonic() < wait_until:
        time.sleep(0.05)
    assert running(tmp_path) == []


def running(mark: Path) -> list[str]:
    """The processes whose environment holds a mark."""
    word = f"INTEROP_MARK={mark}".encode()
    return [folder.name for folder in Path("/proc").glob("[0-9]*") if word in environment(folder)]


def environment(process: Path) -> bytes:
    """The environment of a process; empty if it is another user's, or has just ended."""
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""


def test_the_java_programs_are_formatted() -> None:
    assert unformatted([*java.sources(HERE / "java"), *java.sources(DECODING)]) == ""


def test_the_typescript_programs_are_formatted() -> None:
    sources = [*(HERE / "typescript").glob("*.ts"), *DECODING.glob("*.ts")]
    run_tool(tool("prettier"), "--check", *map(str, sources), cwd=HERE)


def test_the_go_programs_are_formatted() -> None:
    assert go.run("gofmt", "-l", str(HERE), str(DECODING), cwd=HERE) == ""


def test_the_php_programs_are_formatted() -> None:
    # The methods of the service have the names that gRPC calls them by.
    check_style(HERE / "php", DECODING, leave_out="PSR1.Methods.CamelCapsMethodName")
