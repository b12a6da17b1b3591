"""pluginrpc v1: what is answered, at what cost, and what broken calls get."""

from __future__ import annotations

import subprocess
import sys

import pytest

from protoc_gen_ego.bufplugin import announced
from protoc_gen_ego.bufplugin.options import Unusable, parse
from protoc_gen_ego.bufplugin.plugin import answer
from protoc_gen_ego.bufplugin.wire import Malformed, field, fields, message
from tests.bufplugin.workspace import BIN
from tests.protos import HEAD, request

BROKEN = HEAD + "enum UserErr {\n  // @code=NOPE\n  USER_ERR_A = 0;\n}\n"


def call(*arguments: str, data: bytes = b"") -> bytes:
    """What the console script prints."""
    command = [str(BIN / "buf-plugin-ego"), *arguments]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def check(content: bytes) -> tuple[list[dict[int, int | bytes]], dict[int, int | bytes]]:
    """(annotations, error) that a CheckRequest gets."""
    any_ = field(1, "type.googleapis.com/buf.plugin.check.v1.CheckRequest") + field(2, content)
    response = dict(fields(answer("check", message(1, any_))))
    value = dict(fields(bytes(response.get(1, b"")))).get(2, b"")
    found = [dict(fields(item)) for _, item in fields(bytes(value)) if isinstance(item, bytes)]
    return found, dict(fields(bytes(response.get(2, b""))))


def files(text: str) -> bytes:
    """The files of a CheckRequest."""
    made = request({"shop.proto": text})
    return b"".join(
        message(1, field(1, file.SerializeToString()) + field(2, file.name != "shop.proto"))
        for file in made.proto_file
    )


def test_the_protocol_is_version_one() -> None:
    assert call("--protocol") == b"1\n"


def test_the_spec_names_three_procedures() -> None:
    found = [
        dict(fields(value))
        for _, value in fields(call("--spec", "--format", "binary"))
        if isinstance(value, bytes)
    ]
    service = b"/buf.plugin.check.v1.CheckService/"
    assert {bytes(item[1]): item[2] for item in found} == {
        service + b"Check": b"check",
        service + b"ListRules": b"list-rules",
        service + b"ListCategories": b"list-categories",
    }


@pytest.mark.parametrize("procedure", ["list-rules", "list-categories"])
def test_lists_are_answered_in_one_page(procedure: str) -> None:
    response = dict(fields(call(procedure, "--format=binary", data=message(1, b""))))
    value = dict(fields(bytes(response[1])))[2]
    rows = [
        dict(fields(row))
        for number, row in fields(bytes(value))
        if number == 2 and isinstance(row, bytes)
    ]
    known = announced.RULES if procedure == "list-rules" else announced.CATEGORIES
    assert [bytes(row[1]).decode() for row in rows] == [row[0] for row in known]


@pytest.mark.parametrize("call_", ["--protocol", "--spec", "list-rules", "list-categories"])
def test_static_calls_import_neither_protobuf_nor_rules(call_: str) -> None:
    code = (
        f"import io, sys; sys.argv = ['x', {call_!r}]\n"
        "from protoc_gen_ego.bufplugin.plugin import main\n"
        "main()\n"
        "print([n for n in sys.modules if n.startswith(('google', 'protoc_gen_ego.checks'))],"
        " file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, check=True)
    assert ran.stderr.strip() == b"[]"


def test_an_unknown_call_is_not_answered_on_stdout() -> None:
    ran = subprocess.run([str(BIN / "buf-plugin-ego"), "lint"], capture_output=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"buf starts it" in ran.stderr


def test_a_finding_has_rule_message_and_place() -> None:
    [found], error = check(files(BROKEN))
    assert not error
    assert found[1] == b"STATUS_UNKNOWN"
    assert bytes(found[2]).startswith(b"'NOPE' is not a gRPC status; allowed: ABORTED")
    assert dict(fields(bytes(found[3]))) == {1: b"shop.proto", 2: bytes([5, 0, 2, 0])}


def test_only_the_asked_rules_are_judged() -> None:
    assert check(files(BROKEN) + field(4, "TAG_UNKNOWN")) == ([], {})


def test_a_module_of_imports_only_has_no_findings() -> None:
    [file] = request({"shop.proto": BROKEN}).proto_file
    content = message(1, field(1, file.SerializeToString()) + field(2, True))
    assert check(content) == ([], {})


@pytest.mark.parametrize(
    "content",
    [
        b"\x0a\xff",  # ends too early
        b"\x0b",  # a group
        field(4, "NO_SUCH_RULE"),
        message(3, field(1, "colour") + message(2, field(4, "red"))),
    ],
)
def test_a_broken_request_is_an_error_of_the_caller(content: bytes) -> None:
    found, error = check(content)
    assert not found
    assert error[1] == 3
    assert error[2]


def test_a_descriptor_that_is_none_is_an_error_too() -> None:
    found, error = check(message(1, field(1, b"\xff\xff")))
    assert not found
    assert error[1] in (3, 13)


@pytest.mark.parametrize(
    ("option", "says"),
    [
        (field(1, "identity") + message(2, field(4, "kratos")), "allowed: aip, ego"),
        (field(1, "off") + message(2, field(4, "CODE_NAM")), "did you mean CODE_NAME?"),
        (field(1, "locales") + message(2, field(2, 7)), "a word or a list of words"),
        (field(1, "minimum") + message(2, b""), "allowed: error, info, warning"),
    ],
)
def test_an_option_that_is_wrong_says_what_is_allowed(option: bytes, says: str) -> None:
    with pytest.raises(Unusable) as caught:
        parse([option])
    assert says in str(caught.value)


def test_numbers_end() -> None:
    with pytest.raises(Malformed):
        list(fields(b"\x80" * 20))
