"""`ego check`: every kind of finding at its place, in repositories of several shapes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.ego import Told, commit, edit, ego, git, repository, scaffold

ERRORS = "proto/shop/greeter/v1/greeter.proto"
SERVICE = "proto/shop/greeter/v1/greeter_service.proto"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return repository(tmp_path / "shop")


def check(
    folder: Path, *arguments: str, env: dict[str, str] | None = None
) -> list[tuple[str, str, int]]:
    """(rule, path, line) of every finding."""
    told = ego(folder, "--json", "check", *arguments, env=env)
    assert told.code == (1 if errors(told) else 0), told.out + told.err
    found = told.document["diagnostics"]
    return [(item["rule"], item["path"], item["line"]) for item in found]


def errors(told: Told) -> list[object]:
    return [item for item in told.document["diagnostics"] if item["severity"] == "error"]


def note(folder: Path, *arguments: str, env: dict[str, str] | None = None) -> str:
    (stage,) = ego(folder, "--json", "check", *arguments, env=env).document["stages"]
    return "\n".join(stage["notes"])


def test_format_lint_and_error_codes_are_found_in_one_run(shop: Path) -> None:
    edit(
        shop / SERVICE,
        "  string name = 1;\n}\n\n// The greeting",
        "    string name = 1;\n}\n\n// The greeting",
    )
    edit(shop / SERVICE, "// The greeting.\n", "")
    edit(shop / ERRORS, "@code=NOT_FOUND", "@code=NOT_FUOND")
    told = ego(shop, "check")
    assert told.code == 1
    assert f"{SERVICE}:15:1: error: FORMAT: not formatted as `buf format` writes it" in told.out
    assert f"{SERVICE}:18:1: error: COMMENT_MESSAGE: " in told.out
    assert f"{ERRORS}:18:6: error: STATUS_UNKNOWN" in told.out
    assert "NOT_FUOND" in told.out
    assert told.out.index(ERRORS) < told.out.index(SERVICE)
    caret = told.out.splitlines()
    line = next(i for i, text in enumerate(caret) if "NOT_FUOND" in text and text.startswith("  |"))
    assert caret[line + 1].rstrip().endswith("^")


def test_fix_formats_the_files(shop: Path) -> None:
    edit(shop / SERVICE, "  string name = 1;", "      string   name=1;")
    assert check(shop, "--fix") == []
    assert "  string name = 1;" in (shop / SERVICE).read_text()


def test_what_does_not_compile_is_the_only_finding(shop: Path) -> None:
    edit(shop / SERVICE, "returns (GreetResponse)", "returns (Missing)")
    assert check(shop) == [("COMPILE", SERVICE, 9)]
    told = ego(shop, "--json", "run")
    assert told.code == 1
    first, *others = [row["status"] for row in told.document["stages"]]
    assert (first, {*others}) == ("findings", {"skipped"})


def test_a_duplicate_reason_is_found_across_modules(shop: Path) -> None:
    other = shop / "more" / "other" / "other.proto"
    other.parent.mkdir(parents=True)
    text = (shop / ERRORS).read_text().replace("enum GreeterErr", "enum OtherErr")
    other.write_text(text.replace("package shop.greeter.v1", "package other"))
    edit(shop / "buf.yaml", "  - path: proto\n", "  - path: proto\n  - path: more\n")
    edit(shop / "ego.yaml", "version", "errors: {identity: aip}\nversion")
    found = [item for item in check(shop) if item[0] == "REASON_DUPLICATE"]
    assert {path for _, path, _ in found} <= {ERRORS, "more/other/other.proto"}
    assert len(found) == 2


def test_strict_makes_warnings_findings(shop: Path) -> None:
    edit(shop / ERRORS, "@code=NOT_FOUND", "@code=OK")
    edit(shop / SERVICE, ",GREETER_ERR_NAME_UNKNOWN", "")
    loose = ego(shop, "--json", "check", "--against=none")
    assert (loose.code, errors(loose)) == (0, [])
    assert loose.document["diagnostics"]
    edit(shop / "ego.yaml", "version", "errors: {strict: true}\nversion")
    assert ego(shop, "check", "--against=none").code == 1


def test_buf_yaml_selects_and_ignores_with_paths_of_the_repository(shop: Path) -> None:
    vendored = shop / "third_party" / "acme" / "v1" / "a.proto"
    vendored.parent.mkdir(parents=True)
    vendored.write_text('syntax = "proto3";\n\npackage acme.v1;\n\nmessage bad_name { }\n')
    edit(shop / SERVICE, "// Greets people.\n", "")
    assert check(shop) == [("COMMENT_SERVICE", SERVICE, 5)]
    edit(
        shop / "buf.yaml",
        "  - path: proto\n",
        "  - path: proto\n  - path: third_party\n    lint:\n      ignore: [third_party/acme]\n",
    )
    assert check(shop) == [
        ("COMMENT_SERVICE", SERVICE, 5),
        ("FORMAT", "third_party/acme/v1/a.proto", 5),
    ]
    edit(
        shop / "buf.yaml",
        "lint:\n  use:\n    - STANDARD\n",
        f"lint:\n  ignore_only: {{COMMENT_SERVICE: [{SERVICE}]}}\n",
    )
    edit(shop / "ego.yaml", "version", "exclude: [third_party]\nversion")
    assert check(shop) == []
    edit(shop / "ego.yaml", "version", "lint: {add: []}\nversion")
    edit(shop / "buf.yaml", "  ignore_only", "  except: [COMMENTS]\n  ignore_only")
    assert check(shop) == []


def test_files_that_are_left_out_are_not_judged_but_can_be_imported(shop: Path) -> None:
    bad = shop / "proto" / "old" / "old.proto"
    bad.parent.mkdir()
    bad.write_text('syntax = "proto3";\npackage old;\nmessage bad_name { }\n')
    edit(
        shop / SERVICE,
        "package shop.greeter.v1;\n",
        'package shop.greeter.v1;\n\nimport "old/old.proto";\n',
    )
    edit(
        shop / SERVICE,
        "  string text = 1;\n",
        "  string text = 1;\n  // Kept for early callers.\n  old.bad_name old = 2;\n",
    )
    assert check(shop) != []
    edit(shop / "ego.yaml", "version", "exclude: [proto/old]\nversion")
    assert check(shop) == []
    assert ego(shop, "generate").code == 0
    assert (shop / "build/ego/generated/python/old/old_pb2.py").is_file()


def test_a_break_is_found_against_the_merge_base(shop: Path) -> None:
    git(shop, "checkout", "-q", "-b", "feature")
    extra = shop / "proto/shop/greeter/v1/extra.proto"
    extra.write_text('syntax = "proto3";\n\npackage shop.greeter.v1;\n')
    commit(shop)
    edit(shop / SERVICE, "string name = 1", "int64 name = 1")
    commit(shop)
    assert check(shop) == [("FIELD_SAME_TYPE", SERVICE, 15)]
    extra.unlink()
    assert check(shop) == [("FIELD_SAME_TYPE", SERVICE, 15)]
    gone = ("FILE_NO_DELETE", "proto/shop/greeter/v1/extra.proto", 1)
    assert check(shop, "--against", "HEAD~1") == [gone, ("FIELD_SAME_TYPE", SERVICE, 15)]
    assert check(shop, "--against", "none") == []


RESERVED = """syntax = "proto3";

