"""The scaffolds of 200 services × 10 methods in all five languages, against protoc-gen-go and protoc-gen-go-grpc."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from benchmarks import programs, workloads
from benchmarks.cases import Row
from benchmarks.measure import Command, interleaved, ratio

_SERVICES, _METHODS, _ERRORS = 200, 10, 2
_LANGUAGES = ("go", "java", "php", "python", "typescript")
_KINDS = ("string", "int64", "bool", "repeated string", "double", "bytes")
_FIELDS = "".join(
    f"  // The field number {n}.\n  {kind} field_{n} = {n};\n" for n, kind in enumerate(_KINDS, 1)
)


def scaffolds(folder: Path, runs: int) -> Iterator[Row]:
    """The row; both sides get the same request."""
    root = folder / "services"
    root.mkdir()
    paths = [_write(root, number) for number in range(_SERVICES)]
    plain = workloads.request(root, sorted(paths), folder / "services.request")
    target = "target=" + "+".join(f"scaffold:{language}" for language in _LANGUAGES)
    peers = [programs.protoc_gen_go(), programs.protoc_gen_go_grpc()]
    both = " && ".join(f"{shlex.quote(str(peer))} < {shlex.quote(str(plain))}" for peer in peers)
    ours, theirs = interleaved(
        [
            Command(
                "protoc-gen-ego",
                [str(programs.ours() / "protoc-gen-ego")],
                workloads.asking(plain, target),
            ),
            Command("protoc-gen-go + protoc-gen-go-grpc", ["sh", "-c", both]),
        ],
        runs,
    )
    yield Row(
        f"scaffolds of {_SERVICES} services × {_METHODS} methods, all five languages",
        "protoc-gen-go + protoc-gen-go-grpc",
        ratio(ours, theirs),
        2.0,
        ours,
        theirs,
    )


def _write(root: Path, number: int) -> str:
    """A proto file with one service, the messages of its methods and their errors; its path."""
    errors = "".join(
        f"  // The thing {code} does not exist.\n  // @code=NOT_FOUND @metadata=id\n"
        f"  AREA{number}_ERR_THING_{code} = {code};\n"
        for code in range(1, _ERRORS + 1)
    )
    declared = ",".join(f"AREA{number}_ERR_THING_{code}" for code in range(1, _ERRORS + 1))
    methods = "".join(
        f"  // Does number {n}.\n  // @errors={declared}\n  rpc Do{n}(Do{n}Request) returns (Do{n}Response);\n"
        for n in range(_METHODS)
    )
    messages = "".join(
        f"\n// The {kind.lower()} of number {n}.\nmessage Do{n}{kind} {{\n{_FIELDS}"
        f"  // What it consists of.\n  repeated Part parts = {len(_KINDS) + 1};\n}}\n"
        for n in range(_METHODS)
        for kind in ("Request", "Response")
    )
    path = f"area{number}/v1/area.proto"
    (root / path).parent.mkdir(parents=True)
    (root / path).write_text(
        f'syntax = "proto3";\n\npackage area{number}.v1;\n\n'
        f'option go_package = "example.com/gen/area{number}/v1;area{number}v1";\n\n'
        f"// What can go wrong.\nenum Area{number}Err {{\n  // Never sent.\n"
        f"  AREA{number}_ERR_UNSPECIFIED = 0;\n{errors}}}\n\n"
        f"// What area {number} does.\nservice Area{number}Service {{\n{methods}}}\n\n"
        f"// A part.\nmessage Part {{\n{_FIELDS}}}\n{messages}",
        "utf-8",
    )
    return path
