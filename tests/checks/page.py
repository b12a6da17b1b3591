"""The form of a rule's page.

`# RULE_ID`, a paragraph, then cases: `## Title` and blocks of ```proto name=PATH```, optionally ```option``` with the
plugin parameter, ```request``` with changes to the request that protoc itself would never make, and ```findings``` with
the lines that must come out (none: the block is left out).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from protoc_gen_ego.pipeline import generate
from tests.protos import request


@dataclass
class Case:
    """One case of a page."""

    title: str
    line: int
    protos: dict[str, str] = field(default_factory=dict)
    parameter: str = ""
    by_hand: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    def run(self) -> list[str]:
        """The findings of the compiler, a line each."""
        made = request(self.protos, self.parameter)
        for line in self.by_hand:
            exec(line, {"request": made})
        return [str(finding) for finding in generate(made).diagnostics]


def read(page: str) -> list[Case]:
    """The cases of a page, in order."""
    cases: list[Case] = []
    block: list[str] | None = None
    info = ""
    for number, line in enumerate(page.splitlines()):
        if block is not None and line == "```":
            _put(cases[-1], info, block)
            block = None
        elif block is not None:
            block.append(line)
        elif line.startswith("```"):
            info, block = line[3:], []
        elif line.startswith("## "):
            cases.append(Case(line[3:], number))
    assert block is None, "a block of the page is not closed"
    assert cases, "the page has no case"
    return cases


def _put(case: Case, info: str, block: list[str]) -> None:
    kind, _, rest = info.partition(" ")
    if kind == "proto":
        case.protos[rest.removeprefix("name=") or "shop.proto"] = "\n".join(block) + "\n"
    elif kind == "option":
        case.parameter = ",".join(block)
    elif kind == "request":
        case.by_hand = block
    elif kind == "findings":
        case.findings = block
    else:
        raise AssertionError(f"unknown block `{info}`")
