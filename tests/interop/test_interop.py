"""Every language's client reads every language's server, live; the same calls as `make interop`."""

from __future__ import annotations

import pytest

from tests.interop.cases import CASES, METHODS
from tests.interop.grid import text
from tests.interop.programs import HERE, KRATOS, LANGUAGES
from tests.interop.suite import RECORDED, REPEATS, Report, run
from tests.java import toolchain as java
from tests.java.test_format import unformatted
from tests.typescript.toolchain import run as run_tool
from tests.typescript.toolchain import tool

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


def test_the_java_programs_are_formatted() -> None:
    assert unformatted(java.sources(HERE / "java")) == ""


def test_the_typescript_programs_are_formatted() -> None:
    run_tool(tool("prettier"), "--check", *map(str, (HERE / "typescript").glob("*.ts")), cwd=HERE)
