"""Merging into files as odd as editors, formatters and people leave them."""

from __future__ import annotations

import pytest

from protoc_gen_ego.scaffolds.marks import place
from protoc_gen_ego.scaffolds.merge import Merged, merge
from tests.scaffold.rendering import CAFE, LANGUAGES, LATER, cafe, rendered


def test_an_import_of_a_function_or_for_types_only_is_not_that_of_the_file() -> None:
    _, text = cafe("python")
    for line in ("import pytest", "import egotest"):
        old = text.replace(
            "# region ego: offered", f"def f():\n    {line}\n\n\n# region ego: offered"
        )
        merged = merge(old, text)
        assert merged.text == old
        assert f"\n{line}\n" in merged.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mark_that_editors_of_windows_put_first_stays(language: str) -> None:
    _, text = cafe(language)
    assert merge("\ufeff" + text, text) == Merged("\ufeff" + text, ())
    later = cafe(language, later=True)[1]
    assert merge("\ufeff" + text, later).text == "\ufeff" + merge(text, later).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_error_is_told_where_the_marks_are_gone_and_the_cases_are_not(language: str) -> None:
    _, text = cafe(language)
    lines = [line for line in text.splitlines(keepends=True) if "region ego: Brew/" not in line]
    old = "".join(lines)
    assert not merge(old, text).notes, "there is nothing new"
    merged = merge(old, cafe(language, later=True)[1])
    [note] = [note for note in merged.notes if note.rule == "SCAFFOLD_UNPLACED"]
    assert "ego-case:Brew/ok" in lines[note.line - 1]
    offered = f"{'#' if language == 'python' else '//'} Brew/cafe.v1.CAFE_ERR_CLOSED\n"
    ends = merged.text.index("Wash:") - len(offered.partition("Brew")[0])
    told = merged.text[:ends] + offered + merged.text[ends:]
    bare = "".join(line for line in lines if "ego-case:Brew/" not in line)
    for quiet in (told, bare):
        rules = {note.rule for note in merge(quiet, cafe(language, later=True)[1]).notes}
        assert rules == {"SCAFFOLD_METHOD_REMOVED"}


def test_imports_that_only_lack_one_are_ours_again_at_once() -> None:
    _, text = cafe("go")
    old = text.replace('\t"google.golang.org/protobuf/proto"\n', "")
    assert merge(old, text).text == text
    mark = "// region ego: imports\n"
    for fresh in (text, cafe("go", later=True)[1]):
        merged = merge(old.replace(mark, f"{mark}\n"), fresh).text
        assert f"{mark}\n//" in merged
        assert merge(merged, fresh).text == merged
    windows = old.replace(mark, f"{mark}\n").replace("\n", "\r\n")
    assert merge(windows, text).text == text.replace(mark, f"{mark}\n").replace("\n", "\r\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_formatter_moved_in_our_regions_stays_there(language: str) -> None:
    _, text = cafe(language)
    before, mark, after = text.partition("region ego: Brew/run\n")
    moved = f"{before}{mark}\n\n  {after}"
    assert merge(moved, text) == Merged(moved, ())
    assert "Pay/ok" in merge(moved, cafe(language, later=True)[1]).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_space_behind_a_line_of_what_was_offered_is_none_of_its_words(language: str) -> None:
    _, text = cafe(language)
    old = text.replace(" Brew/ok\n", " Brew/ok \u2028\x0b\n")
    assert old != text
    assert merge(old, text) == Merged(old, ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_methods_with_very_long_names_get_their_new_cases_too(language: str) -> None:
    """Their marks are cut, lest a formatter breaks them; whole ones, as they were once, are read as well."""
    name = "Brew" + "AndBrewAgain" * 8
    files = [
        rendered({"cafe/v1/cafe.proto": text.replace("rpc Brew(", f"rpc {name}(")}, language)[0]
        for text in (CAFE, LATER)
    ]
    path = next(path for path, text in files[0].items() if "ego: offered" in text)
    old, new = (made[path] for made in files)
    assert f"region ego: {name}" not in old
    added = f"ego-case:{name}/cafe.v1.CAFE_ERR_CLOSED"
    merged = merge(old, new)
    assert added in merged.text
    assert merge(merged.text, new).text == merged.text
    for part in ("cases", "run"):
        old = old.replace(place(name, part), f"{name}/{part}")
    whole = merge(old, new)
    assert added in whole.text
    assert merge(whole.text, new).text == whole.text
