"""What became of services, their methods, and the errors that methods declare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ego_ci.versions.change import Change, Kind, Words
from ego_ci.versions.elements import (
    Elements,
    appeared,
    change,
    common,
    local,
    moved,
    paired,
    quoted,
    vanished,
)
from ego_ci.versions.semver import Level
from protoc_gen_ego.checks.breaking.declared import Declared, name_of
from protoc_gen_ego.schema import Method, Service


def services(before: Elements, now: Elements, declared: Declared) -> Iterator[Change]:
    """A service that is new or gone stands for its methods."""
    methods = {
        method.full_name: method for service in now.services.values() for method in service.methods
    }
    kept = {
        method.full_name
        for service in before.services.values()
        for method in service.methods
        if method.full_name in methods
    }
    yield from _errors(declared, {name: methods[name] for name in kept})
    for old, new in paired(before.services, now.services):
        if old and new:
            yield from moved("service", old, new)
            yield from common("service", old, new, before, now)
            yield from _methods(old, new, before, now)
        elif new:
            yield appeared("service", new)
        elif old:
            yield vanished("service", old)


def _methods(old: Service, new: Service, before: Elements, now: Elements) -> Iterator[Change]:
    was = {method.name: method for method in old.methods}
    has = {method.name: method for method in new.methods}
    for one, other in paired(was, has):
        if one and other:
            yield from _method(one, other)
            yield from common("method", one, other, before, now)
        elif other:
            yield appeared("method", other)
        elif one:
            yield vanished("method", one)


def _method(old: Method, new: Method) -> Iterator[Change]:
    subject: Words = ("method ", quoted(new))
    for verb, was, has in (
        ("takes", old.input, new.input),
        ("returns", old.output, new.output),
    ):
        if was != has:
            words: Words = (f" {verb} ", local(has, new), " instead of ", local(was, new))
            yield change(Kind.CHANGED, "method", new, *subject, *words)
    if old.streaming != new.streaming:
        words = (f" is {_STREAMS[new.streaming]} now, was {_STREAMS[old.streaming]}",)
        yield change(Kind.CHANGED, "method", new, *subject, *words)


_STREAMS = {
    "unary": "unary",
    "client": "client streaming",
    "server": "server streaming",
    "bidirectional": "streaming in both directions",
}


def _errors(declared: Declared, kept: Mapping[str, Method]) -> Iterator[Change]:
    """What methods that both sides have declare on one of them only."""
    for ref in declared.added:
        new = kept.get(ref.method.full_name)
        if new:
            words = ("method ", quoted(new), " may return ", local(name_of(ref), new), " now")
            yield change(Kind.ADDED, "method", new, *words)
    for ref in declared.dropped:
        new = kept.get(ref.method.full_name)
        if new:
            words = ("method ", quoted(new), " returns ", local(name_of(ref), new), " no longer")
            yield change(Kind.CHANGED, "method", new, *words, level=Level.PATCH)
