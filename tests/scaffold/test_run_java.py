"""Java's scaffolds, compiled by javac and run by JUnit 5 in process: red with the reason, green with assertions."""

from __future__ import annotations

import os
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.java import toolchain as java
from tests.java.test_format import AS_WRITTEN, unformatted
from tests.protos import ANNOTATIONS, WELL_KNOWN
from tests.scaffold.rendering import BAR, HERE, TESTS, filled, own, protos, rendered, write
from tests.scaffold.tools import toolchain

SERVICE = """  static final class Service extends BarGrpc.BarImplBase {
    @Override
    public void mix(Drink drink, StreamObserver<Drink> out) {
      if (drink.getName().equals("water")) {
        throw BarErrCodes.barErrUnknown();
      }
      if (!drink.getName().equals("sleep")) {
        out.onNext(drink);
        out.onCompleted();
      }
    }

    @Override
    public void list(Drink drink, StreamObserver<Drink> out) {
      out.onNext(drink);
      out.onNext(drink);
      out.onCompleted();
    }

    @Override
    public StreamObserver<Drink> pay(StreamObserver<Bill> out) {
      return new StreamObserver<>() {
        private long cents;

        @Override
        public void onNext(Drink drink) {
          if (drink.getName().equals("water")) {
            throw BarErrCodes.barErrUnknown();
          }
          cents += drink.getCents();
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {
          out.onNext(Bill.newBuilder().setCents(cents).build());
          out.onCompleted();
        }
      };
    }

    @Override
    public StreamObserver<Drink> talk(StreamObserver<Drink> out) {
      return new StreamObserver<>() {
        @Override
        public void onNext(Drink drink) {
          if (drink.getCents() == 13) {
            throw BarErrCodes.barErrClosed();
          }
          out.onNext(drink);
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {
          out.onCompleted();
        }
      };
    }
  }

"""
NAME = "com/example/bar/v1/BarTest.java"
BAR_FILES = {"bar/v1/bar.proto": BAR}


def jars() -> str:
    """The class path that scaffolds are compiled and run with."""
    return os.pathsep.join((java.class_path(), java.class_path_of(HERE / "java" / "pom.xml")))


def stubs(folder: Path, files: dict[str, str]) -> str:
    """What protoc and we generate, compiled; the class path."""
    source = write(folder / "proto", files)
    out = write(folder / "gen", rendered(files, "java", "errors")[0])
    plugin = toolchain().program("protoc-gen-grpc-java")
    roots = [f"-I{root}" for root in (source, ANNOTATIONS, WELL_KNOWN)]
    foreign = [name for name in files if name.startswith(("ego/", "errors/"))]
    made = [*own(files), *foreign]
    command = [str(toolchain().program("protoc-java")), *roots, f"--java_out={out}"]
    command += [f"--plugin=protoc-gen-grpc-java={plugin}", f"--grpc-java_out={out}", *made]
    subprocess.run(command, check=True, timeout=120)
    classes = java.classes(java.sources(out), jars(), strict=False)
    return os.pathsep.join((str(classes), jars()))


