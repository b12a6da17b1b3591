"""The single checks, and `ego check` on what changed: one file, a module, in repositories of several modules."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.e2e.ego import Told, commit, edit, ego, git, repository

FILE = """syntax = "proto3";

package {package};

{imports}// M is one.
message M {{
  // Its name.
  string name = 1;{more}
}}
"""
SERVICE = "proto/shop/greeter/v1/greeter_service.proto"
ERRORS = "proto/shop/greeter/v1/greeter.proto"
WORKSPACE = """version: v2
modules:
  - path: one
  - path: two
    breaking: {use: [WIRE]}
    lint: {use: [MINIMAL]}
  - path: vendor
    lint: {ignore: [vendor]}
    breaking: {ignore: [vendor]}
"""


def proto(package: str, *, imports: str = "", more: str = "") -> str:
    lines = f'import "{imports}";\n\n' if imports else ""
    return FILE.format(package=package, imports=lines, more=more)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def found(told: Told) -> list[tuple[str, str]]:
    assert told.code in (0, 1), told.out + told.err
    return [(item["rule"], item["path"]) for item in told.document["diagnostics"]]


def checked(told: Told) -> tuple[int, int]:
    (stage,) = told.document["stages"]
    return stage["data"]["checked"], stage["data"]["of"]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return repository(tmp_path / "shop")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Three modules with ten packages; two/ uses one/, and one/ uses vendor/."""
    folder = tmp_path / "ws"
    files = {f"one/p{n}/v1/p{n}.proto": proto(f"p{n}.v1") for n in range(6)}
    more = "\n  // What acme knows of it.\n  acme.v1.M theirs = 2;"
    files["one/p0/v1/p0.proto"] = proto("p0.v1", imports="acme/v1/acme.proto", more=more)
    more = "\n  // What the first package knows of it.\n  p0.v1.M ours = 2;"
    files["two/q/v1/q.proto"] = proto("q.v1", imports="p0/v1/p0.proto", more=more)
    files["two/r/v1/r.proto"] = proto("r.v1")
    files["vendor/acme/v1/acme.proto"] = (
        'syntax = "proto3";\n\npackage acme.v1;\n\nmessage M {\n  string bad_Name = 1;\n}\n'
    )
    write(
        folder, {"buf.yaml": WORKSPACE, "ego.yaml": "name: ws\n", ".gitignore": "build\n", **files}
    )
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "start")
    return folder


def test_each_check_is_a_command_of_its_own(shop: Path) -> None:
    edit(shop / SERVICE, "string name = 1;", "int64   name = 1;")
    edit(shop / SERVICE, "// Greets people.\n", "")
    edit(shop / ERRORS, "@code=NOT_FOUND", "@code=NOT_FUOND")
    expected = {
        "format": [("FORMAT", SERVICE)],
        "lint": [("COMMENT_SERVICE", SERVICE)],
        "breaking": [("FIELD_SAME_TYPE", SERVICE)],
    }
    for name, findings in expected.items():
        told = ego(shop, "--json", name)
        assert (told.code, found(told)) == (1, findings)
    codes = [rule for rule, _ in found(ego(shop, "--json", "errors"))]
    assert "STATUS_UNKNOWN" in codes
    assert not {"FORMAT", "COMMENT_SERVICE", "FIELD_SAME_TYPE"} & set(codes)
    every = {rule for rule, _ in found(ego(shop, "--json", "check"))}
    assert every == {"FORMAT", "COMMENT_SERVICE", "FIELD_SAME_TYPE", *codes}
    assert ego(shop, "format", "--fix").code == 0
    assert "int64 name" in (shop / SERVICE).read_text()
    assert ego(shop, "format").code == 0


def test_what_does_not_compile_is_said_by_every_check(shop: Path) -> None:
    edit(shop / SERVICE, "returns (GreetResponse)", "returns (Missing)")
    for name in ("format", "lint", "breaking", "errors"):
        assert found(ego(shop, "--json", name)) == [("COMPILE", SERVICE)]


def test_one_changed_file_is_checked_with_those_that_use_it(workspace: Path) -> None:
    everything = ego(workspace, "check", "--json")
    assert (found(everything), checked(everything)) == ([], (9, 9))
    edit(workspace / "one/p1/v1/p1.proto", "string name", "bytes name")
    edit(workspace / "one/p2/v1/p2.proto", "// M is one.\n", "")
    edit(workspace / "vendor/acme/v1/acme.proto", "bad_Name", "worse_Name")
    told = ego(workspace, "check", "--json")
    assert found(told) == [
        ("FIELD_SAME_TYPE", "one/p1/v1/p1.proto"),
        ("COMMENT_MESSAGE", "one/p2/v1/p2.proto"),
    ]
    assert checked(told) == (9, 9), "more than half of the files are all of them"


