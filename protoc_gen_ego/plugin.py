"""protoc's door: a CodeGeneratorRequest on stdin, a CodeGeneratorResponse on stdout. Only this file touches them."""

from __future__ import annotations

import gc
import os
import sys

USAGE = """protoc-gen-ego {version}: error codes from protobuf, for every language a caller uses.

This is a plugin: protoc or buf starts it and talks to it over stdin and stdout.

  protoc --ego_out=OUT --ego_opt=target=errors:python shop/user/v1/user.proto
  python -m grpc_tools.protoc -I. --ego_out=OUT shop/user/v1/user.proto
  protoc -I. -I"$(protoc-gen-ego --proto-path)" …   for files that import "ego/errors/v1/errors.proto"

Options (--ego_opt=NAME=VALUE, several joined by commas):
  target=T+T…            what to generate: {targets} (default errors:python)
  identity=ego|aip       reason = full name of the value, or its name as in AIP-193 (default ego)
  runtime=vendored|PATH  write the runtime beside the output, or import an installed one (default vendored)
  strict=true            warnings fail the run
  templates=DIR          your own templates, replacing those of the same path
  existing=DIR           scaffold:…: merge into the tests that are there; what was written in them stays
{extras}
"""


def main() -> int:
    """Runs the plugin; 0: a response was written, 1: broken input or our own bug, said in one line on stderr."""
    if sys.stderr is None:  # closed by the caller; then print(file=None) would go into the answer
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115
    if sys.stdin is None or sys.stdout is None:
        sys.stderr.write("protoc-gen-ego: stdin or stdout is closed; protoc or buf opens both\n")
        return 1
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        print(f"protoc-gen-ego {_version()}")
        return 0
    if arguments == ["--proto-path"]:
        from pathlib import Path

        print(Path(__file__).with_name("proto").resolve())
        return 0
    if arguments and arguments[0] not in ("-h", "--help"):
        print(f"protoc-gen-ego: {arguments[0]} is no argument of mine", file=sys.stderr)
        print(_usage(), end="", file=sys.stderr)
        return 2
    if arguments or sys.stdin.isatty():
        print(_usage(), end="")
        return 0
    gc.disable()  # one short run: collecting costs a tenth of it and frees nothing
    try:
        _answer()
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if os.environ.get("EGO_TRACEBACK"):
            raise
        return _fail(error)
    # The answer is out; taking a large heap apart object by object would only cost time.
    os._exit(0)


def _answer() -> None:
    from protoc_gen_ego.answer import pieces
    from protoc_gen_ego.pipeline import generate
    from protoc_gen_ego.request import read
    from protoc_gen_ego.schema import BrokenRequest

    data = sys.stdin.buffer.read()
    if not data:
        raise BrokenRequest("stdin is empty; protoc or buf starts this program, see --help")
    request = read(data)
    del data  # as large as all that follows
    result = generate(request)
    if not result.response.HasField("error"):
        for finding in result.diagnostics:
            print(finding, file=sys.stderr)
        sys.stderr.flush()
    for piece in pieces(result.response):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _fail(error: Exception) -> int:
    from google.protobuf.message import DecodeError

    from protoc_gen_ego.diagnostics import one_line
    from protoc_gen_ego.schema import BrokenRequest

    if isinstance(error, BrokenRequest):
        text = str(error)
    elif isinstance(error, DecodeError):
        text = "stdin is not a CodeGeneratorRequest; protoc or buf starts this program, see --help"
    elif isinstance(error, OSError):
        text = f"the answer could not be written: {error.strerror or error}"
    else:
        text = f"internal error: {type(error).__name__}: {error} (EGO_TRACEBACK=1 shows where; please report it)"
    try:
        print(f"protoc-gen-ego: {one_line(text)}", file=sys.stderr)
    finally:
        # What is left in stdout's buffer cannot be written either; leaving it would print a traceback at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _version() -> str:
    from importlib.metadata import version

    return version("protoc-gen-ego")


def _usage() -> str:
    from protoc_gen_ego.languages import LANGUAGES
    from protoc_gen_ego.outputs import TARGETS

    extras = [
        f"  {name}=… {text}" for language in LANGUAGES for name, text in language.parameters.items()
    ]
    targets = ", ".join(sorted(map(str, TARGETS)))
    return (
        USAGE.format(version=_version(), targets=targets, extras="\n".join(extras)).rstrip() + "\n"
    )


if __name__ == "__main__":
    sys.exit(main())
