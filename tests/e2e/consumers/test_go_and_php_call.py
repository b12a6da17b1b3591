"""A Go client calls a TypeScript server, a PHP client a Go server; all are installed from the registry."""

from __future__ import annotations

import pytest

from demo.consumers.consumer import Consumer
from tests.e2e.consumers.programs import ANSWER, installed, said, serving
from tests.e2e.consumers.publishing import registry, served, shop
from tests.e2e.ego import ego


@pytest.fixture(scope="module")
def consumers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Consumer]:
    """The consumers of three languages, each freshly installed from one registry."""
    folder = tmp_path_factory.mktemp("calls")
    made = shop(folder / "shop", "typescript", "go", "php")
    told = ego(made, "publish")
    assert told.code == 0, told.err
    with served(registry(made)) as url:
        return {
            language: installed(language, folder / language, registry(made), url)
            for language in ("typescript", "go", "php")
        }


@pytest.mark.parametrize(("client", "server"), [("go", "typescript"), ("php", "go"), ("go", "go")])
def test_a_client_matches_the_error_of_another_language(
    consumers: dict[str, Consumer], client: str, server: str
) -> None:
    serves = consumers[server]
    with serving(serves.server, serves.cwd, dict(serves.environment)) as port:
        assert said(consumers[client], port) == ANSWER