package shop.kept.v1;

// What can go wrong.
enum KeptErr {{
  {0}KEPT_ERR_UNSPECIFIED = 0;
  // Nobody has it.
  // @code=NOT_FOUND
  // @msg="gone"
  KEPT_ERR_{1} = 1;
}}

// Ways to pay.
enum Payment {{
  {0}PAYMENT_UNSPECIFIED = 0;
  // Some way.
  PAYMENT_{1} = 1;
}}

// Some thing.
message Kept {{
  {0}// What it says on it.
  string word_{2} = 1;
}}
"""


def test_what_was_reserved_and_comes_back_is_found_by_us_or_by_buf(shop: Path) -> None:
    file = shop / "proto/shop/kept/v1/kept.proto"
    file.parent.mkdir(parents=True)
    file.write_text(RESERVED.format("reserved 5;\n  ", "SOME", "some"))
    edit(shop / "buf.yaml", "    - FILE\n", "    - WIRE\n")
    edit(
        shop / "ego.yaml", "version", "lint: {add: []}\nrules: {COMMENT_REPEATS_NAME: off}\nversion"
    )
    commit(shop)
    text = RESERVED.format("", "SOME", "some")
    for name, comment in (("KEPT_ERR", '  // @code=ABORTED\n  // @msg="x"\n'), ("PAYMENT", "")):
        value = f"  {name}_SOME = 1;\n"
        text = text.replace(value, f"{value}  // Came back.\n{comment}  {name}_BACK = 5;\n")
    text = text.replace("some = 1;\n", "some = 1;\n  // Came back.\n  string back = 5;\n")
    file.write_text(text)
    found = [(rule, line) for rule, _, line in check(shop) if not rule.startswith("ENUM_ZERO")]
    lines = text.splitlines()
    assert found == [
        ("RESERVED_ENUM_NO_DELETE", lines.index("enum KeptErr {") + 1),
        ("NUMBER_REUSED", lines.index("  KEPT_ERR_BACK = 5;") + 1),
        ("RESERVED_ENUM_NO_DELETE", lines.index("enum Payment {") + 1),
        ("RESERVED_MESSAGE_NO_DELETE", lines.index("message Kept {") + 1),
    ]


def test_a_module_that_is_gone_is_judged_as_it_was_not_as_the_first_one(shop: Path) -> None:
    message = "// A thing.\nmessage {} {{\n  // Its name, as printed on it.\n  string n = 1;\n}}\n"
    for name in ("one", "two", "vendored"):
        file = shop / f"{name}/{name}/v1/{name}.proto"
        file.parent.mkdir(parents=True)
        text = f'syntax = "proto3";\n\npackage {name}.v1;\n\n'
        file.write_text(text + message.format(name.title()))
    modules = "version: v2\nmodules:\n  - {path: one, breaking: {use: [WIRE]}}\n  - {path: proto}\n"
    gone = "  - {path: two}\n  - {path: vendored, breaking: {ignore: [vendored]}}\n"
    (shop / "buf.yaml").write_text(modules + gone)
    commit(shop)
    for name in ("two", "vendored"):
        (shop / f"{name}/{name}/v1/{name}.proto").unlink()
    (shop / "buf.yaml").write_text(modules)
    assert check(shop) == [("FILE_NO_DELETE", "two/two/v1/two.proto", 1)]


def test_a_release_tag_is_a_base(shop: Path) -> None:
    assert "not compared (no release tag yet)" in note(shop, "--against", "release")
    git(shop, "tag", "v0.1.0")
    edit(shop / SERVICE, "string name = 1", "int64 name = 1")
    commit(shop)
    assert check(shop, "--against", "release") == [("FIELD_SAME_TYPE", SERVICE, 15)]
    edit(
        shop / "buf.yaml", "breaking:\n  use:\n    - FILE\n", "breaking:\n  ignore: [proto/shop]\n"
    )
    assert check(shop, "--against", "release") == []


def test_gitlabs_variables_name_the_base(shop: Path) -> None:
    base = git(shop, "rev-parse", "HEAD")
    edit(shop / SERVICE, "string name = 1", "int64 name = 1")
    commit(shop)
    expected = [("FIELD_SAME_TYPE", SERVICE, 15)]
    assert check(shop, env={"CI_MERGE_REQUEST_DIFF_BASE_SHA": base}) == expected
    assert check(shop, env={"CI_COMMIT_BEFORE_SHA": base}) == expected
    assert check(shop, env={"CI_COMMIT_BEFORE_SHA": "0" * 40}) == []


def test_a_shallow_clone_fetches_its_base(shop: Path, tmp_path: Path) -> None:
    base = git(shop, "rev-parse", "HEAD")
    git(shop, "config", "uploadpack.allowAnySHA1InWant", "true")
    edit(shop / SERVICE, "string name = 1", "int64 name = 1")
    commit(shop)
    clone = tmp_path / "clone"
    git(shop, "clone", "-q", "--depth=1", f"file://{shop}", str(clone))
    found = check(clone, env={"CI_MERGE_REQUEST_DIFF_BASE_SHA": base})
    assert found == [("FIELD_SAME_TYPE", SERVICE, 15)]


def test_a_full_clone_of_one_branch_fetches_its_target(shop: Path, tmp_path: Path) -> None:
    git(shop, "checkout", "-q", "-b", "feature")
    edit(shop / SERVICE, "string name = 1", "int64 name = 1")
    commit(shop)
    git(shop, "checkout", "-q", "main")
    clone = tmp_path / "clone"
    git(shop, "clone", "-q", "--single-branch", "-b", "feature", f"file://{shop}", str(clone))
    assert check(clone) == [("FIELD_SAME_TYPE", SERVICE, 15)]


def test_a_base_that_was_named_and_cannot_be_had_is_no_clean_run(
    shop: Path, tmp_path: Path
) -> None:
    clone = tmp_path / "clone"
    git(shop, "clone", "-q", "--depth=1", f"file://{shop}", str(clone))
    named = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "12" * 20}
    for told in (
        ego(clone, "check", env=named),
        ego(clone, "run", env=named),
        ego(clone, "check", "--against=nowhere"),
        ego(clone, "check", env={"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "nowhere"}),
    ):
        assert told.code == 2, told.out
        assert "ego: " in told.err and "--against" in told.err
    assert "CI_MERGE_REQUEST_DIFF_BASE_SHA" in ego(clone, "check", env=named).err
    assert ego(clone, "check", "--against=none", env=named).code == 0


def test_no_base_is_said_and_is_no_error(tmp_path: Path) -> None:
    folder = scaffold(tmp_path / "shop")
    assert note(folder) == "breaking: not compared (no git repository here)"
    git(folder, "init", "-q")
    assert note(folder) == "breaking: not compared (no commit yet)"
    (folder / "x").touch()
    git(folder, "add", "x")
    git(folder, "commit", "-q", "-m", "x")
    assert "has no proto files" in note(folder)


def test_a_base_that_does_not_compile_is_a_warning(shop: Path) -> None:
    edit(shop / SERVICE, "returns (GreetResponse)", "returns (Missing)")
    broken = commit(shop)
    edit(shop / SERVICE, "returns (Missing)", "returns (GreetResponse)")
    commit(shop)
    assert [rule for rule, _, _ in check(shop, "--against", broken)] == ["BREAKING_BASE"]


def test_a_base_that_buf_cannot_read_is_named(shop: Path) -> None:
    good = (shop / "buf.yaml").read_text()
    for text in (f"{good}nonsense: true\n", good.replace("proto\n", "proto\n  - path: nowhere\n")):
        (shop / "buf.yaml").write_text(text)
        broken = commit(shop)
        (shop / "buf.yaml").write_text(good)
        commit(shop)
        for command in (["check"], ["changelog", f"--from={broken}"]):
            against = [f"--against={broken}"] if command == ["check"] else []
            told = ego(shop, *command, *against)
            assert told.code == 2, told.out
            assert f"ego: the base ({broken})" in told.err
            assert "buf" in told.err and "compare with another one" in told.err


def test_a_repository_inside_another_compares_its_own_folder(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    folder = scaffold(tmp_path / "shop")
    commit(tmp_path)
    edit(folder / SERVICE, "string name = 1", "int64 name = 1")
    assert check(folder) == [("FIELD_SAME_TYPE", SERVICE, 15)]
    worktree = tmp_path / "-tree 找"
    git(tmp_path, "worktree", "add", "-q", "-b", "side", f"./{worktree.name}")
    edit(worktree / "shop" / SERVICE, "string name = 1", "bool name = 1")
    assert check(worktree / "shop") == [("FIELD_SAME_TYPE", SERVICE, 15)]


@pytest.mark.parametrize("ref", ["-x", "--upload-pack=x", "no such", "nothing"])
def test_a_bad_ref_is_a_problem_not_a_finding(shop: Path, ref: str) -> None:
    told = ego(shop, "check", f"--against={ref}")
    assert told.code == 2
    assert ref in told.err or "No such option" in told.err
