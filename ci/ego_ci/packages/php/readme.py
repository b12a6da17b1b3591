"""README of a PHP client: how to get it, a first call, and what it was built from."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

from ego_ci.packages.facts import facts_table
from ego_ci.packages.job import Job
from ego_ci.packages.php import names
from protoc_gen_ego.render import template_root

_CALL = """\
<?php

require 'vendor/autoload.php';

$$client = new \\$service('localhost:50051', [
    'credentials' => \\Grpc\\ChannelCredentials::createInsecure(),
]);
"""
_PLAIN = """\
[$$answer, $$status] = $$client->$method(new \\$request())->wait();
echo $$status->code, ' ', $$status->details, PHP_EOL;
"""
_CAUGHT = """\
try {
    $$answer = \\Ego\\Errors\\GrpcClient::wait($$client->$method(new \\$request()));
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
    """A call of the first unary method; '' without one."""
    for file, service, method in job.client.image.unary_calls():
        if request := _message(job, method.input_type):
            text = Template(_CALL + (_CAUGHT if errors else _PLAIN)).substitute(
                service=f"{names.namespace(job, file)}\\{service}Client",
                method=method.name,
                request=request,
            )
            return f"\n## First call\n\nWith the extension `grpc`:\n\n```php\n{text}```\n"
    return ""


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
