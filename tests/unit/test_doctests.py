"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import protoc_gen_ego


def test_every_example_of_the_compiler_holds() -> None:
    attempted = 0
    for module in pkgutil.walk_packages(protoc_gen_ego.__path__, "protoc_gen_ego."):
        if not module.name.startswith("protoc_gen_ego.compiled."):
            result = doctest.testmod(importlib.import_module(module.name))
            assert result.failed == 0, module.name
            attempted += result.attempted
    assert attempted >= 5
