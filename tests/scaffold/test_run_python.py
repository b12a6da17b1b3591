"""Python's scaffolds, run by pytest: red with the reason, green with what a person writes, sync and asyncio."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from grpc_tools import protoc

from tests.protos import ANNOTATIONS, WELL_KNOWN
from tests.scaffold.hostile import BAD, METHODS, Bad, check, with_cases
from tests.scaffold.rendering import BAR, TESTS, filled, protos, rendered, write

SERVICE = """
import time


class Bar(bar_pb2_grpc.BarServicer):
    def Mix(self, request, context):
        if request.name == "sleep":
            time.sleep(3)
        if request.name == "water":
            raise bar_errors.BarErrUnknown()
        return request

    def List(self, request, context):
        yield request
        yield request

    def Pay(self, request_iterator, context):
        requests = list(request_iterator)
        if any(request.name == "water" for request in requests):
            raise bar_errors.BarErrUnknown()
        return bar_pb2.Bill(cents=sum(request.cents for request in requests))

    def Talk(self, request_iterator, context):
        for request in request_iterator:
            if request.cents == 13:
                raise bar_errors.BarErrClosed()
            yield request


"""
ASYNCHRONOUS = (
    SERVICE.replace("    def ", "    async def ")
    .replace("time.sleep", "await asyncio.sleep")
    .replace("import time", "import asyncio")
    .replace("list(request_iterator)", "[r async for r in request_iterator]")
    .replace("for request in request_iterator", "async for request in request_iterator")
)


def stubs(folder: Path, files: dict[str, str]) -> Path:
    """What protoc and we generate for Python."""
    source = write(folder / "proto", files)
    out = folder / "gen"
    out.mkdir()
    roots = [f"-I{root}" for root in (source, ANNOTATIONS, WELL_KNOWN)]
    made = [name for name in files if not name.startswith("google/")]
    outs = [f"--python_out={out}", f"--grpc_python_out={out}"]
    assert protoc.main(["protoc", *roots, *outs, *made, "ego/errors/v1/errors.proto"]) == 0
    errors, _ = rendered(files, "python", "errors")
    return write(out, errors)


def pytest_run(
    folder: Path, gen: Path, *options: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """pytest over a folder, with the generated code."""
    env = {**os.environ, "PYTHONPATH": str(gen), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, "."]
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False
    )


def run(folder: Path, gen: Path) -> dict[str, str]:
    """The tests by method and case, with what each said; '' for one that passed."""
    report = folder / "report.xml"
    done = pytest_run(folder, gen, f"--junitxml={report}")
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = re.sub(
            r"test_(\w+)\[(.*)\]", lambda m: f"{m[1].title()} {m[2]}", case.attrib["name"]
        )
        name = f"{case.attrib['classname']} {name}" if name in found else name
        failure = case.find("failure")
        found[name] = "" if failure is None else failure.attrib["message"]
        assert case.find("error") is None, done.stdout
    return found


@pytest.fixture(scope="module")
def bar(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, str]]:
    """(generated code, the scaffold's text, all files of the scaffold)."""
    folder = tmp_path_factory.mktemp("bar")
    files = {"bar/v1/bar.proto": BAR}
    scaffold, _ = rendered(files, "python")
    return stubs(folder, files), scaffold["test_bar_v1_bar.py"], scaffold


def test_untouched_it_is_red_and_says_what_to_write(
    bar: tuple[Path, str, dict[str, str]], tmp_path: Path
) -> None:
    gen, _, scaffold = bar
    found = run(write(tmp_path, scaffold), gen)
    assert tuple(found) == TESTS
    for name, said in found.items():
        assert "UNIMPLEMENTED" in said, name
        assert "To do: return your service from new_service(), with this method" in said


@pytest.mark.parametrize("service", [SERVICE, ASYNCHRONOUS], ids=["sync", "asyncio"])
def test_with_a_service_it_is_green_once_the_assertions_are_written(
    bar: tuple[Path, str, dict[str, str]], tmp_path: Path, service: str
) -> None:
    gen, text, scaffold = bar
    served = with_service(text, service)
    found = run(write(tmp_path, {**scaffold, "test_bar_v1_bar.py": served}), gen)
    assert [name for name, said in found.items() if not said] == ["Mix ok", "Talk ok"]
    assert "the service answered otherwise than expected" in found["List ok"]
    assert "+   cents: 3" in found["Pay ok"]
    assert (
        "expected the error BarErrUnknown, and the call succeeded" in found["Mix BAR_ERR_UNKNOWN"]
    )
    drink = 'bar_pb2.Drink(name="name", cents=1)'
    second = 'bar_pb2.Drink(name="name2", cents=2)'
    green = filled(
        served,
        (f"            {second},\n        ],\n    ),\n    # region ego: List",
         f"            {drink},\n        ],\n    ),\n    # region ego: List", 1),
        ("response=bar_pb2.Bill(cents=1)", "response=bar_pb2.Bill(cents=3)", 1),
        (f"request={drink},\n        error=", 'request=bar_pb2.Drink(name="water"),\n        error=', 1),
        (f"{second},\n        ],\n        error=bar_errors.BarErrUnknown",
         'bar_pb2.Drink(name="water"),\n        ],\n        error=bar_errors.BarErrUnknown', 1),
        (f"{second},\n        ],\n        error=bar_errors.BarErrClosed",
         "bar_pb2.Drink(cents=13),\n        ],\n        error=bar_errors.BarErrClosed", 1),
    )  # fmt: skip
    write(tmp_path, {"test_bar_v1_bar.py": green})
    assert run(tmp_path, gen) == dict.fromkeys(TESTS, "")
    again, findings = rendered({"bar/v1/bar.proto": BAR}, "python", existing=str(tmp_path))
    assert again["test_bar_v1_bar.py"] == green
    assert findings == []


HOSTILE = """
import time

import grpc


class Bar(bar_pb2_grpc.BarServicer):
    def judge(self, request, context):
        if request.name == "sleep":
            time.sleep(3600)
        if request.name == "water":
            raise bar_errors.BarErrUnknown()
        if request.name == "other":
            raise bar_errors.BarErrClosed()
        if request.name == "plain":
            context.abort(grpc.StatusCode.NOT_FOUND, "no water")
        return None if request.name == "quiet" else request

    def Mix(self, request, context):
        return self.judge(request, context)

    def List(self, request, context):
        if found := self.judge(request, context):
            yield found

    def Pay(self, request_iterator, context):
        for request in request_iterator:
            found = self.judge(request, context)
        return found and bar_pb2.Bill()

    def Talk(self, request_iterator, context):
        for request in request_iterator:
            if found := self.judge(request, context):
                yield found


"""
HOSTILE_ASYNCHRONOUS = (
    HOSTILE.replace("    def ", "    async def ")
    .replace("time.sleep", "await asyncio.sleep")
    .replace("import time", "import asyncio")
    .replace("self.judge(", "await self.judge(")
    .replace("context.abort(", "await context.abort(")
    .replace("for request in request_iterator", "async for request in request_iterator")
)
# A coroutine that blocks its event loop, so that nothing else can run there any more.
BLOCKING = HOSTILE_ASYNCHRONOUS.replace("await asyncio.sleep", "time.sleep").replace(
    "import asyncio", "import time"
)


def bad_case(method: str, bad: Bad) -> str:
    """A case that must be red."""
    many_requests, many_responses = METHODS[method]
    answer = "bar_pb2.Bill(cents=9)" if method == "Pay" else 'bar_pb2.Drink(name="never", cents=9)'
    parts = [repr(bad.name)]
    if bad.sends:
        drink = f"bar_pb2.Drink(name={bad.sends!r})"
        parts.append(f"requests=[{drink}]" if many_requests else f"request={drink}")
    if bad.expects in ("response", "both"):
        parts.append(f"responses=[{answer}]" if many_responses else f"response={answer}")
    if bad.expects in ("error", "both"):
        parts.append("error=bar_errors.BarErrUnknown")
    if bad.is_late:
        parts.append("deadline=0.3")
    return f"    egotest.Case({', '.join(parts)}),"


def with_service(text: str, service: str) -> str:
    """The scaffold with a service in its factory."""
    return filled(
        text,
        ("def new_service()", f"{service.strip()}\n\n\ndef new_service()", 1),
        ("    return egotest.unwritten(bar_pb2_grpc.BarServicer)", "    return Bar()", 1),
    )


@pytest.mark.parametrize("service", [HOSTILE, HOSTILE_ASYNCHRONOUS], ids=["sync", "asyncio"])
def test_nothing_passes_that_is_broken_or_expects_nothing_and_the_run_ends(
    bar: tuple[Path, str, dict[str, str]], tmp_path: Path, service: str
) -> None:
    gen, text, scaffold = bar
    bad = with_cases(with_service(text, service), bad_case, "    #")
    check(run(write(tmp_path, {**scaffold, "test_bar_v1_bar.py": bad}), gen))


def test_a_coroutine_that_blocks_its_loop_costs_its_test_and_not_the_run(
    bar: tuple[Path, str, dict[str, str]], tmp_path: Path
) -> None:
    gen, text, scaffold = bar
    late = next(bad for bad in BAD if bad.is_late)
    served = filled(
        with_service(text, BLOCKING),
        ("    # region ego: Talk/run", f"{bad_case('Talk', late)}\n    # region ego: Talk/run", 1),
    )
    found = run(write(tmp_path, {**scaffold, "test_bar_v1_bar.py": served}), gen)
    assert "there was no end within 0.3 s" in found[f"Talk {late.name}"]
    assert found["Talk ok"] == ""


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("    # jobs here", "    time.sleep(3600)", "setup_job('install') did not end within 1 s"),
        ("    return Bar()", "    time.sleep(3600)", "new_service() did not end within 1 s"),
        ("    # jobs here", "    raise OSError('no database')", "no database"),
        (
            "def new_service() -> bar_pb2_grpc.BarServicer:",
            "async def new_service():\n    import asyncio\n    await asyncio.sleep(3600)\n",
            "the start of the service (setup_job, new_service) did not end within 1 s",
        ),
    ],
)
def test_a_job_or_a_factory_that_hangs_or_fails_makes_all_red_with_the_reason(
    bar: tuple[Path, str, dict[str, str]], tmp_path: Path, old: str, new: str, why: str
) -> None:
    gen, text, scaffold = bar
    doc = '    """Runs before the first test, with `install` (migrations), then `initialize` (data)."""'
    served = filled(with_service(text, SERVICE), (doc, "    # jobs here", 1), (old, new, 1))
    served = served.replace("    # jobs here", "    pass")
    write(tmp_path, {**scaffold, "test_bar_v1_bar.py": served})
    done = pytest_run(tmp_path, gen, EGO_TEST_JOB_DEADLINE="1")
    assert done.returncode == 1
    assert why in done.stdout
    assert f"{len(TESTS)} errors" in done.stdout


