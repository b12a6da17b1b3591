"""`ego toolchain`: the pinned tools: which there are, install them, compare their bytes, renew the lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from ego_ci import report
from ego_ci.console import Console
from ego_ci.flags import Command, Globals, options, take
from ego_ci.problem import EXIT_OK, EXIT_PROBLEM, Problem
from ego_ci.toolchain import Toolchain
from ego_ci.toolchain.lock import Entry

_STYLES = {"sound": "green", "installed": "green", "missing": "yellow", "broken": "red"}


class Group(click.Group):
    """A group whose common flags may stand before the name of its command."""

    def invoke(self, ctx: click.Context) -> Any:
        take(ctx)
        return super().invoke(ctx)


toolchain = Group(
    "toolchain",
    help="Look after the pinned tools that other languages' packages are made with.",
    params=[*options()],
)


def _names() -> click.Argument:
    return click.Argument(["names"], nargs=-1, metavar="[NAME]...")


def _opened() -> tuple[Globals, Toolchain]:
    shared = click.get_current_context().ensure_object(Globals)
    return shared, Toolchain(shared.runner, note=shared.console.note)


def _chosen(tools: Toolchain, names: Sequence[str]) -> list[Entry]:
    return [tools.entry(name) for name in names] if names else list(tools.entries.values())


def _list() -> int:
    """Opens no file of a tool: whether it is sound is said by verify."""
    shared, tools = _opened()
    states = {
        name: "installed" if tools.installed(name) else "missing" for name in sorted(tools.entries)
    }
    return _tell(shared, tools, states, {})


def _install(names: tuple[str, ...], force: bool) -> int:
    shared, tools = _opened()
    chosen = _chosen(tools, names)
    if shared.dry_run:
        for entry in chosen:
            there = tools.installed(entry.name) and not force
            words = "is there" if there else "would be installed"
            shared.console.note(f"{entry.name} {entry.version} {words}".replace("  ", " "))
        return EXIT_OK

    def ready(name: str) -> None:
        tools.install(name, again=force)
        tools.verify(name)

    return _each(shared, tools, chosen, ready)


def _verify(names: tuple[str, ...]) -> int:
    shared, tools = _opened()
    wanted = _chosen(tools, names)
    present = [entry for entry in wanted if names or tools.installed(entry.name)]

    def sound(name: str) -> None:
        if not tools.installed(name):
            raise Problem(f"{name} is not installed", remedy=f"`ego toolchain install {name}`")
        tools.verify(name)

    return _each(shared, tools, present, sound)


def _lock(names: tuple[str, ...]) -> int:
    from ego_ci.toolchain import lock, renew
    from ego_ci.toolchain.wanted import WANTED

    shared, tools = _opened()
    unknown = [name for name in names if name not in {wanted.name for wanted in WANTED}]
    if unknown:
        raise Problem(f"nothing named {unknown[0]} is wanted", remedy=f"see {lock.LOCK.parent}")
    if shared.dry_run:
        shared.console.note(f"would resolve {', '.join(names) or 'every tool'} for {lock.LOCK}")
        return EXIT_OK
    after = renew.renew(tools.entries, shared.runner, names=names, note=shared.console.note)
    changed = sorted(
        name for name in {*after, *tools.entries} if after.get(name) != tools.entries.get(name)
    )
    if changed:
        lock.LOCK.write_text(lock.dump(after), encoding="utf-8")
    if shared.json:
        shared.console.result(report.document({"changed": changed, "exit": EXIT_OK}))
    else:
        shared.console.note(f"changed: {', '.join(changed) or 'nothing'}")
    return EXIT_OK


def _requirements() -> int:
    shared, tools = _opened()
    lines = tools.entry("python").pins["requirements"]
    if shared.json:
        shared.console.result(report.document({"requirements": lines, "exit": EXIT_OK}))
    else:
        shared.console.result("\n".join(lines))
    return EXIT_OK


def _each(
    shared: Globals, tools: Toolchain, entries: Sequence[Entry], do: Callable[[str], None]
) -> int:
    """Does the same to every tool; one that fails does not keep the others from being looked at."""
    states: dict[str, str] = {}
    problems: dict[str, Problem] = {}
    for entry in entries:
        problem = _attempt(do, entry.name)
        if problem:
            problems[entry.name] = problem
        there = "broken" if tools.installed(entry.name) else "missing"
        states[entry.name] = there if problem else "sound"
    return _tell(shared, tools, states, problems)


def _attempt(do: Callable[[str], None], name: str) -> Problem | None:
    try:
        do(name)
    except Problem as problem:
        return problem
    return None


def _tell(
    shared: Globals, tools: Toolchain, states: dict[str, str], problems: dict[str, Problem]
) -> int:
    console = shared.console
    code = EXIT_PROBLEM if problems else EXIT_OK
    if shared.json:
        rows = [_row(tools, name, state, problems.get(name)) for name, state in states.items()]
        console.result(report.document({"tools": rows, "exit": code}))
        return code
    _table(console, tools, states)
    for problem in problems.values():
        console.error(f"ego: {problem}")
        if problem.output:
            console.error(problem.output)
    return code


def _row(tools: Toolchain, name: str, state: str, problem: Problem | None) -> dict[str, object]:
    entry = tools.entry(name)
    return {
        "name": name,
        "version": entry.version,
        "kind": entry.kind,
        "used_for": entry.used_for,
        "state": state,
        "problem": report.problem(problem) if problem else None,
    }


def _table(console: Console, tools: Toolchain, states: dict[str, str]) -> None:
    cells = [
        (
            name,
            tools.version(name) or "-",
            tools.entry(name).kind,
            tools.entry(name).used_for,
            state,
        )
        for name, state in states.items()
    ]
    head = ("tool", "version", "from", "used for", "state")
    lines = report.table(head, cells, right=frozenset())
    console.result(console.style(lines[0], "bold"))
    for state, line in zip(states.values(), lines[1:], strict=True):
        console.result(console.style(line, _STYLES[state]))


for command in (
    Command("list", callback=_list, help="List the pinned tools."),
    Command(
        "install",
        callback=_install,
        help="Install tools (default: all), for an image or before going offline.",
        params=[
            _names(),
            click.Option(["--force"], is_flag=True, help="Install also what is there already."),
        ],
    ),
    Command(
        "verify",
        callback=_verify,
        help="Compare the bytes of installed tools with the lock (default: all that are there).",
        params=[_names()],
    ),
    Command(
        "requirements",
        callback=_requirements,
        help="Print the pinned Python packages with their hashes, for `pip install --require-hashes -r`.",
    ),
    Command(
        "lock",
        callback=_lock,
        help="Renew the lock after wanted.py was edited (default: every tool).",
        params=[_names()],
    ),
):
    toolchain.add_command(command)
