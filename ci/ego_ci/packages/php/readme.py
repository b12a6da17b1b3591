"""README of a PHP client: how to get it, a first call, and what it was built from."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

from google.protobuf.descriptor_pb2 import MethodDescriptorProto

from ego_ci.packages.facts import facts_table
from ego_ci.packages.job import Job
from ego_ci.packages.php import names
from protoc_gen_ego.render import template_root

_CLIENT = """\
<?php

require 'vendor/autoload.php';

$$client = new \\$service('localhost:50051', [
    'credentials' => \\Grpc\\ChannelCredentials::createInsecure(),
]);
"""
_PLAIN = """\
[$$answer, $$status] = $call->wait();
echo $$status->code, ' ', $$status->details, PHP_EOL;
"""
_PLAIN_STREAM = """\
$responses
    echo get_class($$answer), PHP_EOL;
}
$$status = $call->getStatus();
echo $$status->code, ' ', $$status->details, PHP_EOL;
"""
_CAUGHT = """\
try {
    $$answer = \\Ego\\Errors\\GrpcClient::wait($call);
} catch (\\Ego\\Errors\\EgoException $$error) {
    echo $$error->display('en'), PHP_EOL;
}
"""
_CAUGHT_STREAM = """\
try {
    foreach (\\Ego\\Errors\\GrpcClient::responses($call) as $$answer) {
        echo get_class($$answer), PHP_EOL;
    }
} catch (\\Ego\\Errors\\EgoException $$error) {
    echo $$error->display('en'), PHP_EOL;
}
"""


def readme(job: Job, name: str, version: str, *, errors: bool, tools: Mapping[str, str]) -> str:
    """The text of README.md; `errors`: the classes use the published error runtime."""
    template = (template_root() / "php" / "package" / "README.md").read_text("utf-8")
    return Template(template).substitute(
        package=name,
        version=version,
        namespace=names.root(job.project),
        description=job.origin.summary,
        first_call=_first_call(job, errors),
        facts=facts_table(job, tools),
    )


def _first_call(job: Job, errors: bool) -> str:
    """A call of a method, unary if there is one; '' without any."""
    for file, service, method in job.client.image.calls():
        if request := _message(job, method.input_type):
            client = f"{names.namespace(job, file)}\\{service}Client"
            text = Template(_CLIENT).substitute(service=client) + _call(method, request, errors)
            return f"\n## First call\n\nWith the extension `grpc`:\n\n```php\n{text}```\n"
    return ""


def _call(method: MethodDescriptorProto, request: str, errors: bool) -> str:
    """The lines that call a method and show what comes back."""
    begin, call = "", f"$client->{method.name}(new \\{request}())"
    if method.client_streaming:
        begin = f"$call = $client->{method.name}();\n$call->write(new \\{request}());\n"
    elif method.server_streaming:
        begin = f"$call = {call};\n"
    if begin:
        call = "$call"
    if method.client_streaming and method.server_streaming:
        begin += "$call->writesDone();\n"
        responses = "while (($answer = $call->read()) !== null) {"
    else:
        responses = "foreach ($call->responses() as $answer) {"
    template = (
        (_CAUGHT_STREAM if errors else _PLAIN_STREAM)
        if method.server_streaming
        else (_CAUGHT if errors else _PLAIN)
    )
    return begin + Template(template).substitute(call=call, responses=responses)


def _message(job: Job, type_name: str) -> str:
    """The class of a message type `.shop.v1.Outer.Inner`, '' if it is unknown."""
    image, full = job.client.image, type_name.lstrip(".")
    outer = full
    while outer and outer not in image.modules_of:
        outer = outer.rpartition(".")[0]
    if not outer:
        return ""
    inside = (outer.rpartition(".")[2] + full[len(outer) :]).split(".")
    return names.message_class(job, image.by_name[image.modules_of[outer]], inside)
