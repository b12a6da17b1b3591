"""Which element a place belongs to."""

from __future__ import annotations

import pytest

from protoc_gen_ego import schema
from protoc_gen_ego.bufplugin.location import Places, location
from protoc_gen_ego.bufplugin.wire import fields
from protoc_gen_ego.diagnostics import Position
from protoc_gen_ego.schema import Enum, File
from tests.protos import request

TEXT = """syntax = "proto3";
package shop.user.v1;

// What can go wrong.
enum UserErr {
  USER_ERR_UNSPECIFIED = 0;
  // No user.
  USER_ERR_NOT_FOUND = 1; // Says more.
}
message User { string name = 1; string city = 2; }
// The end.
"""


@pytest.mark.parametrize(
    ("line", "column", "name"),
    [
        (4, 4, "UserErr"),  # in its leading comment
        (5, 1, "UserErr"),
        (7, 6, "USER_ERR_NOT_FOUND"),
        (8, 3, "USER_ERR_NOT_FOUND"),
        (8, 30, "USER_ERR_NOT_FOUND"),  # in its trailing comment
        (10, 33, "city"),
        (1, 1, "shop.proto"),  # comments on syntax and package are about the file
        (11, 4, "shop.proto"),  # nothing comes after
    ],
)
def test_a_place_belongs_to_an_element(line: int, column: int, name: str) -> None:
    places = Places(schema.load(request(TEXT)))
    node = places.nearest(Position("shop.proto", line, column))
    assert node is not None
    assert node.name == name


def test_a_place_in_no_file_belongs_to_nothing() -> None:
    assert Places(schema.load(request(TEXT))).nearest(Position("other.proto", 1, 1)) is None


def test_a_location_is_a_file_and_a_source_path() -> None:
    model = schema.load(request(TEXT))
    [file] = model.files
    assert isinstance(file, File)
    [enum] = file.enums
    assert isinstance(enum, Enum)
    assert dict(fields(location(enum))) == {1: b"shop.proto", 2: bytes([5, 0])}
    assert dict(fields(location(file))) == {1: b"shop.proto"}
