"""TypeScript calls Go, Java calls Python, Python calls Java: each installed by its own package manager."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from demo.consumers.consumer import Consumer
from tests.e2e.consumers.programs import ANSWER, installed, said, serving
from tests.e2e.consumers.publishing import published, registry, served, shop

LANGUAGES = ("typescript", "java", "go", "python")


@pytest.fixture(scope="module")
def consumers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Consumer]:
    """The consumers of four languages, each freshly installed from one registry."""
    folder = tmp_path_factory.mktemp("calls")
    made = shop(folder / "shop", *LANGUAGES)
    published(made)
    with served(registry(made)) as url:
        return {
            language: installed(language, folder / language, registry(made), url)
            for language in LANGUAGES
        }


@pytest.mark.parametrize(
    ("client", "server"),
    [("typescript", "go"), ("java", "python"), ("python", "java"), ("typescript", "java")],
)
def test_a_client_matches_the_error_of_another_language(
    consumers: dict[str, Consumer], client: str, server: str
) -> None:
    serves = consumers[server]
    with serving(serves.server, serves.cwd, dict(serves.environment)) as port:
        assert said(consumers[client], port) == ANSWER


def test_npm_took_our_packages_from_the_registry_and_all_else_from_its_own(
    consumers: dict[str, Consumer],
) -> None:
    lock = json.loads((consumers["typescript"].cwd / "package-lock.json").read_text("utf-8"))
    packages = {name.rpartition("node_modules/")[2]: it for name, it in lock["packages"].items()}
    assert {"shop-client", "ego-errors", "@grpc/grpc-js", "@bufbuild/protobuf"} <= set(packages)
    for name in ("shop-client", "ego-errors"):
        assert packages[name]["integrity"].startswith("sha512-")
        assert "hasInstallScript" not in packages[name]
    # One copy of the runtime, whoever needs it.
    assert sum(name.endswith("/ego-errors") for name in lock["packages"]) == 1


def test_maven_took_the_newer_protobuf_although_grpc_asks_for_an_older_one(
    consumers: dict[str, Consumer],
) -> None:
    jars = {path.name for path in (consumers["java"].cwd / "lib").iterdir()}
    assert {"shop-client-1.0.0.jar", "ego-errors-0.1.0.jar", "protobuf-java-4.36.2.jar"} <= jars
    ours = Path("repository/com/example/shop/shop-client/1.0.0")
    told = (consumers["java"].cwd / ours / "_remote.repositories").read_text("utf-8")
    assert "shop-client-1.0.0.jar>shop=" in told
