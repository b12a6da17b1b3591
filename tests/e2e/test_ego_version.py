"""`ego version` and `ego changelog` in clones and on branches of every kind, as a person or a job runs them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.e2e.ego import commit, edit, ego, git, repository

SERVICE = "proto/shop/greeter/v1/greeter_service.proto"
ERRORS = "proto/shop/greeter/v1/greeter.proto"
OPTION = "--upload-pack=touch pwned"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Released as 1.2.0, with a field added since."""
    folder = repository(tmp_path / "shop")
    git(folder, "tag", "v1.2.0")
    edit(
        folder / SERVICE,
        "string name = 1;",
        "string name = 1;\n  // How often.\n  int32 times = 2;",
    )
    commit(folder)
    return folder


def test_stdout_is_the_version_and_stderr_the_reasons(shop: Path) -> None:
    told = ego(shop, "version")
    assert (told.code, told.out) == (0, "1.3.0\n")
    assert f"minor  {SERVICE}:17: field GreetRequest.times added: int32" in told.err
    assert ego(shop, "version", "--quiet").err == ""
    assert ego(shop, "version", "--dry-run").out == ""
    assert ego(shop, "version", "--as=go").out == "v1.3.0\n"
    document = ego(shop, "version", "--json").document
    (reason,) = document.pop("reasons")
    assert document == {
        "version": "1.3.0",
        "previous": "1.2.0",
        "tag": "v1.3.0",
        "level": "minor",
        "note": "1 visible change since v1.2.0",
        "versions": {
            "python": "1.3.0",
            "npm": "1.3.0",
            "maven": "1.3.0",
            "go": "v1.3.0",
            "composer": "1.3.0",
        },
        "go_module_suffix": "",
        "exit": 0,
    }
    assert (reason["name"], reason["path"], reason["line"]) == (
        "shop.greeter.v1.GreetRequest.times",
        SERVICE,
        17,
    )


def test_a_merge_request_gets_a_pre_release_of_its_commit(shop: Path) -> None:
    head = git(shop, "rev-parse", "HEAD")
    told = ego(shop, "version", env={"CI_MERGE_REQUEST_IID": "42"})
    assert re.fullmatch(r"1\.3\.0-mr\.42\.[0-9a-f]{8,}", told.out.strip())
    assert head.startswith(told.out.strip().rpartition(".")[2])
    told = ego(shop, "version", env={"CI_MERGE_REQUEST_IID": "1; rm -rf /"})
    assert (told.code, told.out) == (2, "")
    assert "is no number" in told.err
    assert ego(shop, "version", "--pre=rc.1", "--as=python").out == "1.3.0rc1\n"
    assert ego(shop, "version", "--pre=rc..1").code == 2


def test_a_version_that_promises_too_little_is_a_finding(shop: Path) -> None:
    for enough in ("1.3.0", "v1.3.0", "1.3.0-rc.1", "2.0.0"):
        assert ego(shop, "version", f"--check={enough}").code == 0, enough
    told = ego(shop, "version", "--check=v1.2.1")
    assert told.code == 1
    assert "1.2.1 promises too little: it has to be 1.3.0 or higher" in told.err
    assert ego(shop, "version", "--check=next").code == 2
    # In the pipeline of a tag the release before it is what counts.
    git(shop, "tag", "v1.2.1")
    told = ego(shop, "version", "--check=v1.2.1", env={"CI_COMMIT_TAG": "v1.2.1"})
    assert (told.code, told.out) == (1, "1.3.0\n")


def test_what_does_not_compile_has_no_version(shop: Path) -> None:
    edit(shop / SERVICE, "returns (GreetResponse)", "returns (Missing)")
    for command in ("version", "changelog"):
        told = ego(shop, command)
        assert (told.code, told.out) == (1, "")
        assert f"{SERVICE}:9:" in told.err
        assert ego(shop, command, "--json").rules == ["COMPILE"]


