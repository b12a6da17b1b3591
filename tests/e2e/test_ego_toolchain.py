"""`ego toolchain`: the pinned tools as a person looks after them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.ego import Told, ego


def toolchain(folder: Path, *arguments: str) -> Told:
    return ego(folder, "toolchain", *arguments, env={"EGO_TOOLCHAIN": str(folder / "tools")})


def states(told: Told) -> dict[str, str]:
    return {row["name"]: row["state"] for row in told.document["tools"]}


def test_an_empty_cache_has_nothing_and_nothing_is_needed_to_say_so(tmp_path: Path) -> None:
    found = states(toolchain(tmp_path, "list", "--json"))
    assert found["python"] == "installed"
    assert {found[name] for name in ("protoc-gen-go", "tsc", "java-libraries")} == {"missing"}
    dry = toolchain(tmp_path, "install", "--dry-run", "protoc-java")
    assert dry.err == "protoc-java 36.2 would be installed\n"
    assert not (tmp_path / "tools").exists()


def test_a_tool_is_installed_found_changed_and_repaired(tmp_path: Path) -> None:
    told = toolchain(tmp_path, "install", "protoc-java", "--json")
    assert (told.code, states(told)) == (0, {"protoc-java": "sound"})
    assert told.err == "installing protoc-java 36.2 (once on this machine)\n"
    [program] = (tmp_path / "tools").glob("protoc-java-*/protoc")
    with program.open("ab") as file:
        file.write(b"\0")
    broken = toolchain(tmp_path, "verify", "protoc-java", "--json")
    assert (broken.code, states(broken)) == (2, {"protoc-java": "broken"})
    assert "ego toolchain install --force protoc-java" in broken.out
    shown = toolchain(tmp_path, "verify", "protoc-java")
    assert shown.code == 2
    assert "it is not run" in shown.err
    assert toolchain(tmp_path, "install", "protoc-java").code == 2  # that it is there is not enough
    assert toolchain(tmp_path, "install", "--force", "protoc-java").code == 0
    assert toolchain(tmp_path, "verify", "protoc-java").code == 0


def test_a_tool_that_is_not_there_is_not_sound(tmp_path: Path) -> None:
    told = toolchain(tmp_path, "verify", "tsc", "--json")
    assert (told.code, states(told)) == (2, {"tsc": "missing"})


def test_the_environment_of_these_tests_is_what_is_pinned(tmp_path: Path) -> None:
    """Else a new machine would test other generators than those that packages are made with."""
    told = toolchain(tmp_path, "verify", "python")
    assert told.code == 0, told.err


def test_requirements_are_what_pip_takes_in_its_hash_mode(tmp_path: Path) -> None:
    lines = toolchain(tmp_path, "requirements").out.splitlines()
    assert any(line.startswith("buf-bin==") for line in lines)
    assert toolchain(tmp_path, "requirements", "--json").document["requirements"] == lines


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["verify", "protoc-gen-goo"], "did you mean protoc-gen-go?"),
        (["install", "nothing"], "the toolchain has no nothing"),
        (["lock", "nothing"], "nothing named nothing is wanted"),
    ],
)
def test_an_unknown_tool_is_said(tmp_path: Path, arguments: list[str], message: str) -> None:
    told = toolchain(tmp_path, *arguments)
    assert told.code == 2
    assert message in told.err


def test_renewing_says_first_what_it_would_do(tmp_path: Path) -> None:
    told = toolchain(tmp_path, "lock", "tsc", "--dry-run")
    assert told.code == 0
    assert told.err.startswith("would resolve tsc for ")
