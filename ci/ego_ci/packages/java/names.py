"""Names that Maven or Java cannot take, found before anything is generated; and managed mode."""

from __future__ import annotations

import re
from collections.abc import Iterator

from google.protobuf.descriptor_pb2 import Edition, FileDescriptorProto

from ego_ci.packages.job import Job
from protoc_gen_ego.diagnostics import Diagnostic, Severity
from protoc_gen_ego.languages.java import Java

_PART = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def findings(job: Job) -> Iterator[Diagnostic]:
    """JAVA_GROUP when nobody said under whose name the jar is published."""
    if not job.project.java.group:
        yield Diagnostic(
            job.project.nearest("java", "java.group"),
            Severity.ERROR,
            "JAVA_GROUP",
            "a Java package needs a groupId, and ego.yaml names none",
            "set `java.group` in ego.yaml to a domain of yours, backwards, such as com.example.shop",
        )


def manage(job: Job, file: FileDescriptorProto) -> None:
    """Sets `java_package` and `java_multiple_files` where a file of a client says nothing of them."""
    if job.owner(file.name) is None:
        return  # somebody else's classes have the names that they have
    options = file.options
    if not options.HasField("java_package"):
        options.java_package = java_package(job.project.java.package_prefix, file.package)
    # From 2024 on a file is several classes by itself, and the option is refused.
    if file.edition < Edition.EDITION_2024 and not options.HasField("java_multiple_files"):
        options.java_multiple_files = True


def java_package(prefix: str, proto_package: str) -> str:
    """The Java package of a proto package; a part that is a keyword gets a final `_`.

    >>> java_package("com.example", "shop.new.v1")
    'com.example.shop.new_.v1'
    """
    parts = [part for text in (prefix, proto_package) for part in text.split(".") if part]
    return ".".join(f"{part}_" if part in Java.reserved else part for part in parts)


def module_name(group: str, artifact: str) -> str:
    """The name of the jar as a module of Java (Automatic-Module-Name).

    >>> module_name("com.example.shop", "shop-client"), module_name("com.acme-x", "2nd-new")
    ('com.example.shop.shop.client', 'com.acme.x._2nd.new_')
    """
    words = re.split(r"[^A-Za-z0-9_]+", f"{group}.{artifact}")
    safe = (word if _PART.fullmatch(word) else f"_{word}" for word in words if word)
    return ".".join(f"{word}_" if word in Java.reserved else word for word in safe)
