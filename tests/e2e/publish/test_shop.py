"""A shop's real packages, published to real registries and installed from there by the ordinary package managers."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.ego import edit, ego
from tests.e2e.publish.servers.git import bare, git_server
from tests.e2e.publish.servers.maven import maven_repository
from tests.e2e.publish.servers.npm import verdaccio
from tests.e2e.publish.servers.pypi import pypiserver
from tests.e2e.shops import LANGUAGES, shop

HOST = "git.example.com/acme"
TOKEN = "token-of-the-shop"
NAMES = {
    "python": ("ego-errors", "acme-shop-client"),
    "go": (f"{HOST}/egoerrors.git", f"{HOST}/shop.git"),
}
SETTINGS = f"""go:
  module: {HOST}/shop.git
  runtime: {HOST}/egoerrors.git
registries:
  local: {{type: local}}
  pypi: {{type: pypi, url: "<pypi>", user: ci, token_env: TOKEN}}
  npm: {{type: npm, url: "<npm>", token_env: NPM_TOKEN}}
  maven: {{type: maven, url: "<maven>", user: ci, token_env: TOKEN}}
  go: {{type: go, url: "<forge>/{{name}}", user: ci, token_env: TOKEN}}
  php: {{type: php-git, url: "<forge>/{{name}}.git", user: ci, token_env: TOKEN}}
