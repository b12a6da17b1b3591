"""Formatters have nothing to change, however long names are: each place reaches the end of its line in turn."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.go import toolchain as go
from tests.java import toolchain as java
from tests.java.test_format import AS_WRITTEN, unformatted
from tests.php import toolchain as php
from tests.scaffold.rendering import rendered, write
from tests.typescript import toolchain as typescript


def proto(number: int) -> str:
    """A service with names of about this many letters."""
    name = "VeryLongNameThatGoesOnAndOn"[: number % 28] + "X" * (number // 3)
    field, code = name.lower(), f"{name.upper()}{number}_ERR"
    return f"""syntax = "proto3";
package some.long.package_name{number}.v1;
option go_package = "example.com/shop/apis/some/long/package_name{number}/v1;longv1";
option java_multiple_files = true;
option java_package = "com.example.some.long_package_name{number}.v1";
enum {name}Err {{
  {code}_UNSPECIFIED = 0;
  // A comment that is longer than any line that formatters allow in any of the languages, is it not? {"word " * number}
  // @code=NOT_FOUND
  {code}_ABSENT = 1;
}}
message {name}Request {{
  string {field}_name = 1;
  repeated int64 {field}_numbers = 2;
  {name}Response {field}_inner = 3;
  map<int64, int64> {field}_map = 4;
  map<string, {name}Leaf> {field}_leaves = 5;
  repeated {name}Leaf {field}_list = 6;
  oneof {field}_choice {{
    string {field}_a = 7;
  }}
}}
message {name}Response {{
  bytes {field}_data = 1;
}}
message {name}Leaf {{
  string a = 1;
}}
// {"word " * number}
service {name}Service {{
  // Does it. {"word " * number}
  // @errors={code}_ABSENT
  rpc {name}Call({name}Request) returns ({name}Response);
  rpc {name}Stream(stream {name}Response) returns (stream {name}Leaf);
}}
"""


@cache
def files(language: str) -> dict[str, str]:
    """The scaffolds of twenty such services."""
    protos = {
        f"some/long/package_name{n}/v1/long_file_name{n}.proto": proto(n) for n in range(1, 80, 4)
    }
    made, _ = rendered(protos, language)
    assert len(made) > 20
    return made


def test_ruff_has_nothing_to_change(tmp_path: Path) -> None:
    write(tmp_path, files("python"))
    ruff = Path(sys.executable).with_name("ruff")
    for command in (("format", "--diff"), ("check", "--select=I,F,E,W", "--ignore=E501", "-q")):
        done = subprocess.run([ruff, *command, "--isolated", "."], cwd=tmp_path, check=False)
        assert done.returncode == 0


def test_gofmt_has_nothing_to_change(tmp_path: Path) -> None:
    write(tmp_path, files("go"))
    assert go.run("gofmt", "-l", ".", cwd=tmp_path) == ""


def test_prettier_has_nothing_to_change(tmp_path: Path) -> None:
    write(tmp_path, files("typescript"))
    typescript.run(typescript.tool("prettier"), "--check", ".", cwd=tmp_path)


def test_google_java_format_has_nothing_to_change(tmp_path: Path) -> None:
    write(tmp_path, files("java"))
    assert unformatted(java.sources(tmp_path), *AS_WRITTEN) == ""


def test_psr_12_has_nothing_to_say(tmp_path: Path) -> None:
    php.check_style(write(tmp_path, files("php")))
