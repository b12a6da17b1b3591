"""README of a Go client: how to get it, a first call, and what it was built from."""

from __future__ import annotations

from string import Template

from google.protobuf.descriptor_pb2 import FileDescriptorProto, MethodDescriptorProto

from ego_ci.packages.facts import facts_table
from ego_ci.packages.go import names
from ego_ci.packages.job import Job
from protoc_gen_ego.languages.go_names import go_camel
from protoc_gen_ego.render import template_root

_GRPC = ("", "google.golang.org/grpc")
_INSECURE = ("", "google.golang.org/grpc/credentials/insecure")


_PROGRAM = """\
package main

import (
$standard

$imports
)

func main() {
	transport := grpc.WithTransportCredentials(insecure.NewCredentials())
	connection, err := grpc.NewClient("localhost:50051", transport)
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	client := $package.New${service}Client(connection)
$call}
"""
_ANSWER = """\
	if err != nil {
		log.Fatal($caught)
	}
	log.Print(answer)
"""
_ANSWERS = """\
	for {
		answer, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			log.Fatal($caught)
		}
		log.Print(answer)
	}
"""
_STREAM = """\
	stream, err := client.$method(context.Background()$sent)
	if err != nil {
		log.Fatal($caught)
	}
"""
_SEND = """\
	if err := stream.Send(&$request{}); err != nil {
		log.Print(err) // what is received says why
	}
"""
_CALLS = {
    (False, False): "\tanswer, err := client.$method(context.Background(), &$request{})\n"
    + _ANSWER,
    (False, True): _STREAM + _ANSWERS,
    (True, False): _STREAM + _SEND + "\tanswer, err := stream.CloseAndRecv()\n" + _ANSWER,
    (True, True): _STREAM
    + _SEND
    + "\tif err := stream.CloseSend(); err != nil {\n\t\tlog.Fatal(err)\n\t}\n"
    + _ANSWERS,
}
"""(requests are a stream, answers are a stream) -> the call."""


def readme(job: Job, version: str, *, errors: str, tools: dict[str, str]) -> str:
    """The text of README.md; `errors` is the import path of the error runtime, '' if nothing imports it."""
    template = (template_root() / "go" / "package" / "README.md").read_text("utf-8")
    return Template(template).substitute(
        module=names.module(job),
        version=version,
        description=job.origin.summary,
        first_call=_first_call(job, errors),
        facts=facts_table(job, tools),
    )


def _first_call(job: Job, errors: str) -> str:
    """A program that calls a method, unary if there is one; '' without any."""
    for file, service, method in job.client.image.calls():
        request = _message(job, method.input_type)
        if request is not None:
            return f"\n## First call\n\n```go\n{_program(job, file, service, method, request, errors)}```\n"
    return ""


def _program(
    job: Job,
    file: FileDescriptorProto,
    service: str,
    method: MethodDescriptorProto,
    request: tuple[FileDescriptorProto, str],
    errors: str,
) -> str:
    home, message = request
    path, _, package = names.go_package(job, file).partition(";")
    place, there = _import(names.go_package(job, home))
    imports = {_GRPC, _INSECURE, (package, path), (place, there)}
    if errors:
        imports.add(("", errors))
    standard = {"context", "log", *(("errors", "io") if method.server_streaming else ())}
    program = _PROGRAM.replace("$call", _CALLS[method.client_streaming, method.server_streaming])
    return Template(program).substitute(
        standard="\n".join(f'\t"{name}"' for name in sorted(standard)),
        sent="" if method.client_streaming else f", &{place}.{message}{{}}",
        imports="\n".join(
            f'\t{name} "{path}"'.replace("\t ", "\t")
            for name, path in sorted(imports, key=lambda pair: pair[1])
        ),
        package=package,
        service=go_camel(service),
        method=go_camel(method.name),
        request=f"{place}.{message}",
        caught='egoerrors.FromError(err).Display("en")' if errors else "err",
    )


def _import(go_package: str) -> tuple[str, str]:
    """(name, path) of an import; the name is the last part of the path where `go_package` has none."""
    path, _, name = go_package.partition(";")
    return name or path.rpartition("/")[2], path


def _message(job: Job, type_name: str) -> tuple[FileDescriptorProto, str] | None:
    """The file and the Go name of a message type `.shop.v1.Outer.Inner`."""
    image, full = job.client.image, type_name.lstrip(".")
    outer = full
    while outer and outer not in image.modules_of:
        outer = outer.rpartition(".")[0]
    if not outer:
        return None
    return image.by_name[image.modules_of[outer]], go_camel(
        outer.rpartition(".")[2] + full[len(outer) :]
    )
