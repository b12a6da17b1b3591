"""README of a client package: how to install it, a first call, and what it was built from."""

from __future__ import annotations

from string import Template

from ego_ci.packages.python.modules import Module
from ego_ci.packages.python.recipe import Recipe
from ego_ci.packages.python.sources import Sources
from google.protobuf.descriptor_pb2 import FileDescriptorProto, MethodDescriptorProto


def readme(template: str, recipe: Recipe, version: str, sources: Sources) -> str:
    """The text of README.md, from the packaged template."""
    return Template(template).substitute(
        distribution=recipe.distribution,
        package=recipe.package,
        version=version,
        description=" ".join(recipe.description.split()) or "A gRPC client package.",
        first_call=_first_call(sources),
        origin="\n".join(f"| {_cell(what)} | {_cell(which)} |" for what, which in _origin(recipe)),
    )


def _origin(recipe: Recipe) -> list[tuple[str, str]]:
    rows = [
        ("repository", recipe.repository),
        ("commit", recipe.commit),
        ("licence", recipe.license),
    ]
    return [row for row in (*rows, *sorted(recipe.tools.items())) if row[1]]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _first_call(sources: Sources) -> str:
    """A call of a method, unary if there is one, with the imports that it needs; '' without any."""
    for file, service, method in sources.image.calls():
        request = _message(sources, method.input_type)
        if request is not None:
            return _example(sources, file, service, method, *request)
    return ""


def _example(
    sources: Sources,
    file: FileDescriptorProto,
    service: str,
    method: MethodDescriptorProto,
    request_module: str,
    request: str,
) -> str:
    stub = sources.dotted(Module(file.name), "_pb2_grpc")
    imports = {_import(request_module), _import(stub)}
    argument = f"{request_module.rpartition('.')[2]}.{request}()"
    if method.client_streaming:
        argument = f"iter([{argument}])"
    call = [f"print(stub.{method.name}({argument}))"]
    if method.server_streaming:
        call = [f"for answer in stub.{method.name}({argument}):", "    print(answer)"]
    body = [f"    {line}" for line in call]
    if sources.deliveries.runtime in sources.requirements:
        imports.add("from egoerrors import from_error")
        body = [
            "    try:",
            *(f"        {line}" for line in call),
            "    except grpc.RpcError as caught:",
            "        error = from_error(caught)",
            '        print(error.status.name, error.display("en"))',
        ]
    return "\n".join(
        [
            "\n## First call\n",
            "```python",
            "import grpc",
            *sorted(imports),
            "",
            'with grpc.insecure_channel("localhost:50051") as channel:',
            f"    stub = {stub.rpartition('.')[2]}.{service}Stub(channel)",
            *body,
            "```\n",
        ]
    )


def _import(dotted: str) -> str:
    parent, _, name = dotted.rpartition(".")
    return f"from {parent} import {name}"


def _message(sources: Sources, type_name: str) -> tuple[str, str] | None:
    """(dotted module, class path in it) of a message type `.shop.v1.Outer.Inner`."""
    full = type_name.lstrip(".")
    outer = full
    while outer and outer not in sources.image.modules_of:
        outer = outer.rpartition(".")[0]
    if not outer:
        return None
    module = Module(sources.image.modules_of[outer])
    dotted = sources.moves.get(f"{module.written.replace('/', '.')}_pb2")
    return (dotted, outer.rpartition(".")[2] + full[len(outer) :]) if dotted else None
