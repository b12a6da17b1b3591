"""The import table of docs/architecture.md, enforced on the syntax trees of both packages."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {"protoc_gen_ego": ROOT / "protoc_gen_ego", "ego_ci": ROOT / "ci" / "ego_ci"}
COMPILER_MAY_USE = {"google", "jinja2"}


def modules() -> dict[str, Path]:
    """All modules of ours by dotted name; a package stands for its ``__init__.py``."""
    found = {}
    for package, folder in PACKAGES.items():
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            name = ".".join((package, *(part for part in parts if part != "__init__")))
            found[name] = path
    return found


def imported(name: str, path: Path) -> Iterator[tuple[int, str]]:
    """Each (line, absolute dotted name) that a module imports, inside functions too.

    ``from a.b import c`` counts as a.b.c where that is a module of ours, else as a.b.
    """
    known = MODULES
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
                above = above[: len(above) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield node.lineno, inner if inner in known else base


def within(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(prefix + ".")


def table() -> dict[str, tuple[str, ...]]:
    """The ``imports`` block of docs/architecture.md: module prefix -> prefixes it may import."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    block = re.search(r"^```imports\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert block, "docs/architecture.md has no ```imports block"
    rows: dict[str, tuple[str, ...]] = {}
    for line in filter(None, block[1].splitlines()):
        left, right = line.split("→")
        allowed = tuple(part.strip() for part in right.split(",") if part.strip())
        rows.update({part.strip(): allowed for part in left.split(",")})
    return rows


MODULES = modules()
TABLE = table()
OURS = tuple(PACKAGES)


def edges() -> Iterator[tuple[str, int, str]]:
    for name, path in MODULES.items():
        for line, target in imported(name, path):
            if target.split(".")[0] in OURS:
                yield name, line, target


def row(name: str) -> str | None:
    """The most specific row of the table that a module falls under."""
    rows = [prefix for prefix in TABLE if within(name, prefix)]
    return max(rows, key=len, default=None)


def test_every_module_has_a_row_in_the_table() -> None:
    bare = [name for name in MODULES if row(name) is None and name not in OURS]
    assert not bare, f"add to the table of docs/architecture.md: {bare}"


def test_every_row_names_a_module() -> None:
    names = {*TABLE, *(target for targets in TABLE.values() for target in targets)}
    ghosts = [name for name in sorted(names) if not any(within(m, name) for m in MODULES)]
    assert not ghosts, f"docs/architecture.md names what does not exist: {ghosts}"


def test_modules_import_only_what_the_table_allows() -> None:
    wrong = []
    for name, line, target in edges():
        home = row(name)
        if home is None or within(target, home) or target in OURS:
            continue
        if not any(within(target, allowed) for allowed in TABLE[home]):
            wrong.append(
                f"{MODULES[name].relative_to(ROOT)}:{line}: {home} must not import {target}"
            )
    assert not wrong, "\n".join(wrong)


def test_no_module_imports_itself_through_others() -> None:
    graph: dict[str, set[str]] = {name: set() for name in MODULES}
    for name, _, target in edges():
        if target != name and target in graph and not name.startswith(target + "."):
            graph[name].add(target)
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail("circle: " + " → ".join(error.args[1]))
    assert set(order) == set(MODULES)


def test_the_compiler_uses_only_protobuf_jinja2_and_the_standard_library() -> None:
    wrong = []
    for name, path in MODULES.items():
        if not within(name, "protoc_gen_ego"):
            continue
        for line, target in imported(name, path):
            top = target.split(".")[0]
            if top == "protoc_gen_ego" or top in COMPILER_MAY_USE:
                continue
            if top not in sys.stdlib_module_names or top == "subprocess":
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {target}")
    assert not wrong, "\n".join(wrong)


def test_only_process_starts_other_programs() -> None:
    """One door to subprocess: quoting, interruption and reporting are right in one place."""
    starters = {"subprocess", "pty", "popen2"}
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {target}"
        for name, path in MODULES.items()
        if name != "ego_ci.process"
        for line, target in imported(name, path)
        if target.split(".")[0] in starters
    ]
    assert not wrong, "\n".join(wrong)


def test_every_library_that_is_imported_is_declared() -> None:
    """What another dependency happens to bring today may be gone tomorrow."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = re.search(r"^dependencies = \[\n(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    assert block
    declared = {name.lower() for name in re.findall(r'^  "([A-Za-z0-9-]+)', block[1], re.MULTILINE)}
    brings = packages_distributions()
    undeclared = {
        f"{path.relative_to(ROOT)}:{line}: {target}"
        for name, path in MODULES.items()
        for line, target in imported(name, path)
        if (top := target.split(".")[0]) not in {*sys.stdlib_module_names, *OURS}
        and not declared & {dist.lower().replace("_", "-") for dist in brings.get(top, ())}
    }
    assert not undeclared, "\n".join(sorted(undeclared))
