"""The suite: every vector through every language, and the grid language × group."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conformance.compare import check, show
from tests.conformance.testee import FOLDER, Testee, TesteeError, ToolchainMissingError
from tests.conformance.vectors import Case


@dataclass
class Result:
    """How one language did: failures per case title, or why it could not be asked at all."""

    language: str
    passed: dict[str, int] = field(default_factory=dict)
    failures: dict[str, list[str]] = field(default_factory=dict)
    broken: str = ""
    toolchain_missing: bool = False

    @property
    def ok(self) -> bool:
        """Whether every case was answered, and answered right."""
        return not self.broken and not self.failures


def line_of(request: Any) -> bytes:
    """A request as the line that is sent."""
    return json.dumps(request, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def line_of_case(case: Case, number: int) -> bytes:
    """A case's own line, or its request with a number as id (an id of its own wins)."""
    return case.line if case.line is not None else line_of({"id": number, **case.request})


def run_vectors(language: str, cases: Sequence[Case], *, folder: Path = FOLDER) -> Result:
    """One language's answers to the vectors, judged."""
    result = Result(language)
    lines = [line_of_case(case, number) for number, case in enumerate(cases)]
    try:
        with Testee(language, folder) as testee:
            for number, (case, answer) in enumerate(zip(cases, testee.ask(lines), strict=True)):
                given_id = None if case.line is not None else case.request.get("id", number)
                problems = check({"id": given_id, **case.expect}, answer)
                if problems:
                    asked = lines[number].decode("utf-8", "replace")
                    result.failures[case.title] = [*problems, f"asked: {show(asked)}"]
                else:
                    result.passed[case.group] = result.passed.get(case.group, 0) + 1
    except TesteeError as problem:
        result.broken = str(problem)
        result.toolchain_missing = isinstance(problem, ToolchainMissingError)
    return result


def grid(results: Iterable[Result], cases: Sequence[Case]) -> str:
    """The table language × group, `passed/all` in each cell."""
    every = list(results)
    groups = list(dict.fromkeys(case.group for case in cases))
    width = max(map(len, [*groups, "all groups"]))
    columns = [max(11, len(result.language)) for result in every]
    lines = [_row("", width, [result.language for result in every], columns)]
    for group in groups:
        total = sum(case.group == group for case in cases)
        cells = [_cell(result, result.passed.get(group, 0), total) for result in every]
        lines.append(_row(group, width, cells, columns))
    sums = [_cell(result, sum(result.passed.values()), len(cases)) for result in every]
    return "\n".join([*lines, _row("all groups", width, sums, columns)])


def _cell(result: Result, passed: int, total: int) -> str:
    if result.toolchain_missing:
        return "NO TOOLS"
    return f"{passed}/{total}" + ("" if passed == total else " FAIL")


def _row(name: str, width: int, cells: Iterable[str], columns: Iterable[int]) -> str:
    pairs = zip(cells, columns, strict=True)
    return "  ".join([name.ljust(width), *(cell.rjust(column) for cell, column in pairs)]).rstrip()
