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


def run(folder: Path, gen: Path) -> dict[str, str]:
    """The tests by method and case, with what each said; '' for one that passed."""
    report = folder / "report.xml"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            f"--junitxml={report}",
            ".",
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(gen), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
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
    served = filled(
        text,
        ("def new_service()", f"{service.strip()}\n\n\ndef new_service()", 1),
        ("    return egotest.unwritten(bar_pb2_grpc.BarServicer)", "    return Bar()", 1),
    )
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


def test_no_expectation_passes_nothing_and_every_call_ends(
    bar: tuple[Path, str, dict[str, str]], tmp_path: Path
) -> None:
    gen, text, scaffold = bar
    more = """    egotest.Case("nothing", request=bar_pb2.Drink()),
    egotest.Case("late", request=bar_pb2.Drink(name="sleep"), response=bar_pb2.Drink(), deadline=0.3),
    egotest.Case("both", request=bar_pb2.Drink(), response=bar_pb2.Drink(), error=bar_errors.BarErrClosed),
    egotest.Case("silent", response=bar_pb2.Drink()),
    # region ego: Mix/run"""
    served = filled(
        text,
        ("def new_service()", f"{SERVICE.strip()}\n\n\ndef new_service()", 1),
        ("    return egotest.unwritten(bar_pb2_grpc.BarServicer)", "    return Bar()", 1),
        ("    # region ego: Mix/run", more, 1),
        (
            '    """Runs before the first test,',
            '    print("job", job)\n    """Runs before the first test,',
            1,
        ),
    )
    found = run(write(tmp_path, {**scaffold, "test_bar_v1_bar.py": served}), gen)
    assert "it expects nothing" in found["Mix nothing"]
    assert "it expects two things" in found["Mix both"]
    assert "it sends nothing" in found["Mix silent"]
    assert "there was no end within 0.3 s" in found["Mix late"]


def test_every_kind_of_field_makes_a_message_that_arrives(tmp_path: Path) -> None:
    files = {**protos("shop"), **protos("sink"), **protos("syntax")}
    gen = stubs(tmp_path, {name: files[name] for name in files if not name.startswith("ego/")})
    scaffold, _ = rendered(files, "python")
    found = run(write(tmp_path / "tests", scaffold), gen)
    assert len(found) == sum(text.count("egotest.Case(\n") for text in scaffold.values())
    assert all("UNIMPLEMENTED" in said for said in found.values())
