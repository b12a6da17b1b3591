"""Programs that call each other: the consumers of demo/consumers, and how long one waits for them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import cast

from demo.consumers.consumer import Consumer
from tests.interop.process import Process
from tests.interop.programs import Program

ANSWER = "USER_ERR_NOT_FOUND uid=42 找不到用户 42 (shop.user.v1.USER_ERR_NOT_FOUND)\n"
"""What every client says of the error that every server raises."""


def installed(language: str, folder: Path, registry: Path, url: str) -> Consumer:
    """The consumer of a language, freshly installed from a registry."""
    module = import_module(f"demo.consumers.{language}.install")
    folder.mkdir(parents=True)
    return cast("Consumer", module.install(folder, registry, url))


def said(consumer: Consumer, port: int) -> str:
    """What a consumer's client prints about the error of the server at a port."""
    done = subprocess.run(
        [*consumer.client, f"127.0.0.1:{port}"],
        cwd=consumer.cwd,
        env={**os.environ, **consumer.environment},
        capture_output=True,
        check=False,
        timeout=120,
    )
    output = done.stdout.decode("utf-8")
    assert done.returncode == 0, output + done.stderr.decode("utf-8", "replace")
    return output


@contextmanager
def serving(command: tuple[str, ...], cwd: Path, environment: dict[str, str]) -> Iterator[int]:
    """The port of a running server, which is ended with its stdin."""
    absolute = (
        command[0],
        *(str(cwd / part) if (cwd / part).is_file() else part for part in command[1:]),
    )
    with Process(command[0], Program(absolute, environment), "server") as process:
        yield process.port()
