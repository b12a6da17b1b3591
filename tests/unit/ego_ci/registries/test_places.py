"""Where packages go in git repositories, in which order, and what of a delivery is judged before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from ego_ci.packages.artifact import Artifact
from ego_ci.packages.dependency import Dependency
from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.project import Registry as Settings
from ego_ci.registries import choose, gathered, plan
from ego_ci.registries.credentials import Credentials
from ego_ci.registries.go import WHERE_THE_PATH_SAYS, Go
from ego_ci.registries.local import Local
from ego_ci.registries.php_git import PhpGit

from tests.e2e.publish import packages


def artifact(language: str, name: str, version: str = "1.0.0", **more: object) -> Artifact:
    return Artifact(language, name, version, Path("/x"), "0" * 64, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "module", "place"),
    [
        (WHERE_THE_PATH_SAYS, "h.example/a/shop", ("https://h.example/a/shop.git", "v2.1.0")),
        (WHERE_THE_PATH_SAYS, "h.example/a/shop/v2", ("https://h.example/a/shop.git", "v2.1.0")),
        (WHERE_THE_PATH_SAYS, "h.example/a/shop.git", ("https://h.example/a/shop.git", "v2.1.0")),
        (
            WHERE_THE_PATH_SAYS,
            "h.example/a/all.git/user",
            ("https://h.example/a/all.git", "user/v2.1.0"),
        ),
        (
            "https://h.example/a/all.git",
            "h.example/a/all/user/v2",
            ("https://h.example/a/all.git", "user/v2.1.0"),
        ),
        (
            "https://mirror.example/go/{name}.git",
            "h.example/a/shop",
            ("https://mirror.example/go/shop.git", "v2.1.0"),
        ),
        ("git@h.example:a/{name}.git", "h.example/a/v1x", ("git@h.example:a/v1x.git", "v2.1.0")),
    ],
)
def test_a_module_goes_where_the_go_command_will_look(
    url: str, module: str, place: tuple[str, str]
) -> None:
    registry = Go("go", url, ("go",), Credentials(), branch="main", process=Runner())
    found = registry.place(artifact("go", module, "v2.1.0"))
    assert (found.url, found.tag) == place
    assert found.prefix == f"{module}@v2.1.0/"


def test_a_php_package_has_a_repository_of_its_own(tmp_path: Path) -> None:
    url = "https://h.example/{vendor}/php/{name}.git"
    registry = PhpGit("php", url, ("php",), Credentials(), branch="main", process=Runner())
    found = registry.place(packages.php(tmp_path))
    assert (found.url, found.tag) == ("https://h.example/acme/php/shop-client.git", "v1.0.0")
    with pytest.raises(Problem, match="no version that a tag could name"):
        registry.place(packages.php(tmp_path, "dev-1.3.0-mr.4"))


def test_runtimes_and_what_others_need_go_first_and_go_goes_last() -> None:
    user = replace(artifact("python", "a-user"), requires=(Dependency("p", "z-common"),))
    common = replace(artifact("python", "z-common"), requires=(Dependency("p", "ego-errors"),))
    runtime = artifact("python", "ego-errors", shared=True)
    module = replace(artifact("go", "h/shop"), requires=(Dependency("p", "h/errors"),))
    go_runtime = artifact("go", "h/errors", shared=True)
    jar = artifact("java", "g:shop")
    ordered = plan.order([module, user, go_runtime, jar, common, runtime])
    names = [each.name for each in ordered]
    assert names[0] == "ego-errors"
    assert names.index("z-common") < names.index("a-user")
    assert names[-2:] == ["h/errors", "h/shop"]


def test_a_registry_gets_only_the_languages_that_it_takes(tmp_path: Path) -> None:
    python = Local("a", tmp_path, languages=("python",))
    both = Local("b", tmp_path, languages=("python", "go"))
    made = [artifact("go", "h/shop"), artifact("python", "shop"), artifact("java", "g:shop")]
    steps = plan.steps(made, [python, both])
    assert [(step.artifact.name, step.registry.name) for step in steps] == [
        ("shop", "a"),
        ("shop", "b"),
        ("h/shop", "b"),
    ]


def test_registries_are_chosen_by_name_several_or_all() -> None:
    known = {name: Settings(name, Path("/x")) for name in ("local", "a", "b")}
    assert [each.name for each in choose(known, "")] == ["local"]
    assert [each.name for each in choose(known, "b, a,b")] == ["b", "a"]
    assert [each.name for each in choose(known, "all")] == ["local", "a", "b"]
    assert [each.name for each in choose({"a": known["a"]}, "")] == ["a"]
    with pytest.raises(Problem, match="no registry 'c'"):
        choose(known, "a,c")


def test_a_delivery_is_of_one_version_that_of_the_tag() -> None:
    made = [
        artifact("python", "shop", "1.3.0rc1"),
        artifact("typescript", "shop", "1.3.0-rc.1"),
        artifact("go", "h/shop", "v1.3.0-rc.1"),
        artifact("java", "g:shop", "1.3.0-rc-1"),
        artifact("php", "a/shop", "1.3.0-RC1"),
        artifact("python", "ego-errors", "0.1.0", shared=True),
    ]
    gathered.check(made, whole=made, tag="")
    gathered.check(made, whole=made, tag="1.3.0-rc.1")
    with pytest.raises(Problem, match=r"not 1\.3\.0"):
        gathered.check(made, whole=made, tag="1.3.0")
    other = [*made, artifact("java", "g:order", "1.2.0")]
    with pytest.raises(Problem, match=r"g:order \(java\) has the version 1\.2\.0"):
        gathered.check(other, whole=other, tag="")
    with pytest.raises(Problem, match="missing or changed after it was built"):
        gathered.check(made, whole=made[1:], tag="")


def test_a_file_that_changed_is_found_before_anything_is_published(tmp_path: Path) -> None:
    made = packages.five(tmp_path / "built")
    steps = plan.steps(made, [Local("a", tmp_path / "registry")])
    plan.check(steps)
    made[1].path.write_bytes(b"changed")
    with pytest.raises(Problem, match=f"{made[1].path.name} is missing or changed"):
        plan.check(steps)
    assert not (tmp_path / "registry").exists()
