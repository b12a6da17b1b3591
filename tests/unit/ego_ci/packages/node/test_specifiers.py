"""What a generated module imports and exports, and nothing that only looks so."""

from __future__ import annotations

import pytest
from ego_ci.packages.node.specifiers import exports, replaced, specifiers, target

MODULE = """// Code generated. import { x } from "./no.js";
import { BinaryReader } from "@bufbuild/protobuf/wire";
import {
  type CallOptions,
  Client,
} from "@grpc/grpc-js";
import type { Money } from "../../common/v1/money.js";
import "./side-effect.js";
export * from "./other.js";

/**
 * import { y } from "./comment.js";
 } from "./comment.js";
 */
export const text = "import from";
  const inner = 'from "./inner.js";';
export interface A {}
export enum B {}
export declare const C: number;
export class D$ {}
export function e() {}
export type A = string;
"""


def test_imports_in_code_are_found_and_those_in_text_are_not() -> None:
    assert specifiers(MODULE) == [
        "@bufbuild/protobuf/wire",
        "@grpc/grpc-js",
        "../../common/v1/money.js",
        "./side-effect.js",
        "./other.js",
    ]


def test_only_specifiers_are_replaced() -> None:
    text = replaced(MODULE, lambda said: said.upper())
    assert text.lower() == MODULE.lower()
    assert '} from "@GRPC/GRPC-JS";' in text
    assert ' * import { y } from "./comment.js";' in text


def test_exports_are_the_names_that_others_can_import() -> None:
    assert exports(MODULE) == ["text", "A", "B", "C", "D$", "e"]


@pytest.mark.parametrize(
    ("module", "specifier", "expected"),
    [
        ("a/b.ts", "./c.js", "a/c.ts"),
        ("a/b.ts", "../c.js", "c.ts"),
        ("b.ts", "./a/c_pb.js", "a/c_pb.ts"),
        ("a/b.ts", "@grpc/grpc-js", ""),
        ("a/b.ts", "ego-errors", ""),
    ],
)
def test_a_relative_specifier_stands_for_a_module(
    module: str, specifier: str, expected: str
) -> None:
    assert target(module, specifier) == expected
