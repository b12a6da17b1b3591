"""Merging: what a person wrote stays, byte for byte, whatever they did and whatever became of the protos."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protoc_gen_ego.scaffolds.marks import Broken, parse, seal
from protoc_gen_ego.scaffolds.merge import Merged, merge
from tests.scaffold.rendering import LANGUAGES, cafe

COMMENT = {"python": "#"}
# What people write, and what looks like ours.
LINES = (
    "",
    "x",
    "    # a note",
    "// a note",
    "\tvar x = 1 // tab",
    "region ego: imports",
    "# region mine",
    "// endregion mine",
    "# ego-case:Brew/ok",
    "// ego-case:Pay/cafe.v1.CAFE_ERR_CLOSED",
    "# region ego: imports",
    "// region ego: Brew/run",
    "// endregion ego: Brew/run",
    "# endregion ego: offered",
    "# Brew/ok",
    "import x from y",
    '"""',
    "/* ÿ 中 */",
    "}",
    "\u2028 \x0b \x0c",
)
edits = st.lists(
    st.tuples(
        st.sampled_from(("insert", "delete", "double", "swap", "crlf", "drop end", "change")),
        st.integers(0, 10_000),
        st.one_of(st.sampled_from(LINES), st.text(max_size=30).map(lambda t: t.replace("\n", " "))),
    ),
    max_size=12,
)


def edited(text: str, changes: Iterable[tuple[str, int, str]]) -> str:
    """The text after random edits; any line may be hit, also one of ours."""
    lines = text.split("\n")
    for what, where, line in changes:
        at = where % len(lines)
        if what == "insert":
            lines.insert(at, line)
        elif what == "delete" and len(lines) > 1:
            del lines[at]
        elif what == "double":
            lines.insert(at, lines[at])
        elif what == "swap":
            lines[at], lines[at - 1] = lines[at - 1], lines[at]
        elif what == "crlf":
            lines = [
                f"{each}\r" if not each.endswith("\r") else each for each in lines[:-1]
            ] + lines[-1:]
        elif what == "drop end":
            lines = lines[:-1] if lines[-1:] == [""] and len(lines) > 1 else lines
        else:
            lines[at] += line
    return "\n".join(lines)


def is_subsequence(part: list[str], whole: list[str]) -> bool:
    """Whether all lines of a part are in the whole, in their order."""
    rest = iter(whole)
    return all(any(line == other for other in rest) for line in part)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=edits)
