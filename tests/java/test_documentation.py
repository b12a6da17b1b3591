"""The examples of docs/java.md compile beside what protoc and grpc-java make of the shop."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from ego_ci.process import Runner
from ego_ci.toolchain import Toolchain

from tests.golden.test_golden import protos
from tests.java import toolchain
from tests.protos import generated

PAGE = toolchain.ROOT / "docs" / "java.md"
# What a reader has around the lines of an example.
AROUND = """
import com.example.shop.user.v1.*;
import io.egoerrors.*;
import io.grpc.*;
import io.grpc.stub.StreamObserver;
import java.util.Locale;

abstract class Example{number} {{
  UserServiceGrpc.UserServiceBlockingStub stub;
  GetUserRequest request;
  Exception sqlException;

  abstract void show(String text);

  abstract void log(String text);

  void example() throws Exception {{
{block}
  }}
}}
"""


def test_every_example_compiles(tmp_path: Path) -> None:
    blocks = re.findall(r"^```java\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 4
    files, own = protos("shop")
    output = generated(files, "target=errors:java", generate=own)
    for number, block in enumerate(blocks):
        output[f"Example{number}.java"] = AROUND.format(number=number, block=block)
    for path, content in {**files, **output}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    tools = Toolchain(Runner())
    command = [
        str(tools.program("protoc-java")),
        f"-I{tmp_path}",
        f"-I{tools.folder('protoc-java') / 'include'}",
        f"--plugin=protoc-gen-grpc-java={tools.program('protoc-gen-grpc-java')}",
        f"--java_out={tmp_path}",
        f"--grpc-java_out=@generated=omit:{tmp_path}",
    ]
    subprocess.run([*command, *files], check=True, timeout=120)
    (tmp_path / "made").mkdir()
    # Not strict: what protoc writes has warnings, and an example may leave a value unused.
    sources = toolchain.sources(tmp_path)
    toolchain.compile_into(tmp_path / "made", sources, toolchain.class_path(), strict=False)
    assert (tmp_path / "made" / f"Example{len(blocks) - 1}.class").is_file()


def test_the_runtime_that_the_page_names_is_the_one_that_is_pinned() -> None:
    text = PAGE.read_text("utf-8")
    pinned = set(re.findall(r"<version>(1\.83\.\d+)</version>", toolchain.POM.read_text("utf-8")))
    assert set(re.findall(r"<version>(1\.83\.\d+)</version>", text)) == pinned
