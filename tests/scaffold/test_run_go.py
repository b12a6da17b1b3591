"""Go's scaffolds, run by `go test` with bufconn: red with the reason, green with what a person writes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.go import toolchain as go
from tests.protos import request
from tests.scaffold.hostile import METHODS, Bad, check, with_cases
from tests.scaffold.rendering import (
    BAR,
    MODULE,
    TESTS,
    filled,
    own,
    protos,
    rendered,
    write,
)

SERVICE = """type bar struct{ barv1.UnimplementedBarServer }

func (bar) Mix(ctx context.Context, drink *barv1.Drink) (*barv1.Drink, error) {
	if drink.Name == "sleep" {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if drink.Name == "water" {
		return nil, barv1.BarErrUnknown()
	}
	return drink, nil
}

func (bar) List(drink *barv1.Drink, stream barv1.Bar_ListServer) error {
	if err := stream.Send(drink); err != nil {
		return err
	}
	return stream.Send(drink)
}

func (bar) Pay(stream barv1.Bar_PayServer) error {
	bill := &barv1.Bill{}
	for {
		drink, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return stream.SendAndClose(bill)
		} else if err != nil {
			return err
		} else if drink.Name == "water" {
			return barv1.BarErrUnknown()
		}
		bill.Cents += drink.Cents
	}
}

func (bar) Talk(stream barv1.Bar_TalkServer) error {
	for {
		drink, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		} else if drink.Cents == 13 {
			return barv1.BarErrClosed()
		} else if err := stream.Send(drink); err != nil {
			return err
		}
	}
}

"""
NAME = "bar/v1/bar_test.go"
BAR_FILES = {"bar/v1/bar.proto": BAR}


def tree(folder: Path, files: dict[str, str]) -> Path:
    """A module with what protoc-gen-go, -go-grpc and we generate."""
    errors, _ = rendered(files, "go", "errors")
    write(folder, errors)
    made = (*own(files), *(name for name in files if name.startswith(("ego/", "errors/"))))
    for package in go.GENERATORS.values():
        plugin = go.build(package, folder / "bin", f"-modfile={go.HERE / 'tools.mod'}")
        places = [
            f"M{name}={MODULE}/{Path(name).parent}" for name in made if name not in own(files)
        ]
        asked = request(files, ",".join([f"module={MODULE}", *places]), generate=made)
        write(folder, go.respond(plugin, asked))
    go.copy(folder, go.HERE, "go.mod", "go.sum")
    return folder


def run(folder: Path, package: str, **environment: str) -> dict[str, str]:
    """The tests by method and case, with what each said; '' for one that passed."""
    done = subprocess.run(
        ["go", "test", "-trimpath", "-vet=off", "-json", package],
        cwd=folder,
        env={**go.os.environ, "GOWORK": "off", **environment},
        capture_output=True,
        text=True,
        timeout=1500,
        check=False,
    )
    events = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    said: dict[str, str] = {}
    found: dict[str, str] = {}
    for event in events:
        name = event.get("Test", "")
        if "/" not in name:
            continue
        method, _, case = name.partition("/")
        name = f"{method.rpartition('_')[2]} {case}"
        if event["Action"] == "output":
            said[name] = said.get(name, "") + event["Output"]
        elif event["Action"] in ("pass", "fail"):
            found[name] = said[name] if event["Action"] == "fail" else ""
    assert found, done.stdout + done.stderr
    return found


@pytest.fixture(scope="module")
def bar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module with the generated code and the scaffold; each test writes the scaffold anew."""
    return tree(tmp_path_factory.mktemp("bar"), BAR_FILES)


def test_untouched_it_compiles_and_is_red_and_says_what_to_write(bar: Path) -> None:
    scaffold, _ = rendered(BAR_FILES, "go")
    write(bar, scaffold)
    found = run(bar, "./bar/v1")
    assert tuple(found) == TESTS
    for name, said in found.items():
        assert "Unimplemented" in said, name
        assert "To do: return your service from the factory of this file, with this method" in said


