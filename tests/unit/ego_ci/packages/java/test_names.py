"""Managed mode: the Java package of a file that says nothing of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from ego_ci.packages.java.names import java_package, manage, module_name
from google.protobuf.descriptor_pb2 import Edition, FileDescriptorProto, FileOptions


def managed(file: FileDescriptorProto, *, is_ours: bool = True) -> FileOptions:
    project = SimpleNamespace(java=SimpleNamespace(package_prefix="com.example"))
    job = SimpleNamespace(owner=lambda _: "client" if is_ours else None, project=project)
    manage(cast(Any, job), file)
    return file.options


def test_a_file_that_says_nothing_gets_the_prefix() -> None:
    options = managed(FileDescriptorProto(name="a.proto", package="shop.new.v1"))
    assert options.java_package == "com.example.shop.new_.v1"
    assert options.java_multiple_files


def test_what_a_file_says_stays() -> None:
    said = FileOptions(java_package="org.acme", java_multiple_files=False)
    options = managed(FileDescriptorProto(name="a.proto", package="shop.v1", options=said))
    assert options.java_package == "org.acme"
    assert not options.java_multiple_files


def test_files_of_others_stay_as_they_are() -> None:
    file = FileDescriptorProto(name="google/rpc/status.proto", package="google.rpc")
    assert managed(file, is_ours=False) == FileOptions()


def test_an_edition_without_the_option_is_not_given_it() -> None:
    file = FileDescriptorProto(
        name="a.proto", package="a", syntax="editions", edition=Edition.EDITION_2024
    )
    assert not managed(file).HasField("java_multiple_files")


@pytest.mark.parametrize(
    ("prefix", "package", "expected"),
    [("com.example", "", "com.example"), ("", "a.b", "a.b"), ("a", "class.x", "a.class_.x")],
)
def test_packages(prefix: str, package: str, expected: str) -> None:
    assert java_package(prefix, package) == expected


def test_a_module_name_is_made_of_identifiers() -> None:
    assert module_name("com.acme-x", "2nd.new--client") == "com.acme.x._2nd.new_.client"
