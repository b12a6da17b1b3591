"""The form of a rule's page.

`# RULE_ID`, a paragraph, then cases: `## Title` and blocks of ```proto name=PATH```, optionally ```option``` with the
plugin parameter, ```request``` with changes to the request that protoc itself would never make, and ```findings``` with
the lines that must come out (none: the block is left out).

The page of a rule that a project may choose shows what that rule finds; it may have ```against name=PATH``` with the
protos of the base, and ```settings``` with lines `locales: zh-CN, en`, `identity: aip` or `RULE: off`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from protoc_gen_ego import catalog, schema
from protoc_gen_ego.checks import RULES, Settings, Side, judge
from protoc_gen_ego.pipeline import generate
from tests.protos import request

ALWAYS = {rule.id for rule in RULES}


@dataclass
class Case:
    """One case of a page."""

    title: str
    line: int
    rule: str
    protos: dict[str, str] = field(default_factory=dict)
    against: dict[str, str] = field(default_factory=dict)
    parameter: str = ""
    settings: list[str] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    def run(self) -> list[str]:
        """The findings, a line each."""
        if self.rule in ALWAYS:
            made = request(self.protos, self.parameter)
            for line in self.by_hand:
                exec(line, {"request": made})
            return [str(finding) for finding in generate(made).diagnostics]
        settings = read_settings(self.settings)
        now = side(self.protos, settings)
        against = side(self.against, settings) if self.against else None
        found = judge(now.schema, now.catalog, against=against, settings=settings)
        return [str(finding) for finding in found if finding.rule == self.rule]


def side(protos: Mapping[str, str], settings: Settings) -> Side:
    """The schema and the catalog of some protos."""
    model = schema.load(request(protos))
    return Side(
        model, catalog.build(model, identity="aip" if settings.identity == "aip" else "ego")
    )


def read_settings(lines: list[str]) -> Settings:
    """The settings of a ```settings``` block."""
    settings = Settings()
    severities: dict[str, str] = {}
    for line in lines:
        key, _, value = line.partition(": ")
        if key == "locales":
            settings = settings._replace(locales=tuple(value.split(", ")))
        elif key == "identity":
            settings = settings._replace(identity=value)
        else:
            severities[key] = value
    return settings._replace(severities=severities)  # type: ignore[arg-type]


def read(page: str) -> list[Case]:
    """The cases of a page, in order."""
    cases: list[Case] = []
    block: list[str] | None = None
    info = ""
    rule = page.partition("\n")[0].removeprefix("# ")
    for number, line in enumerate(page.splitlines()):
        if block is not None and line == "```":
            _put(cases[-1], info, block)
            block = None
        elif block is not None:
            block.append(line)
        elif line.startswith("```"):
            info, block = line[3:], []
        elif line.startswith("## "):
            cases.append(Case(line[3:], number, rule))
    assert block is None, "a block of the page is not closed"
    assert cases, "the page has no case"
    return cases


def _put(case: Case, info: str, block: list[str]) -> None:
    kind, _, rest = info.partition(" ")
    if kind in ("proto", "against"):
        protos = case.protos if kind == "proto" else case.against
        protos[rest.removeprefix("name=") or "shop.proto"] = "\n".join(block) + "\n"
    elif kind == "option":
        case.parameter = ",".join(block)
    elif kind == "settings":
        case.settings = block
    elif kind == "request":
        case.by_hand = block
    elif kind == "findings":
        case.findings = block
    else:
        raise AssertionError(f"unknown block `{info}`")