def test_a_base_that_does_not_compile_proves_nothing(shop: Path) -> None:
    edit(shop / SERVICE, "returns (GreetResponse)", "returns (Missing)")
    commit(shop)
    git(shop, "tag", "v1.4.0")
    edit(shop / SERVICE, "returns (Missing)", "returns (GreetResponse)")
    told = ego(shop, "version")
    assert (told.code, told.out) == (2, "")
    assert "the base (v1.4.0) does not compile" in told.err


def test_without_a_release_or_git_the_version_is_that_of_ego_yaml(tmp_path: Path) -> None:
    folder = repository(tmp_path / "shop")
    edit(folder / "ego.yaml", "version: 0.1.0", "version: 0.4.0")
    told = ego(folder, "version")
    assert (told.out, "no release tag yet" in told.err) == ("0.4.0\n", True)
    assert ego(folder, "changelog").out.startswith("# Everything is new\n")
    (folder / ".git").rename(tmp_path / "away")
    told = ego(folder, "version")
    assert (told.out, "no git repository here" in told.err) == ("0.4.0\n", True)


def test_a_shallow_clone_fetches_back_to_the_release(shop: Path, tmp_path: Path) -> None:
    for number in range(3):
        (shop / "README.md").write_text(str(number))
        commit(shop)
    git(tmp_path, "clone", "-q", "--depth=1", "--no-tags", shop.as_uri(), "clone")
    told = ego(tmp_path / "clone", "version")
    assert (told.code, told.out) == (0, "1.3.0\n"), told.err