def served(text: str) -> str:
    """The scaffold with a service in its factory."""
    return filled(
        text,
        (
            "// newBar is",
            f'import (\n\t"context"\n\t"errors"\n\t"io"\n)\n\n{SERVICE}// newBar is',
            1,
        ),
        ("return barv1.UnimplementedBarServer{}", "return bar{}", 1),
    )


def test_with_a_service_it_is_green_once_the_assertions_are_written(bar: Path) -> None:
    scaffold, _ = rendered(BAR_FILES, "go")
    text = served(scaffold[NAME])
    write(bar, {**scaffold, NAME: text})
    found = run(bar, "./bar/v1")
    assert [name for name, said in found.items() if not said] == ["Mix ok", "Talk ok"]
    assert "the service answered otherwise than expected" in found["List ok"]
    assert "expected an error, and the call succeeded" in found["Mix BAR_ERR_UNKNOWN"]
    drink, second = '{Name: "name", Cents: 1},', '{Name: "name2", Cents: 2},'
    one = '&barv1.Drink{Name: "name", Cents: 1}'
    more, end = "\t\t\t\t", "\n\t\t\t},\n\t\t\tIs: "
    green = filled(
        text,
        (f"{more}{second}\n\t\t\t}},\n\t\t}},\n\t\t// region ego: List",
         f"{more}{drink}\n\t\t\t}},\n\t\t}},\n\t\t// region ego: List", 1),
        ("barv1.Bill{Cents: 1}", "barv1.Bill{Cents: 3}", 1),
        (f"{one},\n\t\t\tIs: ", '&barv1.Drink{Name: "water"},\n\t\t\tIs: ', 1),
        (f"{second}{end}barv1.IsBarErrUnknown", f'{{Name: "water"}},{end}barv1.IsBarErrUnknown', 1),
        (f"{second}{end}barv1.IsBarErrClosed", f"{{Cents: 13}},{end}barv1.IsBarErrClosed", 1),
    )  # fmt: skip
    write(bar, {NAME: green})
    assert run(bar, "./bar/v1") == dict.fromkeys(TESTS, "")
    assert go.run("gofmt", "-l", ".", cwd=bar / "bar") == ""
    again, findings = rendered(BAR_FILES, "go", existing=str(bar))
    assert again[NAME] == green
    assert findings == []


HOSTILE = """type bar struct{ barv1.UnimplementedBarServer }

func judge(drink *barv1.Drink) (*barv1.Drink, error) {
	switch drink.Name {
	case "sleep":
		select {} // not even when the call ends
	case "water":
		return nil, barv1.BarErrUnknown()
	case "other":
		return nil, barv1.BarErrClosed()
	case "plain":
		return nil, status.Error(codes.NotFound, "no water")
	case "quiet":
		return nil, nil
	}
	return drink, nil
}

func (bar) Mix(_ context.Context, drink *barv1.Drink) (*barv1.Drink, error) {
	return judge(drink)
}

func (bar) List(drink *barv1.Drink, stream barv1.Bar_ListServer) error {
	found, err := judge(drink)
	if err == nil && found != nil {
		err = stream.Send(found)
	}
	return err
}

func (bar) Pay(stream barv1.Bar_PayServer) error {
	for {
		drink, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return stream.SendAndClose(&barv1.Bill{})
		} else if err != nil {
			return err
		} else if found, err := judge(drink); found == nil || err != nil {
			return err
		}
	}
}

func (bar) Talk(stream barv1.Bar_TalkServer) error {
	for {
		drink, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		} else if found, err := judge(drink); err != nil {
			return err
		} else if found != nil {
			if err := stream.Send(found); err != nil {
				return err
			}
		}
	}
}

"""


