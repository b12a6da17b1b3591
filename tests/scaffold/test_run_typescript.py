"""TypeScript's scaffolds, compiled by tsc and run by node:test: red with the reason, green with assertions."""

from __future__ import annotations

import re
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from grpc_tools import protoc

from tests.protos import ANNOTATIONS, WELL_KNOWN
from tests.scaffold.hostile import METHODS, Bad, check, with_cases
from tests.scaffold.rendering import BAR, TESTS, filled, own, protos, rendered, write
from tests.scaffold.tools import toolchain
from tests.typescript import toolchain as typescript

SERVICE = """async function* read<T>(call: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const each of call) yield each;
}

const bar = {
  async mix({ request }: { request: bar_pb.Drink }): Promise<bar_pb.Drink> {
    if (request.name === "sleep") await new Promise<never>(() => undefined);
    if (request.name === "water") throw new bar_errors.BarErrUnknown();
    return request;
  },
  async *list({ request }: { request: bar_pb.Drink }) {
    yield request;
    yield request;
  },
  async pay(call: AsyncIterable<bar_pb.Drink>): Promise<bar_pb.Bill> {
    let cents = 0n;
    for await (const drink of read(call)) {
      if (drink.name === "water") throw new bar_errors.BarErrUnknown();
      cents += drink.cents;
    }
    return { cents };
  },
  async *talk(call: AsyncIterable<bar_pb.Drink>) {
    for await (const drink of read(call)) {
      if (drink.cents === 13n) throw new bar_errors.BarErrClosed();
      yield drink;
    }
  },
};

"""
OPTIONS = (
    "outputServices=grpc-js,env=node,esModuleInterop=true,importSuffix=.js,forceLong=bigint,oneof=unions-value,"
    "useOptionals=none,annotateFilesWithVersion=false"
)
NAME = "bar/v1/bar.test.ts"
BAR_FILES = {"bar/v1/bar.proto": BAR}


def stubs(folder: Path, files: dict[str, str]) -> dict[str, str]:
    """What ts-proto and we generate."""
    source = write(folder / "proto", files)
    out = folder / "gen"
    out.mkdir()
    plugin = toolchain().program("protoc-gen-ts_proto")
    roots = [f"-I{root}" for root in (source, ANNOTATIONS, WELL_KNOWN)]
    arguments = [f"--plugin=protoc-gen-ts_proto={plugin}", f"--ts_proto_opt={OPTIONS}"]
    arguments += [f"--ts_proto_out={out}", *own(files)]
    assert protoc.main(["protoc", *roots, *arguments]) == 0
    made = {path.relative_to(out).as_posix(): path.read_text("utf-8") for path in out.rglob("*.ts")}
    return {**made, **rendered(files, "typescript", "errors")[0]}


def compiled(folder: Path) -> None:
    """Compiles a project that `typescript.project` made."""
    # ts-proto writes enums, which are not erasable.
    options = ("-p", "tsconfig.esm.json", "--erasableSyntaxOnly", "false")
    typescript.run(typescript.tool("tsc"), *options, cwd=folder)