def test_a_detached_head_has_a_version(shop: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", shop.as_uri(), "clone")
    clone = tmp_path / "clone"
    git(clone, "checkout", "-q", "--detach", "HEAD")
    assert ego(clone, "version").out == "1.3.0\n"
    git(clone, "checkout", "-q", "--detach", "v1.2.0")
    told = ego(clone, "version")
    assert (told.out, told.err) == ("1.2.0\n", "nothing changed since v1.2.0\n")


def test_refs_named_like_options_are_only_names(shop: Path) -> None:
    name = OPTION.replace(" ", "-")
    head = git(shop, "rev-parse", "HEAD")
    git(shop, "update-ref", f"refs/heads/{name}", head)
    git(shop, "update-ref", f"refs/tags/{name}", head)
    git(shop, "update-ref", "refs/tags/-v9.9.9", head)
    git(shop, "symbolic-ref", "HEAD", f"refs/heads/{name}")
    environment = {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": name, "CI_COMMIT_TAG": name}
    assert ego(shop, "version", env=environment).out == "1.3.0\n"
    assert ego(shop, "check", env=environment).code == 0
    for option in (f"--from={name}", f"--to={name}", f"--from={OPTION}"):
        told = ego(shop, "changelog", option, env=environment)
        assert (told.code, told.out) == (2, "")
        assert not [path for path in shop.iterdir() if "pwned" in path.name]
    # Its full name is a name like any other.
    told = ego(shop, "changelog", "--from=v1.2.0", f"--to=refs/heads/{name}")
    assert (told.code, "`GreetRequest.times` added" in told.out) == (0, True)


def test_tags_of_something_else_are_no_releases(shop: Path) -> None:
    edit(shop / "ego.yaml", "version", 'tag_prefix: "protos/v"\nversion')
    git(shop, "tag", "v7.0.0")
    assert ego(shop, "version").out == "0.1.0\n"
    git(shop, "tag", "protos/v3.0.0", "v1.2.0")
    document = ego(shop, "version", "--json").document
    assert (document["version"], document["tag"]) == ("3.1.0", "protos/v3.1.0")
    assert document["go_module_suffix"] == "/v3"


def test_nothing_in_a_proto_becomes_markup(shop: Path) -> None:
    text = "<img src=x onerror=alert(1)> `` | [a](javascript:b) @all"
    edit(shop / ERRORS, "nobody is called {name}", f"{text} {{name}}")
    edit(shop / ERRORS, "// Nobody here has this name.", f"// {text}\n  // # Headline")
    page = ego(shop, "changelog").out
    (line,) = [line for line in page.splitlines() if "img" in line]
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", line)
    assert outside == "* Error code  says , said "
    assert "Headline" not in page
    assert "\x1b" not in ego(shop, "version").err


def test_a_project_that_looks_at_some_paths_is_not_moved_by_others(shop: Path) -> None:
    edit(shop / "ego.yaml", "version", "exclude: [proto/other]\nversion")
    commit(shop)
    git(shop, "tag", "v1.5.0")
    other = shop / "proto/other/v1/other.proto"
    other.parent.mkdir(parents=True)
    other.write_text('syntax = "proto3";\n\npackage other.v1;\n\nmessage M {}\n')
    assert ego(shop, "version").out == "1.5.0\n"


def test_a_module_that_goes_breaks_its_callers_and_one_that_moves_does_not(tmp_path: Path) -> None:
    folder = tmp_path / "ws"
    text = 'syntax = "proto3";\n\npackage {0};\n\n// What it is.\nmessage M {{}}\n'
    for module, package in (("one", "a.v1"), ("two", "b.v1")):
        path = folder / module / package.replace(".", "/") / "m.proto"
        path.parent.mkdir(parents=True)
        path.write_text(text.format(package))
    buf = "version: v2\nmodules:\n  - path: one\n"
    (folder / "buf.yaml").write_text(f"{buf}  - path: two\n")
    (folder / "ego.yaml").write_text("name: ws\n")
    (folder / ".gitignore").write_text("build\n")
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    git(folder, "tag", "v1.0.0")
    (folder / "one").rename(folder / "uno")
    (folder / "buf.yaml").write_text(buf.replace("one", "uno") + "  - path: two\n")
    assert ego(folder, "version").out == "1.0.1\n"
    shutil.rmtree(folder / "two")
    (folder / "buf.yaml").write_text(buf.replace("one", "uno"))
    told = ego(folder, "version")
    assert told.out == "2.0.0\n"
    assert "major  two/b/v1/m.proto:6: message M removed (FILE_NO_DELETE)" in told.err


def test_what_a_renamed_module_had_is_shown_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "ws"
    head = 'syntax = "proto3";\n\npackage a.v1;\n'
    gone = "\n// Goes soon.\nmessage N {}\n"
    kept = "\n// What goes wrong.\nenum Err {\n  // Nobody has it.\n  // @code=ABORTED\n  ERR = 0;\n}\n"
    old, new = folder / "one/a/v1/m.proto", folder / "uno/a/v1/m.proto"
    old.parent.mkdir(parents=True)
    old.write_text(head + gone + kept)
    (folder / "buf.yaml").write_text("version: v2\nmodules:\n  - path: one\n")
    (folder / "ego.yaml").write_text("name: ws\n")
    (folder / ".gitignore").write_text("build\n")
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    git(folder, "tag", "v1.0.0")
    (folder / "one").rename(folder / "uno")
    edit(folder / "buf.yaml", "one", "uno")
    new.write_text(head + kept.replace("ABORTED", "NOT_FOUND"))
    found = ego(folder, "--json", "errors", "--against=release").document["diagnostics"]
    (status,) = [item for item in found if item["rule"] == "STATUS_CHANGED"]
    (related,) = status["related"]
    assert (status["path"], status["line"]) == ("uno/a/v1/m.proto", 9)
    assert (related["path"], related["line"]) == ("one/a/v1/m.proto", 12)
    reasons = ego(folder, "--json", "version").document["reasons"]
    places = {item["name"]: (item["path"], item["line"], item["rules"]) for item in reasons}
    assert places == {
        "a.v1.N": ("one/a/v1/m.proto", 6, ["MESSAGE_NO_DELETE"]),
        "a.v1.ERR": ("uno/a/v1/m.proto", 9, ["STATUS_CHANGED"]),
    }
