"""What every registry promises, asked of real ones: published once, never replaced, never half, no token told."""

from __future__ import annotations

from pathlib import Path

import pytest
from ego_ci.problem import Problem
from ego_ci.registries.registry import Conflict, Standing

from tests.e2e.publish.conftest import MAKE, TOKEN, VARIABLE, Servers


@pytest.mark.parametrize("kind", MAKE)
def test_a_version_is_published_once_and_other_bytes_are_refused(
    kind: str, servers: Servers, tmp_path: Path
) -> None:
    registry = servers.open(kind)
    version = servers.version()
    artifact = servers.package(kind, tmp_path, version)
    assert registry.find(artifact).standing is Standing.ABSENT
    first = registry.publish(artifact)
    assert first.standing is Standing.ABSENT and first.new
    assert registry.find(artifact).standing is Standing.SAME
    again = registry.publish(artifact)
    assert again.standing is Standing.SAME and not again.new
    other = servers.package(kind, tmp_path, version, text="2")
    with pytest.raises(Conflict) as caught:
        registry.publish(other)
    assert version in caught.value.message
    assert "raise `version`" in caught.value.remedy
    assert caught.value.output
    assert registry.find(artifact).standing is Standing.SAME


@pytest.mark.parametrize("kind", MAKE)
def test_a_wrong_token_is_refused_with_the_name_of_its_variable_and_never_its_value(
    kind: str, servers: Servers, tmp_path: Path
) -> None:
    servers.url(kind)
    registry = servers.open(kind, token="wrong-canary-7f3a")
    artifact = servers.package(kind, tmp_path, servers.version())
    with pytest.raises(Problem) as caught:
        registry.publish(artifact)
    told = f"{caught.value} {caught.value.output} {caught.value!r} {caught.value.__cause__!r}"
    assert "wrong-canary" not in told
    assert VARIABLE in told or "token" in told
    assert servers.open(kind).find(artifact).standing is Standing.ABSENT


@pytest.mark.parametrize("kind", MAKE)
def test_without_a_token_nothing_is_tried(kind: str, servers: Servers, tmp_path: Path) -> None:
    servers.url(kind)
    registry = servers.open(kind, token="")
    with pytest.raises(Problem, match=f"{VARIABLE} is empty or not set"):
        registry.ready()
    artifact = servers.package(kind, tmp_path, servers.version())
    with pytest.raises(Problem):
        registry.publish(artifact)
    assert servers.open(kind).find(artifact).standing is Standing.ABSENT


@pytest.mark.parametrize("kind", MAKE)
def test_a_server_that_is_not_there_is_named(kind: str, servers: Servers, tmp_path: Path) -> None:
    servers.url(kind)
    registry = servers.open(kind, url="http://127.0.0.1:1/x")
    with pytest.raises(Problem) as caught:
        registry.find(servers.package(kind, tmp_path, servers.version()))
    assert "127.0.0.1:1" in f"{caught.value} {caught.value.output}"
    assert TOKEN not in f"{caught.value} {caught.value.output}"


@pytest.mark.parametrize("kind", MAKE)
def test_a_token_never_travels_readable_unless_asked_to(kind: str, servers: Servers) -> None:
    servers.url(kind)
    with pytest.raises(Problem, match="over http, where anybody on the way can read it") as caught:
        servers.open(kind, url="http://registry.example.com/x")
    assert "insecure: true" in caught.value.remedy


@pytest.mark.parametrize("kind", MAKE)
def test_the_registry_does_not_show_its_token(kind: str, servers: Servers) -> None:
    registry = servers.open(kind)
    assert servers.tokens[kind] not in repr(registry) + str(vars(registry).get("credentials"))
