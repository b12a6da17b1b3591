"""Which packages have to be built again is told from paths and imports."""

from __future__ import annotations

from ego_ci.plan.graph import Graph, Source, build

PACKAGES = {"shop": (".",), "user": ("proto/user",), "common": ("proto/common", "proto/money")}


def graph(**imports: str) -> Graph:
    """A graph of files named by import path, `__` for `/`, below the module `proto`."""
    sources = []
    for name, imported in imports.items():
        path = name.replace("__", "/") + ".proto"
        names = [f"{one.replace('__', '/')}.proto" for one in imported.split()]
        sources.append(Source(f"proto/{path}", names, (path,), 2048))
    return build(PACKAGES, sources)


FILES = graph(
    user__v1__user="common__page",
    order__v1__order="user__v1__user money__money elsewhere__x",
    common__page="",
    money__money="",
)


def test_a_file_belongs_to_the_longest_path() -> None:
    assert FILES.owner("proto/user/v1/user.proto") == "user"
    assert FILES.owner("proto/userland/x.proto") == "shop"
    assert FILES.owner("proto/money/money.proto") == "common"


def test_requirements_follow_from_imports() -> None:
    assert FILES.requires == {
        "user": {"common"},
        "shop": {"user", "common"},
        "common": frozenset(),
    }
    assert FILES.weights == {"user": 3, "shop": 3, "common": 6}


def test_a_change_reaches_all_that_need_it() -> None:
    changed = FILES.changed(["proto/user/v1/user.proto"])
    assert changed == {"user"}
    assert FILES.dependents(changed) == {"user", "shop"}
    assert FILES.dependents({"common"}) == {"common", "user", "shop"}


def test_a_deleted_file_counts_for_its_package() -> None:
    assert FILES.changed(["proto/money/gone.proto"]) == {"common"}


def test_a_file_of_no_package_counts_for_those_that_import_it() -> None:
    packages = {"user": ("proto/user",)}
    sources = [
        Source("proto/user/a.proto", ["third/b.proto"], ["user/a.proto"]),
        Source("vendor/third/b.proto", ["third/c.proto"], ["third/b.proto"]),
        Source("vendor/third/c.proto", [], ["third/c.proto"]),
    ]
    found = build(packages, sources)
    assert found.changed(["vendor/third/c.proto"]) == {"user"}
    assert found.changed(["vendor/third/unused.proto"]) == set()
