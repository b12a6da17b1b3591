"""Splitting: which file goes into which client, what they need of each other, and what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from ego_ci import project
from ego_ci.packages.image import Image
from ego_ci.packages.split import Split
from google.protobuf.descriptor_pb2 import FileDescriptorProto

from protoc_gen_ego.diagnostics import Diagnostic

COMMON, USER, ORDER = "shop/common/a.proto", "shop/user/u.proto", "shop/order/o.proto"
PACKAGES = """packages:
  - {name: common, paths: [proto/shop/common]}
  - {name: user, paths: [proto/shop/user]}
  - {name: order, paths: [proto/shop/order]}
"""


def proto(name: str, *imports: str) -> FileDescriptorProto:
    """A file whose imports stand in the lines 3, 4 …"""
    file = FileDescriptorProto(name=name, package="p", dependency=imports)
    for index in range(len(imports)):
        file.source_code_info.location.add(path=[3, index], span=[index + 2, 0, 9])
    return file


def split(
    folder: Path, yaml: str, *files: FileDescriptorProto, imported: tuple[str, ...] = ()
) -> Split:
    """The split of some files; `imported` are none of the repository's."""
    (folder / "ego.yaml").write_text(f"name: shop\n{yaml}")
    own = {file.name for file in files} - set(imported)
    return Split(
        project.load(folder / "ego.yaml"),
        Image.of(files, own),
        lambda name: f"proto/{name}" if name in own else name,
        lambda name: name.startswith("google/"),
    )


def told(found: Split) -> list[str]:
    return [str(item) for item in sorted(found.findings(), key=lambda item: item.sort_key)]


def test_without_packages_there_is_one_client_with_everything(tmp_path: Path) -> None:
    found = split(tmp_path, "", proto("vendor/v.proto"), proto(USER), imported=("vendor/v.proto",))
    (client,) = found.clients().values()
    assert (client.name, client.files) == ("shop", (USER, "vendor/v.proto"))
    assert client.copies == ("vendor/v.proto",)
    assert told(found) == []


def test_files_follow_paths_and_imports_become_requirements(tmp_path: Path) -> None:
    found = split(
        tmp_path,
        PACKAGES,
        proto("google/rpc/status.proto"),
        proto(COMMON, "google/rpc/status.proto"),
        proto(USER, COMMON),
        proto(ORDER, USER, COMMON),
        imported=("google/rpc/status.proto",),
    )
    assert told(found) == []
    clients = found.clients()
    assert {name: client.files for name, client in clients.items()} == {
        "common": (COMMON,),
        "user": (USER,),
        "order": (ORDER,),
    }
    assert clients["order"].requires == ("common", "user")
    assert [file.name for file in clients["user"].image.files] == [
        "google/rpc/status.proto",
        COMMON,
        USER,
    ]


def test_the_longest_path_wins(tmp_path: Path) -> None:
    yaml = "packages:\n  - {name: all, paths: [.]}\n  - {name: user, paths: [proto/shop/user]}\n"
    clients = split(tmp_path, yaml, proto(COMMON), proto(USER)).clients()
    assert (clients["all"].files, clients["user"].files) == ((COMMON,), (USER,))


def test_a_file_of_no_package_is_a_finding_with_a_remedy(tmp_path: Path) -> None:
    (found,) = told(
        split(tmp_path, PACKAGES, proto("pay/p.proto"), proto(COMMON), proto(USER), proto(ORDER))
    )
    assert found == (
        "pay/p.proto:1:1: error: PACKAGE_NONE: proto/pay/p.proto belongs to no package; name proto/pay under "
        "`paths` of one of the `packages:` in ego.yaml (common, user, order), or leave it out with `exclude`"
    )


def test_what_only_one_package_imports_goes_with_it(tmp_path: Path) -> None:
    deep, vendor = "vendor/deep.proto", "vendor/v.proto"
    files = (proto(deep), proto(vendor, deep), proto(COMMON), proto(USER, vendor), proto(ORDER))
    found = split(tmp_path, PACKAGES, *files, imported=(deep, vendor))
    assert told(found) == []
    assert found.clients()["user"].files == (USER, deep, vendor)


def test_what_two_packages_import_has_to_be_given_to_one(tmp_path: Path) -> None:
    files = (
        proto("v.proto"),
        proto(COMMON),
        proto(USER, "v.proto"),
        proto(ORDER, COMMON, "v.proto"),
    )
    (found,) = told(split(tmp_path, PACKAGES, *files, imported=("v.proto",)))
    assert found == (
        f"{ORDER}:4:1: error: PACKAGE_NONE: v.proto is imported, and belongs to no package; name v.proto under "
        "`paths` of one of the `packages:` in ego.yaml (common, user, order)"
    )


def test_an_import_path_is_good_for_what_is_not_in_the_repository(tmp_path: Path) -> None:
    yaml = PACKAGES.replace("[proto/shop/common]", "[proto/shop/common, vendor]")
    files = (proto("vendor/v.proto"), proto(COMMON), proto(USER), proto(ORDER, "vendor/v.proto"))
    clients = split(tmp_path, yaml, *files, imported=("vendor/v.proto",)).clients()
    assert clients["common"].files == (COMMON, "vendor/v.proto")
    assert clients["order"].requires == ("common",)


def test_a_circle_names_the_imports(tmp_path: Path) -> None:
    back = "shop/common/b.proto"
    files = (proto(COMMON), proto(USER, COMMON), proto(ORDER, USER), proto(back, COMMON, ORDER))
    (found,) = told(split(tmp_path, PACKAGES, *files))
    assert found == (
        f"{back}:4:1: error: PACKAGE_CIRCLE: packages need each other in a circle: "
        "common → order → user → common; here common imports order "
        f"(order imports user at {ORDER}:3:1) (user imports common at {USER}:3:1); "
        "move what both import into a package of its own, or make the packages one"
    )


def test_a_package_without_files_is_said_at_its_line(tmp_path: Path) -> None:
    (found,) = told(split(tmp_path, PACKAGES, proto(COMMON), proto(USER)))
    assert found.startswith(
        "ego.yaml:5:5: error: PACKAGE_EMPTY: the package order has no proto file"
    )


@pytest.mark.parametrize(
    ("packages", "line"),
    [
        ("[{name: a, paths: [x]}, {name: a, paths: [y]}]", 'the name "a" stands there twice'),
        ("[{name: a, paths: [x/y]}, {name: b, paths: [x/./y]}]", 'the path "x/./y" stands there'),
        ("[{paths: [x]}]", "`packages.name` is missing"),
        ("[{name: a, paths: [../x]}]", "leaves the repository"),
    ],
)
def test_names_and_paths_are_judged_in_ego_yaml(tmp_path: Path, packages: str, line: str) -> None:
    (tmp_path / "ego.yaml").write_text(f"name: shop\npackages: {packages}\n")
    with pytest.raises(project.InvalidProject) as caught:
        project.load(tmp_path / "ego.yaml")
    (found,) = caught.value.diagnostics
    assert isinstance(found, Diagnostic)
    assert line in found.message
