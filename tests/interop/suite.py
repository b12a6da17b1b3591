"""The calls of the interop tests, what is compared, and what came of it."""

from __future__ import annotations

import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.interop import recorded, wire
from tests.interop.cases import (
    CASES,
    HOPPING,
    KRATOS,
    LARGE,
    METHODS,
    Answer,
    Case,
    b64,
    differences,
)
from tests.interop.process import Broken, Process
from tests.interop.programs import KRATOS as KRATOS_PEER
from tests.interop.programs import LANGUAGES, Language, Program

REPEATS = 100
RECORDED = "recorded"
HOP_FIELDS = (
    "status",
    "reason",
    "domain",
    "metadata",
    "message",
    "display",
    "matches",
    "grpc_status",
)
FOREIGN_FIELDS = ("reason", "metadata", "message", "count", "grpc_status", "grpc_message")


@dataclass(frozen=True)
class Call:
    """One call by a client: of which server, what it is about, and the judge of the answer."""

    server: str
    title: str
    request: dict[str, Any]
    judge: Callable[[Answer], list[str]]


@dataclass
class Report:
    """What came of a run: counts per (server, client), and every difference."""

    languages: tuple[str, ...]
    asked: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    passed: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    problems: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    missing: dict[str, str] = field(default_factory=dict)
    arrived: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    trailers: wire.Trailers = field(default_factory=wire.Trailers)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether everything was asked, and nothing differed."""
        return not self.missing and not any(self.problems.values()) and not self.trailers.problems


def run(only: Sequence[str] = ()) -> Report:
    """Builds and starts every language's server and client once, and lets all call all."""
    chosen = [language for language in LANGUAGES if not only or language.name in only]
    report = Report(tuple(language.name for language in chosen))
    start = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ego-interop-")))
        built = _build([*chosen, KRATOS_PEER], folder, report)
        ports = {RECORDED: stack.enter_context(recorded.server())}
        ends = dict(ports)  # where a chain ends; never a server that may be calling itself
        for name, program in built.items():
            ports[name] = ends[name] = stack.enter_context(Process(name, program, "server")).port()
            if program.single_threaded:
                ends[name] = stack.enter_context(Process(name, program, "server")).port()
        clients = {
            name: stack.enter_context(Process(name, program, "client"))
            for name, program in built.items()
        }
        with ThreadPoolExecutor(len(clients) or 1) as pool:
            plans = {name: list(_plan(name, ports, ends)) for name in clients}
            done = [
                pool.submit(_perform, client, clients[client], plan, report)
                for client, plan in plans.items()
            ]
            for future in done:
                future.result()
        if "typescript" in clients:
            own = {name: port for name, port in ports.items() if name in report.languages}
            wire.look(clients["typescript"], own, report.trailers)
    report.seconds = time.monotonic() - start
    return report


def _build(languages: Sequence[Language], folder: Path, report: Report) -> dict[str, Program]:
    built = {}
    for language in languages:
        missing = language.missing()
        if missing:
            report.missing[language.name] = f"no {', '.join(missing)} on the PATH"
            continue
        (folder / language.name).mkdir()
        try:
            built[language.name] = language.build(folder / language.name)
        except (AssertionError, RuntimeError) as problem:  # a build that failed, with its output
            report.missing[language.name] = f"it does not build: {problem}"
    return built


def _plan(client: str, ports: dict[str, int], ends: dict[str, int]) -> Iterator[Call]:
    """All calls of one client."""
    for server, port in ports.items():
        if server == RECORDED:
            yield from _recorded(port) if client != KRATOS_PEER.name else ()
            continue
        for case in KRATOS if server == KRATOS_PEER.name else CASES:
            for method in METHODS:
                judge = _judge(client, case, method)
                yield Call(server, case.name, _request(port, method, case.order), judge)
        if server != KRATOS_PEER.name and client != KRATOS_PEER.name:
            again = _request(port, "Unary", LARGE.order)
            for _ in range(REPEATS):
                yield Call(server, f"{REPEATS} times", again, _judge(client, LARGE, "Unary"))
        yield from _hops(client, server, port, ends)


def _request(port: int, method: str, order: dict[str, Any], *next_hops: int) -> dict[str, Any]:
    hops = {"next": [f"127.0.0.1:{hop}" for hop in next_hops]} if next_hops else {}
    text = json.dumps({**order, **hops}, ensure_ascii=False)
    return {"address": f"127.0.0.1:{port}", "method": method, "order": text}


def _judge(client: str, case: Case, method: str) -> Callable[[Answer], list[str]]:
    if client != KRATOS_PEER.name:
        return lambda answer: case.judge(method, answer)
    expected = case.expected(method)
    if case.too_large:
        fields: tuple[str, ...] = ("reason", "count", "grpc_status")
    else:
        fields = (*FOREIGN_FIELDS, "details_b64")
    kept = {name: expected[name] for name in fields}
    kept["matches"] = ["IsNotFound"] if expected["grpc_status"] == 5 else []
    return lambda answer: differences(kept, answer)


def _recorded(port: int) -> Iterator[Call]:
    for row in recorded.ROWS:
        details = bytes.fromhex(row["details_hex"] or "")
        order = recorded.raw(row["grpc_status"][0], row["grpc_message"], details)
        for method in METHODS:
            expected = recorded.expected(row, method)
            yield Call(
                RECORDED,
                f"{row['peer']}: {row['case']}",
                _request(port, method, order),
                lambda answer, expected=expected: differences(expected, answer),  # type: ignore[misc]
            )


def _hops(client: str, server: str, port: int, ends: dict[str, int]) -> Iterator[Call]:
    """The chains client → server → end. Between ours the details stay byte-equal; Kratos keeps what it knows."""
    foreign = KRATOS_PEER.name in (client, server)
    for end, last in ends.items():
        if end == RECORDED:
            for name, (status, message, details) in recorded.ODD.items() if not foreign else ():
                kept = {"grpc_status": status, "grpc_message": message}
                kept["details_b64"] = b64(details) if details else None
                order = recorded.raw(status, message, details)
                for method in METHODS:
                    yield Call(
                        server,
                        f"hop from {end}: {name}",
                        _request(port, method, order, last),
                        lambda answer, kept=kept: differences(kept, answer),  # type: ignore[misc]
                    )
        elif KRATOS_PEER.name not in (end, client):
            for method in METHODS:
                expected = HOPPING.expected(method)
                if foreign:
                    expected = {name: expected[name] for name in HOP_FIELDS}
                yield Call(
                    server,
                    f"hop from {end}",
                    _request(port, method, HOPPING.order, last),
                    lambda answer, expected=expected: differences(expected, answer),  # type: ignore[misc]
                )


def _perform(client: str, process: Process, plan: Sequence[Call], report: Report) -> None:
    """Makes the calls one after the other; a client that breaks off fails the rest."""
    broken = ""
    for call in plan:
        pair = (call.server, client)
        report.asked[pair] += 1
        if broken:
            continue
        try:
            wrong = call.judge(process.ask(call.request))
        except Broken as problem:
            broken = str(problem)
            wrong = [broken]
        except (KeyError, TypeError) as problem:
            wrong = [f"an answer without {problem}"]
        if wrong:
            told = f"{call.title}, {call.request['method']}: {'; '.join(wrong)}"
            report.problems[pair].append(told)
        else:
            report.passed[pair] += 1
            report.arrived[pair] += call.title == f"{REPEATS} times"
