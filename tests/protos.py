"""Proto text in, request out: what every test of the compiler begins with."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc

from protoc_gen_ego.diagnostics import Diagnostic
from protoc_gen_ego.pipeline import generate

ROOT = Path(__file__).parents[1]
ANNOTATIONS = ROOT / "protoc_gen_ego" / "proto"
WELL_KNOWN = str(files("grpc_tools") / "_proto")
HEAD = 'syntax = "proto3";\npackage shop.user.v1;\n'


def request(
    protos: Mapping[str, str | bytes] | str,
    parameter: str = "",
    *,
    generate: tuple[str, ...] | None = None,
    source_info: bool = True,
) -> CodeGeneratorRequest:
    """What protoc sends for these files; a lone text is `shop.proto`."""
    if isinstance(protos, str):
        protos = {"shop.proto": protos}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in protos.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        out = Path(folder, "set.bin")
        arguments = [
            "protoc",
            f"-I{folder}",
            f"-I{ANNOTATIONS}",
            f"-I{WELL_KNOWN}",
            "--include_imports",
            *(["--include_source_info"] if source_info else []),
            f"--descriptor_set_out={out}",
            *protos,
        ]
        assert protoc.main(arguments) == 0, "protoc refuses the test's own proto text (see stderr)"
        files = FileDescriptorSet.FromString(out.read_bytes()).file
    return CodeGeneratorRequest(
        file_to_generate=generate or list(protos), parameter=parameter, proto_file=files
    )


def findings(
    protos: Mapping[str, str | bytes] | str, parameter: str = "", **how: object
) -> list[Diagnostic]:
    """The findings of a run over these files."""
    return generate(request(protos, parameter, **how)).diagnostics  # type: ignore[arg-type]


def generated(
    protos: Mapping[str, str | bytes] | str, parameter: str = "", **how: object
) -> dict[str, str]:
    """The generated files of a run that must not fail."""
    response = generate(request(protos, parameter, **how)).response  # type: ignore[arg-type]
    assert not response.error, response.error
    return {file.name: file.content for file in response.file}
