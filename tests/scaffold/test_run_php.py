"""PHP's scaffolds, run by PHPUnit: red with the reason, green with an object in process and against a live server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.php import toolchain as php
from tests.protos import ANNOTATIONS, WELL_KNOWN
from tests.scaffold import test_run_python as python
from tests.scaffold.rendering import BAR, TESTS, filled, own, protos, rendered, write
from tests.scaffold.tools import toolchain

SERVICE = r"""
final class Service
{
    public function Mix(Drink $drink): Drink
    {
        return $drink->getName() === 'water' ? throw new BarErrUnknown() : $drink;
    }

    public function List(Drink $drink): iterable
    {
        return [$drink, $drink];
    }

    public function Pay(iterable $drinks): Bill
    {
        $cents = 0;
        foreach ($drinks as $drink) {
            $cents += $this->Mix($drink)->getCents();
        }

        return new Bill(['cents' => $cents]);
    }

    public function Talk(iterable $drinks): iterable
    {
        foreach ($drinks as $drink) {
            if ($drink->getCents() === 13) {
                throw new BarErrClosed();
            }
            yield $drink;
        }
    }
}

"""
AUTOLOAD = r"""<?php
spl_autoload_register(static function (string $class): void {
    foreach (explode(':', (string) getenv('ROOTS')) as $root) {
        $file = $root . '/' . str_replace('\\', '/', $class) . '.php';
        if (is_file($file)) {
            require $file;

            return;
        }
    }
});
"""
SERVER = f"""
import sys
from concurrent import futures

import grpc
import egoerrors
from bar.v1 import bar_errors, bar_pb2, bar_pb2_grpc
{python.SERVICE}

server = grpc.server(futures.ThreadPoolExecutor(4), interceptors=[egoerrors.ServerInterceptor()])
bar_pb2_grpc.add_BarServicer_to_server(Bar(), server)
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
sys.stdin.read()
server.stop(0)
"""
NAME = "Bar/V1/BarTest.php"
BAR_FILES = {"bar/v1/bar.proto": BAR}


def stubs(folder: Path, files: dict[str, str]) -> Path:
    """What protoc, grpc_php_plugin and we generate."""
    source = write(folder / "proto", files)
    out = write(folder / "gen", rendered(files, "php", "errors")[0])
    tools = toolchain()
    roots = [f"-I{root}" for root in (source, ANNOTATIONS, WELL_KNOWN)]
    foreign = [name for name in files if name.startswith(("ego/", "errors/", "google/rpc/"))]
    command = [str(tools.program("protoc-php")), *roots, f"--php_out={out}"]
    command += [f"--plugin=protoc-gen-grpc={tools.program('grpc_php_plugin')}", f"--grpc_out={out}"]
    subprocess.run([*command, *own(files), *foreign], check=True, timeout=120)
    return out


def run(
    folder: Path, gen: Path, *options: str, roots: tuple[Path, ...] = (), **env: str
) -> dict[str, str]:
    """The tests by method and case, with what each said; '' for one that passed."""
    write(folder, {"autoload.php": AUTOLOAD})
    report = folder / "report.xml"
    there = ":".join(map(str, (folder / "tests", gen, *roots, "/usr/share/php")))
    command = [
        "php",
        *options,
        str(shutil.which("phpunit")),
        "--no-configuration",
        "--bootstrap",
        "autoload.php",
    ]
    done = subprocess.run(
        [*command, f"--log-junit={report}", "tests"],
        cwd=folder,
        env={**os.environ, "ROOTS": there, **env},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert report.exists(), done.stdout + done.stderr
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = re.sub(r'test(\w+) with data set "(.*)"', r"\1 \2", case.attrib["name"])
        failure = case.find("failure")
        assert case.find("error") is None, done.stdout
        found[name] = "" if failure is None else str(failure.text)
    return found


@pytest.fixture(scope="module")
def bar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The generated code."""
    return stubs(tmp_path_factory.mktemp("bar"), BAR_FILES)


def test_untouched_it_is_red_and_says_what_to_write(bar: Path, tmp_path: Path) -> None:
    write(tmp_path / "tests", rendered(BAR_FILES, "php")[0])
    found = run(tmp_path, bar)
    assert tuple(found) == TESTS
    for said in found.values():
        assert "There is nothing to test: there is no extension grpc" in said
        assert "set EGO_TEST_ADDRESS=HOST:PORT" in said


def mocked(text: str) -> str:
    """The scaffold with a service in its factory."""
    return filled(
        text,
        ("final class BarTest", f"{SERVICE.strip()}\n\nfinal class BarTest", 1),
        ("EgoTesting::client(\\Bar\\V1\\BarClient::class)", "EgoTesting::mock(new Service())", 1),
    )


