"""What came of a run, as text: differences first, then the grid server × client."""

from __future__ import annotations

from tests.interop.programs import KRATOS
from tests.interop.suite import RECORDED, REPEATS, Report

HOW = "`make toolchains` installs what is missing, on Debian as root"


def text(report: Report, limit: int) -> str:
    """The whole report; of each pair at most `limit` differences are shown."""
    lines = []
    for (server, client), problems in sorted(report.problems.items()):
        lines += [f"FAIL {server} → {client}: {problem}" for problem in problems[:limit]]
        if len(problems) > limit:
            lines.append(f"FAIL {server} → {client}: {len(problems) - limit} more")
    seen = report.trailers
    lines += [f"FAIL trailers of {problem}" for problem in seen.problems[: limit * 4]]
    lines += grid(report)
    pairs = [(server, client) for server in report.languages for client in report.languages]
    arrived = sum(report.arrived[pair] for pair in pairs)
    lines.append(
        f"2,000 characters in a message: code, reason and domain arrived {arrived} times of "
        f"{REPEATS * len(pairs)} ({REPEATS} for each pair)"
    )
    lines.append(
        f"raw trailers of {len(report.languages)} servers: {seen.equal} of {seen.asked} equal in all "
        "languages, to protobuf's bytes, and (domain cleared) to tests/vectors/peers.json"
    )
    lines += [
        f"FAIL {language} WAS NOT TESTED, {why}; {HOW}" for language, why in report.missing.items()
    ]
    return "\n".join(lines)


def grid(report: Report) -> list[str]:
    """Servers down, clients across; `right/asked` in each cell."""
    clients = [*report.languages, KRATOS.name]
    servers = [*clients, RECORDED]
    width = max(map(len, ["server ↓  client →", *servers]))
    head = "  ".join(["server ↓  client →".ljust(width), *(name.rjust(12) for name in clients)])
    rows = [head]
    for server in servers:
        cells = [_cell(report, server, client).rjust(12) for client in clients]
        rows.append("  ".join([server.ljust(width), *cells]))
    return rows


def _cell(report: Report, server: str, client: str) -> str:
    if server in report.missing or client in report.missing:
        return "NO TOOLS"
    asked, passed = report.asked[server, client], report.passed[server, client]
    if not asked:
        return "–"
    return f"{passed}/{asked}" + ("" if passed == asked else " FAIL")
