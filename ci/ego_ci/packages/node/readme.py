"""README of a client package for Node: how to install it, a first call, and what it was built from."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

from google.protobuf.descriptor_pb2 import FileDescriptorProto, MethodDescriptorProto

from ego_ci.packages.facts import facts_table
from ego_ci.packages.image import Image
from ego_ci.packages.job import Job
from ego_ci.packages.node.modules import stem
from ego_ci.packages.node.specifiers import exports

_CALLS = {
    "grpc-js": """\
import {{ credentials }} from "@grpc/grpc-js";
{runtime}{imports}

const client = {promises}new {service}Client("localhost:50051", credentials.createInsecure()){close};
{call}""",
    "connect": """\
import {{ createClient }} from "@connectrpc/connect";
import {{ createGrpcTransport }} from "@connectrpc/connect-node";
{runtime}{imports}

const client = createClient({service}, createGrpcTransport({{ baseUrl: "http://localhost:50051" }}));
{call}""",
}
_AWAITED = """\
try {{
  {call}
}} catch (caught) {{
  const error = fromError(caught);
  console.log(error?.status, error?.display("en"));
}}"""
_ANSWER = "console.log(await client.{method}({request}));"
_ANSWERS = "for await (const answer of client.{method}({request})) console.log(answer);"
_CALLBACK = "client.{method}({request}, (error, answer) => console.log(error ?? answer));"
_WRITTEN = {
    False: "const call = client.{method}((error, answer) => console.log(error ?? answer));\n",
    True: "const call = client.{method}();\n",
}
_WRITE = "call.write({request});\ncall.end();"
_READ = "\nfor await (const answer of call) console.log(answer);"


def readme(
    template: str,
    job: Job,
    *,
    name: str,
    version: str,
    modules: Mapping[str, str],
    tools: Mapping[str, str],
) -> str:
    """The text of README.md, from the packaged template."""
    flavour = job.project.node.flavour
    runtime = f"{job.project.node.runtime} " if _has_errors(modules) else ""
    peer = runtime + (
        "@connectrpc/connect @connectrpc/connect-node" if flavour == "connect" else "@grpc/grpc-js"
    )
    return Template(template).substitute(
        name=name,
        version=version,
        peer=peer,
        description=job.origin.summary.rstrip(".") + ".",
        first_call=_first_call(job, name, modules),
        origin=facts_table(job, tools),
    )


def _first_call(job: Job, name: str, modules: Mapping[str, str]) -> str:
    """A call that can be written down, of a unary method if there is one; '' without any."""
    for file, service, method in job.client.image.calls():
        example = _example(job, name, modules, file, service, method)
        if example:
            return f"\n## First call\n\n```ts\n{example}\n```\n"
    return ""


def _example(
    job: Job,
    name: str,
    modules: Mapping[str, str],
    file: FileDescriptorProto,
    service: str,
    method: MethodDescriptorProto,
) -> str:
    flavour, image = job.project.node.flavour, job.client.image
    is_connect = flavour == "connect"
    module = stem(file.name) + ("_pb" if is_connect else "")
    full = method.input_type.lstrip(".")
    declared = _declared(full, image)
    request = f"{declared[1]}.fromPartial({{}})" if declared and not is_connect else "{}"
    if not declared or not _exported(
        modules, module, service if is_connect else f"{service}Client"
    ):
        return ""
    imports = {module: {service if is_connect else f"{service}Client"}}
    if not is_connect:
        if not _exported(modules, stem(declared[0]), declared[1]):
            return ""
        imports.setdefault(stem(declared[0]), set()).add(declared[1])
    has_errors = _has_errors(modules)
    package = job.project.node.runtime
    runtime = f'import {{ fromError }} from "{package}";\n' if has_errors else ""
    if has_errors and not is_connect:
        runtime += f'import {{ promises }} from "{package}/grpc";\n'
    call = _call(method, request, has_errors=has_errors, is_connect=is_connect)
    spelled = method.name[0].lower() + method.name[1:]
    return _CALLS[flavour].format(
        service=service,
        imports="\n".join(
            f'import {{ {", ".join(sorted(names))} }} from "{name}/{place}";'
            for place, names in sorted(imports.items())
        ),
        runtime=runtime,
        promises="promises(" if has_errors else "",
        close=")" if has_errors else "",
        call=call.format(method=spelled),
    )


def _call(
    method: MethodDescriptorProto, request: str, *, has_errors: bool, is_connect: bool
) -> str:
    """The lines that call a method and show what comes back; its name is left as `{method}`."""
    if not is_connect and not has_errors:
        if method.client_streaming:
            read = _READ if method.server_streaming else ""
            lines = _WRITTEN[method.server_streaming] + _WRITE + read
        else:
            lines = _ANSWERS if method.server_streaming else _CALLBACK
        return _named(lines, request)
    if method.client_streaming:
        # connect wants an AsyncIterable, our runtime takes either.
        request = f"(async function* () {{ yield {request}; }})()" if is_connect else f"[{request}]"
    line = _named(_ANSWERS if method.server_streaming else _ANSWER, request)
    return _AWAITED.replace("{call}", line) if has_errors else line


def _named(lines: str, request: str) -> str:
    """The lines with the request; its braces are doubled, as the rest is still a format."""
    return lines.replace("{request}", request.replace("{", "{{").replace("}", "}}"))


def _has_errors(modules: Mapping[str, str]) -> bool:
    return any(path.endswith("_errors.ts") for path in modules)


def _exported(modules: Mapping[str, str], module: str, name: str) -> bool:
    return name in exports(modules.get(f"{module}.ts", ""))


def _declared(full: str, image: Image) -> tuple[str, str] | None:
    """(proto file, name in TypeScript) of a message `shop.v1.Outer.Inner`; None if no file declares it."""
    outer = full
    while outer and outer not in image.modules_of:
        outer = outer.rpartition(".")[0]
    if not outer:
        return None
    first = outer.rpartition(".")[2]
    return image.modules_of[outer], first + full[len(outer) :].replace(".", "_")
