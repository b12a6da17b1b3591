"""Requirements: go.mod and go.sum of a module, to the byte what `go mod tidy` writes, without network and without Go.

What a module needs of other people is pinned (pinned.mod, pinned.sum). What `go mod tidy` makes of it follows from
the packages that are imported, directly or by others: go.mod names the modules of all of them, the others' as
`// indirect`, go.sum has the sums of these and of what the tests of an imported package need
(https://go.dev/ref/mod#graph-pruning).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from ego_ci.packages.go.imports import Tree, reached
from ego_ci.packages.go.module_zip import hash1
from protoc_gen_ego.render import template_root

GO = "1.23"
"""The oldest Go that the pinned modules compile with."""

_NEEDS: Mapping[str, tuple[str, ...]] = {
    "google.golang.org/grpc": (
        "golang.org/x/net",
        "golang.org/x/sys",
        "golang.org/x/text",
        "google.golang.org/genproto/googleapis/rpc",
        "google.golang.org/protobuf",
    ),
    **{
        f"google.golang.org/genproto{part}": ("google.golang.org/protobuf",)
        for part in ("", "/googleapis/api", "/googleapis/rpc")
    },
}
"""Pinned module -> the modules of packages that its packages import."""
_TESTS: Mapping[str, tuple[str, ...]] = {
    "google.golang.org/protobuf": ("github.com/google/go-cmp",)
}
"""Pinned module -> what only its tests import: `go mod tidy` keeps their sums too."""


@dataclass(frozen=True)
class Module:
    """A module in one version, with its two sums of go.sum."""

    path: str
    version: str
    zip_sum: str
    mod_sum: str

    @property
    def sums(self) -> tuple[str, str]:
        """Its lines in go.sum."""
        return (
            f"{self.path} {self.version} {self.zip_sum}\n",
            f"{self.path} {self.version}/go.mod {self.mod_sum}\n",
        )


@cache
def pinned() -> Mapping[str, Module]:
    """The modules of other people, by path."""
    text = (template_root() / "go" / "package" / "pinned.sum").read_text("utf-8")
    sums = {(path, version): value for path, version, value in map(str.split, text.splitlines())}
    return {
        path: Module(path, version, value, sums[path, f"{version}/go.mod"])
        for (path, version), value in sums.items()
        if not version.endswith("/go.mod")
    }


@dataclass(frozen=True)
class Requirements:
    """What a module requires.

    Attributes:
        own: its sources.
        ours: the modules of ours that it may import, as they are published: the error runtime, other clients.
        sums: their lines of go.sum, by module path.
    """

    own: Tree
    ours: Collection[Tree] = ()
    sums: Mapping[str, Module] = field(default_factory=dict)

    @cached_property
    def direct(self) -> tuple[Module, ...]:
        """The modules whose packages its own packages import, sorted by path."""
        return self._modules(path for paths in self.own.packages.values() for path in paths)

    @cached_property
    def indirect(self) -> tuple[Module, ...]:
        """The modules that only others' packages need."""
        everything = self._modules(reached(self.own.packages, [self.own, *self.ours]))
        found = {module.path: module for module in everything}
        for module in everything:
            for path in _NEEDS.get(module.path, ()):
                found.setdefault(path, pinned()[path])
        return tuple(found[path] for path in sorted(found) if found[path] not in self.direct)

    @cached_property
    def go_mod(self) -> str:
        """The text of go.mod."""
        text = f"module {self.own.module}\n\ngo {GO}\n"
        text += _require([f"{module.path} {module.version}" for module in self.direct])
        return text + _require([f"{m.path} {m.version} // indirect" for m in self.indirect])

    @cached_property
    def go_sum(self) -> str:
        """The text of go.sum, '' if nothing is required."""
        modules = {*self.direct, *self.indirect}
        modules |= {pinned()[test] for m in modules for test in _TESTS.get(m.path, ())}
        ordered = sorted(modules, key=lambda module: module.path)
        return "".join(line for module in ordered for line in module.sums)

    def _modules(self, packages: Iterable[str]) -> tuple[Module, ...]:
        known = {**pinned(), **self.sums}
        paths = {*known, self.own.module}
        found = {_owner(package, paths) for package in packages if _of_a_module(package)}
        return tuple(known[path] for path in sorted(filter(None, found)) if path in known)


def module_of(tree: Tree, zip_files: Mapping[str, bytes]) -> Module:
    """A module of ours with its sums, from the files of its zip."""
    go_mod = zip_files[f"{tree.module}@{tree.version}/go.mod"]
    return Module(tree.module, tree.version, hash1(zip_files), hash1({"go.mod": go_mod}))


def _owner(package: str, modules: Collection[str]) -> str | None:
    """The module that has a package: the longest path that is a prefix of it."""
    owners = (path for path in modules if package == path or package.startswith(f"{path}/"))
    return max(owners, key=len, default=None)


def _of_a_module(package: str) -> bool:
    """False for the standard library, whose paths begin with no host."""
    return "." in package.partition("/")[0]


def _require(lines: list[str]) -> str:
    if not lines:
        return ""
    if len(lines) == 1:
        return f"\nrequire {lines[0]}\n"
    return "\nrequire (\n" + "".join(f"\t{line}\n" for line in lines) + ")\n"