def test_only_what_changed_and_its_users_have_findings(workspace: Path) -> None:
    edit(workspace / "one/p2/v1/p2.proto", "// M is one.\n", "")
    commit(workspace, "a finding that was there before")
    edit(workspace / "one/p0/v1/p0.proto", "string name = 1;", "bytes name = 1;")
    told = ego(workspace, "check", "--json")
    assert found(told) == [("FIELD_SAME_TYPE", "one/p0/v1/p0.proto")]
    assert checked(told) == (2, 9)
    told = ego(workspace, "check", "--json", "--all")
    assert [rule for rule, _ in found(told)] == ["FIELD_SAME_TYPE", "COMMENT_MESSAGE"]
    assert checked(told) == (9, 9)
    edit(workspace / "one/p0/v1/p0.proto", "message M {", "message Other {")
    assert [rule for rule, _ in found(ego(workspace, "check", "--json"))] == ["COMPILE"]


def test_each_module_is_judged_by_its_own_configuration(workspace: Path) -> None:
    edit(workspace / "two/r/v1/r.proto", "string name = 1;", "string other = 1;")
    edit(workspace / "one/p1/v1/p1.proto", "string name = 1;", "string other = 1;")
    told = ego(workspace, "check", "--json")
    assert {path for _, path in found(told)} == {"one/p1/v1/p1.proto"}
    assert checked(told) == (2, 9)


def test_only_a_readme_changed_and_nothing_is_checked(workspace: Path) -> None:
    (workspace / "README.md").write_text("text")
    commit(workspace)
    told = ego(workspace, "check", "--json", "--against=HEAD~1")
    assert (told.code, checked(told)) == (0, (0, 9))
    assert "checked nothing" in told.document["stages"][0]["notes"][0]
    assert checked(ego(workspace, "check", "--json")) == (9, 9)


def test_a_module_that_is_added_is_no_break_and_is_linted(workspace: Path) -> None:
    write(workspace, {"new/s/v1/s.proto": proto("s.v1").replace("// M is one.\n", "")})
    edit(workspace / "buf.yaml", "  - path: two\n", "  - path: new\n  - path: two\n")
    told = ego(workspace, "check", "--json")
    assert found(told) == [("COMMENT_MESSAGE", "new/s/v1/s.proto")]
    assert checked(told) == (10, 10)


def test_a_module_that_is_removed_is_judged_by_the_rules_it_had(workspace: Path) -> None:
    shutil.rmtree(workspace / "two")
    text = (workspace / "buf.yaml").read_text()
    head, _, rest = text.partition("  - path: two\n")
    (workspace / "buf.yaml").write_text(head + rest[rest.index("  - path: vendor") :])
    told = ego(workspace, "check", "--json")
    # It was judged by WIRE, to which a file that is gone is no break, and still is.
    assert found(told) == []


def test_a_module_that_is_renamed_is_no_break_by_itself(workspace: Path) -> None:
    (workspace / "one").rename(workspace / "uno")
    edit(workspace / "buf.yaml", "path: one", "path: uno")
    assert found(ego(workspace, "check", "--json")) == []
    edit(workspace / "uno/p1/v1/p1.proto", "string name", "bytes name")
    assert found(ego(workspace, "check", "--json")) == [("FIELD_SAME_TYPE", "uno/p1/v1/p1.proto")]


def test_a_deleted_file_is_found_at_its_old_place(workspace: Path) -> None:
    (workspace / "one/p5/v1/p5.proto").unlink()
    told = ego(workspace, "check", "--json", "--output=gitlab-code-quality=q.json")
    assert found(told) == [("FILE_NO_DELETE", "one/p5/v1/p5.proto")]
    (entry,) = json.loads((workspace / "q.json").read_text())
    assert entry["location"]["path"] == "one/p5/v1/p5.proto"


def test_files_that_a_module_excludes_are_no_reason_to_stop(workspace: Path) -> None:
    edit(workspace / "buf.yaml", "  - path: one\n", "  - path: one\n    excludes: [one/x]\n")
    write(workspace, {"one/x/x.proto": "nonsense"})
    commit(workspace)
    edit(workspace / "one/x/x.proto", "nonsense", "other nonsense")
    assert found(ego(workspace, "check", "--json")) == []
    edit(workspace / "one/p1/v1/p1.proto", "string name", "bytes name")
    assert found(ego(workspace, "check", "--json")) == [("FIELD_SAME_TYPE", "one/p1/v1/p1.proto")]


