"""TypeScript: `fromPartial` of ts-proto's messages, laid out as prettier has it, however long names are."""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Sequence

from protoc_gen_ego.languages.typescript import WIDTH
from protoc_gen_ego.scaffolds.dialect import Dialect, Plan
from protoc_gen_ego.scaffolds.fields import WIDE
from protoc_gen_ego.scaffolds.sample import Entry, Member, Scalar, Tree, Value
from protoc_gen_ego.scaffolds.typescript_layout import (
    KEY,
    chained,
    in_brackets,
    key_of,
    placed,
    property_of,
)
from protoc_gen_ego.schema import Enum, File, Message, Service

INDENT = 6  # of the fields of a case
_BYTES, _DATE, _MAP = "Buffer.from(", "new Date(", "new Map("
_SHORT = WIDTH // 4  # a lone argument of so many letters is not put on a line of its own
_WRAPPERS = frozenset(
    f"google.protobuf.{kind}Value"
    for kind in "Double Float Int64 UInt64 Int32 UInt32 Bool String Bytes".split()
)


class TypescriptLiterals(Dialect):
    """The part of the dialect that writes messages."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._literals: dict[tuple[int, int, int, str], str] = {}

    def alias(self, file: File, suffix: str, near: File) -> str:
        """The name of a generated module: short beside the service, else with its folders."""
        folder, _, name = file.name.removesuffix(".proto").rpartition("/")
        if folder != posixpath.dirname(near.name):
            name = f"{folder}_{name}"
        name = re.sub(r"[^A-Za-z0-9_]", "_", name)
        return f"{name if name[:1].isalpha() else f'_{name}'}{suffix}"

    def ident(self, node: Message | Enum, near: File) -> str:
        return f"{self.alias(node.file, '_pb', near)}.{'_'.join(node.names)}"

    def sequence(self, trees: Sequence[Tree], service: Service, *, key: str) -> str:
        near = service.file
        if not key.endswith("s"):
            [tree] = trees
            text = placed(key, lambda indent, lead: self._made(tree, indent, lead, near), INDENT)
            return text[len(key) + 1 : -1]
        made = [self._made(tree, INDENT + 2, 0, near) for tree in trees]
        return f" {in_brackets(made, INDENT, len(key) + 2)}"

    def _made(self, tree: Tree, indent: int, lead: int, near: File) -> str:
        """A complete message: `Type.fromPartial({…})`."""
        key = (id(tree), indent, lead, near.name)
        known = self._literals.get(key)
        if known is None:
            head = f"{self.ident(tree.message, near)}.fromPartial("
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
        if not tree.entries:
            return "{}"
        if len(tree.entries) <= 3 and all(map(_is_plain, tree.entries)):
            flat = ", ".join([self._flat(entry, near) for entry in tree.entries])
            if indent + lead + len(flat) + 4 + tail <= WIDTH:
                return f"{{ {flat} }}"
        pad = " " * (indent + 2)
        lines = [f"{pad}{self._property(entry, indent + 2, near)}\n" for entry in tree.entries]
        return f"{{\n{''.join(lines)}{' ' * indent}}}"

    def _flat(self, entry: Entry, near: File) -> str:
        leaf = ", ".join([self._leaf(value, near) for value in entry.values])
        return f"{key_of(entry.facts.name)}: {f'[{leaf}]' if entry.facts.repeated else leaf}"

    def _property(self, entry: Entry, indent: int, near: File) -> str:
        def laid(at: int, lead: int) -> str:
            if entry.facts.oneof:
                return self._choice(entry, at, near)
            return self._field(entry, at, lead, near)

        return placed(key_of(entry.facts.oneof or entry.facts.name), laid, indent)

    def _choice(self, entry: Entry, indent: int, near: File) -> str:
        """A member of a oneof: `{ $case: "address", value: … }`."""
        case = self.language.literal(key_of(entry.facts.name))

        def laid(at: int, lead: int) -> str:
            return self._any(entry.values[0], at, lead, near)

        pad = " " * (indent + 2)
        kind = placed("$case", lambda *_: case, indent + 2)
        return f"{{\n{pad}{kind}\n{pad}{placed('value', laid, indent + 2)}\n{' ' * indent}}}"

    def _field(self, entry: Entry, indent: int, lead: int, near: File) -> str:
        if entry.facts.map is not None:
            if is_map(entry):
                return self._map(entry, indent, lead, near)
            return self._record(entry, indent, lead, near)
        if entry.facts.repeated:
            made = [self._any(value, indent + 2, 0, near) for value in entry.values]
            return in_brackets(made, indent, lead)
        return self._any(entry.values[0], indent, lead, near)

    def _record(self, entry: Entry, indent: int, lead: int, near: File) -> str:
        """A map whose keys are those of an object."""
        keys = [property_of(self._leaf(each, near)) for each in entry.keys]
        pairs = list(zip(keys, entry.values, strict=True))
        room = indent + lead + 6  # for the value of a lone pair
        flat = ", ".join([f"{k}: {self._any(v, 0, len(k) + room, near)}" for k, v in pairs])
        if "\n" not in flat and indent + lead + len(flat) + 5 <= WIDTH:
            return f"{{ {flat} }}"
        pad = " " * (indent + 2)
        lines = []
        for key, value in pairs:

            def laid(at: int, lead: int, value: Value = value) -> str:
                return self._any(value, at, lead, near)

            lines.append(f"{pad}{placed(key, laid, indent + 2)}\n")
        return f"{{\n{''.join(lines)}{' ' * indent}}}"

    def _map(self, entry: Entry, indent: int, lead: int, near: File) -> str:
        """A Map, which ts-proto makes where keys cannot be those of an object."""
        many = len(entry.values) > 1
        if indent + lead + len(_MAP) == WIDTH:  # its bracket does not fit behind it
            pad = " " * (indent + 2)
            inner = in_brackets(self._pairs(entry, indent + 2, near), indent + 2, 0, breaks=many)
            return f"{_MAP}\n{pad}{inner},\n{' ' * indent})"
        pairs = self._pairs(entry, indent, near)
        return f"{_MAP}{in_brackets(pairs, indent, lead + len(_MAP) + 1, breaks=many)})"

    def _pairs(self, entry: Entry, indent: int, near: File) -> list[str]:
        """The pairs of a Map in a list at this indent."""
        pad = " " * (indent + 2)
        pairs = []
        for each, value in zip(entry.keys, entry.values, strict=True):
            key = self._leaf(each, near)
            if type(value) is Tree:
                inner = self._made(value, indent + 4, 0, near)
            else:
                inner = _broken(self._leaf(value, near), indent + 4, 0)
            pair = f"[{key}, {inner}]"
            if "\n" in pair or len(pad) + len(pair) + 1 > WIDTH:
                pair = f"[\n{pad}  {key},\n{pad}  {inner},\n{pad}]"
            pairs.append(pair)
        return pairs

    def _any(self, value: Value, indent: int, lead: int, near: File) -> str:
        if type(value) is not Tree:
            return _broken(self._leaf(value, near), indent, lead)
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
            return _broken(f"{_DATE}{self.language.literal(_iso(tree))})", indent, lead)
        if name in _WRAPPERS or kind == "Value":
            return self._leaf(tree.entries[0].values[0], near)
        if kind in ("FieldMask", "ListValue") and not tree.entries:
            return "[]"
        if kind in ("FieldMask", "ListValue"):
            return f"[{', '.join([self._any(v, 0, 0, near) for v in tree.entries[0].values])}]"
        if kind == "Struct" and tree.entries:
            [entry] = tree.entries
            return self._record(entry, indent, lead, near)
        return ""

    def _leaf(self, value: Value, near: File) -> str:
        if type(value) is Member:
            return f"{self.ident(value.enum, near)}.{value.value.name}"
        assert type(value) is Scalar, "trees are not leaves"
        said = value.value
        if type(said) is str:
            return self.language.literal(said)
        if type(said) is bytes:
            return f"Buffer.from({self.language.literal(said.decode())})"
        if type(said) is bool:
            return "true" if said else "false"
        return f"{said!r}n" if value.kind in WIDE else repr(said)


def _is_plain(entry: Entry) -> bool:
    """Whether a field is small enough for an object on one line."""
    facts = entry.facts
    return type(entry.values[0]) is not Tree and facts.map is None and not facts.oneof


def _broken(leaf: str, indent: int, lead: int) -> str:
    """A value; the text of bytes and of a moment is on a line of its own where prettier has it there."""
    head = next((head for head in (_BYTES, _DATE) if leaf.startswith(head)), "")
    text = leaf[len(head) : -1]
    if not head and lead < KEY + 2 and leaf[:1] != '"':
        return chained(leaf, indent, lead)
    if not head or indent + lead + len(leaf) + 1 <= WIDTH or len(text) <= _SHORT:
        return leaf
    return f"{head}\n{' ' * (indent + 2)}{text},\n{' ' * indent})"


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


def is_map(entry: Entry) -> bool:
    """Whether ts-proto makes a Map of a map, because its keys cannot be those of an object."""
    assert entry.facts.map is not None, "it is one"
    kind = entry.facts.map[0].kind
    return kind in WIDE or kind == "bool"