def test_jobs_factory_and_handlers_that_are_coroutines_share_one_loop(
    bar: tuple[Path, str, dict[str, str]], tmp_path: Path
) -> None:
    gen, text, scaffold = bar
    served = filled(
        with_service(text, ASYNCHRONOUS),
        ("def setup_job", "LOOPS = []\n\n\nasync def setup_job", 1),
        (
            '    """Runs before the first test, with',
            '    LOOPS.append(asyncio.get_running_loop())\n    """Runs before the first test, with',
            1,
        ),
        ("def new_service()", "async def new_service()", 1),
        (
            "    return Bar()",
            "    assert LOOPS == [asyncio.get_running_loop()] * 2\n    return Bar()",
            1,
        ),
    )
    found = run(write(tmp_path, {**scaffold, "test_bar_v1_bar.py": served}), gen)
    assert found["Mix ok"] == found["Talk ok"] == ""


def test_every_kind_of_field_makes_a_message_that_arrives(tmp_path: Path) -> None:
    files = {**protos("shop"), **protos("sink"), **protos("syntax")}
    gen = stubs(tmp_path, {name: files[name] for name in files if not name.startswith("ego/")})
    scaffold, _ = rendered(files, "python")
    found = run(write(tmp_path / "tests", scaffold), gen)
    assert len(found) == sum(text.count("egotest.Case(\n") for text in scaffold.values())
    assert all("UNIMPLEMENTED" in said for said in found.values())
