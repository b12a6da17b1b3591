"""Fields of a request: read with their type, or BadRequestError."""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Mapping
from typing import Any

Fields = Mapping[str, Any]


class RefusedError(Exception):
    """A request that is answered with an error; `kind` is the protocol's word for it."""

    def __init__(self, kind: str, text: str, **more: str) -> None:
        super().__init__(text)
        self.answer = {"kind": kind, "text": text, **more}


class BadRequestError(RefusedError):
    """A field that is missing or of the wrong type."""

    def __init__(self, text: str) -> None:
        super().__init__("bad_request", text)


def string(fields: Fields, name: str, default: str | None = None) -> str:
    """A JSON string; without a default it is required."""
    value = fields.get(name, default)
    if not isinstance(value, str):
        raise BadRequestError(f"{name}: expected a string, got {value!r}")
    return value


def integer(fields: Fields, name: str, default: int) -> int:
    """A JSON integer of 32 bits; true is none."""
    value = fields.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**31) <= value < 2**31:
        raise BadRequestError(f"{name}: expected an integer of 32 bits, got {value!r}")
    return value


def mapping(value: Any, name: str) -> Fields:
    """A JSON object."""
    if not isinstance(value, dict):
        raise BadRequestError(f"{name}: expected an object, got {value!r}")
    return value


def items(value: Any, name: str) -> list[Any]:
    """A JSON array."""
    if not isinstance(value, list):
        raise BadRequestError(f"{name}: expected an array, got {value!r}")
    return value


def binary(value: Any, name: str) -> bytes:
    """Bytes in base64."""
    try:
        return base64.b64decode(value, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise BadRequestError(f"{name}: expected base64, got {value!r}") from None


def text(value: Any, name: str) -> Any:
    """A *text* as raw as Python has it: str (perhaps with lone surrogates), or bytes."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and list(value) == ["b64"]:
        return binary(value["b64"], name)
    if isinstance(value, dict) and list(value) == ["utf16"]:
        try:
            units = struct.pack(f"<{len(value['utf16'])}H", *value["utf16"])
        except (TypeError, struct.error):
            raise BadRequestError(f"{name}: expected UTF-16 code units") from None
        return units.decode("utf-16-le", "surrogatepass")
    raise BadRequestError(f"{name}: expected a text, got {value!r}")


def metadata(value: Any, name: str) -> dict[str, Any]:
    """An object of texts."""
    return {key: text(item, f"{name}.{key}") for key, item in mapping(value, name).items()}
