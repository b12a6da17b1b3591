"""TypeScript: `fromPartial` of ts-proto's messages, laid out as prettier has it.

The messages are those of ts-proto with `outputServices=grpc-js,oneof=unions-value,forceLong=bigint,importSuffix=.js`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping

from protoc_gen_ego.catalog import ErrorCode
from protoc_gen_ego.scaffolds.dialect import Test, snake
from protoc_gen_ego.scaffolds.sample import Member, Tree
from protoc_gen_ego.scaffolds.typescript_layout import placed
from protoc_gen_ego.scaffolds.typescript_literals import INDENT, TypescriptLiterals, is_map
from protoc_gen_ego.schema import File, Method, Service

_INDENT = 6  # of the fields of a case
_WRAPPERS = frozenset(
    f"google.protobuf.{kind}Value"
    for kind in "Double Float Int64 UInt64 Int32 UInt32 Bool String Bytes".split()
)


class TypescriptDialect(TypescriptLiterals):
    """node:test with a grpc-js server on 127.0.0.1."""

    name = "typescript"

    # -- places ---------------------------------------------------------------------------------------------

    def path(self, service: Service, word: str = "") -> str:
        """Beside the proto file's modules: `user_service.test.ts`."""
        folder = posixpath.dirname(service.file.name)
        return posixpath.join(folder, f"{word}{word and '_'}{snake(service.name)}.test.ts")

    def support(self, services: Iterable[Service]) -> Mapping[str, tuple[str, str]]:
        return {"egotest/egotest.ts": ("egotest.ts", "")}

    def _from(self, path: str, near: File, file: File) -> str:
        """The import of a module at the output root's `path`, made of `file`, for a test beside `near`."""
        prefix = self.home("typescript_import", file, ".")
        up = "../" * near.name.count("/") or "./"
        if prefix == ".":
            folder = posixpath.dirname(near.name)
            same = posixpath.dirname(path) == folder
            target = f"./{posixpath.basename(path)}" if same else f"{up}{path}"
        elif prefix.startswith("."):
            up = "" if up == "./" and prefix.startswith("..") else up
            target = f"{up}{prefix.removeprefix('./')}/{path}"
        else:
            target = f"{prefix}/{path}"
        return self.language.literal(f"{target}.js")

    # -- the file -------------------------------------------------------------------------------------------

    def identifiers(self, service: Service) -> dict[str, tuple[str, str]]:
        return {method.name: (method.name, "") for method in service.methods}

    def definition(self, method: Method, identifier: str, table: str) -> str:
        pairs = (("request", self.request_type(method)), ("response", self.response_type(method)))
        return "\n".join([f"  {_leaf(key, value, 2)}" for key, value in pairs])

    def context(self, service: Service, tests: tuple[Test, ...]) -> dict[str, object]:
        near = service.file
        modules: dict[str, str] = {}

        def module(file: File, suffix: str, ending: str = "") -> None:
            path = file.name.removesuffix(".proto") + ending
            modules[self.alias(file, suffix, near)] = self._from(path, near, file)

        for file in self._named(service):
            module(file, "_pb")
        for code in self.raised(service):
            module(code.value.file, "_errors", "_errors")
        lines = [f"import * as {name} from {modules[name]};" for name in sorted(modules)]
        up = "../" * near.name.count("/") or "./"
        lines.insert(
            0, f"import * as egotest from {self.language.literal(f'{up}egotest/egotest.js')};"
        )
        if self.plan.has_codes:
            runtime = self.plan.runtime
            if runtime == "vendored":
                source = self._from(f"{self.language.runtime_package}/grpc", near, near)
            else:
                source = self.language.literal(f"{runtime}/grpc")
            lines.insert(0, f"import * as egoerrors from {source};")
        return {
            "imports": lines,
            "kept": sorted(modules),
            "api": self.alias(near, "_pb", near),
            "has_codes": self.plan.has_codes,
        }

    def _named(self, service: Service) -> set[File]:
        """The files whose modules a scaffold names: fewer than those it is about, since parts need no types."""
        found = {service.file}
        for tree in self.trees(service):
            found.add(tree.message.file)
            self._collect(tree, found)
        return found

    def _collect(self, tree: Tree, found: set[File]) -> None:
        for entry in tree.entries:
            for value in entry.values:
                if type(value) is Tree:
                    if entry.facts.map is not None and is_map(entry):
                        found.add(value.message.file)
                    if not value.message.full_name.startswith("google.protobuf."):
                        self._collect(value, found)
                elif type(value) is Member:
                    found.add(value.enum.file)

    def request_type(self, method: Method) -> str:
        return self.ident(self.plan.types.message(method.input), method.file)

    def response_type(self, method: Method) -> str:
        return self.ident(self.plan.types.message(method.output), method.file)

    def error(self, code: ErrorCode, service: Service) -> str:
        alias = self.alias(code.value.file, "_errors", service.file)
        guard = f"{alias}.is{self.language.accessor(code.name)}"
        return _leaf("error", guard, INDENT)


def _leaf(key: str, value: str, indent: int) -> str:
    return placed(key, lambda *_: value, indent)


DIALECT = TypescriptDialect
