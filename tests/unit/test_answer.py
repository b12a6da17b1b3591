"""The pieces of a response are the response."""

from __future__ import annotations

import pytest
from google.protobuf.compiler.plugin_pb2 import CodeGeneratorResponse

from protoc_gen_ego.answer import pieces


@pytest.mark.parametrize("size", [0, 1, 100, 127, 128, 16_000, 17_000, 3_000_000])
def test_the_pieces_are_one_message(size: int) -> None:
    response = CodeGeneratorResponse(supported_features=3, maximum_edition=1001)
    response.file.add(name="a.py", content="x" * size)
    response.file.add(name="用户.py", content="é" * size)
    expected = CodeGeneratorResponse()
    expected.CopyFrom(response)
    assert CodeGeneratorResponse.FromString(b"".join(pieces(response))) == expected


def test_an_error_has_one_piece() -> None:
    response = CodeGeneratorResponse(error="1 error")
    assert [CodeGeneratorResponse.FromString(piece).error for piece in pieces(response)] == [
        "1 error"
    ]
