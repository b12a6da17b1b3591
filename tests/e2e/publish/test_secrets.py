"""A canary: tokens are looked for in everything that a publisher shows, starts, and leaves behind."""

from __future__ import annotations

import base64
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.e2e.ego import git
from tests.e2e.publish.servers.gate import descendants
from tests.e2e.publish.world import KINDS, LANGUAGES, USER, World, published, world

CANARY = "canary/4f9d+c2"
"""With letters that an address would escape."""
VARIABLES = {"pypi": "TOKEN_PYPI", "go": "TOKEN_GO", "php-git": "TOKEN_PHP_GIT"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("world"), CANARY) as made:
        yield made


def spellings(place: World) -> list[bytes]:
    """Every token, as it is, escaped, and as the header has it."""
    found = [CANARY]
    for token in place.tokens.values():
        basic = [f"{user}:{token}".encode() for user in (USER, "token", "oauth2", "__token__")]
        found += [token, quote(token, safe=""), *(base64.b64encode(b).decode() for b in basic)]
    return [text.encode() for text in found]


class Watch:
    """Looks at all processes of the machine whenever a registry is asked: whoever asks is waiting just then."""

    def __init__(self, place: World) -> None:
        self.secrets = spellings(place)
        self.told: list[str] = []
        self.knowing: dict[str, set[str]] = defaultdict(set)
        self.tokens = {token.encode(): name for name, token in place.tokens.items()}
        self.looks = 0
        self.pid = 0
        place.hook = self.hook

    def hook(self, kind: str, when: str) -> None:
        self.looks += 1
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                command = (folder / "cmdline").read_bytes()
                self.told += [str(command) for secret in self.secrets if secret in command]
        for pid in descendants(self.pid):
            with suppress(OSError):
                environ = Path(f"/proc/{pid}/environ").read_bytes()
                command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                for token, name in self.tokens.items():
                    if token in environ:
                        self.knowing[kind].add(f"{name} {command}")


def test_a_token_is_in_no_argument_output_or_file_and_only_its_own_child_knows_it(
    place: World, tmp_path: Path
) -> None:
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    (home / ".gitconfig").write_text("[credential]\n\thelper = store\n")
    folder = place.project()
    watch = Watch(place)
    env = {"HOME": str(home), "TMPDIR": str(temporary), "XDG_CACHE_HOME": str(home / "cache")}
    process = place.start(folder, "--verbose", **env)
    watch.pid = process.pid
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, out + err
    assert (
        " upload --non-interactive" in err
        and "push --porcelain" in err
        and "TWINE_PASSWORD=***" in err
    )
    later = place.start(folder, "--json", **env)
    again, more = later.communicate(timeout=300)
    assert published(again) == dict.fromkeys(LANGUAGES, False)
    assert watch.looks > 30
    assert watch.told == []
    for kind, known in watch.knowing.items():
        own = VARIABLES[kind]
        same = {"TOKEN_GO", "TOKEN_PHP_GIT"} if kind in ("go", "php-git") else {own}
        for entry in known:
            name, _, command = entry.partition(" ")
            assert name in same, entry
            assert ("twine" if kind == "pypi" else "git") in command, entry
    assert set(watch.knowing) == {"pypi", "go", "php-git"}
    shown = (out + err + again + more).encode()
    assert not [secret for secret in watch.secrets if secret in shown]
    left = [home, temporary, folder, *(place.root / "git").iterdir()]
    files = [path for root in left for path in root.rglob("*") if path.is_file()]
    assert len(files) > 20
    holding = [str(p) for p in files for secret in watch.secrets if secret in p.read_bytes()]
    assert holding == []
    assert list(temporary.iterdir()) == []
    assert not (home / ".git-credentials").exists()
    assert list(tmp_path.rglob("script-ran")) == list(place.root.rglob("script-ran")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_token_is_not_shown_when_it_is_refused(kind: str, place: World) -> None:
    place.hook = lambda _kind, _when: None
    folder = place.project(f"wrong-{kind}", text="3")
    variable = f"TOKEN_{kind.upper().replace('-', '_')}"
    settings = folder / "ego.yaml"
    settings.write_text(settings.read_text().replace('"version": "1.0.0"', '"version": "9.0.0"'))
    wrong = f"wrong-{CANARY}"
    process = place.start(folder, "--registry", kind, "--json", **{variable: wrong})
    out, err = process.communicate(timeout=300)
    assert process.returncode == 2
    basic = base64.b64encode(f"{USER}:{wrong}".encode()).decode()
    for secret in (wrong, CANARY, quote(wrong, safe=""), basic):
        assert secret not in out + err


def test_a_hook_or_a_template_of_the_users_git_never_runs(place: World, tmp_path: Path) -> None:
    place.hook = lambda _kind, _when: None
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("pre-push", "post-commit", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\nenv >{tmp_path}/hook-ran\n")
        (hooks / name).chmod(0o755)
    template = tmp_path / "template"
    template.mkdir()
    (template / "hooks").symlink_to(hooks)
    (tmp_path / ".gitconfig").write_text(
        f"[core]\n\thooksPath = {hooks}\n[init]\n\ttemplateDir = {template}\n"
    )
    folder = place.project("hooks")
    for name in ("shop-go", "shop-client"):
        repository = place.root / "git" / f"{name}.git"
        for tag in place.tags(name):
            git(repository, "tag", "-d", tag)
        git(repository, "update-ref", "-d", "refs/heads/main")
    env = {"HOME": str(tmp_path), "GIT_CONFIG_GLOBAL": str(tmp_path / ".gitconfig")}
    process = place.start(folder, "--registry", "go,php-git", "--json", **env)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, out + err
    assert published(out) == {"go": True, "php": True}
    assert not (tmp_path / "hook-ran").exists()
    assert os.access(hooks / "pre-push", os.X_OK)
