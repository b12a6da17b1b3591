"""Java: builders of protoc's classes, laid out as google-java-format has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from protoc_gen_ego.catalog import ErrorCode
from protoc_gen_ego.languages.java_text import call
from protoc_gen_ego.scaffolds.dialect import Dialect, Plan, Test
from protoc_gen_ego.scaffolds.fields import WIDE
from protoc_gen_ego.scaffolds.java_layout import chained
from protoc_gen_ego.scaffolds.java_names import accessors, camel, method_getter, outer_class
from protoc_gen_ego.scaffolds.sample import Entry, Member, Scalar, Tree, Value
from protoc_gen_ego.schema import Enum, File, Message, Method, Service

WIDTH = 100
_BYTES = "com.google.protobuf.ByteString.copyFromUtf8("
_SUPPORT = "io.egoerrors.testing"
# Simple names of java.lang that a test uses. It imports nothing: the formatter wants all imports of a file together,
# and those are the user's.
_TAKEN = frozenset("Exception Iterable String".split())


class JavaDialect(Dialect):
    """JUnit 5 with grpc-java's in-process server."""

    name = "java"

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._flat: dict[tuple[int, str], str] = {}
        self._laid: dict[tuple[int, int, str], str] = {}
        self._setters: dict[Message, dict[str, str]] = {}
        self._scopes: dict[File, tuple[str, str]] = {}

    # -- places ---------------------------------------------------------------------------------------------

    def package(self, file: File) -> str:
        """The Java package of a file."""
        return self.language.namespace(self.options(file))

    def path(self, service: Service, word: str = "") -> str:
        """`com/example/shop/user/v1/UserServiceTest.java`: beside the classes, in their package."""
        folder = self.package(service.file).split(".")
        return "/".join([*filter(None, folder), f"{camel(word)}{service.name}Test.java"])

    def support(self, services: Iterable[Service]) -> Mapping[str, tuple[str, str]]:
        return {f"{_SUPPORT.replace('.', '/')}/EgoTesting.java": ("EgoTesting.java", "")}

    # -- the file -------------------------------------------------------------------------------------------

    def identifiers(self, service: Service) -> dict[str, tuple[str, str]]:
        return {method.name: (f"test{method.name}", "") for method in service.methods}

    def definition(self, method: Method, identifier: str, table: str) -> str:
        assert isinstance(method.parent, Service), "methods live in services"
        head = f"  Iterable<org.junit.jupiter.api.DynamicTest> {identifier}() {{"
        if len(head) > WIDTH:
            head = f"  Iterable<org.junit.jupiter.api.DynamicTest>\n      {identifier}() {{"
        stub, getter = f"{method.parent.name}Grpc", f".{method_getter(method.name)}()"
        if len(stub) + len(getter) + 14 > WIDTH:
            getter = f"\n                {getter}"
        arguments = ["SERVER", f"{stub}{getter}"]
        made = call(arguments, 0, f"{_SUPPORT}.EgoTesting.table", ";")
        flat = f"    var cases = {made}"
        if len(flat) > WIDTH:
            flat = "    var cases =\n" + call(arguments, 8, f"{_SUPPORT}.EgoTesting.table", ";")
        return f"{head}\n{flat}"

    def context(self, service: Service, tests: tuple[Test, ...]) -> dict[str, object]:
        runtime = self.language.runtime_reference(self.options(service.file), self.plan.runtime)
        own = {node.name for node in (*service.file.messages, *service.file.enums)}
        return {
            "package": self.package(service.file),
            "server": self._server(service, runtime),
            "base": _base(service.name),
            "string": "java.lang.String" if "String" in own else "String",
            "exception": "java.lang.Exception" if "Exception" in own else "Exception",
        }

    def _server(self, service: Service, runtime: str) -> str:
        gap = "\n              " if len(self.stem) + 23 > WIDTH else ""
        arguments = [f"{self.stem}{gap}::newService"]
        gap = "\n              " if len(self.stem) + 21 > WIDTH else ""
        arguments.append(f"{self.stem}{gap}::setupJob")
        if self.plan.has_codes:
            arguments.append(f"new {runtime}.EgoServerInterceptor()")
        made = call(arguments, 6, f"new {_SUPPORT}.EgoTesting.Server", ";")
        return f"  private static final {_SUPPORT}.EgoTesting.Server SERVER =\n{made}"

    def class_of(self, node: Message | Enum, near: str) -> str:
        """A class that protoc makes, by its simple name where that is possible in the package `near`."""
        scope = self._scopes.get(node.file)
        if scope is None:
            outer = outer_class(node.file, self.options(node.file))
            scope = self._scopes[node.file] = (self.package(node.file), outer)
        package, outer = scope
        names = [outer, *node.names] if outer else list(node.names)
        if package and (package != near or names[0] in _TAKEN):
            names.insert(0, package)
        return ".".join(names)

    def request_type(self, method: Method) -> str:
        return ""  # the compiler infers it

    def response_type(self, method: Method) -> str:
        return ""

    def error(self, code: ErrorCode, service: Service) -> str:
        near, package = self.package(service.file), self.package(code.value.file)
        name = self.language.class_name(code.value.parent.names)
        scope = f"{package}.{name}" if package and package != near else name
        constant = f"{scope}.{self.language.accessor(code.name)}"
        facts = self.options(service.file)
        runtime = self.language.runtime_reference(facts, self.plan.runtime)
        if len(constant) + 10 > WIDTH:
            constant = chained(constant, 8, tail=2)
        return call([f"{runtime}.EgoErrors::is", constant], 4, "cases.error", ";")

    def body(self, method: Method, name: str, request: str, response: str, error: str) -> str:
        return call([self.language.literal(name)], 4, "cases.add", ";")

    # -- literals -------------------------------------------------------------------------------------------

    def sequence(self, trees: Sequence[Tree], service: Service, *, key: str) -> str:
        near = self.package(service.file)
        head = f"    cases.{key.removesuffix('s')}("
        flat = ", ".join([self._line(tree, near) for tree in trees])
        if len(head) + len(flat) + 2 <= WIDTH:
            return f"{head}{flat});"
        pad = " " * 8
        if len(pad) + len(flat) + 2 <= WIDTH:
            return f"{head}\n{pad}{flat});"
        ends = [1] * (len(trees) - 1) + [2]  # characters behind each
        made = [self._tree(tree, 8, end, near) for tree, end in zip(trees, ends, strict=True)]
        return f"{head}\n{pad}" + f",\n{pad}".join(made) + ");"

    def _line(self, tree: Tree, near: str) -> str:
        """A message on one line, however long."""
        key = (id(tree), near)
        known = self._flat.get(key)
        if known is None:
            name = self.class_of(tree.message, near)
            if tree.entries:
                calls = "".join([self._call(entry, tree, near) for entry in tree.entries])
                known = f"{name}.newBuilder(){calls}.build()"
            else:
                known = f"{name}.getDefaultInstance()"
            self._flat[key] = known
        return known

    def _call(self, entry: Entry, tree: Tree, near: str) -> str:
        head = self._setter(entry, tree)
        pairs = zip_longest(entry.values, entry.keys)
        return "".join([f"{head}({', '.join(self._arguments(v, k, near))})" for v, k in pairs])

    def _arguments(self, value: Value, key: Value | None, near: str) -> list[str]:
        last = self._line(value, near) if type(value) is Tree else self._leaf(value, near)
        return [self._leaf(key, near), last] if key is not None else [last]

    def _setter(self, entry: Entry, tree: Tree) -> str:
        known = self._setters.get(tree.message)
        if known is None:
            known = accessors(self.plan.types.facts(tree.message))
            self._setters[tree.message] = known
        facts = entry.facts
        verb = "put" if facts.map is not None else "add" if facts.repeated else "set"
        return f".{verb}{known[facts.name]}"

    def _tree(self, tree: Tree, indent: int, tail: int, near: str) -> str:
        """A message at a column, with `tail` characters to come behind it; broken before each dot if too long."""
        flat = self._line(tree, near)
        if indent + len(flat) + tail <= WIDTH:
            return flat
        if not tree.entries:
            return chained(flat, indent)
        key = (id(tree), indent, near)
        known = self._laid.get(key)
        if known is None:
            pad = " " * (indent + 4)
            out = [chained(f"{self.class_of(tree.message, near)}.newBuilder()", indent)]
            for entry in tree.entries:
                head = self._setter(entry, tree)
                for value, key_of_map in zip_longest(entry.values, entry.keys):
                    out.append(f"{pad}{self._broken(head, value, key_of_map, indent + 4, near)}")
            out.append(f"{pad}.build()")
            known = self._laid[key] = "\n".join(out)
        return known

    def _broken(self, head: str, value: Value, key: Value | None, indent: int, near: str) -> str:
        arguments = self._arguments(value, key, near)
        flat = f"{head}({', '.join(arguments)})"
        if indent + len(flat) <= WIDTH:
            return flat
        pad = " " * (indent + 4)
        together = ", ".join(arguments)
        if len(pad) + len(together) + 1 <= WIDTH:
            return f"{head}(\n{pad}{together})"
        if type(value) is Tree:
            arguments[-1] = self._tree(value, indent + 4, 1, near)
        elif type(value) is Member:
            arguments[-1] = chained(arguments[-1], indent + 4, tail=1)
        elif len(arguments) == 1 and arguments[0].startswith(_BYTES):
            arguments[0] = f"{_BYTES}\n{pad}    {arguments[0].removeprefix(_BYTES)}"
        return f"{head}(\n{pad}" + f",\n{pad}".join(arguments) + ")"

    def _leaf(self, value: Value, near: str) -> str:
        if type(value) is Member:
            return f"{self.class_of(value.enum, near)}.{value.value.name}"
        assert type(value) is Scalar, "trees are not leaves"
        said = value.value
        if type(said) is str:
            return self.language.literal(said)
        if type(said) is bytes:
            return f"{_BYTES}{self.language.literal(said.decode())})"
        if type(said) is bool:
            return "true" if said else "false"
        suffix = "L" if value.kind in WIDE else "F" if value.kind == "float" else ""
        return f"{said!r}{suffix}"


def _base(name: str) -> str:
    """The base of a service, as a new object without a method."""
    flat = f"    return new {name}Grpc.{name}ImplBase() {{}};"
    return flat if len(flat) <= WIDTH else flat.replace("Grpc.", "Grpc\n        .", 1)


DIALECT = JavaDialect
