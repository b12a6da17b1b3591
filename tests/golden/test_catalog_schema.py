"""Every catalog that is generated keeps to the published JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from tests.protos import ROOT

SCHEMA = json.loads((ROOT / "docs" / "catalog.schema.json").read_text("utf-8"))
CATALOGS = sorted(Path(__file__).parent.glob("*/expected/**/*.catalog.json"))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$defs"]["code"]["required"]


def test_every_golden_catalog_keeps_to_it() -> None:
    assert len(CATALOGS) >= 8
    for path in CATALOGS:
        jsonschema.validate(json.loads(path.read_text("utf-8")), SCHEMA)


def test_a_code_lists_the_methods_that_declare_it() -> None:
    [path] = [path for path in CATALOGS if path.name == "user.catalog.json"]
    codes = {code["name"]: code for code in json.loads(path.read_text("utf-8"))["codes"]}
    assert codes["USER_ERR_NOT_FOUND"]["methods"]
