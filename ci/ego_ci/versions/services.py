"""What became of services, their methods, and the errors that methods declare."""

from __future__ import annotations

from collections.abc import Iterator

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
from protoc_gen_ego.schema import Method, Service


def services(before: Elements, now: Elements) -> Iterator[Change]:
    """A service that is new or gone stands for its methods."""
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
            yield from _errors(other, before, now)
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


def _errors(new: Method, before: Elements, now: Elements) -> Iterator[Change]:
    was, has = before.errors.get(new.full_name, {}), now.errors.get(new.full_name, {})
    for name in has:
        if name not in was:
            words = ("method ", quoted(new), " may return ", local(name, new), " now")
            yield change(Kind.ADDED, "method", new, *words)
    for name in was:
        if name not in has:
            words = ("method ", quoted(new), " returns ", local(name, new), " no longer")
            yield change(Kind.CHANGED, "method", new, *words, level=Level.PATCH)
