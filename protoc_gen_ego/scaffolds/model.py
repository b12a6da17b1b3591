"""The scaffold model: per service one test file, per method a table of cases. Pure, from schema and catalog."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from protoc_gen_ego.catalog import Catalog, ErrorCode
from protoc_gen_ego.catalog.tags import scan
from protoc_gen_ego.scaffolds import ledger
from protoc_gen_ego.scaffolds.dialect import Case, Dialect, Plan, Test
from protoc_gen_ego.scaffolds.fields import Types
from protoc_gen_ego.scaffolds.marks import place
from protoc_gen_ego.scaffolds.sample import Samples
from protoc_gen_ego.schema import Method, Node, Schema, Service


class ServiceView(NamedTuple):
    """A service as a template sees it."""

    source: str  # the proto file
    name: str
    full_name: str
    comment: str


def plan(schema: Schema, catalog: Catalog, *, parameters: Mapping[str, str], runtime: str) -> Plan:
    """What the dialects of a run share: types, samples, and the errors that methods declare."""
    types = Types(schema)
    errors: dict[Method, dict[str, ErrorCode]] = {}
    for reference in catalog.references:
        if reference.code:
            errors.setdefault(reference.method, {})[reference.code.full_name] = reference.code
    declared = {method: tuple(codes.values()) for method, codes in errors.items()}
    return Plan(types, Samples(types), declared, parameters, runtime, bool(catalog.codes))


def services(schema: Schema) -> list[Service]:
    """The services to write scaffolds for; one without methods has nothing to test."""
    return [s for file in schema.to_generate for s in file.services if s.descriptor.method]


def view(service: Service) -> ServiceView:
    """A service for a template."""
    return ServiceView(service.file.name, service.name, service.full_name, prose(service))


def tests(service: Service, dialect: Dialect) -> tuple[Test, ...]:
    """The tests of a service's methods, in declaration order."""
    names = dialect.identifiers(service)
    return tuple([_test(method, names[method.name], dialect) for method in service.methods])


def _test(method: Method, names: tuple[str, str], dialect: Dialect) -> Test:
    service = method.parent
    assert isinstance(service, Service), "methods live in services"
    descriptor = method.descriptor
    many_requests, many_responses = descriptor.client_streaming, descriptor.server_streaming
    into, out = (
        ("requests" if many_requests else "request"),
        ("responses" if many_responses else "response"),
    )
    request = dialect.sequence(dialect.sent(method), service, key=into)
    response = dialect.sequence(dialect.awaited(method), service, key=out)
    body = dialect.body(method, "ok", request, response, "")
    cases = [Case(f"{method.name}/ok", "ok", "", request, response, "", body)]
    codes = dialect.plan.errors.get(method, ())
    for code, name in zip(codes, _names(codes), strict=True):
        expected = dialect.error(code, service)
        comment = harmless(code.comment)
        body = dialect.body(method, name, request, "", expected)
        where = f"{method.name}/{code.full_name}"
        cases.append(Case(where, name, comment, request, "", expected, body))
    return Test(
        name=method.name,
        cases_region=place(method.name, "cases"),
        run_region=place(method.name, "run"),
        identifier=names[0],
        table=names[1],
        kind=method.streaming,
        many_requests=many_requests,
        many_responses=many_responses,
        path=f"/{service.full_name}/{method.name}",
        request=dialect.request_type(method),
        response=dialect.response_type(method),
        signature=ledger.signature(method.streaming, method.input, method.output),
        comment=prose(method),
        definition=dialect.definition(method, *names),
        cases=tuple(cases),
    )


def _names(codes: Iterable[ErrorCode]) -> list[str]:
    """The names of errors; the full ones where two errors of a method have the same."""
    names = [code.name for code in codes]
    return [code.name if names.count(code.name) == 1 else code.full_name for code in codes]


def prose(node: Node) -> str:
    """An element's comment without tags; harmless in a region."""
    comments = node.comments
    parts = [scan(part)[1] for part in (comments.leading, comments.trailing) if part]
    return harmless("\n".join(filter(None, parts)))


def harmless(text: str) -> str:
    """Text that no line of can be taken for a mark.

    >>> harmless("region ego: imports")
    'region ego : imports'
    """
    return (
        text.replace("ego:", "ego :").replace("ego-case:", "ego-case :") if "ego" in text else text
    )