def test_no_byte_outside_our_regions_ever_changes(
    language: str, changes: list[tuple[str, int, str]]
) -> None:
    _, text = cafe(language)
    old = edited(text, changes)
    for later in (False, True):
        fresh = cafe(language, later=later)[1]
        merged = merge(old, fresh)
        if merged.left_alone:
            assert merged.text == old
            assert merged.notes
            continue
        before, after = parse(old), parse(merged.text)
        added = [line for line in after.outside() if line not in before.outside()]
        assert is_subsequence(before.outside(), after.outside())
        # Nothing is added but what the new rendering has.
        rendered = {line.rstrip("\r\n") for line in fresh.split("\n")}
        assert {line.rstrip("\r\n") for line in added} <= rendered
        # What somebody wrote inside of a region of ours stays, too.
        for name, region in before.regions.items():
            if name not in parse(fresh).regions or any(
                note.rule == "SCAFFOLD_REGION_EDITED" and note.line == region.start + 1
                for note in merged.notes
            ):
                there = after.regions[name]
                lines = after.lines[there.start : there.end + 1]
                assert lines == before.lines[region.start : region.end + 1]
        if "imports" in before.regions:
            # Editors write there: every line stays, new ones may stand among them.
            mine, ours = before.regions["imports"], after.regions["imports"]
            if before.body(mine) != parse(text).body(parse(text).regions["imports"]) and mine.seal:
                lines = before.body(mine).splitlines()
                assert is_subsequence(lines, after.body(ours).splitlines()) or mine.seal == seal(
                    before.body(mine)
                )
        again = merge(merged.text, fresh)
        assert again.text == merged.text
        assert not again.left_alone


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=edits)
def test_the_same_protos_change_nothing_outside_at_all(
    language: str, changes: list[tuple[str, int, str]]
) -> None:
    """As far as the edits left the list of what was offered alone."""
    _, text = cafe(language)
    old = edited(text, changes)
    try:
        before = parse(old)
    except Broken:
        assert merge(old, text).text == old
        return
    fresh = parse(text)
    name = "offered"
    same = name in before.regions and (
        before.body(before.regions[name]).split() == fresh.body(fresh.regions[name]).split()
    )
    merged = merge(old, text)
    if same and not merged.left_alone:
        assert parse(merged.text).outside() == before.outside()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_untouched_file_stays_as_it_is(language: str) -> None:
    _, text = cafe(language)
    assert merge(text, text) == Merged(text, ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_new_errors_and_methods_add_cases_and_a_removed_method_is_reported(language: str) -> None:
    _, text = cafe(language)
    merged = merge(text, cafe(language, later=True)[1])
    added = merged.text
    assert "ego-case:Brew/cafe.v1.CAFE_ERR_CLOSED" in added
    assert "ego-case:Pay/ok" in added
    assert "ego-case:Wash/ok" in added, "what was removed is left standing"
    [note] = merged.notes
    assert note.rule == "SCAFFOLD_METHOD_REMOVED"
    assert "region ego: Wash/cases" in added.split("\n")[0 : note.line + 40][note.line - 1] or (
        "region ego: Wash/cases" in text.split("\n")[note.line - 1]
    )
    assert merge(added, cafe(language, later=True)[1]).text == added


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_that_was_deleted_or_renamed_does_not_come_back(language: str) -> None:
    _, text = cafe(language)
    document = parse(text)
    first = document.cases["Brew/cafe.v1.CAFE_ERR_UNKNOWN"]
    end = document.regions["Brew/run"].start
    without = "".join(document.lines[:first] + document.lines[end:])
    assert merge(without, text).text == without
    renamed = text.replace("CAFE_ERR_UNKNOWN", "NobodyKnowsIt", 1)
    changed = merge(renamed, text)
    assert not changed.left_alone


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_test_that_was_deleted_does_not_come_back_until_its_line_is_deleted(
    language: str,
) -> None:
    _, text = cafe(language)
    document = parse(text)
    start, end = document.regions["Wash/cases"].start, document.regions["offered"].start
    without = "".join(document.lines[:start] + document.lines[end:])
    assert merge(without, text).text == without
    forgotten = "\n".join(line for line in without.split("\n") if "Wash" not in line)
    assert merge(forgotten, text).text == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_removed_error_is_reported_at_its_case(language: str) -> None:
    old = cafe(language, later=True)[1]
    merged = merge(old, cafe(language)[1])
    [note] = [note for note in merged.notes if note.rule == "SCAFFOLD_ERROR_REMOVED"]
    assert "ego-case:Brew/cafe.v1.CAFE_ERR_CLOSED" in old.split("\n")[note.line - 1]
    assert "Brew does not declare cafe.v1.CAFE_ERR_CLOSED any more" in note.message


def test_a_changed_method_is_reported_and_its_test_left_until_the_line_says_so() -> None:
    _, old = cafe("python")
    new = old.replace("unary:cafe.v1.Coffee:cafe.v1.Coffee", "client:cafe.v1.Tea:cafe.v1.Coffee")
    new = new.replace(
        '= egotest.unary(\n    "/cafe.v1.Cafe/Brew"', '= egotest.client(\n    "/cafe.v1.Cafe/Brew"'
    )
    merged = merge(old, new)
    [note] = merged.notes
    assert note.rule == "SCAFFOLD_METHOD_CHANGED"
    assert "region ego: Brew/cases" in old.split("\n")[note.line - 1]
    assert merged.text == old
    adapted = old.replace("# Brew:unary:cafe.v1.Coffee:", "# Brew:client:cafe.v1.Tea:")
    assert "BREW = egotest.client(" in merge(adapted, new).text


def test_a_region_that_somebody_wrote_in_is_left_as_it_is_and_said() -> None:
    _, text = cafe("python")
    old = text.replace("        setup_job,\n", "        setup_job,  # mine\n")
    merged = merge(old, text)
    assert merged.text == old
    [note] = merged.notes
    assert note.rule == "SCAFFOLD_REGION_EDITED"
    assert "region ego: server" in old.split("\n")[note.line - 1]
    line = next(line for line in old.split("\n") if "endregion ego: server" in line)
    allowed = old.replace(line, line.rpartition(" ")[0])
    assert merge(allowed, text).text == text


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (
            lambda t: t.replace("# endregion ego: server", "# no", 1),
            "begins inside of region `server`",
        ),
        (lambda t: t.replace("# region ego: server", "# no", 1), "ends here and does not begin"),
        (
            lambda t: t + "# region ego: imports\n# endregion ego: imports\n",
            "two regions `imports`",
        ),
        (lambda t: t + "# region ego: x\n", "region `x` does not end"),
        (lambda _: "print('mine')\n", "there is no region `imports`"),
        (lambda _: "", "there is no region `imports`"),
    ],
)
def test_a_file_whose_regions_are_broken_is_left_alone(spoil: object, why: str) -> None:
    _, text = cafe("python")
    old = spoil(text)  # type: ignore[operator]
    merged = merge(old, text)
    assert merged.left_alone
    assert merged.text == old
    assert why in merged.notes[0].message


def test_imports_that_the_user_has_are_not_made_twice() -> None:
    _, text = cafe("go")
    old = text.replace("// newCafe is", 'import "google.golang.org/grpc"\n\n// newCafe is')
    merged = merge(old, text)
    assert merged.text.count('"google.golang.org/grpc"\n') == 1
    assert merge(merged.text, text).text == merged.text


@pytest.mark.parametrize("language", ["go", "python", "typescript"])
def test_imports_that_an_editor_put_among_ours_stay_and_new_ones_join_them(language: str) -> None:
    _, text = cafe(language)
    ours = {
        "go": '\t"testing"\n',
        "python": "import egotest\n",
        "typescript": "import * as egotest",
    }[language]
    mine = {
        "python": "import os\n",
        "go": '\t"context"\n',
        "typescript": 'import * as path from "node:path";\n',
    }[language]
    old = text.replace(ours, f"{mine}{ours}", 1)
    assert merge(old, text) == Merged(old, ())
    new = {
        "python": "from cafe.v1 import cafe_errors\n",
        "go": '\t"google.golang.org/grpc"\n',
        "typescript": "import * as cafe_errors",
    }[language]
    line = next(line for line in text.splitlines(keepends=True) if line.startswith(new))
    without = old.replace(line, "", 1)
    merged = merge(without, text)
    assert mine in merged.text
    assert merged.text.count(line) == 1
    assert sorted(merged.text.splitlines()) == sorted(old.splitlines())
    assert merge(merged.text, text) == merged


def test_line_breaks_of_windows_stay_and_new_lines_have_them_too() -> None:
    _, text = cafe("typescript")
    merged = merge(text.replace("\n", "\r\n"), cafe("typescript", later=True)[1])
    assert not merged.left_alone
    assert merged.text.count("\n") == merged.text.count("\r\n")
    assert "ego-case:Pay/ok" in merged.text
