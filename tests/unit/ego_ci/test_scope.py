"""The scope of a change: who is looked at again when a file changes."""

from __future__ import annotations

import pytest
from ego_ci.inputs import digest
from ego_ci.stages.prototext import read
from ego_ci.stages.scope import EVERYTHING, Scope, Side, narrowed

FILLER = {f"p/filler{n}/f.proto": f"package filler{n};" for n in range(40)}


def side(files: dict[str, str], modules: tuple[str, ...] = ("p", "q"), **more: object) -> Side:
    digests = {name: digest([text]) for name, text in files.items()}
    return Side(digests, lambda paths: [files[path] for path in paths], modules, **more)  # type: ignore[arg-type]


def scope(before: dict[str, str], now: dict[str, str], **more: object) -> Scope:
    tree = side({**FILLER, **now}, **more)  # type: ignore[arg-type]
    return narrowed(tree, side({**FILLER, **before}, **more))  # type: ignore[arg-type]


def test_a_change_reaches_its_package_its_folder_and_all_that_import_them() -> None:
    before = {
        "p/a/a.proto": "package a;",
        "p/a/mate.proto": "package a.inner;",
        "q/other/a.proto": "package a;",
        "q/user/u.proto": "package user;\nimport public 'a/mate.proto';",
        "q/far/f.proto": 'package far; import "user/u.proto";',
        "q/alone/x.proto": 'package alone; import "filler1/f.proto";',
    }
    found = scope(before, {**before, "p/a/a.proto": "package a; message M {}"})
    assert not found.whole
    assert found.changed == ("p/a/a.proto",)
    assert found.judged == before.keys() - {"q/alone/x.proto"}
    assert found.base == found.image == tuple(sorted(found.judged))
    assert found.total == 46
    assert not found.judges("q/alone/x.proto")
    assert EVERYTHING.judges("q/alone/x.proto")


def test_a_file_that_is_gone_is_compared_and_its_importers_are_judged() -> None:
    before = {"p/a/a.proto": "package a;", "q/b/b.proto": 'package b; import "a/a.proto";'}
    found = scope(before, {"q/b/b.proto": before["q/b/b.proto"]})
    assert (found.changed, found.image) == ((), ("q/b/b.proto",))
    assert found.base == ("p/a/a.proto", "q/b/b.proto")
    assert found.judges("p/a/a.proto")


def test_errors_lead_to_who_names_them_and_who_declares_the_same() -> None:
    errors = "package {}; enum E {{\n  // @code=NOT_FOUND\n  {} = 1;\n}}"
    before = {
        "p/a/a.proto": errors.format("a", "GONE"),
        "q/twin/t.proto": errors.format("twin", "GONE"),
        "q/tag/t.proto": "package tag; service S {\n // @errors=OTHER,a.GONE\n rpc }",
        "q/option/o.proto": 'package option; (ego.errors.v1.method) = {errors: [\n"GONE"\n]}',
        "q/plain/p.proto": "package plain; enum P { GONE = 1; }",
        "p/other/o.proto": errors.format("other", "OTHER"),
    }
    found = scope(before, {**before, "p/a/a.proto": errors.format("a", "NEW")})
    assert found.judged == before.keys() - {"q/plain/p.proto", "p/other/o.proto"}
    assert set(found.image) == found.judged | {"p/other/o.proto"}


@pytest.mark.parametrize("name", ["buf.yaml", "ego.yaml", "p/buf.lock"])
def test_another_configuration_is_everything(name: str) -> None:
    assert scope({name: "1"}, {name: "2"}) == EVERYTHING
    assert scope({}, {name: "2"}) == EVERYTHING


def test_other_modules_and_a_change_of_most_files_are_everything() -> None:
    tree = side(FILLER, ("p",))
    assert narrowed(tree, side(FILLER)) == EVERYTHING
    most = {name: text + "//" for name, text in list(FILLER.items())[:21]}
    assert scope({}, most).whole
    assert not scope({}, dict(list(most.items())[:20])).whole


def test_what_the_project_leaves_out_is_not_judged() -> None:
    limits = (("p",), ("p/old",))
    before = {
        "p/old/o.proto": "package old;",
        "p/new/n.proto": 'package new; import "old/o.proto";',
        "q/x/x.proto": "package x;",
        "docs/d.proto": "package new;",
    }
    now = {name: text + " " for name, text in before.items()}
    found = scope(before, now, limits=limits)
    assert found.changed == ("p/new/n.proto",)
    assert found.judged == {"p/new/n.proto"}


def test_nothing_changed_is_nothing_to_look_at() -> None:
    found = scope({}, {})
    assert (found.whole, found.image, found.base) == (False, (), ())


def test_text_names_what_a_file_names() -> None:
    found = read(
        'syntax = "proto3";\npackage a.b;\nimport "x/y.proto"; import weak \'z.proto\';\n'
        "enum E {\n  // @code=NOT_FOUND\n  A = 1; B = -2;\n  C = 0x3;\n}\n"
        "// @errors=shop.A,B\nmessage M { string name = 1; }\n"
    )
    assert found.packages == {"a.b"}
    assert found.imports == {"x/y.proto", "z.proto"}
    assert found.declares == {"A", "B", "C"}
    assert found.mentions >= {"A", "B"}
    assert read("enum E { A = 1; }").declares == frozenset()


def test_the_base_has_what_its_files_import_there() -> None:
    before = {
        "p/a/a.proto": 'package a; import "b/b.proto";',
        "q/b/b.proto": 'package b; import "c/c.proto"; import "elsewhere.proto";',
        "q/c/c.proto": "package c;",
        "q/d/d.proto": "package d;",
    }
    found = scope(before, {**before, "p/a/a.proto": "package a;"})
    assert found.base == ("p/a/a.proto",)
    assert found.past == {"p/a/a.proto", "q/b/b.proto", "q/c/c.proto"}
