"""README of a Java client: how to depend on it, a first call, and what it was built from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Template

from google.protobuf.descriptor_pb2 import FileDescriptorProto, MethodDescriptorProto

from ego_ci.packages.facts import facts_table
from ego_ci.packages.image import Image
from ego_ci.packages.java.libraries import Coordinates, library
from ego_ci.packages.job import Job
from protoc_gen_ego.languages.java import Java

_CALL = """\
ManagedChannel channel =
    Grpc.newChannelBuilder("localhost:50051", InsecureChannelCredentials.create()).build();
{service}Grpc.{service}BlockingStub client = {service}Grpc.newBlockingStub(channel);
{body}"""
_TYPED = """\
try {{
  System.out.println(EgoErrors.call(() -> client.{method}({request})));
}} catch (EgoException error) {{
  System.out.println(error.getStatusCode() + " " + error.display(Locale.ENGLISH));
}} finally {{
  channel.shutdown();
}}"""
_PLAIN = """\
System.out.println(client.{method}({request}));
channel.shutdown();"""
_CHANNEL = ("io.grpc.Grpc", "io.grpc.InsecureChannelCredentials", "io.grpc.ManagedChannel")
_ERRORS = ("io.egoerrors.EgoErrors", "io.egoerrors.EgoException", "java.util.Locale")
_SIMPLE = re.compile(r"[A-Z][A-Za-z0-9]*")


def readme(
    template: str,
    job: Job,
    own: Coordinates,
    image: Image,
    *,
    has_errors: bool,
    tools: Mapping[str, str],
) -> str:
    """The text of README.md, from the packaged template; `image` is the managed one."""
    return Template(template).substitute(
        group=own.group,
        artifact=own.artifact,
        version=own.version,
        description=job.origin.summary.rstrip(".") + ".",
        protobuf=library("com.google.protobuf:protobuf-java").version,
        grpc=library("io.grpc:grpc-stub").version,
        first_call=_first_call(image, has_errors=has_errors),
        origin=facts_table(job, tools),
    )


def _first_call(image: Image, *, has_errors: bool) -> str:
    """A call of the first unary method that can be written down; '' without one."""
    for file, service, method in image.unary_calls():
        full = method.input_type.lstrip(".")
        outer = full
        while outer and outer not in image.modules_of:
            outer = outer.rpartition(".")[0]
        if not outer or not _SIMPLE.fullmatch(method.name):
            continue
        declared = image.by_name[image.modules_of[outer]]
        if _is_plain(file) and _is_plain(declared):
            name = outer.rpartition(".")[2]
            return _example(file, service, method, declared, name, full[len(outer) :], has_errors)
    return ""


def _is_plain(file: FileDescriptorProto) -> bool:
    """True if each top-level message is a class of its own."""
    return file.options.java_multiple_files and bool(file.options.java_package)


def _example(
    file: FileDescriptorProto,
    service: str,
    method: MethodDescriptorProto,
    declared: FileDescriptorProto,
    message: str,
    nested: str,
    has_errors: bool,
) -> str:
    spelled = method.name[0].lower() + method.name[1:]
    spelled += "_" if spelled in Java.reserved else ""
    request = f"{message}{nested}.getDefaultInstance()"
    imports = {
        *_CHANNEL,
        *(_ERRORS if has_errors else ()),
        f"{file.options.java_package}.{service}Grpc",
        f"{declared.options.java_package}.{message}",
    }
    body = (_TYPED if has_errors else _PLAIN).format(method=spelled, request=request)
    code = [
        *(f"import {name};" for name in sorted(imports)),
        "",
        _CALL.format(service=service, body=body),
    ]
    return "\n## First call\n\n```java\n" + "\n".join(code) + "\n```\n"
