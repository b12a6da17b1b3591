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
from tests.scaffold.hostile import Bad, check, with_cases
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


def run(folder: Path, scaffold: dict[str, str], path: str, **environment: str) -> dict[str, str]:
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
        env={**os.environ, **environment},
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


HOSTILE = """  static final class Service extends BarGrpc.BarImplBase {
    static Drink judge(Drink drink) {
      switch (drink.getName()) {
        case "sleep":
          while (true) {
            java.util.concurrent.locks.LockSupport.park(); // not even when interrupted
          }
        case "water":
          throw BarErrCodes.barErrUnknown();
        case "other":
          throw BarErrCodes.barErrClosed();
        case "plain":
          throw io.grpc.Status.NOT_FOUND.withDescription("no water").asRuntimeException();
        case "quiet":
          return null;
        default:
          return drink;
      }
    }

    static <R> StreamObserver<Drink> each(
        java.util.function.Consumer<Drink> next, Runnable end) {
      return new StreamObserver<>() {
        @Override
        public void onNext(Drink drink) {
          next.accept(judge(drink));
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {
          end.run();
        }
      };
    }

    static void send(StreamObserver<Drink> out, Drink drink) {
      if (drink != null) {
        out.onNext(drink);
      }
    }

    @Override
    public void mix(Drink drink, StreamObserver<Drink> out) {
      send(out, judge(drink));
      out.onCompleted();
    }

    @Override
    public void list(Drink drink, StreamObserver<Drink> out) {
      send(out, judge(drink));
      out.onCompleted();
    }

    @Override
    public StreamObserver<Drink> pay(StreamObserver<Bill> out) {
      boolean[] quiet = {false};
      return each(
          drink -> quiet[0] = drink == null,
          () -> {
            if (!quiet[0]) {
              out.onNext(Bill.getDefaultInstance());
            }
            out.onCompleted();
          });
    }

    @Override
    public StreamObserver<Drink> talk(StreamObserver<Drink> out) {
      return each(drink -> send(out, drink), out::onCompleted);
    }
  }

"""


def bad_case(method: str, bad: Bad) -> str:
    """A case that must be red."""
    kind, setter = ("Bill", "setCents(9)") if method == "Pay" else ("Drink", 'setName("never")')
    lines = [f'cases.add("{bad.name}");']
    if bad.sends:
        lines.append(f'cases.request(Drink.newBuilder().setName("{bad.sends}").build());')
    if bad.expects in ("response", "both"):
        lines.append(f"cases.response({kind}.newBuilder().{setter}.build());")
    if bad.expects in ("error", "both"):
        lines.append("cases.error(io.egoerrors.EgoErrors::is, BarErrCodes.BAR_ERR_UNKNOWN);")
    if bad.is_late:
        lines.append("cases.deadline(300);")
    return "\n".join([f"    {line}" for line in lines])


def hostile(text: str) -> str:
    """The scaffold with the broken service."""
    return filled(
        text,
        (
            "class BarTest {\n",
            f"import io.grpc.stub.StreamObserver;\n\nclass BarTest {{\n{HOSTILE}",
            1,
        ),
        ("new BarGrpc.BarImplBase() {}", "new Service()", 1),
    )


def test_nothing_passes_that_is_broken_or_expects_nothing_and_the_run_ends(
    bar: str, tmp_path: Path
) -> None:
    scaffold, _ = rendered(BAR_FILES, "java")
    none = """    cases.add("no-response");
    cases.request(Drink.newBuilder().setName("quiet").build());
    cases.response();
    cases.add("null");
    cases.request(Drink.newBuilder().setName("fine").build());
    cases.response((Drink) null);
    cases.add("null-code");
    cases.request(Drink.newBuilder().setName("plain").build());
    cases.error(io.egoerrors.EgoErrors::is, (io.egoerrors.ErrorCode) null);
    cases.add("two");
    cases.request(Drink.getDefaultInstance(), Drink.getDefaultInstance());
    // region ego: Mix/run"""
    text = hostile(with_cases(scaffold[NAME], bad_case, "    //"))
    text = filled(text, ("    // region ego: Mix/run", none, 1))
    found = run(tmp_path, {**scaffold, NAME: text}, bar)
    check(found)
    assert "it expects nothing" in found["Mix no-response"]
    assert "it expects nothing" in found["Mix null"]
    assert "expected null, got" in found["Mix null-code"]
    assert "it sends several messages" in found["Mix two"]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("    return new Service();", "    while (true) { Thread.onSpinWait(); }",
         "newService() did not end within 1.0 s"),
        ("throws Exception {}", 'throws Exception { throw new Exception("no database"); }',
         "no database"),
    ],
)  # fmt: skip
def test_a_job_or_a_factory_that_hangs_or_fails_makes_all_red_with_the_reason(
    bar: str, tmp_path: Path, old: str, new: str, why: str
) -> None:
    scaffold, _ = rendered(BAR_FILES, "java")
    text = filled(hostile(scaffold[NAME]), (old, new, 1))
    found = run(tmp_path, {**scaffold, NAME: text}, bar, EGO_TEST_JOB_DEADLINE="1")
    assert set(found) == set(TESTS)
    assert all(why in said for said in found.values()), found


def test_every_kind_of_field_and_package_compiles_and_is_formatted(tmp_path: Path) -> None:
    files = {**protos("shop"), **protos("sink"), **protos("syntax")}
    path = stubs(tmp_path, files)
    scaffold, _ = rendered(files, "java")
    found = run(tmp_path, scaffold, path)
    assert len(found) > 50
    assert all("UNIMPLEMENTED" in said for said in found.values())
    assert unformatted(java.sources(tmp_path / "source"), *AS_WRITTEN) == ""
