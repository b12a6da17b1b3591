"""Names that npm or Node cannot take, found before anything is generated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ego_ci.packages.node.modules import SUFFIXES, stem
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity

NAME = re.compile(r"(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*")
_LONGEST = 214  # validate-npm-package-name
_CORE = frozenset(
    """
    assert async_hooks buffer child_process cluster console constants crypto dgram dns domain events fs http http2 https
    inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder sys test
    timers tls tty url util v8 vm wasi worker_threads zlib node_modules favicon.ico
    """.split()
)


def package_findings(name: str) -> Iterator[Diagnostic]:
    """NODE_PACKAGE_NAME for a name that npm refuses, or that Node takes for a module of its own."""
    reason = ""
    if not NAME.fullmatch(name) or len(name) > _LONGEST:
        reason = f"{name!r} is no name of an npm package"
    elif name in _CORE:
        reason = f"{name!r} is taken by Node"
    if reason:
        remedy = "set `node.package` in ego.yaml, such as @acme/shop-client"
        yield Diagnostic(None, Severity.ERROR, "NODE_PACKAGE_NAME", reason, remedy)


def module_findings(protos: Iterable[str], flavour: str) -> Iterator[Diagnostic]:
    """NODE_MODULE_CLASH for files of one module, or that differ only in case, or in a folder that npm leaves out."""
    exact: dict[str, str] = {}
    folded: dict[str, str] = {}
    for proto in sorted(protos):
        if "node_modules" in proto.split("/"):
            yield Diagnostic(
                Position(proto, 1, 1),
                Severity.ERROR,
                "NODE_MODULE_CLASH",
                "npm leaves a folder called node_modules out of every package",
                "rename the folder",
            )
        for suffix in SUFFIXES[flavour]:
            module = f"{stem(proto)}{suffix}"
            other = exact.setdefault(module, proto)
            if other != proto:
                yield _clash(proto, other, module, "", Severity.ERROR)
                break
            other = folded.setdefault(module.casefold(), proto)
            if other != proto:
                where = " where file names ignore case (macOS, Windows)"
                yield _clash(proto, other, module, where, Severity.WARNING)
                break


def _clash(proto: str, other: str, module: str, where: str, severity: Severity) -> Diagnostic:
    return Diagnostic(
        Position(proto, 1, 1),
        severity,
        "NODE_MODULE_CLASH",
        f"this file and {other} are both generated into {module}{where}",
        "rename one of the two files",
        ((Position(other, 1, 1), "the other file"),),
    )
