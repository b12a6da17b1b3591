"""Scaffolds as the tests need them: of the protos in this folder, in each language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from protoc_gen_ego.diagnostics import Diagnostic
from protoc_gen_ego.pipeline import generate
from tests.protos import ROOT, request

HERE = Path(__file__).parent
LANGUAGES = ("go", "java", "php", "python", "typescript")
SHOP = ROOT / "proto-examples"
MODULE = "example.com/shop/apis"
CAFE = """syntax = "proto3";
package cafe.v1;
option go_package = "example.com/shop/apis/cafe/v1;cafev1";
option java_multiple_files = true;
option java_package = "com.example.cafe.v1";
option php_namespace = "Cafe\\\\V1";
enum CafeErr {
  CAFE_ERR_UNSPECIFIED = 0;
  // @code=NOT_FOUND
  CAFE_ERR_UNKNOWN = 1;
  // @code=UNAVAILABLE
  CAFE_ERR_CLOSED = 2;
}
message Coffee { string name = 1; int64 cents = 2; }
message Tea { string name = 1; }
service Cafe {
  // Makes a coffee.
  // @errors=CAFE_ERR_UNKNOWN
  rpc Brew(Coffee) returns (Coffee);
  rpc Wash(Coffee) returns (stream Tea);
}
"""
# What happens to it later: an error and a method more, a method gone, one that takes something else.
LATER = CAFE.replace(
    "@errors=CAFE_ERR_UNKNOWN", "@errors=CAFE_ERR_UNKNOWN,CAFE_ERR_CLOSED"
).replace(
    "  rpc Wash(Coffee) returns (stream Tea);",
    "  // Takes the money.\n  // @errors=CAFE_ERR_CLOSED\n  rpc Pay(stream Tea) returns (Coffee);",
)


@cache
def protos(*names: str) -> dict[str, str]:
    """Proto files by path: `shop`, and `sink` with every kind of field."""
    roots = {
        "shop": (SHOP / "proto", SHOP / "third_party"),
        "sink": (HERE / "protos",),
        "syntax": (HERE / "editions",),
    }
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for name in names
        for root in roots[name]
        for path in sorted(root.rglob("*.proto"))
    }


def own(files: dict[str, str]) -> tuple[str, ...]:
    """Those of the files that are generated for."""
    return tuple(name for name in files if not name.startswith(("ego/", "errors/", "google/")))


def parameter(language: str, output: str = "scaffold", **options: str) -> str:
    """The plugin's parameter of a target."""
    if language == "go":
        options = {"go_module": MODULE, **options}
    return ",".join([f"target={output}:{language}", *(f"{k}={v}" for k, v in options.items())])


def rendered(
    files: dict[str, str], language: str, output: str = "scaffold", **options: str
) -> tuple[dict[str, str], list[Diagnostic]]:
    """The generated files, and what was found."""
    asked = request(files, parameter(language, output, **options), generate=own(files))
    result = generate(asked)
    assert not result.response.error, result.response.error
    return {file.name: file.content for file in result.response.file}, result.diagnostics


@cache
def cafe(language: str, *, later: bool = False) -> tuple[str, str]:
    """(path, text) of the scaffold of the small service above."""
    files, _ = rendered({"cafe/v1/cafe.proto": LATER if later else CAFE}, language)
    [(path, text)] = [(p, t) for p, t in files.items() if "afe" in t and "region ego" in t]
    return path, text


def write(folder: Path, files: dict[str, str]) -> Path:
    """Files by path below a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8", newline="")
    return folder


BAR = """syntax = "proto3";
package bar.v1;
option go_package = "example.com/shop/apis/bar/v1;barv1";
option java_multiple_files = true;
option java_package = "com.example.bar.v1";
option php_namespace = "Bar\\\\V1";
option php_metadata_namespace = "Bar\\\\V1\\\\GPBMetadata";
enum BarErr {
  BAR_ERR_UNSPECIFIED = 0;
  // @code=NOT_FOUND
  BAR_ERR_UNKNOWN = 1;
  // @code=UNAVAILABLE
  BAR_ERR_CLOSED = 2;
}
message Drink { string name = 1; int64 cents = 2; }
message Bill { int64 cents = 1; }
service Bar {
  // @errors=BAR_ERR_UNKNOWN
  rpc Mix(Drink) returns (Drink);
  rpc List(Drink) returns (stream Drink);
  // @errors=BAR_ERR_UNKNOWN
  rpc Pay(stream Drink) returns (Bill);
  // @errors=BAR_ERR_CLOSED
  rpc Talk(stream Drink) returns (stream Drink);
}
"""
"""All four kinds of methods, small enough to implement in every language: `Mix` gives back what it gets and knows no
water, `List` gives it back twice, `Pay` adds up, `Talk` gives back all and closes at 13 cents; `sleep` is late."""
TESTS = (
    *("Mix ok", "Mix BAR_ERR_UNKNOWN", "List ok", "Pay ok", "Pay BAR_ERR_UNKNOWN", "Talk ok"),
    "Talk BAR_ERR_CLOSED",
)


def filled(text: str, *changes: tuple[str, str, int]) -> str:
    """The text with what a person would write: (old, new, how often old is there), each replaced wherever it is."""
    for old, new, times in changes:
        assert text.count(old) == times, f"{old!r} is there {text.count(old)} times"
        text = text.replace(old, new)
    return text
