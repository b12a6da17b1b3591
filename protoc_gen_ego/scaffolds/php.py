"""PHP: array constructors of protoc's classes, under PSR-12; every name is written in full, so nothing is imported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from protoc_gen_ego.catalog import ErrorCode
from protoc_gen_ego.languages.php_names import PREFIXED
from protoc_gen_ego.scaffolds.dialect import Dialect, Plan, Test, unique
from protoc_gen_ego.scaffolds.sample import Entry, Member, Scalar, Tree, Value
from protoc_gen_ego.schema import Enum, File, Message, Method, Service

_INDENT = 16  # of the arguments of a case
_FLAT = 80  # longest array on one line, a matter of taste: PSR-12 leaves both
# Keywords that can be the name of a constant all the same.
_CONSTANTS = frozenset(
    "int float bool string true false null void iterable parent self readonly".split()
)


class PhpDialect(Dialect):
    """PHPUnit, against the address of a server or an object in the same process."""

    name = "php"
    between = f",\n{' ' * (_INDENT + 4)}"

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._literals: dict[tuple[int, int], str] = {}
        self._classes: dict[Message | Enum, str] = {}

    def path(self, service: Service, word: str = "") -> str:
        """`Shop/User/V1/UserServiceTest.php`: where PSR-4 looks for it."""
        namespace = self.language.namespace(self.options(service.file))
        name = f"{_camel(word)}{service.name}Test.php"
        return "/".join([*filter(None, namespace.split("\\")), name])

    def support(self, services: Iterable[Service]) -> Mapping[str, tuple[str, str]]:
        names = ("EgoCase.php", "EgoTesting.php", "InProcess.php", "Late.php")
        return {f"Ego/Testing/{name}": (name, "") for name in names}

    def identifiers(self, service: Service) -> dict[str, tuple[str, str]]:
        names = [method.name for method in service.methods]
        made = unique(names, {name: _camel(name) for name in names})
        return {name: (f"test{text}", f"casesOf{text}") for name, text in made.items()}

    def context(self, service: Service, tests: tuple[Test, ...]) -> dict[str, object]:
        facts = self.options(service.file)
        runtime = self.language.runtime_reference(facts, self.plan.runtime)
        return {
            "namespace": self.language.namespace(facts),
            "client": f"{self._prefix(service.file)}{service.name}Client",
            "is": f", \\{runtime}\\EgoErrors::is(...)" if self.plan.has_codes else "",
        }

    def _prefix(self, file: File) -> str:
        namespace = self.language.namespace(self.options(file))
        return f"\\{namespace}\\" if namespace else "\\"

    def class_of(self, node: Message | Enum) -> str:
        """A class that protoc makes, in full; `PB` stands before a keyword, in google.protobuf `GPB`."""
        known = self._classes.get(node)
        if known is None:
            given = self.options(node.file).options.get("php_class_prefix", "")
            reserved = "GPB" if node.file.package == "google.protobuf" else "PB"
            parts = [
                f"{given or (reserved if part.lower() in PREFIXED else '')}{part}"
                for part in node.names
            ]
            known = self._classes[node] = self._prefix(node.file) + "\\".join(parts)
        return known

    def request_type(self, method: Method) -> str:
        return self.class_of(self.plan.types.message(method.input))

    def response_type(self, method: Method) -> str:
        return self.class_of(self.plan.types.message(method.output))

    def error(self, code: ErrorCode, service: Service) -> str:
        accessor = self.language.accessor(code.name)
        return f"{self._prefix(code.value.file)}{accessor}::class"

    # -- literals -------------------------------------------------------------------------------------------

    def message(self, tree: Tree, service: Service, *, key: str) -> str:
        return self._tree(tree, _INDENT + (4 if key.endswith("s") else 0))

    def _tree(self, tree: Tree, indent: int) -> str:
        key = (id(tree), indent)
        known = self._literals.get(key)
        if known is None:
            head = f"new {self.class_of(tree.message)}("
            pairs = [
                f"{self.language.literal(entry.facts.name)} => {self._field(entry, indent + 4)}"
                for entry in tree.entries
            ]
            flat = f"{head}[{', '.join(pairs)}])"
            if not pairs:
                known = f"{head})"
            elif len(pairs) <= 3 and len(flat) <= _FLAT and "\n" not in flat:
                known = flat
            else:
                pad = " " * (indent + 4)
                known = f"{head}[\n{''.join([f'{pad}{pair},{chr(10)}' for pair in pairs])}{' ' * indent}])"
            self._literals[key] = known
        return known

    def _field(self, entry: Entry, indent: int) -> str:
        if not entry.facts.repeated:
            return self._any(entry.values[0], indent)
        heads = [f"{self._leaf(key)} => " for key in entry.keys] or [""] * len(entry.values)
        pairs = list(zip(heads, entry.values, strict=True))
        if type(entry.values[0]) is not Tree:
            return f"[{', '.join([f'{head}{self._any(value, 0)}' for head, value in pairs])}]"
        pad = " " * (indent + 4)
        lines = [f"{pad}{head}{self._any(value, indent + 4)},\n" for head, value in pairs]
        return f"[\n{''.join(lines)}{' ' * indent}]"

    def _any(self, value: Value, indent: int) -> str:
        return self._tree(value, indent) if type(value) is Tree else self._leaf(value)

    def _leaf(self, value: Value) -> str:
        if type(value) is Member:
            name = value.value.name
            reserved = name.lower() in PREFIXED and name.lower() not in _CONSTANTS
            return f"{self.class_of(value.enum)}::{'PB' if reserved else ''}{name}"
        assert type(value) is Scalar, "trees are not leaves"
        said = value.value
        if type(said) is str:
            return self.language.literal(said)
        if type(said) is bytes:
            return self.language.literal(said.decode())
        if type(said) is bool:
            return "true" if said else "false"
        return str(said)


def _camel(name: str) -> str:
    """`get_user` -> `GetUser`, as PSR-1 has the names of methods."""
    return "".join([part[:1].upper() + part[1:] for part in name.split("_")])


DIALECT = PhpDialect
