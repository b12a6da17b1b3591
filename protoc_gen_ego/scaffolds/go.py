"""Go: composite literals of protoc-gen-go's structs, aligned as gofmt has them; external test packages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping

from protoc_gen_ego.catalog import ErrorCode
from protoc_gen_ego.languages.go_names import KEYWORDS, go_camel
from protoc_gen_ego.scaffolds.dialect import Dialect, Plan, Test, snake
from protoc_gen_ego.scaffolds.fields import Facts, is_edition
from protoc_gen_ego.scaffolds.go_layout import aligned
from protoc_gen_ego.scaffolds.go_names import FieldName, enum_value, names
from protoc_gen_ego.scaffolds.sample import Entry, Member, Scalar, Tree, Value
from protoc_gen_ego.schema import Enum, File, Message, Method, Service

_INDENT = 3  # tabs of the fields of a case
_FLAT = 60  # longest literal on one line, a matter of taste: gofmt leaves both
_OPAQUE = 1001  # edition 2024, since which protoc-gen-go hides the fields
_TYPES = {"double": "float64", "float": "float32", "bytes": "[]byte"}
_POINTERS = {"double": "Float64", "float": "Float32", "bool": "Bool", "string": "String"}
# A package of one of these names would be hidden by what the test declares, or hide it.
_TAKEN = KEYWORDS | frozenset(
    "any append bool byte c cap clear close codes comparable complex copy delete egoerrors error false float32 float64 "
    "grpc imag int int32 int64 iota job len make max min new nil panic print proto real recover rune s string t "
    "testing true uint32 uint64 uint8 uintptr".split()
)
# A file whose name ends in one of these before _test is compiled for that system only.
_SYSTEMS = frozenset(
    "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows "
    "zos 386 amd64 amd64p32 arm arm64 arm64be armbe loong64 mips mips64 mips64le mips64p32 mips64p32le mipsle ppc "
    "ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm test".split()
)
_VERSION = re.compile(r"v[0-9]+[a-z0-9]*")


class GoDialect(Dialect):
    """`go test` with bufconn and the standard library."""

    name = "go"
    between = ",\n\t\t\t\t"

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._literals: dict[tuple[int, int, bool], str] = {}
        self._names: dict[Message, dict[str, FieldName]] = {}
        self._aliases: dict[File, str] = {}
        self._clashed = False

    def problem(self, file: File, *, own: bool) -> str:
        path = self._import_path(file)
        if path.startswith("."):
            return f"go_package `{path}` names no import path, and a test has to import it"
        return super().problem(file, own=own)

    # -- places ---------------------------------------------------------------------------------------------

    def path(self, service: Service, word: str = "") -> str:
        """Beside the error modules; `user_service_test.go`."""
        folder = posixpath.dirname(self.language.error_path(self.options(service.file)))
        stem = snake(service.name)
        if stem.rpartition("_")[2] in _SYSTEMS:
            stem += "_rpc"
        return posixpath.join(folder, f"{word}{word and '_'}{stem}_test.go")

    def support(self, services: Iterable[Service]) -> Mapping[str, tuple[str, str]]:
        return {
            posixpath.join(posixpath.dirname(self.path(service)), "egotest_test.go"): (
                "egotest_test.go",
                self._package(service),
            )
            for service in services
        }

    def _package(self, service: Service) -> str:
        return f"{self.language.namespace(self.options(service.file))}_test"

    def _import_path(self, file: File) -> str:
        return self.options(file).options.get("go_package", "").partition(";")[0]

    def alias(self, file: File) -> str:
        """The name a package is imported by; a version alone says too little, so its folder goes before it."""
        known = self._aliases.get(file)
        if known is None:
            path = self._import_path(file)
            name = self.language.namespace(self.options(file))
            if _VERSION.fullmatch(name) and "/" in path:
                before = re.sub(
                    r"[^a-z0-9]", "", posixpath.basename(posixpath.dirname(path)).lower()
                )
                name = f"{before}{name}" if before[:1].isalpha() else name
            if name in _TAKEN:
                name += "pb"
            known = self._aliases[file] = name
        return known

    def begin(self, service: Service, path: str = "") -> None:
        """Settles clashes of package names among what one service needs, by the order of import paths."""
        super().begin(service, path)
        files = {*self.used(service), *(code.value.file for code in self.raised(service))}
        paths: dict[str, str] = {}
        if self._clashed:
            self._aliases.clear()
            self._literals.clear()
        clashes = {}
        for file in sorted(files, key=self._import_path):
            name, path = self.alias(file), self._import_path(file)
            while paths.setdefault(name, path) != path:
                name += "_"
            if name != self.alias(file):
                clashes[file] = name
        self._clashed = bool(clashes)
        if clashes:
            self._literals.clear()
            self._aliases.update(clashes)

    # -- the file -------------------------------------------------------------------------------------------

    def identifiers(self, service: Service) -> dict[str, tuple[str, str]]:
        prefix = go_camel(service.name)
        return {m.name: (f"Test{prefix}_{m.name}", "") for m in service.methods}

    def definition(self, method: Method, identifier: str, table: str) -> str:
        return f"ego{method.streaming.capitalize()}"

    def context(self, service: Service, tests: tuple[Test, ...]) -> dict[str, object]:
        prefix, api = go_camel(service.name), self.alias(service.file)
        lines = {
            "google.golang.org/grpc": '"google.golang.org/grpc"',
            "google.golang.org/protobuf/proto": '"google.golang.org/protobuf/proto"',
        }
        kept = {"proto": "= proto.String", api: f"= {api}.Register{prefix}Server"}
        for tree in self.trees(service):
            self._keep(tree, kept)
        for code in self.raised(service):
            kept.setdefault(self.alias(code.value.file), f"= {self.error(code, service)}")
        for file in {*self.used(service), *(c.value.file for c in self.raised(service))}:
            path = self._import_path(file)
            lines[path] = f"{self.alias(file)} {self.language.literal(path)}"
        if self.plan.has_codes:
            runtime = self.language.runtime_reference(self.options(service.file), self.plan.runtime)
            lines[runtime] = f"egoerrors {self.language.literal(runtime)}"
        return {
            "package": self._package(service),
            "prefix": prefix,
            "api": api,
            "server": f"{prefix[:1].lower()}{prefix[1:]}UnderTest",
            "imports": [lines[path] for path in sorted(lines)],
            "kept": [kept[name] for name in sorted(kept)],
            "has_codes": self.plan.has_codes,
        }

    def _keep(self, tree: Tree, kept: dict[str, str]) -> None:
        kept.setdefault(self.alias(tree.message.file), f"*{self._ident(tree.message)}")
        for entry in tree.entries:
            for value in entry.values:
                if type(value) is Tree:
                    self._keep(value, kept)
                elif type(value) is Member:
                    kept.setdefault(self.alias(value.enum.file), self._ident(value.enum))

    def _ident(self, node: Message | Enum) -> str:
        return f"{self.alias(node.file)}.{go_camel('.'.join(node.names))}"

    def request_type(self, method: Method) -> str:
        return f"*{self._ident(self.plan.types.message(method.input))}"

    def response_type(self, method: Method) -> str:
        return f"*{self._ident(self.plan.types.message(method.output))}"

    def error(self, code: ErrorCode, service: Service) -> str:
        return f"{self.alias(code.value.file)}.Is{self.language.accessor(code.name)}"

    # -- literals -------------------------------------------------------------------------------------------

    def message(self, tree: Tree, service: Service, *, key: str) -> str:
        element = key.endswith("s")
        return self._tree(tree, _INDENT + element, bare=element)

    def body(self, method: Method, name: str, request: str, response: str, error: str) -> str:
        descriptor = method.descriptor
        pairs = [("Name", self.language.literal(name))]
        pairs.append(self._values("Request", descriptor.client_streaming, request, method.input))
        if error:
            pairs.append(("Is", error))
        else:
            many = descriptor.server_streaming
            pairs.append(self._values("Response", many, response, method.output))
        return f"\t\t{{\n{aligned(pairs, _INDENT)}\t\t}},"

    def _values(self, key: str, many: bool, text: str, full_name: str) -> tuple[str, str]:
        if not many:
            return key, text
        tabs = "\t" * _INDENT
        kind = self._ident(self.plan.types.message(full_name))
        return f"{key}s", f"[]*{kind}{{\n{tabs}\t{text},\n{tabs}}}"

    def _tree(self, tree: Tree, indent: int, *, bare: bool) -> str:
        """A literal; `bare`: as an element, where the type is known."""
        key = (id(tree), indent, bare)
        known = self._literals.get(key)
        if known is None:
            known = self._literals[key] = self._laid_out(tree, indent, bare)
        return known

    def _laid_out(self, tree: Tree, indent: int, bare: bool) -> str:
        message = tree.message
        opaque = is_edition(message.file, _OPAQUE)
        head, end = ("" if bare else f"&{self._ident(message)}"), ""
        if opaque:
            head, end = f"{self._ident(message)}_builder", ".Build()"
        pairs = [self._pair(entry, indent + 1, message, opaque) for entry in tree.entries]
        flat = f"{head}{{{', '.join([f'{key}: {value}' for key, value in pairs])}}}{end}"
        if not pairs or (len(pairs) <= 3 and len(flat) <= _FLAT and "\n" not in flat):
            return flat
        return f"{head}{{\n{aligned(pairs, indent + 1)}{chr(9) * indent}}}{end}"

    def _pair(self, entry: Entry, indent: int, message: Message, opaque: bool) -> tuple[str, str]:
        known = self._names.get(message)
        if known is None:
            known = self._names[message] = names(message)
        facts, name = entry.facts, known[entry.facts.name]
        if facts.oneof and not opaque:
            wrapper = f"{self.alias(message.file)}.{name.wrapper}"
            inner = self._value(entry.values[0], facts, indent, pointer=False)
            return name.oneof, f"&{wrapper}{{{name.field}: {inner}}}"
        return name.field, self._field(entry, indent, pointer=facts.presence or bool(facts.oneof))

    def _field(self, entry: Entry, indent: int, *, pointer: bool) -> str:
        facts = entry.facts
        if not facts.repeated:
            return self._value(entry.values[0], facts, indent, pointer=pointer)
        kept, head = facts, f"[]{self._type(facts)}"
        if facts.map is not None:
            kept, head = facts.map[1], f"map[{self._type(facts.map[0])}]{self._type(facts.map[1])}"
        made = [self._element(value, kept, indent + 1) for value in entry.values]
        if facts.map is not None:
            keys = [self._value(k, facts.map[0], 0, pointer=False) for k in entry.keys]
            pairs = list(zip(keys, made, strict=True))
            if type(entry.values[0]) is not Tree:
                return f"{head}{{{', '.join([f'{key}: {value}' for key, value in pairs])}}}"
            return f"{head}{{\n{aligned(pairs, indent + 1)}{chr(9) * indent}}}"
        if type(entry.values[0]) is not Tree:
            return f"{head}{{{', '.join(made)}}}"
        tabs = "\t" * indent
        return f"{head}{{\n{''.join([f'{tabs}{chr(9)}{text},{chr(10)}' for text in made])}{tabs}}}"

    def _element(self, value: Value, facts: Facts, indent: int) -> str:
        """A value in a list or a map, where the type is known."""
        if type(value) is Tree:
            return self._tree(value, indent, bare=True)
        return self._value(value, facts, indent, pointer=False)

    def _type(self, facts: Facts) -> str:
        if isinstance(facts.type, Message):
            return f"*{self._ident(facts.type)}"
        if isinstance(facts.type, Enum):
            return self._ident(facts.type)
        kind = facts.kind
        if kind in _TYPES:
            return _TYPES[kind]
        return kind.replace("sfixed", "int").replace("fixed", "uint").replace("sint", "int")

    def _value(self, value: Value, facts: Facts, indent: int, *, pointer: bool) -> str:
        if type(value) is Tree:
            return self._tree(value, indent, bare=False)
        if type(value) is Member:
            text = f"{self.alias(value.enum.file)}.{enum_value(value.enum, value.value)}"
            return f"{text}.Enum()" if pointer else text
        assert type(value) is Scalar, "nothing else is a value"
        said = value.value
        if type(said) is bytes:
            return f"[]byte({self.language.literal(said.decode())})"
        text = self.language.literal(said) if type(said) is str else str(said).lower()
        if not pointer:
            return text
        return f"proto.{_POINTERS.get(value.kind) or self._type(facts).capitalize()}({text})"


DIALECT = GoDialect