def node(
    *files: str | Path, reporter: str = "junit", **environment: str
) -> subprocess.CompletedProcess[str]:
    """The tests of compiled files."""
    outer = {k: v for k, v in typescript.os.environ.items() if k != "NODE_TEST_CONTEXT"}
    return subprocess.run(
        ["node", "--test", f"--test-reporter={reporter}", *map(str, files)],
        env={**outer, **environment},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def run(folder: Path, pattern: str) -> dict[str, str]:
    """The tests by method and case, with what each said; '' for one that passed."""
    compiled(folder)
    files = sorted(map(str, (folder / "dist" / "esm").glob(pattern)))
    assert files
    done = node(*files)
    found = {}
    text = re.sub(r"&#[0-9]+;|[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", done.stdout)
    for case in ElementTree.fromstring(text).iter("testcase"):
        failure = case.find("failure")
        said = "" if failure is None else f"{failure.attrib.get('message')}{failure.text}"
        found[case.attrib["name"]] = said
    return found


@pytest.fixture(scope="module")
def bar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the generated code; each test writes the scaffold anew."""
    folder = tmp_path_factory.mktemp("bar")
    return typescript.project(folder / "project", stubs(folder, BAR_FILES))


def test_untouched_it_compiles_and_is_red_and_says_what_to_write(bar: Path) -> None:
    write(bar / "src", rendered(BAR_FILES, "typescript")[0])
    found = run(bar, "bar/v1/*.test.js")
    assert tuple(found) == TESTS
    for name, said in found.items():
        assert "UNIMPLEMENTED" in said, name
        assert "To do: return your service from newService(), with this method" in said


def served(text: str) -> str:
    """The scaffold with a service in its factory."""
    return filled(
        text,
        ("/** The service under test", f"{SERVICE}/** The service under test", 1),
        ("Partial<bar_pb.BarServer> {\n  return {};", "object {\n  return bar;", 1),
    )


def test_with_a_service_it_is_green_once_the_assertions_are_written(bar: Path) -> None:
    scaffold, _ = rendered(BAR_FILES, "typescript")
    text = served(scaffold[NAME])
    write(bar / "src", {**scaffold, NAME: text})
    found = run(bar, "bar/v1/*.test.js")
    assert [name for name, said in found.items() if not said] == ["Mix ok", "Talk ok"]
    assert "the service answered otherwise than expected" in found["List ok"]
    assert "expected an error, and the call succeeded" in found["Mix BAR_ERR_UNKNOWN"]
    drink = 'bar_pb.Drink.fromPartial({ name: "name", cents: 1n })'
    second = 'bar_pb.Drink.fromPartial({ name: "name2", cents: 2n })'
    two = f"[\n        {drink},\n        {second},\n      ]"
    water = 'bar_pb.Drink.fromPartial({ name: "water" })'
    green = filled(
        text,
        (f"responses: {two},\n    }},\n    // region ego: List",
         f"responses: [\n        {drink},\n        {drink},\n      ],\n    }},\n    // region ego: List", 1),
        ("bar_pb.Bill.fromPartial({ cents: 1n })", "bar_pb.Bill.fromPartial({ cents: 3n })", 1),
        (f"request: {drink},\n      error", f"request: {water},\n      error", 1),
        (f"requests: {two},\n      error: bar_errors.isBarErrUnknown",
         f"requests: [{water}],\n      error: bar_errors.isBarErrUnknown", 1),
        (f"requests: {two},\n      error: bar_errors.isBarErrClosed",
         "requests: [bar_pb.Drink.fromPartial({ cents: 13n })],\n      error: bar_errors.isBarErrClosed", 1),
    )  # fmt: skip
    write(bar / "src", {NAME: green})
    assert run(bar, "bar/v1/*.test.js") == dict.fromkeys(TESTS, "")
    again, findings = rendered(BAR_FILES, "typescript", existing=str(bar / "src"))
    assert again[NAME] == green
    assert findings == []


HOSTILE = """import * as grpc from "@grpc/grpc-js";

async function judge(drink: bar_pb.Drink): Promise<bar_pb.Drink | undefined> {
  if (drink.name === "sleep") await new Promise((resolve) => setTimeout(resolve, 3600000));
  if (drink.name === "block") for (;;);
  if (drink.name === "water") throw new bar_errors.BarErrUnknown();
  if (drink.name === "other") throw new bar_errors.BarErrClosed();
  if (drink.name === "plain") throw { code: grpc.status.NOT_FOUND, details: "no water" };
  return drink.name === "quiet" ? undefined : drink;
}

const bar = {
  async mix({ request }: { request: bar_pb.Drink }) {
    return judge(request);
  },
  async *list({ request }: { request: bar_pb.Drink }) {
    const found = await judge(request);
    if (found) yield found;
  },
  async pay(call: AsyncIterable<bar_pb.Drink>) {
    for await (const drink of call) if (!(await judge(drink))) return undefined;
    return { cents: 0n };
  },
  async *talk(call: AsyncIterable<bar_pb.Drink>) {
    for await (const drink of call) {
      const found = await judge(drink);
      if (found) yield found;
    }
  },
};

"""


def bad_case(method: str, bad: Bad) -> str:
    """A case that must be red."""
    many_requests, many_responses = METHODS[method]
    kind, fields = ("Bill", "cents: 9n") if method == "Pay" else ("Drink", 'name: "never"')
    parts = [f'name: "{bad.name}"']
    if bad.sends:
        drink = f'bar_pb.Drink.fromPartial({{ name: "{bad.sends}" }})'
        parts.append(f"requests: [{drink}]" if many_requests else f"request: {drink}")
    if bad.expects in ("response", "both"):
        answer = f"bar_pb.{kind}.fromPartial({{ {fields} }})"
        parts.append(f"responses: [{answer}]" if many_responses else f"response: {answer}")
    if bad.expects in ("error", "both"):
        parts.append("error: bar_errors.isBarErrUnknown")
    if bad.is_late:
        parts.append("deadline: 300")
    return f"    {{ {', '.join(parts)} }},"


def test_nothing_passes_that_is_broken_or_expects_nothing_and_the_run_ends(bar: Path) -> None:
    scaffold, _ = rendered(BAR_FILES, "typescript")
    text = filled(
        with_cases(scaffold[NAME], bad_case, "    //"),
        ("/** The service under test", f"{HOSTILE}/** The service under test", 1),
        ("Partial<bar_pb.BarServer> {\n  return {};", "object {\n  return bar;", 1),
    )
    write(bar / "src", {**scaffold, NAME: text})
    check(run(bar, "bar/v1/*.test.js"))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (
            "void job;",
            "void job;\n  await new Promise(() => undefined);",
            'setupJob("install") did not end within 2 s',
        ),
        (
            "  return bar;",
            "  void bar;\n  return new Promise(() => undefined);",
            "newService() did not end within 2 s",
        ),
        ("void job;", 'if (job) throw new Error("no database");', "no database"),
        (
            'fromPartial({ name: "name", cents: 1n }),',
            'fromPartial({ name: "block" }),',
            "a handler has blocked the thread",
        ),
    ],
)
def test_what_hangs_or_fails_before_a_call_makes_all_red_with_the_reason(
    bar: Path, old: str, new: str, why: str
) -> None:
    scaffold, _ = rendered(BAR_FILES, "typescript")
    text = filled(
        scaffold[NAME],
        ("/** The service under test", f"{HOSTILE}/** The service under test", 1),
        ("Partial<bar_pb.BarServer> {\n  return {};", "object {\n  return bar;", 1),
    )
    assert old in text
    write(bar / "src", {**scaffold, NAME: text.replace(old, new)})
    compiled(bar)
    file = bar / "dist" / "esm" / "bar" / "v1" / "bar.test.js"
    done = node(file, reporter="tap", EGO_TEST_JOB_DEADLINE="2")
    assert done.returncode == 1
    assert why in done.stdout + done.stderr


def test_every_kind_of_field_and_package_compiles_and_is_formatted(tmp_path: Path) -> None:
    files = {**protos("shop"), **protos("sink"), **protos("syntax")}
    folder = typescript.project(tmp_path / "project", stubs(tmp_path, files))
    scaffold, _ = rendered(files, "typescript")
    write(folder / "src", scaffold)
    typescript.run(
        *(typescript.tool("prettier"), "--check", *(str(folder / "src" / n) for n in scaffold)),
        cwd=folder,
    )
    found = run(folder, "[sw]*/v1/*.test.js")
    assert len(found) > 11
    assert all("UNIMPLEMENTED" in said for said in found.values())
