"""The vectors: cases read from vectors/*.json, one file per group, expanded to plain requests."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conformance.expand import expand

FOLDER = Path(__file__).parent / "vectors"

# What a view says when a vector does not mention it; every field is compared all the same.
QUIET_VIEW: Mapping[str, Any] = {
    "reason": "",
    "domain": "",
    "metadata": {},
    "details_broken": False,
    "status_mismatch": False,
    "registered": False,
    "matches": [],
    "chain": [],
}


@dataclass(frozen=True)
class Case:
    """One request and the complete answer it must get.

    `line` is set for requests that are not even JSON: it is sent as it stands.
    """

    group: str
    name: str
    request: Mapping[str, Any]
    expect: Mapping[str, Any]
    line: bytes | None = None

    @property
    def title(self) -> str:
        """Group and name, as a report shows them."""
        return f"{self.group}: {self.name}"


def load(folder: Path = FOLDER) -> tuple[Case, ...]:
    """All cases, files and cases in order. ValueError names the file of a broken one."""
    return tuple(case for path in sorted(folder.glob("*.json")) for case in _read(path))


def _read(path: Path) -> Iterator[Case]:
    document = json.loads(path.read_text("utf-8"))
    for given in document["cases"]:
        yield _named(path, document.get("codes"), given)


def _named(path: Path, codes: list[Any] | None, given: Mapping[str, Any]) -> Case:
    try:
        return _case(path.stem, codes, given)
    except (KeyError, TypeError, AttributeError, ValueError) as problem:
        name = given.get("name", "?")
        raise ValueError(f"{path.name}: case {name!r}: {problem!r}") from problem


def _case(group: str, codes: list[Any] | None, given: Mapping[str, Any]) -> Case:
    line = expand(given["line"]) if "line" in given else None
    request = expand(dict(given.get("request", {})))
    if codes is not None and "codes" not in request and line is None:
        request["codes"] = expand(codes)
    expect = _completed(expand(given["expect"], request))
    return Case(group, given["name"], request, expect, None if line is None else line.encode())


def _completed(expect: Mapping[str, Any]) -> dict[str, Any]:
    """An expected answer with the quiet fields of its views filled in."""
    full = {key: _completed(item) if _is_view(item) else item for key, item in expect.items()}
    return {**QUIET_VIEW, **full} if _is_view(expect) else full


def _is_view(value: Any) -> bool:
    return isinstance(value, dict) and {"status", "message", "details_b64"} <= value.keys()