def bad_case(method: str, bad: Bad) -> str:
    """A case that must be red."""
    many_requests, many_responses = METHODS[method]
    kind, fields = ("Bill", "Cents: 9") if method == "Pay" else ("Drink", 'Name: "never"')
    parts = [f'Name: "{bad.name}"']
    if bad.sends:
        drink = f'{{Name: "{bad.sends}"}}'
        many = f"Requests: []*barv1.Drink{{{drink}}}"
        parts.append(many if many_requests else f"Request: &barv1.Drink{drink}")
    if bad.expects in ("response", "both"):
        many = f"Responses: []*barv1.{kind}{{{{{fields}}}}}"
        parts.append(many if many_responses else f"Response: &barv1.{kind}{{{fields}}}")
    if bad.expects in ("error", "both"):
        parts.append("Is: barv1.IsBarErrUnknown")
    if bad.is_late:
        parts.append("Deadline: 3e8")
    return f"\t\t{{{', '.join(parts)}}},"


def test_nothing_passes_that_is_broken_or_expects_nothing_and_the_run_ends(bar: Path) -> None:
    scaffold, _ = rendered(BAR_FILES, "go")
    nils = """		{Name: "nil-list", Requests: []*barv1.Drink{{}}, Responses: []*barv1.Drink{nil}},
		{Name: "nil-request", Requests: []*barv1.Drink{nil}, Responses: []*barv1.Drink{{}}},
		// region ego: Talk/run"""
    text = filled(
        with_cases(scaffold[NAME], bad_case, "\t\t//"),
        (
            "// newBar is",
            'import (\n\t"context"\n\t"errors"\n\t"io"\n\n\t"google.golang.org/grpc/codes"\n'
            f'\t"google.golang.org/grpc/status"\n)\n\n{HOSTILE}// newBar is',
            1,
        ),
        ("return barv1.UnimplementedBarServer{}", "return bar{}", 1),
        ("\t\t// region ego: Talk/run", nils, 1),
    )
    write(bar, {**scaffold, NAME: text})
    found = run(bar, "./bar/v1")
    check(found)
    assert "it expects nothing" in found["Talk nil-list"]
    assert "it sends nothing" in found["Talk nil-request"]


def test_it_compiles_still_when_all_cases_are_deleted_and_a_job_that_fails_or_hangs_fails_all(
    bar: Path,
) -> None:
    scaffold, _ = rendered(BAR_FILES, "go")
    lines, keep = [], True
    for line in scaffold[NAME].split("\n"):
        keep = (keep and "// ego-case:" not in line) or "region ego: " in line
        if keep:
            lines.append(line)
    text = filled("\n".join(lines), ("return nil\n", "return egoBroken\n", 1))
    text = text.replace(
        "// newBar is", 'import "errors"\n\nvar egoBroken = errors.New("no db")\n\n// newBar is'
    )
    one = '\t\t{Name: "one", Request: &barv1.Drink{}, Response: &barv1.Drink{}},\n\t\t// region ego: Mix/run'
    text = text.replace("\t\t// region ego: Mix/run", one)
    write(bar, {**scaffold, NAME: text})
    assert 'setup job "install": no db' in run(bar, "./bar/v1")["Mix one"]
    hangs = text.replace("return egoBroken\n", "select {}\n")
    write(bar, {NAME: hangs})
    said = run(bar, "./bar/v1", EGO_TEST_JOB_DEADLINE="0.5")["Mix one"]
    assert 'setup job "install" did not end within 0.5 s' in said


def test_every_kind_of_field_and_package_compiles_and_is_formatted(tmp_path: Path) -> None:
    files = {**protos("shop"), **protos("sink"), **protos("syntax")}
    folder = tree(tmp_path, files)
    scaffold, _ = rendered(files, "go")
    write(folder, scaffold)
    assert go.run("gofmt", "-l", *list(scaffold), cwd=folder) == ""
    assert go.run("go", "vet", "-trimpath", "./...", cwd=folder) == ""
    found = {}
    for part in ("sink", "syntax", "words"):
        found |= run(folder, f"./{part}/...")
    assert len(found) > 9
    assert all("Unimplemented" in said for said in found.values())
