"""buf: builds images, formats, lints and compares (https://buf.build/docs/reference/cli/buf).

Its exit codes are a trap: 100 means findings and also errors of compilation, 1 means that it could not
look at all (usage, configuration, plugins). Only 0 and 100 are answers; 1 is a Problem here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ego_ci.problem import Problem
from ego_ci.process import Completed, Runner, operand
from ego_ci.toolchain import native

FINDINGS = 100


@dataclass(frozen=True)
class Finding:
    """One line of buf's JSON report; line and column count from 1, path '' if buf names none."""

    path: str
    line: int
    column: int
    rule: str
    message: str


@dataclass(frozen=True)
class Buf:
    """buf in the folder of a workspace (where buf.yaml stands or could stand)."""

    runner: Runner
    folder: Path

    def build(
        self, output: Path, *, paths: Iterable[str] = (), exclude: Iterable[str] = ()
    ) -> tuple[Finding, ...]:
        """Builds the image of the workspace; the findings are what does not compile."""
        command = ["build", "--error-format=json", f"--output={output}", *limits(paths, exclude)]
        done = self._run(command)
        return _told(done, parse(done.stderr + done.stdout))

    def lint(self, image: Path, *, config: Mapping[str, Any]) -> tuple[Finding, ...]:
        """Lints the files of an image by a configuration, the content of a buf.yaml."""
        done = self._run(
            ["lint", operand(image), "--error-format=json", f"--config={json.dumps(config)}"]
        )
        return _told(done, parse(done.stdout))

    def breaking(
        self, image: Path, *, against: Path, config: Mapping[str, Any], imports: bool = True
    ) -> tuple[Finding, ...]:
        """Compares two images by a configuration, the content of a buf.yaml.

        imports: there are files that are only imported, which are not compared; to leave them out costs
        buf as much as another image.
        """
        text = json.dumps(config)
        done = self._run(
            [
                "breaking",
                operand(image),
                f"--against={against}",
                "--error-format=json",
                f"--config={text}",
                f"--against-config={text}",
                *(["--exclude-imports"] if imports else []),
            ]
        )
        return _told(done, parse(done.stdout))

    def format(
        self, *, fix: bool, paths: Iterable[str] = (), exclude: Iterable[str] = ()
    ) -> tuple[Finding, ...]:
        """Names each file that `buf format` would write differently; with `fix` writes them."""
        flags = ["--write"] if fix else ["--diff"]
        done = self._run(["format", "--exit-code", *flags, *limits(paths, exclude)])
        return () if fix else _told(done, unformatted(done.text))

    def _run(self, arguments: Sequence[str]) -> Completed:
        buf = native.held(self.runner.find("buf"))
        done = self.runner.run([buf, *arguments], cwd=self.folder, ok=range(256))
        if done.code not in (0, FINDINGS):
            text = done.stderr.decode("utf-8", "replace").strip().removeprefix("Failure: ")
            raise Problem(
                f"buf {arguments[0]}: {text.splitlines()[0] if text else f'exit code {done.code}'}",
                remedy="see buf.yaml and https://buf.build/docs/configuration/v2/buf-yaml",
                output="\n".join(text.splitlines()[1:]),
            )
        return done


def _told(done: Completed, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings of an answer; Problem when the exit code and the findings contradict each other.

    Else what buf says in another form than we know would pass for a clean run.
    """
    if (done.code == FINDINGS) is bool(found):
        return found
    raise Problem(
        f"buf ended with {done.code} and {len(found)} findings that can be read",
        remedy="`ego doctor` tells the version of buf; run again with --verbose",
        output=(done.stderr + done.stdout).decode("utf-8", "replace").strip(),
    )


def limits(paths: Iterable[str], exclude: Iterable[str]) -> list[str]:
    """The flags that limit buf to some files."""
    return [*(f"--path={path}" for path in paths), *(f"--exclude-path={path}" for path in exclude)]


def parse(report: bytes) -> tuple[Finding, ...]:
    """Reads `--error-format=json`: one object a line; what is no JSON (a warning of buf's) is skipped."""
    found = []
    for line in report.decode("utf-8", "replace").splitlines():
        if not line.startswith("{"):
            continue
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        found.append(
            Finding(
                path=entry.get("path", ""),
                line=entry.get("start_line", 1),
                column=entry.get("start_column", 1),
                rule=entry.get("type", "BUF"),
                message=entry.get("message", ""),
            )
        )
    return tuple(found)


def unformatted(diff: str) -> tuple[Finding, ...]:
    """Reads the unified diff of `buf format --diff`: one finding a file, at the first line that changes."""
    found = []
    path = ""
    for line in diff.splitlines():
        if line.startswith("+++ "):
            path = line[4:].rpartition("\t")[0] or line[4:]
            at = None
        elif path and at is None and (hunk := re.match(r"@@ -(\d+)", line)):
            at = int(hunk[1])
        elif path and at is not None:
            if line.startswith(("-", "+")):
                message = "not formatted as `buf format` writes it"
                found.append(Finding(path, max(at, 1), 1, "FORMAT", message))
                path = ""
            at += 1
    return tuple(found)
