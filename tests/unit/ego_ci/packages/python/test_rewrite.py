"""Rewriting: imports of generated modules move, and not one other byte."""

from __future__ import annotations

import pytest
from ego_ci.packages.python.rewrite import rewrite

MOVES = {
    "shop.v1.user_pb2": "pkg.shop.v1.user_pb2",
    "shop.v1.money_pb2": "pkg.shop.v1.money_pb2",
    "root_pb2": "pkg.root_pb2",
    "lambda.v1.x_pb2": "pkg.lambda_.v1.x_pb2",
    "import.x_pb2": "pkg.import_.x_pb2",
    "google.rpc.status_pb2": "google.rpc.status_pb2",
}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from shop.v1 import user_pb2 as u", "from pkg.shop.v1 import user_pb2 as u"),
        ("from shop.v1.money_pb2 import *", "from pkg.shop.v1.money_pb2 import *"),
        ("from shop.v1.money_pb2 import M as M", "from pkg.shop.v1.money_pb2 import M as M"),
        ("import root_pb2 as root__pb2", "from pkg import root_pb2 as root__pb2"),
        ("import shop.v1.user_pb2 as u", "from pkg.shop.v1 import user_pb2 as u"),
        ("from lambda.v1 import x_pb2 as x", "from pkg.lambda_.v1 import x_pb2 as x"),
        ("from import import x_pb2 as x", "from pkg.import_ import x_pb2 as x"),
        ("from import.x_pb2 import *", "from pkg.import_.x_pb2 import *"),
        (
            "x = importlib.import_module('lambda.v1.x_pb2')",
            "from pkg.lambda_.v1 import x_pb2 as x",
        ),
        (
            "_builder.BuildTopDescriptorsAndMessages(DESCRIPTOR, 'shop.v1.user_pb2', _globals)",
            "_builder.BuildTopDescriptorsAndMessages(DESCRIPTOR, 'pkg.shop.v1.user_pb2', _globals)",
        ),
        ("if x:\n    from shop.v1 import user_pb2", "if x:\n    from pkg.shop.v1 import user_pb2"),
    ],
)
def test_every_form_of_import_that_the_generators_write_moves(before: str, after: str) -> None:
    result = rewrite(before + "\n", MOVES)
    assert result.source == after + "\n"
    assert result.unknown == set()


@pytest.mark.parametrize(
    "source",
    [
        "from google.protobuf import timestamp_pb2 as t\n",
        "from google.rpc import status_pb2 as s\n",
        "import datetime\nimport grpc as _grpc\nfrom collections import abc as _abc\n",
        "# from shop.v1 import user_pb2 as u\n",
        "x = 'from shop.v1 import user_pb2'\n",
        '"""\nfrom shop.v1 import user_pb2 as u\nimport root_pb2 as r\n"""\n',
        'class A:\n    """Text.\n\nfrom shop.v1 import user_pb2\n"""\n',
        "x = 1  # shop.v1.user_pb2\n\f\ny = 'größe\u2028from shop.v1 import user_pb2'\n",
        "",
    ],
)
def test_strings_comments_and_foreign_imports_stay_byte_for_byte(source: str) -> None:
    assert rewrite(source, MOVES).source == source


def test_an_import_behind_a_long_docstring_still_moves_at_its_own_place() -> None:
    source = '"""a\r\nfrom shop.v1 import user_pb2\r\n"""\r\nfrom shop.v1 import user_pb2 as u\r\n'
    expected = source.replace(
        "\nfrom shop.v1 import user_pb2 as", "\nfrom pkg.shop.v1 import user_pb2 as"
    )
    assert rewrite(source, MOVES).source == expected


def test_a_generated_module_that_nobody_brings_is_named() -> None:
    result = rewrite("from buf.validate import validate_pb2 as v\n", MOVES)
    assert result.unknown == {"buf.validate.validate_pb2"}


def test_an_import_below_a_class_moves_as_well() -> None:
    source = "class A:\n    x = 1\n\n\ndef f():\n    from shop.v1 import user_pb2 as u\n"
    assert "from pkg.shop.v1 import user_pb2 as u" in rewrite(source, MOVES).source
