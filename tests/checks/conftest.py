"""Collects the pages in this folder as tests: each block of proto text with the findings it must give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checks.page import Case, read


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Every Markdown page of a rule is a test file."""
    if file_path.suffix == ".md":
        return Page.from_parent(parent, path=file_path)
    return None


class Page(pytest.File):
    """One rule's page."""

    def collect(self) -> Iterator[pytest.Item]:
        for case in read(self.path.read_text("utf-8")):
            yield CaseItem.from_parent(self, name=case.title, case=case)


class CaseItem(pytest.Item):
    """One case of a page."""

    def __init__(self, *, case: Case, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.case = case

    def runtest(self) -> None:
        found = self.case.run()
        assert found == self.case.findings, "\n".join(["found:", *found])

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]
        expected = "\n".join(["expected:", *self.case.findings])
        return f"{self.path.name}: {self.case.title}\n{excinfo.value}\n{expected}"

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.case.line, f"{self.path.stem}: {self.case.title}"
