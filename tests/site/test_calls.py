"""How a page says that a method is called: code that its language's parser takes, with the package's real names."""

from __future__ import annotations

import html
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.ego import ego
from tests.protos import ROOT

CODE = re.compile(r'aria-label="([^"]+)"><code[^>]*>(.*?)</code>', re.DOTALL)
NAMES = {
    "Python": ("shop_client.shop.user.v1", "user_errors.UserErrNotFound", "UserServiceStub"),
    "Go": ('"example.com/shop/client/shop/user/v1"', "userv1.IsUserErrNotFound(err)"),
    "TypeScript": ('"shop-client/shop/user/v1"', "isUserErrNotFound(error)", '"ego-errors"'),
    "Java": ("com.example.shop.user.v1.*", "UserErrCodes.USER_ERR_NOT_FOUND", "UserServiceGrpc"),
    "PHP": ("\\Shop\\User\\V1\\UserServiceClient", "\\Shop\\User\\V1\\UserErrNotFound::class"),
}


@pytest.fixture(scope="module")
def codes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the shop's pages show as code, by its label."""
    folder = tmp_path_factory.mktemp("calls") / "shop"
    shutil.copytree(ROOT / "proto-examples", folder, ignore=shutil.ignore_patterns("build"))
    told = ego(folder, "docs")
    assert told.code == 0, told.out + told.err
    found = {}
    for page in (folder / "build" / "ego" / "docs" / "packages").glob("*.html"):
        for label, text in CODE.findall(page.read_text("utf-8")):
            found[html.unescape(label)] = html.unescape(text)
    return found


@pytest.mark.parametrize("language", NAMES)
def test_a_language_uses_the_names_of_its_package(codes: dict[str, str], language: str) -> None:
    text = codes[f"{language} for GetUser"]
    assert not [name for name in NAMES[language] if name not in text], text
    assert "Check the name or number that was asked for." in text


def test_every_method_is_told_in_every_language(codes: dict[str, str]) -> None:
    methods = [label.removeprefix("grpcurl for ") for label in codes if label[:7] == "grpcurl"]
    assert {"GetUser", "ImportUsers", "FindUsers", "Chat"} <= set(methods)
    assert not [f"{n} {m}" for n in NAMES for m in methods if f"{n} for {m}" not in codes]


def test_parsers_take_the_code(codes: dict[str, str], tmp_path: Path) -> None:
    for label, text in codes.items():
        language, _, name = label.partition(" for ")
        if language == "Python":
            compile(text, label, "exec")
        elif language == "Go":
            file = tmp_path / f"{name}.go"
            imports, _, body = text.partition("\n)\n")
            file.write_text(f"package main\n\n{imports}\n)\n\nfunc main() {{\n{body}\n}}\n")
        elif language == "PHP":
            file = tmp_path / f"{name}.php"
            file.write_text(f"<?php\n{text}\n")
            done = subprocess.run(["php", "-l", file], capture_output=True, text=True)
            assert done.returncode == 0, done.stdout + text
    done = subprocess.run(["gofmt", "-e", "-l", tmp_path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_messages_are_json_and_grpcurl_is_a_shell_line(codes: dict[str, str]) -> None:
    for label, text in codes.items():
        if label.startswith(("Request of", "Response of", "Example of")):
            assert isinstance(json.loads(text), dict), label
        elif label.startswith("grpcurl"):
            words = shlex.split(text)
            assert words[:2] == ["grpcurl", "-d"], label
            assert isinstance(json.loads(words[2]), dict), label
            assert words[4].endswith(f"/{label.removeprefix('grpcurl for ')}")
