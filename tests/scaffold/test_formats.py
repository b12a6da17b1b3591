"""Formatters have nothing to change, however long names are: each place reaches the end of its line in turn."""

from __future__ import annotations

import random
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


class Names:
    """Names of any length, by a seed; a prefix keeps those of one place apart from those of others."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def camel(self, prefix: str) -> str:
        most = self.random.choice((30, 70, 110))
        return (prefix + "VeryLongNameThatGoesOnAndOnForEver" * 4)[
            : max(self.random.randint(1, most), len(prefix))
        ]

    def lower(self, prefix: str) -> str:
        return self.camel(prefix).lower()

    def options(self, number: int, package: str) -> str:
        go, java, php = self.lower("g"), self.lower("j"), self.camel("P")
        many = str(self.random.random() < 0.7).lower()
        return f"""option go_package = "example.com/shop/apis/{package}/v1;{go}";
option java_multiple_files = {many};
option java_package = "com.example.{java}{number}.v1";
option php_namespace = "{php}{number}\\\\V1";
"""


def random_protos(number: int) -> dict[str, str]:
    """A service whose names have all lengths, and a file of another package that it uses."""
    n = Names(number)
    own, other = f"{n.lower('p')}{number}", f"{n.lower('q')}{number}"
    code, foreign = f"{n.camel('K').upper()}_ERR", f"{n.camel('K').upper()}_OTHER"
    a, b, c, d, e = (n.camel(letter) for letter in "ABCDE")
    imported = f"{other}/v1/{n.lower('other')}.proto"
    ask, talk, watch, load = (n.camel(f"M{letter}") for letter in "abcd")
    # Some names are all in upper case, which google-java-format does not take for those of types.
    d = d[:8].upper() if number % 3 == 0 else d
    words = "word " * n.random.randint(1, 60)
    used = f"""syntax = "proto3";
package {other}.v1;
{n.options(number, other)}
enum {e}Foreign {{
  {foreign}_UNSPECIFIED = 0;
  // @code=NOT_FOUND
  {foreign}_ABSENT = 1;
}}
message {d} {{
  message In {{ bytes {n.lower("c")} = 1; }}
  string {n.lower("a")} = 1;
  {e}Foreign {n.lower("b")} = 2;
  In {n.lower("d")} = 3;
}}
"""
    service = f"""syntax = "proto3";
package {own}.v1;
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
import "{imported}";
{n.options(number, own)}
enum {e}Own {{
  {code}_UNSPECIFIED = 0;
  // {words}
  // @code=NOT_FOUND
  {code}_ABSENT = 1;
}}
message {a} {{
  string {n.lower("fa")} = 1;
  repeated int64 {n.lower("fb")} = 2;
  {b} {n.lower("fc")} = 3;
  map<int64, int64> {n.lower("fd")} = 4;
  map<string, {c}> {n.lower("fe")} = 5;
  map<bool, {c}> {n.lower("ff")} = 6;
  map<bool, string> {n.lower("fg")} = 7;
  repeated {c} {n.lower("fh")} = 8;
  repeated string {n.lower("fi")} = 9;
  repeated bytes {n.lower("fj")} = 10;
  optional int32 {n.lower("fk")} = 11;
  google.protobuf.Timestamp {n.lower("fl")} = 12;
  google.protobuf.Struct {n.lower("fm")} = 13;
  google.protobuf.StringValue {n.lower("fn")} = 14;
  repeated google.protobuf.Timestamp {n.lower("fo")} = 15;
  {other}.v1.{d} {n.lower("fp")} = 16;
  map<string, {other}.v1.{d}> {n.lower("fq")} = 17;
  repeated {other}.v1.{d}.In {n.lower("fr")} = 18;
  oneof {n.lower("oa")} {{
    string {n.lower("ga")} = 19;
    {c} {n.lower("gb")} = 20;
  }}
  oneof {n.lower("ob")} {{
    {c} {n.lower("gc")} = 21;
  }}
}}
message {b} {{
  bytes {n.lower("ha")} = 1;
}}
message {c} {{
  string {n.lower("ia")} = 1;
  bool {n.lower("ib")} = 2;
}}
service {n.camel("S")} {{
  // Does it. {words}
  // @errors={code}_ABSENT,{other}.v1.{foreign}_ABSENT
  rpc {ask}({a}) returns ({b});
  // @errors={code}_ABSENT
  rpc {talk}(stream {b}) returns (stream {c});
  rpc {watch}({c}) returns (stream {a});
  rpc {load}(stream {a}) returns ({c});
}}
"""
    return {imported: used, f"{own}/v1/{n.lower('file')}.proto": service}


@cache
def files(language: str) -> dict[str, str]:
    """The scaffolds of twenty services of the first kind and twelve of the second."""
    protos = {
        f"some/long/package_name{n}/v1/long_file_name{n}.proto": proto(n) for n in range(1, 80, 4)
    }
    for number in range(12):
        protos |= random_protos(number)
    made, _ = rendered(protos, language)
    assert len(made) > 30
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
    told = typescript.run(typescript.tool("prettier"), "--check", ".", cwd=tmp_path)
    assert "All matched files use Prettier code style!" in told


def test_google_java_format_has_nothing_to_change(tmp_path: Path) -> None:
    write(tmp_path, files("java"))
    assert unformatted(java.sources(tmp_path), *AS_WRITTEN) == ""


def test_psr_12_has_nothing_to_say(tmp_path: Path) -> None:
    php.check_style(write(tmp_path, files("php")))
