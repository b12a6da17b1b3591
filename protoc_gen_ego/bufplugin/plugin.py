"""buf's door: pluginrpc v1, a procedure per process, messages on stdin and stdout. Only this file touches them.

Nothing of protobuf, and none of the rules, is imported to answer what never changes.
"""

from __future__ import annotations

import sys

from protoc_gen_ego.bufplugin.announced import CATEGORIES, RULES
from protoc_gen_ego.bufplugin.wire import field, fields, message
from protoc_gen_ego.varint import Malformed

USAGE = """buf-plugin-ego: the rules of error codes for `buf lint` and `buf breaking`.

buf starts it. In buf.yaml:

  lint: {use: [STANDARD, EGO]}
  breaking: {use: [FILE, EGO_BREAKING]}
  plugins:
    - plugin: buf-plugin-ego
      options: {locales: [zh-CN, en]}
"""
_SERVICE = "/buf.plugin.check.v1.CheckService/"
_PROCEDURES = {"check": "Check", "list-rules": "ListRules", "list-categories": "ListCategories"}
_TYPE = "type.googleapis.com/buf.plugin.check.v1."
_INVALID_ARGUMENT, _INTERNAL = 3, 13  # gRPC's codes


def main() -> int:
    """Answers one call; 0: answered, an error included; 2: the arguments are no call."""
    arguments = _without_format(sys.argv[1:])
    if arguments == ["--protocol"]:
        print(1)
        return 0
    if arguments == ["--spec"]:
        return _write(spec())
    if len(arguments) == 1 and arguments[0] in _PROCEDURES:
        return _write(answer(arguments[0], sys.stdin.buffer.read()))
    asked = arguments in (["--help"], ["-h"], [])
    print(USAGE, end="", file=sys.stdout if asked else sys.stderr)
    return 0 if asked else 2


def spec() -> bytes:
    """`pluginrpc.v1.Spec`: the procedures, and the argument that stands for each."""
    return b"".join(
        message(1, field(1, _SERVICE + name) + field(2, argument))
        for argument, name in _PROCEDURES.items()
    )


def answer(procedure: str, request: bytes) -> bytes:
    """`pluginrpc.v1.Response` to a `pluginrpc.v1.Request`."""
    if procedure == "list-rules":
        return _response("ListRulesResponse", list_rules())
    if procedure == "list-categories":
        return _response("ListCategoriesResponse", list_categories())
    from protoc_gen_ego.bufplugin.check import Unusable, check

    try:
        return _response("CheckResponse", check(_value(request)))
    except (Malformed, Unusable) as error:
        return _error(_INVALID_ARGUMENT, str(error))
    except Exception as error:
        return _error(_INTERNAL, f"buf-plugin-ego: {type(error).__name__}: {error}")


def list_rules() -> bytes:
    """`ListRulesResponse`: all on one page."""
    return b"".join(
        message(
            2,
            field(1, rule)
            + field(2, category)
            + field(3, True)
            + field(4, purpose)
            + field(5, 2 if category == "EGO_BREAKING" else 1),
        )
        for rule, category, purpose in RULES
    )


def list_categories() -> bytes:
    """`ListCategoriesResponse`."""
    return b"".join(message(2, field(1, name) + field(2, purpose)) for name, purpose in CATEGORIES)


def _value(request: bytes) -> bytes:
    """The message inside the `Any` of a `pluginrpc.v1.Request`."""
    for number, value in fields(request):
        if number == 1 and isinstance(value, bytes):
            return next((v for n, v in fields(value) if n == 2 and isinstance(v, bytes)), b"")
    return b""


def _response(name: str, content: bytes) -> bytes:
    return message(1, field(1, _TYPE + name) + field(2, content))


def _error(code: int, text: str) -> bytes:
    return message(2, field(1, code) + field(2, text))


def _without_format(arguments: list[str]) -> list[str]:
    """The arguments without `--format binary`, the only format that buf asks for."""
    if "--format" in arguments[:-1]:
        at = arguments.index("--format")
        if arguments[at + 1] == "binary":
            return arguments[:at] + arguments[at + 2 :]
    return [argument for argument in arguments if argument != "--format=binary"]


def _write(data: bytes) -> int:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
