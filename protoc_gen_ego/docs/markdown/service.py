"""The sections of a service and its methods."""

from __future__ import annotations

from protoc_gen_ego.catalog import ErrorCode
from protoc_gen_ego.docs.advice import Advice
from protoc_gen_ego.docs.errors import DeclaredError
from protoc_gen_ego.docs.http import HttpBinding
from protoc_gen_ego.docs.markdown.content import blocks, line, sentences
from protoc_gen_ego.docs.markdown.names import FOLDER, Names
from protoc_gen_ego.docs.markdown.notes import facts, find, options
from protoc_gen_ego.docs.markdown.text import code, link
from protoc_gen_ego.docs.prose import of_text
from protoc_gen_ego.docs.views import MethodView, ServiceView

_KINDS = {
    "unary": "unary (one request, one response)",
    "client": "client streaming (a stream of requests, one response)",
    "server": "server streaming (one request, a stream of responses)",
    "bidirectional": "bidirectional streaming (a stream of requests, a stream of responses)",
}
_ERRORS = [
    "",
    "| Error | Status | HTTP | Message | Metadata | Retry | What to do |",
    "|---|---|---|---|---|---|---|",
]


def service_section(service: ServiceView, names: Names) -> list[str]:
    """The section of a service with those of its methods, line by line."""
    package = service.file.package
    out = ["", f"### {names.heading('service', service.full_name, package)}"]
    out += facts(service)
    out += blocks(service.prose, find(service, names))
    told = [f"- Option: {one}" for one in options(service)]
    if told:
        out += ["", *told]
    for method in service.methods:
        out += _method(method, names, package)
    return out


def _method(method: MethodView, names: Names, package: str) -> list[str]:
    out = ["", f"#### {names.heading('method', method.full_name, package)}"]
    out += facts(method)
    out += blocks(method.prose, find(method, names))
    kind = method.streaming
    asks = "stream of " if kind in ("client", "bidirectional") else ""
    gives = "stream of " if kind in ("server", "bidirectional") else ""
    out += [
        "",
        f"- Kind: {_KINDS[kind]}",
        f"- Request: {asks}{names.message(method.input, package)}",
        f"- Response: {gives}{names.message(method.output, package)}",
    ]
    if method.descriptor.HasField("options"):
        out += [f"- HTTP: {_http(binding)}" for binding in method.http]
        if method.idempotency:
            out.append(f"- Idempotency: {method.idempotency}")
        out += [f"- Option: {one}" for one in options(method)]
    errors = method.errors
    if errors:
        out += _ERRORS
        out += [_error(error, names) for error in errors]
    return out


def _http(binding: HttpBinding) -> str:
    told = code(f"{binding.verb} {binding.path}")
    if binding.body:
        whole = "the whole request" if binding.body == "*" else code(binding.body)
        told += f", body: {whole}"
    if binding.response_body:
        told += f", response body: {code(binding.response_body)}"
    return told


def _error(error: DeclaredError, names: Names) -> str:
    if error.code is None or error.advice is None:
        return f"| {code(error.name, cell=True)} | | | | | | |"
    found = error.code
    key = found.full_name, error.advice.repeats
    row = names.rows.get(key)
    if row is None:
        row = names.rows[key] = _row(error, found, error.advice, names)
    return row


def _row(error: DeclaredError, found: ErrorCode, advice: Advice, names: Names) -> str:
    name = code(found.name, cell=True)
    if found.value.file.generate:
        name = link(name, names.error_url(found.full_name, FOLDER))
    metadata = ", ".join([code(key, cell=True) for key in found.metadata])
    message = code(found.message, cell=True)
    when = line(of_text(found.comment).summary, _nowhere, cell=True)
    what = sentences(when, [advice.action])
    return (
        f"| {name} | `{found.status}` | {error.http} | {message} | {metadata} "
        f"| {advice.retry} | {what} |"
    )


def _nowhere(_name: str) -> str:
    return ""
