"""Python: keyword arguments of the `_pb2` classes, laid out as `ruff format` has them."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping

from protoc_gen_ego.catalog import ErrorCode
from protoc_gen_ego.scaffolds.dialect import Dialect, Plan, Test, snake, unique
from protoc_gen_ego.scaffolds.python_imports import Imports
from protoc_gen_ego.scaffolds.sample import Entry, Member, Scalar, Tree, Value
from protoc_gen_ego.schema import Enum, File, Message, Method, Service

WIDTH = 88  # of ruff format
_CASE_INDENT = 8  # of the arguments of a Case


class PythonDialect(Dialect):
    """pytest, with a real server on the loopback interface, or the event loop's where handlers are coroutines."""

    name = "python"
    between = f",\n{' ' * (_CASE_INDENT + 4)}"

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._literals: dict[tuple[int, int, int, str], str] = {}

    def path(self, service: Service, word: str = "") -> str:
        """`test_shop_user_v1_user_service.py`: pytest wants every file name once."""
        scope = service.file.package.replace(".", "_")
        word = "" if word == scope else word
        return "_".join(filter(None, ("test", scope, snake(service.name), word))) + ".py"

    def support(self, services: Iterable[Service]) -> Mapping[str, tuple[str, str]]:
        return {name: (name, "") for name in ("egotest.py", "egotest_server.py")}

    def identifiers(self, service: Service) -> dict[str, tuple[str, str]]:
        names = [method.name for method in service.methods]
        short = unique(names, {name: snake(name) for name in names})
        return {
            name: (f"test_{text}", text.upper() if text != name else f"{name}_CASES")
            for name, text in short.items()
        }

    def definition(self, method: Method, identifier: str, table: str) -> str:
        check = f"    {table}.check(server, case)"
        if len(check) > WIDTH:
            check = f"    {table}.check(\n        server, case\n    )"
        return f"{_definition(identifier)}\n{check}"

    def context(self, service: Service, tests: tuple[Test, ...]) -> dict[str, object]:
        imports = Imports()
        modules = [(file, "_pb2") for file in self.used(service)]
        modules.append((service.file, "_pb2_grpc"))
        modules += [(code.value.file, "_errors") for code in self.raised(service)]
        for file, suffix in modules:
            imports.add(self._module(file, suffix), self.alias(file, suffix, service.file))
        if self.plan.has_codes:
            facts = self.options(service.file)
            runtime = self.language.runtime_reference(facts, self.plan.runtime)
            imports.add(runtime, "egoerrors")
        imports.add("egotest", "egotest")
        imports.add("pytest", "pytest")
        grpc = self.alias(service.file, "_pb2_grpc", service.file)
        servicer = _attribute(grpc, f"{service.name}Servicer")
        return {
            "imports": imports.lines(),
            "dynamic": imports.dynamic(),
            "kept": sorted({self.alias(file, suffix, service.file) for file, suffix in modules}),
            "factory": _wrapped("def new_service() ->", servicer, "(", "):", ":"),
            "unwritten": _wrapped(
                "    return egotest.unwritten", servicer, "(", ")", "", always=True
            ),
            "register": _attribute(grpc, f"add_{service.name}Servicer_to_server"),
            "has_codes": self.plan.has_codes,
        }

    def alias(self, file: File, suffix: str, near: File) -> str:
        """The name of a generated module: short beside the service, else with its folders; it depends on nothing else,
        so it stays when other imports come and go."""
        name = file.name.removesuffix(".proto").replace("-", "_").replace(".", "_")
        folder, _, base = name.rpartition("/")
        if folder == near.name.rpartition("/")[0].replace("-", "_").replace(".", "_"):
            name = base
        name = name.replace("/", "_")
        return f"{name if name[:1].isalpha() else f'_{name}'}{suffix}"

    def _module(self, file: File, suffix: str) -> str:
        """The dotted name of a generated module."""
        module = file.name.removesuffix(".proto").replace("-", "_").replace("/", ".") + suffix
        prefix = self.home("python_package", file)
        return f"{prefix}.{module}" if prefix and not file.name.startswith("google/") else module

    def class_of(self, node: Message | Enum, near: File) -> str:
        """A class or an enum of a `_pb2` module."""
        text = self.alias(node.file, "_pb2", near)
        for part in node.names:
            text = _attribute(text, part)
        return text

    def request_type(self, method: Method) -> str:
        """The class of a method's request."""
        return self.class_of(self.plan.types.message(method.input), method.file)

    def response_type(self, method: Method) -> str:
        """The class of a method's response."""
        return self.class_of(self.plan.types.message(method.output), method.file)

    def error(self, code: ErrorCode, service: Service) -> str:
        alias = self.alias(code.value.file, "_errors", service.file)
        return f"{alias}.{self.language.accessor(code.name)}"

    def message(self, tree: Tree, service: Service, *, key: str) -> str:
        if key.endswith("s"):
            return self._tree(tree, _CASE_INDENT + 4, 0, service.file)
        return self._tree(tree, _CASE_INDENT, len(key) + 1, service.file)

    def _tree(self, tree: Tree, indent: int, lead: int, near: File) -> str:
        key = (id(tree), indent, lead, near.name)
        known = self._literals.get(key)
        if known is None:
            known = self._literals[key] = self._laid_out(tree, indent, lead, near)
        return known

    def _laid_out(self, tree: Tree, indent: int, lead: int, near: File) -> str:
        head = self.class_of(tree.message, near)
        if not tree.entries:
            return f"{head}()"
        plain = all(
            type(e.values[0]) is not Tree and e.facts.map is None and _usable(e.facts.name)
            for e in tree.entries
        )
        if plain and len(tree.entries) <= 3:
            flat = f"{head}({', '.join(self._plain(e, near) for e in tree.entries)})"
            if indent + lead + len(flat) + 1 <= WIDTH:
                return flat
        inner = " " * (indent + 4)
        lines = [f"{inner}{self._entry(entry, indent + 4, near)},\n" for entry in tree.entries]
        return f"{head}(\n{''.join(lines)}{' ' * indent})"

    def _plain(self, entry: Entry, near: File) -> str:
        value = ", ".join([self._leaf(each, near) for each in entry.values])
        return f"{entry.facts.name}={f'[{value}]' if entry.facts.repeated else value}"

    def _entry(self, entry: Entry, indent: int, near: File) -> str:
        """`name=value`, broken into lines where it must be; the first is not indented."""
        facts = entry.facts
        if not _usable(facts.name):
            quoted = self.language.literal(facts.name)
            value = self._valued(entry, indent + 4, len(quoted) + 2, near)
            return f"**{{\n{' ' * (indent + 4)}{quoted}: {value},\n{' ' * indent}}}"
        return f"{facts.name}={self._valued(entry, indent, len(facts.name) + 1, near)}"

    def _valued(self, entry: Entry, indent: int, lead: int, near: File) -> str:
        if not entry.facts.repeated:
            return self._any(entry.values[0], indent, lead, near)
        heads = [f"{self._leaf(key, near)}: " for key in entry.keys] or [""] * len(entry.values)
        opening, closing = "{}" if entry.keys else "[]"
        pairs = list(zip(heads, entry.values, strict=True))
        if type(entry.values[0]) is not Tree:
            inner = ", ".join([f"{head}{self._leaf(value, near)}" for head, value in pairs])
            if indent + lead + len(inner) + 3 <= WIDTH:
                return f"{opening}{inner}{closing}"
        pad = " " * (indent + 4)
        lines = [f"{pad}{h}{self._any(v, indent + 4, len(h), near)},\n" for h, v in pairs]
        return f"{opening}\n{''.join(lines)}{' ' * indent}{closing}"

    def _any(self, value: Value, indent: int, lead: int, near: File) -> str:
        if type(value) is Tree:
            return self._tree(value, indent, lead, near)
        return self._leaf(value, near)

    def _leaf(self, value: Value, near: File) -> str:
        if type(value) is Scalar:
            said = value.value
            if type(said) is str:
                return self.language.literal(said)
            if type(said) is bytes:
                return f"b{self.language.literal(said.decode())}"
            return repr(said)
        assert type(value) is Member, "trees are not leaves"
        parent = value.enum.parent
        scope = (
            self.class_of(parent, near)
            if isinstance(parent, Message)
            else self.alias(value.enum.file, "_pb2", near)
        )
        if keyword.iskeyword(value.value.name):
            return f"{self.class_of(value.enum, near)}.Value({self.language.literal(value.value.name)})"
        return f"{scope}.{value.value.name}"


def _usable(name: str) -> bool:
    """Whether a field can be a keyword argument."""
    return not keyword.iskeyword(name) and name != "self"


def _attribute(scope: str, name: str) -> str:
    return f'getattr({scope}, "{name}")' if keyword.iskeyword(name) else f"{scope}.{name}"


def _wrapped(
    head: str, text: str, opening: str, closing: str, end: str, *, always: bool = False
) -> str:
    """A head with a text in brackets; they are there `always`, or only where a line is too long without."""
    flat = f"{head}{opening}{text}{closing}" if always else f"{head} {text}{end}"
    if len(flat) <= WIDTH:
        return flat
    pad = " " * (len(head) - len(head.lstrip()) + 4)
    gap = "" if always else " "
    return f"{head}{gap}{opening}\n{pad}{text}\n{pad[4:]}{closing}"


def _definition(name: str) -> str:
    """The head of a test function."""
    arguments = "server: egotest.Server, case: egotest.AnyCase"
    flat = f"def {name}({arguments}) -> None:"
    return flat if len(flat) <= WIDTH else f"def {name}(\n    {arguments}\n) -> None:"


DIALECT = PythonDialect
