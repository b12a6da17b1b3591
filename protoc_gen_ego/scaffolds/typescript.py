"""TypeScript: `fromPartial` of ts-proto's messages, laid out as prettier has it.

The messages are those of ts-proto with `outputServices=grpc-js,oneof=unions-value,forceLong=bigint,importSuffix=.js`.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence

from protoc_gen_ego.catalog import ErrorCode
from protoc_gen_ego.languages.typescript import WIDTH
from protoc_gen_ego.scaffolds.dialect import Dialect, Plan, Test, snake
from protoc_gen_ego.scaffolds.fields import WIDE
from protoc_gen_ego.scaffolds.sample import Entry, Member, Scalar, Tree, Value
from protoc_gen_ego.scaffolds.typescript_layout import in_brackets, joined, key_of, property_of
from protoc_gen_ego.schema import Enum, File, Message, Method, Service

_INDENT = 6  # of the fields of a case
_WRAPPERS = frozenset(
    f"google.protobuf.{kind}Value"
    for kind in "Double Float Int64 UInt64 Int32 UInt32 Bool String Bytes".split()
)


class TypescriptDialect(Dialect):
    """node:test with a grpc-js server on 127.0.0.1."""

    name = "typescript"

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._literals: dict[tuple[int, int, int, str], str] = {}

    # -- places ---------------------------------------------------------------------------------------------

    def path(self, service: Service, word: str = "") -> str:
        """Beside the proto file's modules: `user_service.test.ts`."""
        folder = posixpath.dirname(service.file.name)
        return posixpath.join(folder, f"{word}{word and '_'}{snake(service.name)}.test.ts")

    def support(self, services: Iterable[Service]) -> Mapping[str, tuple[str, str]]:
        return {"egotest/egotest.ts": ("egotest.ts", "")}

    def alias(self, file: File, suffix: str, near: File) -> str:
        """The name of a generated module: short beside the service, else with its folders."""
        folder, _, name = file.name.removesuffix(".proto").rpartition("/")
        if folder != posixpath.dirname(near.name):
            name = f"{folder}_{name}"
        name = re.sub(r"[^A-Za-z0-9_]", "_", name)
        return f"{name if name[:1].isalpha() else f'_{name}'}{suffix}"

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
        return "\n".join([f"  {joined(key, value, 2)}" for key, value in pairs])

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
                    if entry.facts.map is not None and _is_map(entry):
                        found.add(value.message.file)
                    if not value.message.full_name.startswith("google.protobuf."):
                        self._collect(value, found)
                elif type(value) is Member:
                    found.add(value.enum.file)

    def _ident(self, node: Message | Enum, near: File) -> str:
        return f"{self.alias(node.file, '_pb', near)}.{'_'.join(node.names)}"

    def request_type(self, method: Method) -> str:
        return self._ident(self.plan.types.message(method.input), method.file)

    def response_type(self, method: Method) -> str:
        return self._ident(self.plan.types.message(method.output), method.file)

    def error(self, code: ErrorCode, service: Service) -> str:
        alias = self.alias(code.value.file, "_errors", service.file)
        guard = f"{alias}.is{self.language.accessor(code.name)}"
        return joined("error", guard, _INDENT)

    # -- literals -------------------------------------------------------------------------------------------

    def sequence(self, trees: Sequence[Tree], service: Service, *, key: str) -> str:
        if not key.endswith("s"):
            [tree] = trees
            head = f"{key}: {self._ident(tree.message, service.file)}.fromPartial("
            if _INDENT + len(head) > WIDTH:  # then the value goes below its key
                pad = " " * (_INDENT + 2)
                return f"\n{pad}{self._made(tree, _INDENT + 2, 0, service.file)}"
            return f" {self._made(tree, _INDENT, len(key) + 2, service.file)}"
        made = [self._made(tree, _INDENT + 2, 0, service.file) for tree in trees]
        return f" {in_brackets(made, _INDENT, len(key) + 2)}"

    def _made(self, tree: Tree, indent: int, lead: int, near: File) -> str:
        """A complete message: `Type.fromPartial({…})`."""
        key = (id(tree), indent, lead, near.name)
        known = self._literals.get(key)
        if known is None:
            head = f"{self._ident(tree.message, near)}.fromPartial("
            if indent + lead + len(head) < WIDTH or not tree.entries:
                known = f"{head}{self._object(tree, indent, lead + len(head), near, tail=2)})"
            else:  # the brace does not fit behind it
                pad = " " * (indent + 2)
                inner = self._object(tree, indent + 2, 0, near)
                known = f"{head}\n{pad}{inner},\n{' ' * indent})"
            self._literals[key] = known
        return known

    def _object(self, tree: Tree, indent: int, lead: int, near: File, *, tail: int = 1) -> str:
        """The fields of a message as an object; `lead` columns stand before it, `tail` behind."""
        pairs: dict[str, str] = {}
        if not tree.entries:
            return "{}"
        small = len(tree.entries) <= 3 and all(
            type(e.values[0]) is not Tree and e.facts.map is None and not e.facts.oneof
            for e in tree.entries
        )
        if small:
            for entry in tree.entries:
                leaf = ", ".join([self._leaf(value, near) for value in entry.values])
                pairs[key_of(entry.facts.name)] = f"[{leaf}]" if entry.facts.repeated else leaf
            flat = f"{{ {', '.join([f'{key}: {value}' for key, value in pairs.items()])} }}"
            if indent + lead + len(flat) + tail <= WIDTH:
                return flat
        for entry in tree.entries:
            if entry.facts.oneof:
                pairs[key_of(entry.facts.oneof)] = self._choice(entry, indent + 2, near)
            else:
                key = key_of(entry.facts.name)
                pairs[key] = self._field(entry, indent + 2, len(key) + 2, near)
        pad = " " * (indent + 2)
        body = "".join([f"{pad}{joined(key, value, len(pad))}\n" for key, value in pairs.items()])
        return f"{{\n{body}{' ' * indent}}}"

    def _choice(self, entry: Entry, indent: int, near: File) -> str:
        """A member of a oneof: `{ $case: "address", value: … }`."""
        case = self.language.literal(key_of(entry.facts.name))
        pad = " " * (indent + 2)
        value = self._any(entry.values[0], indent + 2, len("value: "), near)
        return f"{{\n{pad}{joined('$case', case, len(pad))}\n{pad}value: {value},\n{' ' * indent}}}"

    def _field(self, entry: Entry, indent: int, lead: int, near: File) -> str:
        if entry.facts.map is not None:
            if _is_map(entry):
                return self._map(entry, indent, lead, near)
            pairs = {}
            for each, value in zip(entry.keys, entry.values, strict=True):
                key = property_of(self._leaf(each, near))
                pairs[key] = self._any(value, indent + 2, len(key) + 2, near)
            flat = f"{{ {', '.join([f'{key}: {value}' for key, value in pairs.items()])} }}"
            if "\n" not in flat and indent + lead + len(flat) + 1 <= WIDTH:
                return flat
            pad = " " * (indent + 2)
            lines = [f"{pad}{joined(key, value, len(pad))}\n" for key, value in pairs.items()]
            return f"{{\n{''.join(lines)}{' ' * indent}}}"
        if entry.facts.repeated:
            made = [self._any(value, indent + 2, 0, near) for value in entry.values]
            return in_brackets(made, indent, lead)
        return self._any(entry.values[0], indent, lead, near)

    def _map(self, entry: Entry, indent: int, lead: int, near: File) -> str:
        """A Map, which ts-proto makes where keys cannot be those of an object."""
        pad = " " * (indent + 2)
        pairs = []
        for each, value in zip(entry.keys, entry.values, strict=True):
            key = self._leaf(each, near)
            inner = self._leaf(value, near) if type(value) is not Tree else ""
            if type(value) is Tree:
                inner = self._made(value, indent + 4, 0, near)
            pair = f"[{key}, {inner}]"
            room = WIDTH - indent - lead - 12
            if len(entry.values) == 1 and "\n" not in pair and len(pair) <= room:
                return f"new Map([{pair}])"
            if "\n" in pair or len(pad) + len(pair) + 1 > WIDTH:
                pair = f"[\n{pad}  {key},\n{pad}  {inner},\n{pad}]"
            pairs.append(f"{pad}{pair},\n")
        return f"new Map([\n{''.join(pairs)}{' ' * indent}])"

    def _any(self, value: Value, indent: int, lead: int, near: File) -> str:
        if type(value) is not Tree:
            return self._leaf(value, near)
        name = value.message.full_name
        if name.startswith("google.protobuf."):
            known = self._known(name, value, indent, lead, near)
            if known:
                return known
        return self._object(value, indent, lead, near)

    def _known(self, name: str, tree: Tree, indent: int, lead: int, near: File) -> str:
        """What ts-proto makes of google.protobuf's own types, which is no message; '' for the others."""
        kind = name.removeprefix("google.protobuf.")
        if kind == "Timestamp":
            return f"new Date({self.language.literal(_iso(tree))})"
        if name in _WRAPPERS or kind == "Value":
            return self._leaf(tree.entries[0].values[0], near)
        if kind in ("FieldMask", "ListValue"):
            return f"[{', '.join([self._any(v, 0, 0, near) for v in tree.entries[0].values])}]"
        if kind == "Struct":
            [entry] = tree.entries
            key = property_of(self._leaf(entry.keys[0], near))
            return f"{{ {key}: {self._any(entry.values[0], 0, 0, near)} }}"
        return ""

    def _leaf(self, value: Value, near: File) -> str:
        if type(value) is Member:
            return f"{self._ident(value.enum, near)}.{value.value.name}"
        assert type(value) is Scalar, "trees are not leaves"
        said = value.value
        if type(said) is str:
            return self.language.literal(said)
        if type(said) is bytes:
            return f"Buffer.from({self.language.literal(said.decode())})"
        if type(said) is bool:
            return "true" if said else "false"
        return f"{said!r}n" if value.kind in WIDE else repr(said)


def _iso(timestamp: Tree) -> str:
    """A google.protobuf.Timestamp as the constructor of Date reads it, which has milliseconds."""
    found = {"seconds": 0, "nanos": 0}
    for entry in timestamp.entries:
        if type(entry.values[0]) is Scalar:
            found[entry.facts.name] = int(entry.values[0].value)
    moment = datetime.datetime.fromtimestamp(found["seconds"], datetime.timezone.utc)
    millis = found["nanos"] // 1_000_000
    rest = f".{millis:03d}" if millis else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{rest}Z"


def _is_map(entry: Entry) -> bool:
    """Whether ts-proto makes a Map of a map, because its keys cannot be those of an object."""
    assert entry.facts.map is not None, "it is one"
    kind = entry.facts.map[0].kind
    return kind in WIDE or kind == "bool"


DIALECT = TypescriptDialect
