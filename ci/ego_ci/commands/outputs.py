"""`--output FORMAT=FILE`: reports in files, beside what is shown."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from ego_ci import report
from ego_ci.problem import Problem
from ego_ci.report import Report


class Output(NamedTuple):
    """A report that is wanted: its format and the file it goes to."""

    format: str
    path: Path


def option() -> click.Option:
    """The option, new for each command."""
    formats = ", ".join(report.FORMATS)
    text = f"Also write a report to FILE; FORMAT is one of {formats}. Can be given several times."
    return click.Option(
        ["--output", "outputs"], multiple=True, metavar="FORMAT=FILE", callback=_parse, help=text
    )


def _parse(context: click.Context, option: click.Parameter, values: Sequence[str]) -> list[Output]:
    return [_output(value, context, option) for value in values]


def _output(value: str, context: click.Context, option: click.Parameter) -> Output:
    name, equals, path = value.partition("=")
    if name not in report.FORMATS:
        import difflib

        near = difflib.get_close_matches(name, report.FORMATS, 1)
        hint = f"did you mean {near[0]}? " if near else ""
        formats = ", ".join(report.FORMATS)
        message = f"{name!r} is no format: {hint}there are {formats}"
        raise click.BadParameter(message, context, option)
    if not equals or not path or "\0" in path:
        raise click.BadParameter(f"name a file: {name}=FILE", context, option)
    return Output(name, Path(path))


def placed(outputs: Sequence[Output], folder: Path) -> list[Output]:
    """The outputs with absolute paths; Problem if one stands there twice.

    What an earlier run left there is removed: a run that ends before its report must not seem to have one.
    """
    found = [Output(output.format, (folder / output.path).absolute()) for output in outputs]
    for output in found:
        if sum(other.path == output.path for other in found) > 1:
            raise Problem(f"two reports would be written to {output.path}")
        if output.path.is_dir():
            raise Problem(f"{output.path} is a folder", remedy="name a file: --output FORMAT=FILE")
    for output in found:
        if output.path.is_file():
            output.path.unlink()
    return found


def write(outputs: Sequence[Output], told: Report) -> None:
    """Writes the reports, each as a whole or not at all; folders are made."""
    for output in outputs:
        text = report.printer(output.format)(told)
        if text is None:
            continue
        output.path.parent.mkdir(parents=True, exist_ok=True)
        if output.path.exists():  # a device or a pipe, such as /dev/stdout
            output.path.write_text(text, encoding="utf-8")
            continue
        descriptor, name = tempfile.mkstemp(prefix=".ego-", dir=output.path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
                file.write(text)
            mask = os.umask(0)
            os.umask(mask)
            Path(name).chmod(0o666 & ~mask)  # mkstemp makes private files
            Path(name).replace(output.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