def run(folder: Path, scaffold: dict[str, str], path: str) -> dict[str, str]:
    """The tests by method and case, with what each said; '' for one that passed."""
    source = write(folder / "source", scaffold)
    classes = folder / "classes"
    classes.mkdir(exist_ok=True)
    java.compile_into(classes, java.sources(source), path, strict=False)
    launcher = (
        "java",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        f"{classes}{os.pathsep}{path}",
    )
    options = ("execute", "--disable-banner", "--details=none", f"--scan-class-path={classes}")
    done = subprocess.run(
        [
            *launcher,
            "org.junit.platform.console.ConsoleLauncher",
            *options,
            f"--reports-dir={folder}",
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    found = {}
    report = folder / "TEST-junit-jupiter.xml"
    assert report.exists(), done.stdout + done.stderr
    for case in ElementTree.parse(report).iter("testcase"):
        failure = case.find("failure")
        method = case.attrib["name"].partition("(")[0].removeprefix("test")
        shown = (case.findtext("system-out") or "").partition("display-name: ")[2].split("\n")[0]
        found[f"{method} {shown}"] = "" if failure is None else str(failure.attrib.get("message"))
    return found


@pytest.fixture(scope="module")
def bar(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The class path of the generated code."""
    return stubs(tmp_path_factory.mktemp("bar"), BAR_FILES)


def test_untouched_it_compiles_and_is_red_and_says_what_to_write(bar: str, tmp_path: Path) -> None:
    found = run(tmp_path, rendered(BAR_FILES, "java")[0], bar)
    assert set(found) == set(TESTS)
    for name, said in found.items():
        assert "UNIMPLEMENTED" in said, name
        assert "To do: return your service from newService(), with this method" in said


def served(text: str) -> str:
    """The scaffold with a service in its factory."""
    observer = "import io.grpc.stub.StreamObserver;\n\nclass BarTest {\n"
    return filled(
        text,
        ("class BarTest {\n", observer + SERVICE, 1),
        ("new BarGrpc.BarImplBase() {}", "new Service()", 1),
    )


def test_with_a_service_it_is_green_once_the_assertions_are_written(
    bar: str, tmp_path: Path
) -> None:
    scaffold, _ = rendered(BAR_FILES, "java")
    text = served(scaffold[NAME])
    found = run(tmp_path, {**scaffold, NAME: text}, bar)
    assert {name for name, said in found.items() if not said} == {"Mix ok", "Talk ok"}
    assert "the service answered otherwise than expected" in found["List ok"]
    assert "and the call succeeded" in found["Mix BAR_ERR_UNKNOWN"]
    drink = 'Drink.newBuilder().setName("name").setCents(1L).build()'
    second = 'Drink.newBuilder().setName("name2").setCents(2L).build()'
    two = f"\n        {drink},\n        {second}"
    water = 'Drink.newBuilder().setName("water").build()'
    green = filled(
        text,
        (f"cases.response({two});\n    // region ego: List",
         f"cases.response({drink}, {drink});\n    // region ego: List", 1),
        ("Bill.newBuilder().setCents(1L)", "Bill.newBuilder().setCents(3L)", 1),
        (f"{drink});\n    cases.error(io.egoerrors.EgoErrors::is, BarErrCodes.BAR_ERR_UNKNOWN)",
         f"{water});\n    cases.error(io.egoerrors.EgoErrors::is, BarErrCodes.BAR_ERR_UNKNOWN)", 1),
        (f"{second});\n    cases.error(io.egoerrors.EgoErrors::is, BarErrCodes.BAR_ERR_UNKNOWN)",
         f"{water});\n    cases.error(io.egoerrors.EgoErrors::is, BarErrCodes.BAR_ERR_UNKNOWN)", 1),
        (f"{second});\n    cases.error(io.egoerrors.EgoErrors::is, BarErrCodes.BAR_ERR_CLOSED)",
         "Drink.newBuilder().setCents(13L).build());\n"
         "    cases.error(io.egoerrors.EgoErrors::is, BarErrCodes.BAR_ERR_CLOSED)", 1),
    )  # fmt: skip
    assert run(tmp_path, {NAME: green}, bar) == dict.fromkeys(found, "")
    again, findings = rendered(BAR_FILES, "java", existing=str(tmp_path / "source"))
    assert again[NAME] == green
    assert findings == []


def test_no_expectation_passes_nothing_and_every_call_ends(bar: str, tmp_path: Path) -> None:
    scaffold, _ = rendered(BAR_FILES, "java")
    drink, code = (
        "Drink.getDefaultInstance()",
        "io.egoerrors.EgoErrors::is, BarErrCodes.BAR_ERR_CLOSED",
    )
    more = f"""    cases.add("nothing");
    cases.request({drink});
    cases.add("late");
    cases.request(Drink.newBuilder().setName("sleep").build());
    cases.response({drink});
    cases.deadline(300);
    cases.add("both");
    cases.request({drink});
    cases.response({drink});
    cases.error({code});
    cases.add("silent");
    cases.response({drink});
    // region ego: Mix/run"""
    text = filled(served(scaffold[NAME]), ("    // region ego: Mix/run", more, 1))
    found = run(tmp_path, {**scaffold, NAME: text}, bar)
    assert "it expects nothing" in found["Mix nothing"]
    assert "it expects two things" in found["Mix both"]
    assert "it sends nothing" in found["Mix silent"]
    assert "there was no end within 300 ms" in found["Mix late"]


def test_every_kind_of_field_and_package_compiles_and_is_formatted(tmp_path: Path) -> None:
    files = {**protos("shop"), **protos("sink"), **protos("syntax")}
    path = stubs(tmp_path, files)
    scaffold, _ = rendered(files, "java")
    found = run(tmp_path, scaffold, path)
    assert len(found) > 50
    assert all("UNIMPLEMENTED" in said for said in found.values())
    assert unformatted(java.sources(tmp_path / "source"), *AS_WRITTEN) == ""
