"""The protovalidate rules that a sample has to keep: options of buf.validate, read as the request defines them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from protoc_gen_ego.schema import Message, Schema
from protoc_gen_ego.schema.lazy import lazy

if TYPE_CHECKING:
    from protoc_gen_ego.docs.options import OptionReader

_VALIDATE = "buf/validate/validate.proto"
_NEVER = 3  # buf.validate.IGNORE_ALWAYS
_EMPTY: Mapping[str, Any] = {}


class Rules:
    """Reads rules; there are none where no file can import them, and then nothing is loaded."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self.exist = _VALIDATE in schema.by_name

    @lazy
    def _reader(self) -> OptionReader:
        from protoc_gen_ego.docs.options import OptionReader

        return OptionReader(self._schema)

    def of_field(self, descriptor: Any) -> Mapping[str, Any]:
        """The rules of a field, rule -> value, those of its type beside its own."""
        said = flat(self._read(descriptor, "buf.validate.field"))
        return _EMPTY if said.get("ignore") == _NEVER else said

    def choices(self, message: Message) -> tuple[tuple[str, ...], ...]:
        """The fields of which a message may have one only, though they are in no oneof."""
        said = self._read(message.descriptor, "buf.validate.message")
        return tuple([tuple(one.fields) for one in said.oneof]) if said is not None else ()

    def _read(self, descriptor: Any, name: str) -> Any:
        if not self.exist or not descriptor.HasField("options"):
            return None
        found = self._reader.fields(descriptor.options).get(name)
        return found and found[1]


def flat(rules: Any) -> Mapping[str, Any]:
    """FieldRules as one dictionary."""
    if rules is None:
        return _EMPTY
    from protoc_gen_ego.docs.rules import flat as flattened

    return flattened(rules)


def is_needed(said: Mapping[str, Any]) -> bool:
    """Whether a message without this field breaks its rules."""
    if not said:
        return False
    least = (said.get(rule, 0) for rule in ("min_items", "min_pairs"))
    return bool(said.get("required")) or any(least)
