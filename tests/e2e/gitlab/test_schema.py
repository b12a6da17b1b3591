"""GitLab's own schema accepts every pipeline of ours, component files after their inputs are filled in."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from ego_ci.plan import component
from ego_ci.plan.jobs import NEEDS, group
from ego_ci.plan.pipeline import write
from ego_ci.toolchain.lock import load
from packaging.requirements import Requirement

from tests.e2e.ego import commit, git, scaffold
from tests.e2e.gitlab import runner
from tests.protos import ROOT

INPUTS: dict[str, dict[str, object]] = {
    "defaults": {},
    "all": {
        "stages": ["lint", "check", "build", "docs", "publish", "deploy"],
        "languages": ["python", "go", "typescript", "java", "php"],
        "registries": "pypi,npm,maven",
        "tags": r"/^protos\/v\d/",
        "base": "origin/main",
        "image": "registry.example.com/acme/ego:1.2.3",
        "directory": "protos/shop",
        "output": "out",
        "install": "-r requirements.txt",
        "lock_file": "requirements.txt",
        "split": True,
        "max_jobs": 50,
    },
}


class Dumper(yaml.SafeDumper):
    """Writes `!reference` again."""


Dumper.add_representer(
    component.Reference, lambda dumper, data: dumper.represent_sequence("!reference", data, True)
)


def findings(path: Path) -> object:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci"]
    command += ["--data-transform", "gitlab-ci", "--output-format", "json", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    return told["errors"] + told["parse_errors"] if told["status"] != "ok" else []


@pytest.mark.parametrize("name", INPUTS)
def test_gitlab_accepts_the_component(name: str, tmp_path: Path) -> None:
    path = tmp_path / "filled.yml"
    jobs = component.filled(INPUTS[name])
    path.write_text(yaml.dump(jobs, Dumper=Dumper, sort_keys=False))
    assert findings(path) == []


def test_gitlab_accepts_the_inputs_of_the_component(tmp_path: Path) -> None:
    path = tmp_path / "head.yml"
    path.write_text(component.text().partition("\n---\n")[0])
    assert findings(path) == []
    inputs = yaml.safe_load(path.read_text())["spec"]["inputs"]
    assert all({"type", "default", "description"} <= set(about) for about in inputs.values())
    assert {"stages", "languages", "registries", "base", "image"} <= set(inputs)


def test_gitlab_accepts_what_ego_init_writes(tmp_path: Path) -> None:
    folder = scaffold(tmp_path / "shop")
    assert findings(folder / ".gitlab-ci.yml") == []
    assert (folder / ".gitlab" / "ego.yml").read_text() == component.text()
    given = yaml.safe_load((folder / ".gitlab-ci.yml").read_text())["include"][0]["inputs"]
    assert component.filled(given)["ego-build"]


def test_our_own_pipeline_uses_the_component(tmp_path: Path) -> None:
    [ours] = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text())["include"]
    assert component.filled(ours["inputs"])["stages"][0] == "test"
    for name in (".gitlab-ci.yml", ours["local"]):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "remote", "add", "origin", "git@gitlab.test:acme/ego.git")
    commit(tmp_path)
    found = runner.jobs(tmp_path, runner.tag("v1.0.0"))
    languages = ours["inputs"]["languages"]
    builds = {f"ego-build: [{language}]" for language in languages}
    assert found.keys() >= {"lint", "type-check", "test", "ego-check", "ego-publish", *builds}


def test_gitlab_accepts_a_child_pipeline_of_five_thousand_packages(tmp_path: Path) -> None:
    names = [f"area{number}" for number in range(5000)]
    requires = {
        name: [names[(index * step) // (step + 1)] for step in (1, 2, 3) if index > 9]
        for index, name in enumerate(names)
    }
    languages = ("python", "go", "typescript", "java", "php")
    groups = group(names, requires, {}, most=(200 - 3) // len(languages))
    path = tmp_path / "child.yml"
    path.write_text(write(groups, languages, version="1.2.3", inputs={}))
    document = yaml.load(path.read_text(), yaml.CSafeLoader)
    jobs = {name: job for name, job in document.items() if isinstance(job, dict) and name[0] != "."}
    assert len(jobs) - 1 <= 200  # less the `variables`
    assert max(len(job.get("needs", ())) for job in jobs.values()) <= NEEDS
    assert path.stat().st_size < 1_000_000  # GitLab takes 2 MB
    built = [
        job["variables"]["PACKAGES"].split(",")
        for job in jobs.values()
        if job.get("variables", {}).get("LANGUAGE") == "go"
    ]
    assert sorted(name for packages in built for name in packages) == sorted(names)
    assert findings(path) == []


def test_the_image_recipe_has_no_finding() -> None:
    """No daemon builds it here: it is linted, and what its steps run is run by other tests."""
    done = subprocess.run(
        [Path(sys.executable).with_name("hadolint"), ROOT / "ci" / "gitlab" / "Dockerfile"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_installs_what_the_lock_pins() -> None:
    script = ROOT / "ci" / "gitlab" / "requirements.py"
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == load()["python"].pins["requirements"]


def test_the_image_builds_the_wheel_with_pinned_tools_that_will_do() -> None:
    """The recipe builds it without isolation, in which pip would get whatever is newest."""
    pins = "\n".join(load()["python"].pins["requirements"])
    pinned = dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", pins, re.MULTILINE))
    asked = re.search(r"^requires = (\[.*\])$", (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert asked
    for text in json.loads(asked[1]):
        wanted = Requirement(text)
        assert wanted.specifier.contains(pinned[wanted.name]), text
