"""Workspaces of several shapes, with buf telling the modules."""

from __future__ import annotations

from pathlib import Path

import pytest
from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.stages.workspace import Workspace, within

V2 = """version: v2
modules:
  - path: proto
  - path: vendor/acme
    lint: {use: [MINIMAL], ignore: [vendor/acme/old]}
lint: {except: [PACKAGE_VERSION_SUFFIX], ignore_only: {COMMENTS: [proto/a]}}
"""


def workspace(folder: Path, files: dict[str, str]) -> Workspace:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Workspace.of(Runner(), folder)


@pytest.fixture
def two(tmp_path: Path) -> Workspace:
    protos = dict.fromkeys(("proto/a/a.proto", "proto/top.proto", "vendor/acme/old/o.proto"), "")
    return workspace(tmp_path, {"buf.yaml": V2, **protos, "proto/a/notes.txt": "", "docs/x": ""})


def test_a_file_of_the_image_is_shown_below_its_module(two: Workspace) -> None:
    assert two.modules == ("proto", "vendor/acme")
    assert two.shown("a/a.proto") == "proto/a/a.proto"
    assert two.shown("old/o.proto") == "vendor/acme/old/o.proto"
    assert two.shown("google/protobuf/any.proto") == "google/protobuf/any.proto"


def test_a_modules_own_section_replaces_the_common_one(two: Workspace) -> None:
    first, second = two.configs("lint", default="STANDARD", add=("COMMENTS",))
    assert first.modules == ("proto",)
    assert first.document["lint"] == {
        "except": ["PACKAGE_VERSION_SUFFIX"],
        "use": ["STANDARD", "COMMENTS"],
    }
    assert first.ignores("proto/a/a.proto", "COMMENTS")
    assert not first.ignores("proto/ab/a.proto", "COMMENTS")
    assert not first.ignores("proto/a/a.proto", "OTHER")
    assert second.modules == ("vendor/acme",)
    assert second.document["lint"] == {"use": ["MINIMAL", "COMMENTS"]}
    assert second.ignores("vendor/acme/old/o.proto", "ANY")
    (both,) = two.configs("breaking", default="FILE")
    assert both.modules == two.modules


def test_a_module_that_is_gone_keeps_the_section_that_it_had(tmp_path: Path) -> None:
    before = workspace(
        tmp_path / "before",
        {
            "buf.yaml": "version: v2\nmodules:\n  - path: kept\n  - path: plain\n  - path: own\n"
            "    breaking: {use: [WIRE], ignore: [own/old]}\n",
            **dict.fromkeys(("kept/k.proto", "plain/p.proto", "own/o.proto"), ""),
        },
    )
    now = workspace(
        tmp_path / "now",
        {
            "buf.yaml": "version: v2\nmodules: [{path: kept, breaking: {use: [WIRE_JSON]}}]\n",
            "kept/k.proto": "",
        },
    )
    found = now.configs("breaking", default="FILE", before=before)
    assert {config.modules: config.document["breaking"]["use"] for config in found} == {
        ("kept",): ["WIRE_JSON"],
        ("plain",): ["FILE"],
        ("own",): ["WIRE"],
    }
    assert [config.ignores("own/old/x.proto", "ANY") for config in found] == [False, True, False]


def test_a_whole_module_is_named_by_its_entries_as_buf_wants_it(two: Workspace) -> None:
    assert two.limits(["proto"]) == ("proto/a", "proto/top.proto")
    assert two.limits(["vendor"]) == ("vendor/acme/old",)
    assert two.limits(["proto/a", "./proto/a/"]) == ("proto/a",)
    assert two.limits(["gone"]) == ()


def test_configuration_of_version_1_is_kept(tmp_path: Path) -> None:
    text = "version: v1\nlint:\n  use: [BASIC]\n  ignore: [old]\n"
    (config,) = workspace(tmp_path, {"buf.yaml": text, "a.proto": ""}).configs(
        "lint", default="STANDARD", add=()
    )
    assert config.modules == (".",)
    assert config.document == {"version": "v1", "lint": {"use": ["BASIC"]}}
    assert config.ignores("old/a.proto", "ANY")


def test_without_a_buf_yaml_everything_is_one_module(tmp_path: Path) -> None:
    found = workspace(tmp_path, {"x/a.proto": ""})
    assert found.modules == (".",)
    assert found.shown("x/a.proto") == "x/a.proto"
    assert [config.document["lint"] for config in found.configs("lint", default="STANDARD")] == [
        {"use": ["STANDARD"]}
    ]


@pytest.mark.parametrize("text", ["version: v2\nmodules: 1\n", "a: [", "version: v9\n"])
def test_a_broken_configuration_is_a_problem(tmp_path: Path, text: str) -> None:
    with pytest.raises(Problem, match="yaml"):
        workspace(tmp_path, {"buf.yaml": text, "a.proto": ""})


def test_a_prefix_is_whole_folders() -> None:
    assert within("a/b", "a")
    assert within("a", "a")
    assert within("a", ".")
    assert not within("ab", "a")


PLUGINS = """version: v2
modules: [{path: one}, {path: two, lint: {use: [EGO]}}]
lint: {use: [MINIMAL, EGO, CODE_UNDOCUMENTED], except: [COMMENT_REPEATS_NAME], ignore_only: {EGO: [one/a]}}
breaking: {use: [EGO_BREAKING]}
plugins:
  - plugin: [tools/buf-plugin-ego, --x]
    options: {minimum: warning}
"""


def test_our_own_plugin_is_left_out_since_we_judge_its_rules(tmp_path: Path) -> None:
    files = {"buf.yaml": PLUGINS, "one/a.proto": "", "two/b.proto": ""}
    found = workspace(tmp_path / "ours", files)
    (lint,) = found.configs("lint", default="STANDARD")
    assert lint.modules == ("one",)
    assert lint.document == {"version": "v2", "lint": {"use": ["MINIMAL"]}}
    assert found.configs("breaking", default="FILE") == []
    assert not found.has_plugins
    first, second = found.configs("lint", default="STANDARD", add=("COMMENTS",))
    assert (first.document["lint"], second.document["lint"]) == (
        {"use": ["MINIMAL", "COMMENTS"]},
        {"use": ["COMMENTS"]},
    )
    other = workspace(tmp_path / "more", {**files, "buf.yaml": f"{PLUGINS}  - plugin: another\n"})
    (lint, *_) = other.configs("lint", default="STANDARD")
    assert lint.document["plugins"] == [{"plugin": "another"}]
    assert other.has_plugins
