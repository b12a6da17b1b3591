"""Tests that `ego scaffold` begins, run in five languages: red with the reason, then green with assertions.

They run in the consumers of `installed.py`, which have the shop's package in each language.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from steps import OUT, ROOT, TOOLS, Failed, quiet, run, show

sys.path.insert(0, str(ROOT))

from tests.java import toolchain as java

JUNIT = ROOT / "tests" / "scaffold" / "java" / "pom.xml"


def tested_everywhere(shop: Path) -> str:
    """Begins tests, runs them, runs those that were finished, and begins them again over what was written.

    Raises:
        Failed: a test is green without a service, or red with one, or a line of a person changed.
    """
    run(TOOLS / "ego", "-C", shop, "scaffold", shown=False)
    passed = failed = 0
    for language, tests in LANGUAGES.items():
        good, bad, why = tests(shop / "scaffolds" / language, OUT / "consumers" / language)
        print(f"  {language + ',':<11} untouched: {bad} red, {good} green   {why}", flush=True)
        if good or not bad:
            raise Failed(f"{language}: a test without a service cannot be green")
        failed += bad
    for language, tests in LANGUAGES.items():
        good, bad, why = tests(shop / "testing" / language, OUT / "consumers" / language)
        print(f"  {language + ',':<11} finished: {good} green, {bad} red", flush=True)
        if bad or not good:
            raise Failed(f"{language}: the finished tests should pass: {why}")
        passed += good
    run(TOOLS / "ego", "-C", shop, "scaffold", "--into", shop / "testing", shown=False)
    changed = quiet("git", "status", "--porcelain", "--untracked-files=no", cwd=shop)
    if changed:
        raise Failed(f"another run of `ego scaffold` changed what a person wrote:\n{changed}")
    print("  ego scaffold again, over the finished tests: no line of theirs changed")
    return f"{failed} red when begun, {passed} green when finished, no line lost"


Tests = Callable[[Path, Path], tuple[int, int, str]]
"""Runs a folder of tests in a consumer's project: how many passed, how many failed, the first reason."""


def _told(*command: str | Path, cwd: Path, environment: Mapping[str, str] | None = None) -> str:
    """What a command prints; tests that fail are no failure of the command."""
    print(f"  $ {Path(command[0]).name} …    # in {show(cwd)}", flush=True)
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=900,
    )
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def _counted(told: str, passed: str, failed: str) -> tuple[int, int, str]:
    """The counts that two patterns find, and the first thing to do."""
    good, bad = (re.findall(pattern, told, re.MULTILINE) for pattern in (passed, failed))
    if not good and not bad:
        raise Failed(told[-3000:])
    reason = re.search(r"To do: (.*?)\.?\s*$", told, re.MULTILINE)
    why = reason[1] if reason else ""
    return sum(map(_number, good)), sum(map(_number, bad)), why


def _number(text: str) -> int:
    """A number, or 1 for a line that stands for one test."""
    return int(text) if text.isdigit() else 1


def _copied(tests: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(tests, target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def _python(tests: Path, project: Path) -> tuple[int, int, str]:
    python = project / "environment" / "bin" / "python"
    quiet(str(python), "-m", "pip", "install", "--quiet", "pytest", cwd=project)
    # As in a repository of its own: our pytest settings stand above it, in the folder of this checkout.
    alone = ("-c", os.devnull, "--rootdir", project, "-p", "no:cacheprovider")
    told = _told(python, "-m", "pytest", "-q", *alone, tests, cwd=project)
    return _counted(told, r"(\d+) passed", r"(\d+) failed")


def _go(tests: Path, project: Path) -> tuple[int, int, str]:
    usual, proxy = quiet("go", "env", "GOMODCACHE", "GOPROXY", cwd=project).splitlines()
    environment = {
        "GOPROXY": f"file://{usual}/cache/download,{proxy}",
        "GONOSUMDB": "example.com/shop/client,ego.internal/egoerrors",
        "GOMODCACHE": str(project / "modules"),
        "GOFLAGS": "-modcacherw -mod=mod",
        "GOWORK": "off",
    }
    folder = _copied(tests, project / "begun")
    command = ("go", "test", "-v", f"./{folder.name}/...")
    told = _told(*command, cwd=project, environment=environment)
    # Cases are subtests; a method is a test around them.
    return _counted(told, r"^\s+--- (PASS): ", r"^\s+--- (FAIL): ")


def _typescript(tests: Path, project: Path) -> tuple[int, int, str]:
    _copied(tests, project / "src" / "begun")
    shutil.rmtree(project / "dist" / "begun", ignore_errors=True)
    quiet(str(project / "node_modules" / ".bin" / "tsc"), cwd=project)
    files = sorted((project / "dist" / "begun").rglob("*.test.js"))
    told = _told("node", "--test", "--test-reporter=tap", *files, cwd=project)
    return _counted(told, r"^# pass (\d+)", r"^# fail (\d+)")


def _java(tests: Path, project: Path) -> tuple[int, int, str]:
    libraries = (f"{project / 'lib'}/*", java.class_path(), java.class_path_of(JUNIT))
    classes = project / "begun"
    shutil.rmtree(classes, ignore_errors=True)
    classes.mkdir()
    path = os.pathsep.join(libraries)
    java.compile_into(classes, java.sources(tests), path, strict=False)
    launcher = ("org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner")
    options = ("--details=tree", "--disable-ansi-colors", f"--scan-class-path={classes}")
    jvm = ("java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8")
    told = _told(*jvm, "-cp", f"{classes}{os.pathsep}{path}", *launcher, *options, cwd=project)
    return _counted(told, r"(\d+) tests successful", r"(\d+) tests failed")


def _php(tests: Path, project: Path) -> tuple[int, int, str]:
    folder = _copied(tests, project / "begun")
    (project / "bootstrap.php").write_text(BOOTSTRAP, "utf-8")
    phpunit = shutil.which("phpunit")
    if phpunit is None:
        raise Failed("php: phpunit is missing; `make toolchains` installs it")
    options = ("--no-configuration", "--bootstrap", "bootstrap.php", "--testdox")
    told = _told("php", phpunit, *options, folder, cwd=project)
    return _counted(told, r"^ (✔) ", r"^ (✘) ")


BOOTSTRAP = r"""<?php
require __DIR__ . '/vendor/autoload.php';
spl_autoload_register(static function (string $class): void {
    $file = __DIR__ . '/begun/' . str_replace('\\', '/', $class) . '.php';
    if (is_file($file)) {
        require $file;
    }
});
"""
LANGUAGES: Mapping[str, Tests] = {
    "python": _python,
    "go": _go,
    "typescript": _typescript,
    "java": _java,
    "php": _php,
}
