"""junit: findings as failed tests, for whatever shows test results.

The format is what GitLab reads (https://docs.gitlab.com/ci/testing/unit_test_reports/): a suite for each
stage; a failed test for each error; a stage without one is a test that passed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from ego_ci.report.model import Part, Report
from protoc_gen_ego.diagnostics import Diagnostic, Severity, one_line

_NOT_XML = re.compile("[\ufffe\uffff]")


def printed(report: Report) -> str:
    """The document; a run that could not check has an error of its own, which is no failure."""
    suites = [_suite(report, part) for part in report.parts]
    if report.problem:
        output = report.problem.output or str(report.problem)
        suites.append(
            '  <testsuite name="ego" tests="1" failures="0" errors="1" skipped="0" time="0.000">\n'
            f"    <testcase classname={_attribute('ego')} name={_attribute('could check')}>\n"
            f"      <error message={_attribute(str(report.problem))}>"
            f"{_lines(output)}</error>\n    </testcase>\n  </testsuite>\n"
        )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n{"".join(suites)}</testsuites>\n'


def _suite(report: Report, part: Part) -> str:
    found = [item for stage, item in report.found if stage == part.name]
    failures = sum(item.severity is Severity.ERROR for item in found)
    own = list(_own(part, failed=bool(failures)))
    skipped = sum("<skipped" in case for case in own)
    cases = "".join([*own, *_cases(found)])
    return (
        f'  <testsuite name={_attribute(part.name)} tests="{len(found) + len(own)}"'
        f' failures="{failures}" errors="0" skipped="{skipped}" time="{part.seconds:.3f}">\n'
        f"{cases}  </testsuite>\n"
    )


def _own(part: Part, *, failed: bool) -> Iterator[str]:
    """The test that stands for the stage itself, unless its findings do, or what ended it."""
    if failed or part.status == "failed":
        return
    head = f'    <testcase classname="ego" name={_attribute(part.name)} time="{part.seconds:.3f}"'
    if part.status in ("skipped", "planned"):
        yield f"{head}>\n      <skipped message={_attribute(part.reason)}/>\n    </testcase>\n"
    else:
        yield f"{head}/>\n"


def _cases(found: list[Diagnostic]) -> Iterator[str]:
    seen: Counter[tuple[str, str]] = Counter()
    for item in found:
        path = item.position.path if item.position else "ego.yaml"
        # GitLab compares tests of two runs by class and name: no line may be in them.
        key = (item.rule, f"{path}: {item.message}")
        seen[key] += 1
        name = key[1] + (f" ({seen[key]})" if seen[key] > 1 else "")
        head = f"    <testcase classname={_attribute(item.rule)} name={_attribute(name)}"
        if item.position:
            head += f" file={_attribute(path)}"
        text = _lines(str(item))
        if item.severity is Severity.ERROR:
            inner = (
                f'<failure type="{item.rule}" message={_attribute(item.message)}>{text}</failure>'
            )
        else:
            inner = f"<system-out>{text}</system-out>"
        yield f"{head}>\n      {inner}\n    </testcase>\n"


def _lines(text: str) -> str:
    """Text between tags; each of its lines without what XML cannot hold."""
    return escape(_NOT_XML.sub("\ufffd", "\n".join(map(one_line, text.split("\n")))))


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", one_line(text)))