def green(text: str) -> str:
    """The scaffold with the assertions that a person writes."""
    drink = "new \\Bar\\V1\\Drink(['name' => 'name', 'cents' => 1])"
    second = "new \\Bar\\V1\\Drink(['name' => 'name2', 'cents' => 2])"
    water = "new \\Bar\\V1\\Drink(['name' => 'water'])"
    pad = " " * 20
    return filled(
        text,
        (f"{pad}{second},\n                ],\n            ),\n            // region ego: List",
         f"{pad}{drink},\n                ],\n            ),\n            // region ego: List", 1),
        ("Bill(['cents' => 1])", "Bill(['cents' => 3])", 1),
        (f"request: {drink},\n                error", f"request: {water},\n                error", 1),
        (f"{second},\n                ],\n                error: \\Bar\\V1\\BarErrUnknown",
         f"{water},\n                ],\n                error: \\Bar\\V1\\BarErrUnknown", 1),
        (f"{second},\n                ],\n                error: \\Bar\\V1\\BarErrClosed",
         "new \\Bar\\V1\\Drink(['cents' => 13]),\n"
         "                ],\n                error: \\Bar\\V1\\BarErrClosed", 1),
    )  # fmt: skip


def test_with_an_object_it_is_green_once_the_assertions_are_written(
    bar: Path, tmp_path: Path
) -> None:
    scaffold, _ = rendered(BAR_FILES, "php")
    text = mocked(scaffold[NAME])
    write(tmp_path / "tests", {**scaffold, NAME: text})
    found = run(tmp_path, bar)
    assert [name for name, said in found.items() if not said] == ["Mix ok", "Talk ok"]
    assert "the service answered otherwise than expected" in found["List ok"]
    assert "BarErrUnknown, and the call succeeded" in found["Mix BAR_ERR_UNKNOWN"]
    write(tmp_path / "tests", {NAME: green(text)})
    assert run(tmp_path, bar) == dict.fromkeys(TESTS, "")
    again, findings = rendered(BAR_FILES, "php", existing=str(tmp_path / "tests"))
    assert again[NAME] == green(text)
    assert findings == []


def test_the_same_assertions_hold_against_a_live_server(bar: Path, tmp_path: Path) -> None:
    scaffold, _ = rendered(BAR_FILES, "php")
    gen = python.stubs(tmp_path, BAR_FILES)
    values = "request: new Drink(['name' => 'sleep']), response: new Drink(), deadline: 0.3"
    late = f"new \\Ego\\Testing\\EgoCase('late', {values}),"
    mark = "            // region ego: Mix/run"
    text = filled(green(scaffold[NAME]), (mark, f"            {late}\n{mark}", 1))
    write(tmp_path / "tests", {**scaffold, NAME: text})
    extension = f"extension={php.grpc() / 'grpc.so'}"
    with subprocess.Popen(
        [sys.executable, "-c", SERVER],
        env={**os.environ, "PYTHONPATH": str(gen)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout
        try:
            address = f"127.0.0.1:{server.stdout.readline().strip()}"
            roots = (php.grpc() / "lib",)
            found = run(tmp_path, bar, "-d", extension, roots=roots, EGO_TEST_ADDRESS=address)
        finally:
            server.communicate()
    assert "there was no end within 0.3 s" in found.pop("Mix late")
    assert found == dict.fromkeys(TESTS, "")


def test_no_expectation_passes_nothing(bar: Path, tmp_path: Path) -> None:
    scaffold, _ = rendered(BAR_FILES, "php")
    more = r"""            new \Ego\Testing\EgoCase('nothing', request: new Drink()),
            new \Ego\Testing\EgoCase('both', request: new Drink(), response: new Drink(), error: BarErrClosed::class),
            new \Ego\Testing\EgoCase('silent', response: new Drink()),
            // region ego: Mix/run"""
    text = filled(mocked(scaffold[NAME]), ("            // region ego: Mix/run", more, 1))
    write(tmp_path / "tests", {**scaffold, NAME: text})
    found = run(tmp_path, bar)
    assert "it expects nothing" in found["Mix nothing"]
    assert "it expects two things" in found["Mix both"]
    assert "it sends nothing" in found["Mix silent"]


def test_every_kind_of_field_and_package_runs_and_has_the_style(tmp_path: Path) -> None:
    files = {**protos("shop"), **protos("sink")}
    gen = stubs(tmp_path, files)
    scaffold, _ = rendered(files, "php")
    # An object without the methods of any service: every message is made, and every call refused.
    mocks = {
        name: re.sub(
            r"EgoTesting::client\(.*::class\)", "EgoTesting::mock(new \\\\stdClass())", text
        )
        for name, text in scaffold.items()
    }
    write(tmp_path / "tests", {**scaffold, **mocks})
    found = run(tmp_path, gen)
    assert len(found) > 40
    assert all("there is no method" in said for said in found.values())
    php.check_style(
        *(tmp_path / "tests" / name for name in scaffold), leave_out="PSR1.Files.SideEffects"
    )
