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
from tests.scaffold.hostile import METHODS, Bad, check, with_cases
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
SERVER = """
import os
import sys
from concurrent import futures

import grpc
import egoerrors
from bar.v1 import bar_errors, bar_pb2, bar_pb2_grpc
SERVICE

server = grpc.server(futures.ThreadPoolExecutor(16), interceptors=[egoerrors.ServerInterceptor()])
bar_pb2_grpc.add_BarServicer_to_server(Bar(), server)
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
sys.stdin.read()
os._exit(0)  # handlers that never return included
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
        if failure is None:  # an exception of a job is an error of the test
            failure = case.find("error")
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


def mocked(text: str, service: str = SERVICE) -> str:
    """The scaffold with a service in its factory."""
    return filled(
        text,
        ("final class BarTest", f"{service.strip()}\n\nfinal class BarTest", 1),
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


def live(folder: Path, bar: Path, gen: Path, service: str) -> dict[str, str]:
    """The tests against a server of Python, with the extension."""
    extension = f"extension={php.grpc() / 'grpc.so'}"
    with subprocess.Popen(
        [sys.executable, "-c", SERVER.replace("SERVICE", service)],
        env={**os.environ, "PYTHONPATH": str(gen)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout
        try:
            address = f"127.0.0.1:{server.stdout.readline().strip()}"
            roots = (php.grpc() / "lib",)
            return run(folder, bar, "-d", extension, roots=roots, EGO_TEST_ADDRESS=address)
        finally:
            server.communicate()


def test_the_same_assertions_hold_against_a_live_server(bar: Path, tmp_path: Path) -> None:
    scaffold, _ = rendered(BAR_FILES, "php")
    gen = python.stubs(tmp_path, BAR_FILES)
    values = "request: new Drink(['name' => 'sleep']), response: new Drink(), deadline: 0.3"
    late = f"new \\Ego\\Testing\\EgoCase('late', {values}),"
    mark = "            // region ego: Mix/run"
    text = filled(green(scaffold[NAME]), (mark, f"            {late}\n{mark}", 1))
    write(tmp_path / "tests", {**scaffold, NAME: text})
    found = live(tmp_path, bar, gen, python.SERVICE)
    assert "there was no end within 0.3 s" in found.pop("Mix late")
    assert found == dict.fromkeys(TESTS, "")


HOSTILE = r"""
final class Service
{
    private function judge(Drink $drink): ?Drink
    {
        while ($drink->getName() === 'sleep') {
        }

        return match ($drink->getName()) {
            'water' => throw new BarErrUnknown(),
            'other' => throw new BarErrClosed(),
            'plain' => throw new \RuntimeException('no water'),
            'quiet' => null,
            default => $drink,
        };
    }

    public function Mix(Drink $drink): ?Drink
    {
        return $this->judge($drink);
    }

    public function List(Drink $drink): iterable
    {
        if ($found = $this->judge($drink)) {
            yield $found;
        }
    }

    public function Pay(iterable $drinks): ?Bill
    {
        foreach ($drinks as $drink) {
            if (!$this->judge($drink)) {
                return null;
            }
        }

        return new Bill();
    }

    public function Talk(iterable $drinks): iterable
    {
        foreach ($drinks as $drink) {
            if ($found = $this->judge($drink)) {
                yield $found;
            }
        }
    }
}

"""


def bad_case(method: str, bad: Bad) -> str:
    """A case that must be red."""
    many_requests, many_responses = METHODS[method]
    answer = "new Bill(['cents' => 9])" if method == "Pay" else "new Drink(['name' => 'never'])"
    parts = [f"'{bad.name}'"]
    if bad.sends:
        drink = f"new Drink(['name' => '{bad.sends}'])"
        parts.append(f"requests: [{drink}]" if many_requests else f"request: {drink}")
    if bad.expects in ("response", "both"):
        parts.append(f"responses: [{answer}]" if many_responses else f"response: {answer}")
    if bad.expects in ("error", "both"):
        parts.append("error: BarErrUnknown::class")
    if bad.is_late:
        parts.append("deadline: 0.3")
    return f"            new \\Ego\\Testing\\EgoCase({', '.join(parts)}),"


def test_nothing_passes_that_is_broken_or_expects_nothing_and_the_run_ends(
    bar: Path, tmp_path: Path
) -> None:
    scaffold, _ = rendered(BAR_FILES, "php")
    more = r"""            new \Ego\Testing\EgoCase('list', requests: [new Drink()], responses: [null]),
            new \Ego\Testing\EgoCase('base', requests: [new Drink(['name' => 'plain'])], error: \Exception::class),
            // region ego: Talk/run"""
    text = mocked(with_cases(scaffold[NAME], bad_case, "            //"), HOSTILE)
    text = filled(text, ("            // region ego: Talk/run", more, 1))
    write(tmp_path / "tests", {**scaffold, NAME: text})
    found = run(tmp_path, bar)
    check(found)
    assert "it expects nothing" in found["Talk list"]
    assert "InvalidArgumentException: Exception" in found["Talk base"], "no generated class"
    assert "Mix gave no message but null" in found["Mix quiet"]


def test_nothing_broken_passes_against_a_live_server_either(bar: Path, tmp_path: Path) -> None:
    scaffold, _ = rendered(BAR_FILES, "php")
    gen = python.stubs(tmp_path, BAR_FILES)
    # The server ends the call at the first message, while others are still to be sent.
    early = r"""            new \Ego\Testing\EgoCase(
                'early',
                requests: [new Drink(['name' => 'water']), ...array_fill(0, 50, new Drink())],
                error: BarErrUnknown::class,
            ),
"""
    text = with_cases(scaffold[NAME], bad_case, "            //")
    for method in ("Pay", "Talk"):
        mark = f"            // region ego: {method}/run"
        text = filled(text, (mark, f"{early}{mark}", 1))
    write(tmp_path / "tests", {**scaffold, NAME: text})
    found = live(tmp_path, bar, gen, python.HOSTILE)
    check(found)
    assert found["Pay early"] == found["Talk early"] == ""


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (r"public static function setupJob(string $job): void\n    {", "while (true) {\n        }",
         "setupJob('install') did not end within 1 s"),
        (r"public static function newClient(): object\n    {", "while (true) {\n        }",
         "newClient() did not end within 1 s"),
        (r"public static function setupJob(string $job): void\n    {", "throw new \\Exception('no database');",
         "no database"),
    ],
)  # fmt: skip
def test_a_job_or_a_factory_that_hangs_or_fails_makes_all_red_with_the_reason(
    bar: Path, tmp_path: Path, old: str, new: str, why: str
) -> None:
    scaffold, _ = rendered(BAR_FILES, "php")
    old = old.replace(r"\n", "\n")
    text = filled(mocked(scaffold[NAME]), (old, f"{old}\n        {new}", 1))
    write(tmp_path / "tests", {**scaffold, NAME: text})
    found = run(tmp_path, bar, EGO_TEST_JOB_DEADLINE="1")
    assert tuple(found) == TESTS
    assert all(why in said for said in found.values()), found


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