def test_a_file_that_git_does_not_know_yet_is_checked(workspace: Path) -> None:
    write(workspace, {"one/n/v1/n.proto": proto("n.v1").replace("// M is one.\n", "")})
    (workspace / ".git/info/exclude").write_text("n.proto\n")
    told = ego(workspace, "check", "--json")
    assert found(told) == [("COMMENT_MESSAGE", "one/n/v1/n.proto")]
    assert checked(told) == (1, 10)


def test_a_removed_error_is_found_where_it_is_still_named(workspace: Path) -> None:
    errors = (
        'syntax = "proto3";\n\npackage e.v1;\n\n// What can go wrong here.\nenum EErr {\n  // Never sent.\n'
        "  E_ERR_UNSPECIFIED = 0;\n  // No one has it.\n"
        '  // @code=NOT_FOUND @msg="no {id}" @metadata=id\n  E_ERR_GONE = 1;\n}\n'
    )
    service = (
        'syntax = "proto3";\n\npackage s.v1;\n\n// Serves and may fail.\nservice SService {\n'
        "  // Does it, or fails.\n  // @errors=e.v1.E_ERR_GONE\n"
        "  rpc Do(DoRequest) returns (DoResponse);\n}\n\n// What is wanted.\nmessage DoRequest {}\n\n"
        "// What came of it.\nmessage DoResponse {}\n"
    )
    write(workspace, {"one/e/v1/e.proto": errors, "two/s/v1/s.proto": service})
    commit(workspace)
    assert [rule for rule, _ in found(ego(workspace, "errors", "--json", "--all"))] == []
    edit(workspace / "one/e/v1/e.proto", "E_ERR_GONE", "E_ERR_OTHER")
    told = ego(workspace, "errors", "--json")
    assert ("ERRORS_UNKNOWN", "two/s/v1/s.proto") in found(told)
    assert checked(told) == (2, 11)


def test_what_buf_yaml_ignores_is_ignored_for_our_rules_too(tmp_path: Path) -> None:
    folder = tmp_path / "ws"
    text = 'syntax = "proto3";\n\npackage {0};\n\nenum {1}Err {{\n  // @code=NOT_FOUND\n  {2}_ERR_GONE = 0;\n}}\n'
    names = ("ours", "theirs", "beta")
    packages = {"ours": "ours.v1", "theirs": "theirs.v1", "beta": "beta.v1beta1"}
    write(
        folder,
        {
            f"{name}/{package.replace('.', '/')}/e.proto": text.format(
                package, name.title(), name.upper()
            )
            for name, package in packages.items()
        },
    )
    write(
        folder,
        {
            "buf.yaml": "version: v2\nmodules:\n  - path: ours\n"
            "  - {path: theirs, lint: {ignore: [theirs]}, breaking: {ignore: [theirs]}}\n"
            "  - {path: beta, breaking: {ignore_unstable_packages: true}}\n",
            "ego.yaml": "name: ws\n",
            ".gitignore": "build\n",
        },
    )
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    git(folder, "tag", "v1.0.0")
    places = [f"{name}/{packages[name].replace('.', '/')}/e.proto" for name in names]
    told = ego(folder, "--json", "errors")
    undocumented = {path for rule, path in found(told) if rule == "CODE_UNDOCUMENTED"}
    assert undocumented == {places[0], places[2]}
    for path in places:
        edit(folder / path, "NOT_FOUND", "ABORTED")
    told = ego(folder, "--json", "errors")
    assert [path for rule, path in found(told) if rule == "STATUS_CHANGED"] == [places[0]]
    reasons = ego(folder, "--json", "version").document["reasons"]
    assert {reason["path"]: reason["level"] for reason in reasons} == {
        places[0]: "major",
        places[1]: "minor",
        places[2]: "minor",
    }


def test_with_the_plugin_in_buf_yaml_its_exceptions_hold_in_ego_check(shop: Path) -> None:
    edit(shop / ERRORS, "  // Nobody here has this name.\n", "")
    edit(shop / ERRORS, "  // The name is empty or too long.\n", "")
    assert [rule for rule, _ in found(ego(shop, "--json", "check"))] == ["CODE_UNDOCUMENTED"] * 2
    plugin = "plugins: [{plugin: buf-plugin-ego}]\n"
    buf = "version: v2\nmodules: [{path: proto}]\n"
    for lint in (
        "lint: {use: [STANDARD, EGO], except: [CODE_UNDOCUMENTED]}\n",
        "lint: {use: [STANDARD, EGO], ignore_only: {EGO: [proto/shop]}}\n",
        "lint: {use: [STANDARD, EGO], ignore_only: {CODE_UNDOCUMENTED: [proto/shop]}}\n",
    ):
        (shop / "buf.yaml").write_text(buf + lint + plugin)
        assert found(ego(shop, "--json", "check")) == []
