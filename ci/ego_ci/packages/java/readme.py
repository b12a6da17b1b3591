"""README of a Java client: how to depend on it, a first call, and what it was built from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Template
from typing import NamedTuple

from google.protobuf.descriptor_pb2 import FileDescriptorProto, MethodDescriptorProto

from ego_ci.packages.facts import facts_table
from ego_ci.packages.image import Image
from ego_ci.packages.java.libraries import Coordinates, library
from ego_ci.packages.job import Job
from protoc_gen_ego.languages.java import Java

_CALL = """\
ManagedChannel channel =
    Grpc.newChannelBuilder("localhost:50051", InsecureChannelCredentials.create()).build();
{service}Grpc.{service}{kind}Stub client = {service}Grpc.new{kind}Stub(channel);
{body}"""
_TYPED = """\
try {{
  {call}
}} catch (EgoException error) {{
  System.out.println(error.getStatusCode() + " " + error.display(Locale.ENGLISH));
}} finally {{
  channel.shutdown();
}}"""
_PLAIN = """\
{call}
channel.shutdown();"""
_TYPED_CALL = "System.out.println(EgoErrors.call(() -> client.{method}({request})));"
_TYPED_ANSWERS = """\
EgoErrors.call(() -> {{
    client.{method}({request}).forEachRemaining(System.out::println);
    return null;
  }});"""
_PLAIN_CALL = "System.out.println(client.{method}({request}));"
_PLAIN_ANSWERS = "client.{method}({request}).forEachRemaining(System.out::println);"
_STREAM = """\
CompletableFuture<Void> done = new CompletableFuture<>();
StreamObserver<{input}> requests =
    client.{method}(
        new StreamObserver<{output}>() {{
          @Override
          public void onNext({output} answer) {{
            System.out.println(answer);
          }}

          @Override
          public void onError(Throwable caught) {{
            {failed}
            done.complete(null);
          }}

          @Override
          public void onCompleted() {{
            done.complete(null);
          }}
        }});
requests.onNext({request});
requests.onCompleted();
done.join();
channel.shutdown();"""
_TYPED_FAILED = """\
EgoException error = EgoErrors.fromThrowable(caught);
            System.out.println(error.getStatusCode() + " " + error.display(Locale.ENGLISH));"""
_PLAIN_FAILED = "System.out.println(caught);"
_CHANNEL = ("io.grpc.Grpc", "io.grpc.InsecureChannelCredentials", "io.grpc.ManagedChannel")
_ERRORS = ("io.egoerrors.EgoErrors", "io.egoerrors.EgoException", "java.util.Locale")
_STREAMS = ("io.grpc.stub.StreamObserver", "java.util.concurrent.CompletableFuture")
_SIMPLE = re.compile(r"[A-Z][A-Za-z0-9]*")


class _Class(NamedTuple):
    """A class of a message: the full name of the top-level one to import, and the name then written."""

    outer: str
    name: str


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
    """A call that can be written down, of a unary method if there is one; '' without any."""
    for file, service, method in image.calls():
        request = _class(image, method.input_type)
        answer = _class(image, method.output_type)
        if request and answer and _SIMPLE.fullmatch(method.name) and _is_plain(file):
            return _example(file, service, method, request, answer, has_errors)
    return ""


def _class(image: Image, type_name: str) -> _Class | None:
    """The class of a message type `.shop.v1.Outer.Inner`; None if it cannot be imported by its name."""
    full = type_name.lstrip(".")
    outer = full
    while outer and outer not in image.modules_of:
        outer = outer.rpartition(".")[0]
    if not outer:
        return None
    declared = image.by_name[image.modules_of[outer]]
    name = outer.rpartition(".")[2]
    known = f"{declared.options.java_package}.{name}"
    return _Class(known, name + full[len(outer) :]) if _is_plain(declared) else None


def _is_plain(file: FileDescriptorProto) -> bool:
    """True if each top-level message is a class of its own."""
    return file.options.java_multiple_files and bool(file.options.java_package)


def _example(
    file: FileDescriptorProto,
    service: str,
    method: MethodDescriptorProto,
    request: _Class,
    answer: _Class,
    has_errors: bool,
) -> str:
    is_stream = method.client_streaming
    spelled = method.name[0].lower() + method.name[1:]
    spelled += "_" if spelled in Java.reserved else ""
    words = {
        "method": spelled,
        "request": f"{request.name}.getDefaultInstance()",
        "input": request.name,
        "output": answer.name,
        "failed": _TYPED_FAILED if has_errors else _PLAIN_FAILED,
    }
    imports = {
        *_CHANNEL,
        *(_ERRORS if has_errors else ()),
        *((*_STREAMS, answer.outer) if is_stream else ()),
        f"{file.options.java_package}.{service}Grpc",
        request.outer,
    }
    if is_stream:
        body = _STREAM.format(**words)
    else:
        calls = (_TYPED_CALL, _TYPED_ANSWERS) if has_errors else (_PLAIN_CALL, _PLAIN_ANSWERS)
        call = calls[method.server_streaming].format(**words)
        body = (_TYPED if has_errors else _PLAIN).format(call=call)
    kind = "" if is_stream else "Blocking"
    code = [
        *(f"import {name};" for name in sorted(imports)),
        "",
        _CALL.format(service=service, kind=kind, body=body),
    ]
    return "\n## First call\n\n```java\n" + "\n".join(code) + "\n```\n"
