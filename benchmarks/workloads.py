"""Synthetic proto repositories, and the requests that protoc makes of them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest

from benchmarks.measure import Command, once

_FIELDS = "\n".join(f"  // The field number {n}.\n  string field_{n} = {n};" for n in range(1, 9))


def write(root: Path, *, files: int, codes: int, folders: int) -> list[str]:
    """Files with an error enum and two messages each, spread over folders; returns their paths."""
    paths = []
    for number in range(files):
        folder = number % folders
        path = f"area{folder}/v1/file{number}.proto"
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(_file(number, folder, codes), "utf-8")
        paths.append(path)
    return sorted(paths)


def request(root: Path, paths: list[str], out: Path) -> Path:
    """The CodeGeneratorRequest that protoc sends for these files."""
    dump = Path(__file__).with_name("dump_request.py")
    dump.chmod(0o755)
    launcher = out.with_suffix(".sh")
    launcher.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{dump}" "{out}"\n')
    launcher.chmod(0o755)
    arguments = [sys.executable, "-m", "grpc_tools.protoc", f"-I{root}"]
    arguments += [f"--plugin=protoc-gen-dump={launcher}", f"--dump_out={root}", *paths]
    once(Command("protoc", arguments))
    return out


def asking(plain: Path, parameter: str) -> Path:
    """The same request with a parameter.

    Written without reading it as a whole: a process that is started counts the memory of the one that starts it.
    """
    out = plain.with_name(f"{plain.stem}-{len(parameter)}.request")
    with plain.open("rb") as source, out.open("wb") as target:
        target.write(CodeGeneratorRequest(parameter=parameter).SerializeToString())
        shutil.copyfileobj(source, target)
    return out


def _file(number: int, folder: int, codes: int) -> str:
    values = "\n".join(
        f"  // The thing number {code} of file {number} does not exist.\n"
        f'  // @code=NOT_FOUND @msg="thing {{id}} not found" @i18n.cn="找不到 {{id}}" @metadata=id\n'
        f"  FILE{number}_ERR_THING_{code} = {code};"
        for code in range(1, codes + 1)
    )
    return (
        f'syntax = "proto3";\n\npackage area{folder}.v1;\n\n'
        f'option go_package = "example.com/gen/area{folder}/v1;area{folder}v1";\n\n'
        f"// What can go wrong in file {number}.\nenum File{number}Err {{\n"
        f"  // Never sent.\n  FILE{number}_ERR_UNSPECIFIED = 0;\n{values}\n}}\n\n"
        f"// A request.\nmessage Get{number}Request {{\n{_FIELDS}\n}}\n\n"
        f"// A response.\nmessage Get{number}Response {{\n{_FIELDS}\n}}\n"
    )
