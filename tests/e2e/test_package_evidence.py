"""SBOM and provenance of every package: valid by their schemas, and what `ego verify` compares a file with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from ego_ci.packages import manifest
from ego_ci.packages.artifact import Artifact
from google.protobuf import json_format
from in_toto_attestation.predicates.provenance.v1.provenance_pb2 import (  # type: ignore[import-untyped]
    Provenance,
)
from in_toto_attestation.v1.statement import Statement  # type: ignore[import-untyped]
from in_toto_attestation.v1.statement_pb2 import (  # type: ignore[import-untyped]
    Statement as Message,
)

from tests.e2e.ego import commit, ego, git
from tests.e2e.shops import shop

CLIENT = "acme-shop-user-client"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = shop(tmp_path_factory.mktemp("evidence") / "shop")
    told = ego(root, "package")
    assert told.code == 0, told.err
    return root


@pytest.fixture(scope="module")
def built(folder: Path) -> dict[str, Artifact]:
    return {item.name: item for item in manifest.load(folder / "build/ego/packages")}


def bill(artifact: Artifact) -> dict[str, Any]:
    (path,) = (path for path in artifact.beside if path.name.endswith(".cdx.json"))
    return dict(json.loads(path.read_bytes()))


def statement(artifact: Artifact) -> dict[str, Any]:
    (path,) = (path for path in artifact.beside if path.name.endswith(".intoto.json"))
    return dict(json.loads(path.read_bytes()))


def test_every_sbom_is_valid_cyclonedx(built: dict[str, Artifact]) -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    wrong = {name: validator.validate_str(json.dumps(bill(item))) for name, item in built.items()}
    assert wrong == dict.fromkeys(built)


def test_every_statement_is_in_toto_with_slsa_provenance(built: dict[str, Artifact]) -> None:
    for artifact in built.values():
        document = statement(artifact)
        message = json_format.ParseDict(document, Message())
        Statement.copy_from_pb(message).validate()
        predicate = json_format.ParseDict(document["predicate"], Provenance())
        assert predicate.run_details.builder.id == "pkg:pypi/protoc-gen-ego"
        assert document["predicateType"] == "https://slsa.dev/provenance/v1"
        assert document["subject"][0]["digest"] == {"sha256": artifact.sha256}


def test_the_sbom_names_package_licence_needs_and_tools(built: dict[str, Artifact]) -> None:
    found = bill(built[CLIENT])
    component = found["metadata"]["component"]
    assert component["purl"] == "pkg:pypi/acme-shop-user-client@1.2.3"
    assert component["licenses"] == [{"expression": "Apache-2.0"}]
    needed = {item["name"]: item["licenses"] for item in found["components"]}
    assert needed["acme-shop-common-client"] == [{"expression": "Apache-2.0"}]
    assert needed["protobuf"] == [{"expression": "BSD-3-Clause"}]
    tools = [tool["name"] for tool in found["metadata"]["tools"]["components"]]
    assert "grpcio-tools" in tools


def test_the_provenance_names_commit_repository_and_siblings(
    folder: Path, built: dict[str, Artifact]
) -> None:
    definition = statement(built[CLIENT])["predicate"]["buildDefinition"]
    head = git(folder, "rev-parse", "HEAD")
    assert definition["externalParameters"]["commit"] == head
    resolved = {item["name"]: item for item in definition["resolvedDependencies"]}
    assert resolved["source"] == {
        "name": "source",
        "uri": f"git+https://gitlab.example.com/acme/shop@{head}",
        "digest": {"gitCommit": head},
    }
    common = built["acme-shop-common-client"]
    assert resolved[common.path.name]["digest"] == {"sha256": common.sha256}
    assert len(resolved["toolchain.lock.json"]["digest"]["sha256"]) == 64


def test_the_runtime_says_nothing_of_the_repository(built: dict[str, Artifact]) -> None:
    text = json.dumps([bill(built["ego-errors"]), statement(built["ego-errors"])])
    assert "gitlab.example.com" not in text
    assert (
        "commit"
        not in statement(built["ego-errors"])["predicate"]["buildDefinition"]["externalParameters"]
    )


@pytest.fixture
def download(built: dict[str, Artifact], tmp_path: Path) -> Path:
    """The package with its two documents, as somebody has downloaded them."""
    artifact = built[CLIENT]
    for path in (artifact.path, *artifact.beside):
        shutil.copy(path, tmp_path)
    return tmp_path / artifact.path.name


def test_a_whole_download_is_told_with_its_origin(folder: Path, download: Path) -> None:
    told = ego(download.parent, "verify", download.name)
    assert told.code == 0, told.out + told.err
    assert f"is {CLIENT} 1.2.3, built by pkg:pypi/protoc-gen-ego" in told.out
    assert git(folder, "rev-parse", "HEAD") in told.out


def test_one_flipped_bit_is_found(download: Path) -> None:
    data = bytearray(download.read_bytes())
    data[len(data) // 2] ^= 1
    download.write_bytes(data)
    told = ego(download.parent, "verify", download.name, "--json")
    assert told.code == 1
    first, second = told.document["differences"]
    assert "the provenance tells" in first
    assert "the SBOM tells" in second


def test_a_swapped_provenance_is_found(built: dict[str, Artifact], download: Path) -> None:
    other = next(p for p in built["ego-errors"].beside if p.name.endswith(".intoto.json"))
    told = ego(download.parent, "verify", download.name, "--provenance", str(other))
    assert told.code == 1
    assert "the package is pkg:pypi/ego-errors@" in told.out


def test_a_swapped_sbom_is_found(built: dict[str, Artifact], download: Path) -> None:
    other = next(p for p in built["ego-errors"].beside if p.name.endswith(".cdx.json"))
    told = ego(download.parent, "verify", download.name, "--sbom", str(other))
    assert told.code == 1
    assert "the SBOM is not the one that was written with the provenance" in told.out


def test_a_forged_commit_is_found_by_what_the_package_says(download: Path) -> None:
    path = download.with_name(f"{download.name}.intoto.json")
    document = json.loads(path.read_bytes())
    forged = "f" * 40
    definition = document["predicate"]["buildDefinition"]
    definition["externalParameters"]["commit"] = forged
    path.write_text(json.dumps(document))
    told = ego(download.parent, "verify", download.name)
    assert told.code == 1
    assert f"in the package and {forged} in the provenance" in told.out
    assert "the provenance tells two commits" in told.out


def test_another_commit_or_repository_than_expected_is_found(download: Path) -> None:
    options = ("--commit", "e" * 40, "--repository", "https://gitlab.example.com/else")
    told = ego(download.parent, "verify", download.name, *options)
    assert told.code == 1
    assert told.out.count("is expected") == 2


@pytest.mark.parametrize(
    ("missing", "words"), [(".intoto.json", "the provenance"), (".cdx.json", "the SBOM"), ("", "")]
)
def test_what_is_missing_is_exit_2(download: Path, missing: str, words: str) -> None:
    download.with_name(download.name + missing).unlink()
    told = ego(download.parent, "verify", download.name)
    assert told.code == 2
    assert words in told.err
    assert "is not there" in told.err


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"_type": 1}', '{"subject": [{}]}'])
def test_a_document_that_is_none_is_exit_2(download: Path, text: str) -> None:
    download.with_name(f"{download.name}.intoto.json").write_text(text)
    told = ego(download.parent, "verify", download.name)
    assert told.code == 2
    assert "Traceback" not in told.err
    assert "internal error" not in told.err


def test_changes_that_are_in_no_commit_are_told(tmp_path: Path) -> None:
    root = shop(tmp_path / "shop", split=False)
    path = root / "proto/shop/common/v1/money.proto"
    path.write_text(path.read_text() + "// More.\n")
    assert ego(root, "package").code == 0
    wheel = next((root / "build/ego/packages/python").glob("acme*.whl"))
    assert "with changes that are in no commit" in ego(root, "verify", str(wheel)).out
    commit(root)
    assert ego(root, "package").code == 0
    assert "with changes" not in ego(root, "verify", str(wheel)).out
