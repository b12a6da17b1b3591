"""Five consumers: each a fresh project in its own language that installs the shop's package and reads another's error.

The projects are those of demo/consumers; the package managers are the ordinary ones.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from steps import OUT, ROOT, TOOLS, Failed, show

sys.path.insert(0, str(ROOT))

from demo.consumers.consumer import Consumer

PAIRS = {
    "python": "java",
    "go": "typescript",
    "typescript": "go",
    "java": "python",
    "php": "go",
}
"""Who reads -> who raised. PHP has no gRPC server."""
INSTALLS = {
    "python": "pip install",
    "go": "go get",
    "typescript": "npm install",
    "java": "mvn",
    "php": "composer require",
}
ANSWER = "USER_ERR_NOT_FOUND uid=42 找不到用户 42 (shop.user.v1.USER_ERR_NOT_FOUND)"


def install_everywhere(shop: Path) -> dict[str, Consumer]:
    """Installs the consumers from the shop's registry: language -> project.

    Raises:
        Failed: one cannot be installed.
    """
    with registry(shop) as url:
        return {language: installed(language, shop, url) for language in PAIRS}


def read_everywhere(consumers: dict[str, Consumer]) -> str:
    """Lets each consumer call a server of another language.

    Raises:
        Failed: one says something else than the others.
    """
    for reader, raiser in PAIRS.items():
        with serving(raiser, consumers[raiser]) as port:
            said = asked(consumers[reader], port)
        print(f"  raised in {raiser + ',':<11} read in {reader:<11} {said}", flush=True)
        if said != ANSWER:
            raise Failed(f"{reader} should say {ANSWER!r} of the error that {raiser} raised")
    return f"{len(PAIRS)} consumers, each read an error of another language"


def installed(language: str, shop: Path, url: str) -> Consumer:
    """The consumer of a language in an empty folder."""
    folder = OUT / "consumers" / language
    folder.mkdir(parents=True)
    print(f"$ {INSTALLS[language]} …    # in {show(folder)}", flush=True)
    module = import_module(f"demo.consumers.{language}.install")
    try:
        consumer = module.install(folder, shop / "build" / "ego" / "registry", url)
    except (RuntimeError, OSError) as problem:
        raise Failed(f"{language}: {problem}") from problem
    assert isinstance(consumer, Consumer)
    return consumer


@contextmanager
def registry(shop: Path) -> Iterator[str]:
    """The URL of the shop's registry while `ego registry serve` serves it, for npm, which wants one."""
    command = [str(TOOLS / "ego"), "-C", str(shop), "registry", "serve"]
    print(f"$ {show(TOOLS / 'ego')} -C {show(shop)} registry serve &", flush=True)
    log = (OUT / "registry.log").open("w", encoding="utf-8")
    with log, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as process:
        try:
            assert process.stdout
            url = process.stdout.readline().partition(" ")[0].strip()
            if not url:
                raise Failed(f"the registry is not served, see {show(OUT / 'registry.log')}")
            yield url.rstrip("/")
        finally:
            process.terminate()


@contextmanager
def serving(language: str, consumer: Consumer) -> Iterator[str]:
    """The port of a consumer's server, which ends with its stdin."""
    path = OUT / "consumers" / f"{language}.log"
    with (
        path.open("w", encoding="utf-8") as log,
        subprocess.Popen(
            consumer.server,
            cwd=consumer.cwd,
            env={**os.environ, **consumer.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        assert process.stdin
        assert process.stdout
        try:
            port = process.stdout.readline().strip()
            if not port:
                raise Failed(f"the {language} server did not start, see {show(path)}")
            yield port
        finally:
            process.stdin.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def asked(consumer: Consumer, port: str) -> str:
    """What a consumer's client says of the error that it got."""
    done = subprocess.run(
        [*consumer.client, f"127.0.0.1:{port}"],
        cwd=consumer.cwd,
        env={**os.environ, **consumer.environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    return (done.stdout + done.stderr).strip()