"""


class Shop:
    """The shop, and where its packages went. urls: registry -> address. packages: what was published."""

    def __init__(self, root: Path, urls: Mapping[str, str], npm_token: str) -> None:
        self.urls = urls
        settings = SETTINGS
        for name, url in urls.items():
            settings = settings.replace(f"<{name}>", url)
        self.folder = shop(root / "shop", parts=("user",), languages=LANGUAGES, split=False)
        # Maven keeps what it has seen of a group in its local repository; another run is another group.
        self.group = f"com.example.run{secrets.token_hex(4)}"
        edit(self.folder / "ego.yaml", "com.example.acme", self.group)
        with (self.folder / "ego.yaml").open("a") as file:
            file.write(settings)
        self.env = {"TOKEN": TOKEN, "NPM_TOKEN": npm_token}

    def publish(self, *arguments: str) -> list[dict[str, object]]:
        """What `ego publish --registry all` did, or would do."""
        told = ego(self.folder, "publish", "--registry", "all", "--json", *arguments, env=self.env)
        assert told.code == 0, told.out + told.err
        data = told.document["stages"][-1]["data"]
        found = data.get("planned") or data["published"]
        assert isinstance(found, list)
        return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    root = tmp_path_factory.mktemp("shop")
    for name in ("egoerrors", "shop", "acme-shop-client", "errors"):
        bare(root / "git" / f"{name}.git")
    with ExitStack() as stack:
        npm_url, npm_token = stack.enter_context(verdaccio(root / "npm", upstream=True))
        urls = {
            "pypi": stack.enter_context(pypiserver(root / "pypi", user="ci", token=TOKEN)),
            "npm": npm_url,
            "maven": stack.enter_context(maven_repository(root / "maven", user="ci", token=TOKEN)),
            "forge": stack.enter_context(git_server(root / "git", user="ci", token=TOKEN)),
        }
        yield Shop(root, urls, npm_token)


@pytest.fixture(scope="module")
def packages(place: Shop) -> dict[str, list[str]]:
    """Language -> names of what was published, in that order, once."""
    built = ego(place.folder, "package", "--quiet")
    assert built.code == 0, built.out + built.err
    first = place.publish()
    assert all(entry["new"] for entry in first)
    names: dict[str, list[str]] = {}
    for entry in first:
        if entry["registry"] != "local":
            names.setdefault(str(entry["language"]), []).append(str(entry["name"]))
    return names


def run(*command: str | Path, cwd: Path, **env: str) -> str:
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_five_languages_are_published_runtimes_first_and_a_second_run_finds_all(
    place: Shop, packages: dict[str, list[str]]
) -> None:
    assert set(packages) == set(LANGUAGES)
    assert tuple(packages["python"]) == NAMES["python"]
    assert tuple(packages["go"]) == NAMES["go"]
    assert all(len(names) == 2 for names in packages.values())
    again = place.publish()
    assert [entry["new"] for entry in again] == [False] * 20
    assert {entry["standing"] for entry in place.publish("--dry-run")} == {"same"}
    assert [entry["language"] for entry in again[-4:]] == ["go"] * 4


def test_pip_installs_the_client_and_its_runtime(
    place: Shop, packages: dict[str, list[str]], tmp_path: Path
) -> None:
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-cache-dir")
    index = ("--index-url", f"{place.urls['pypi']}/simple/", "--target", "site")
    run(*pip, *index, *packages["python"], cwd=tmp_path)
    code = (
        "from egoerrors import from_error\n"
        "from acme_shop_client.shop.user.v1 import user_errors\n"
        "print(from_error(user_errors.UserErrNotFound()).reason)\n"
    )
    printed = run(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH="site")
    assert printed == "shop.user.v1.USER_ERR_NOT_FOUND\n"


def test_npm_installs_the_client_with_all_it_needs(
    place: Shop, packages: dict[str, list[str]], tmp_path: Path
) -> None:
    (tmp_path / "package.json").write_text('{"private": true, "type": "module"}')
    client = packages["typescript"][-1]
    options = ("--registry", f"{place.urls['npm']}/", "--cache", str(tmp_path / "cache"))
    run("npm", "install", "--no-audit", "--no-fund", *options, client, cwd=tmp_path)
    lock = json.loads((tmp_path / "package-lock.json").read_text())["packages"]
    for name in packages["typescript"]:
        assert lock[f"node_modules/{name}"]["integrity"].startswith("sha512-")
    code = f"import * as client from {json.dumps(client)}; console.log(typeof client)"
    assert run("node", "--input-type=module", "-e", code, cwd=tmp_path).strip() == "object"


def test_maven_gets_the_client_with_strict_checksums(
    place: Shop, packages: dict[str, list[str]], tmp_path: Path
) -> None:
    group, name = packages["java"][-1].split(":")
    (tmp_path / "pom.xml").write_text(
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        "<groupId>x</groupId><artifactId>x</artifactId><version>1</version><packaging>pom</packaging>"
        f"<repositories><repository><id>shop-of-the-test</id><url>{place.urls['maven']}</url>"
        "<releases><checksumPolicy>fail</checksumPolicy></releases></repository></repositories>"
        f"<dependencies><dependency><groupId>{group}</groupId><artifactId>{name}</artifactId>"
        "<version>[1.0,2.0)</version></dependency></dependencies></project>"
    )
    copy = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
    options = ("-q", "-B", "-C", f"-DincludeGroupIds={group}", "-DoutputDirectory=lib")
    try:
        run("mvn", *options, copy, cwd=tmp_path)
    finally:
        seen = Path.home() / ".m2" / "repository" / Path(*place.group.split("."))
        shutil.rmtree(seen, ignore_errors=True)
    assert f"{name}-1.2.3.jar" in {path.name for path in (tmp_path / "lib").iterdir()}


def test_go_and_composer_see_the_version_in_their_repositories(
    place: Shop, packages: dict[str, list[str]], tmp_path: Path
) -> None:
    forge = place.urls["forge"].replace("http://", f"http://ci:{TOKEN}@")
    module = packages["go"][-1]
    told = run(
        "go",
        "mod",
        "download",
        "-json",
        f"{module}@v1.2.3",
        cwd=tmp_path,
        GOPRIVATE=HOST,
        GOPROXY="direct",
        GOMODCACHE=str(tmp_path / "cache"),
        GOFLAGS="-modcacherw",
        GIT_CONFIG_COUNT="1",
        GIT_CONFIG_KEY_0=f"url.{forge}/.insteadOf",
        GIT_CONFIG_VALUE_0=f"https://{HOST}/",
    )
    assert json.loads(told)["Version"] == "v1.2.3"
    client = packages["php"][-1]
    vcs = {"type": "vcs", "url": f"{forge}/{client.partition('/')[2]}.git"}
    document = {"repositories": [vcs, {"packagist": False}], "config": {"secure-http": False}}
    (tmp_path / "composer.json").write_text(json.dumps(document))
    shown = run("composer", "show", "--no-interaction", "--all", client, cwd=tmp_path)
    assert "versions : " in shown and "v1.2.3" in shown
