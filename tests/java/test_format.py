"""google-java-format has nothing to change: neither in generated files nor in ours."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.golden.test_golden import protos
from tests.java import building, toolchain
from tests.protos import generated

# Comments keep the lines of the proto file, and a text is one literal that can be searched for.
AS_WRITTEN = ("--skip-javadoc-formatting", "--skip-reflowing-long-strings")


def unformatted(files: Iterable[Path], *options: str) -> str:
    """The files that the formatter would change, and what it cannot read."""
    command = [*toolchain.formatter(), "--dry-run", *options, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return done.stdout + done.stderr


def test_our_own_sources_are_formatted() -> None:
    testee = toolchain.ROOT / "tests" / "conformance" / "testees" / "java"
    folders = (toolchain.RUNTIME, building.PROGRAMS, testee)
    files = [file for folder in folders for file in toolchain.sources(folder)]
    assert len(files) > 20
    assert unformatted(files) == ""


def test_generated_sources_are_formatted(tmp_path: Path) -> None:
    written: list[Path] = []
    cases = {name: protos(name) for name in ("aip", "hostile", "kratos", "shop")}
    outputs = [
        generated(files, "target=errors:java", generate=own) for files, own in cases.values()
    ]
    outputs.append(generated(long_names(), "target=errors:java"))
    for number, output in enumerate(outputs):
        for path, content in output.items():
            if path.endswith("Codes.java"):
                target = tmp_path / str(number) / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(content, "utf-8", newline="")
                written.append(target)
    assert len(written) > 8
    assert unformatted(written, *AS_WRITTEN) == ""


def long_names() -> str:
    """A proto file whose names and texts reach the end of the line at every place in turn."""
    values = ""
    for number in range(1, 140, 3):
        keys = ",".join(f"key{key}_{'x' * (number // 8)}" for key in range(number // 9))
        values += f"""
  // Documented.
  // @code=NOT_FOUND @msg="{"m" * number} {{key0}}" @i18n.zh-CN="{"中" * (number // 4)}"{keys and f" @metadata={keys}"}
  VALUE_{"N" * (number // 3)}_{number} = {number};"""
    return f"""syntax = "proto3";
package a.package.name.of.some.length.v1;
option java_package = "com.example.some.length";
enum AnEnumWithALongNameErr {{
  ZERO = 0;{values}
}}
"""
