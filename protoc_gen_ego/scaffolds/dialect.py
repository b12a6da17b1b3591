"""A dialect: how one language names generated code and writes sample messages. One subclass a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from typing import ClassVar, NamedTuple

from protoc_gen_ego.catalog import ErrorCode
from protoc_gen_ego.facts import file_options
from protoc_gen_ego.languages import LANGUAGES, FileOptions, Language
from protoc_gen_ego.scaffolds.fields import Types
from protoc_gen_ego.scaffolds.sample import Member, Samples, Tree
from protoc_gen_ego.schema import File, Method, Service
from protoc_gen_ego.schema.lazy import lazy

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_+")


class Plan(NamedTuple):
    """What all dialects of a run share."""

    types: Types
    samples: Samples
    errors: Mapping[Method, tuple[ErrorCode, ...]]  # declared by a method, in order, each once
    parameters: Mapping[str, str]
    runtime: str
    has_codes: bool  # whether there is a runtime at all


class Case(NamedTuple):
    """One case of a table: a request that succeeds, or one that ends in a declared error."""

    id: str  # METHOD/ok or METHOD/full name of the error
    name: str
    comment: str  # what the proto says of the error
    request: str  # source text
    response: str  # source text; '' in a case that ends in an error
    error: str  # source text; '' in a case that succeeds
    body: str = ""  # see Dialect.body


class Test(NamedTuple):
    """The test of one method as a template sees it."""

    name: str  # of the method
    cases_region: str
    run_region: str
    identifier: str
    table: str
    kind: str  # unary, client, server, bidirectional
    many_requests: bool
    many_responses: bool
    path: str  # /shop.user.v1.UserService/GetUser
    request: str  # source text of the type
    response: str
    signature: str  # of the ledger
    comment: str
    definition: str  # see Dialect.definition
    cases: tuple[Case, ...]


class Dialect:
    """Base of the dialects. What the methods return is source text and safe to place."""

    name: ClassVar[str]
    between: ClassVar[str] = ""  # what stands between two messages of a stream

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.language: Language = LANGUAGES.named(self.name)
        self._options: dict[File, FileOptions] = {}
        self._files: dict[int, frozenset[File]] = {}
        self._homes: dict[str, dict[str, str]] = {}
        self.stem = ""  # the name of the test's file without its suffix

    @lazy
    def template(self) -> str:
        """File name of the template."""
        return f"test_service{self.language.suffix}.j2"

    def options(self, file: File) -> FileOptions:
        """The facts of a file that names depend on."""
        known = self._options.get(file)
        if known is None:
            known = self._options[file] = file_options(file, self.plan.parameters)
        return known

    def problem(self, file: File, *, own: bool) -> str:
        """Why code cannot name what is generated from a file; '' when it can. `own`: the service is in it."""
        # Where the runtime is concerns the service's file only; what it imports may be anybody's.
        parameters = {**self.plan.parameters, "runtime": self.plan.runtime}
        if not own or not self.plan.has_codes:
            parameters = {"runtime": "installed"}
        return self.language.option_problem(self.options(file)._replace(parameters=parameters))

    def begin(self, service: Service, path: str = "") -> None:
        """Called before a service is worked on, with the path of its test if it gets one."""
        self.stem = path.rpartition("/")[2].partition(".")[0]

    def path(self, service: Service, word: str = "") -> str:
        """Where a service's scaffold goes, relative to the output root; a word tells its name from that of others."""
        raise NotImplementedError

    def support(self, services: Iterable[Service]) -> Mapping[str, tuple[str, str]]:
        """Output path -> (source below test_support/, what to write instead of `egotest_package` in it)."""
        raise NotImplementedError

    def context(self, service: Service, tests: tuple[Test, ...]) -> dict[str, object]:
        """What only this language's template asks for, beside `service` and `tests`."""
        raise NotImplementedError

    def request_type(self, method: Method) -> str:
        """The type of a method's request as source text."""
        raise NotImplementedError

    def response_type(self, method: Method) -> str:
        """The type of a method's response as source text."""
        raise NotImplementedError

    def message(self, tree: Tree, service: Service, *, key: str) -> str:
        """A sample as the value of a case's field `request` or `response`, or as an element of its list `requests` or
        `responses`."""
        raise NotImplementedError

    def sequence(self, trees: Sequence[Tree], service: Service, *, key: str) -> str:
        """What a case sends or expects, as the template places it: one message, or those of a stream."""
        return self.between.join([self.message(tree, service, key=key) for tree in trees])

    def error(self, code: ErrorCode, service: Service) -> str:
        """What an error is expected by, as source text."""
        raise NotImplementedError

    def body(self, method: Method, name: str, request: str, response: str, error: str) -> str:
        """What of a case the template does not lay out, since its layout depends on the case: in Go all of it, in Java
        its head; else ''."""
        return ""

    def definition(self, method: Method, identifier: str, table: str) -> str:
        """What else the template needs for a test; '' for nothing."""
        return ""

    def identifiers(self, service: Service) -> dict[str, tuple[str, str]]:
        """(name of the test, name of the table) by method name."""
        raise NotImplementedError

    # -- shared ---------------------------------------------------------------------------------------------

    def files(self, tree: Tree) -> frozenset[File]:
        """The proto files whose generated code the literal of a tree names."""
        known = self._files.get(id(tree))
        if known is None:
            found = {tree.message.file}
            for entry in tree.entries:
                for value in entry.values:
                    if type(value) is Tree:
                        found |= self.files(value)
                    elif type(value) is Member:
                        found.add(value.enum.file)
            known = self._files[id(tree)] = frozenset(found)
        return known

    def home(self, option: str, file: File, otherwise: str = "") -> str:
        """The package that holds what is generated from a file: `PACKAGE+PROTO:OTHER+…` says it of all, and of single
        files that other packages bring."""
        known = self._homes.get(option)
        if known is None:
            first, *others = self.plan.parameters.get(option, otherwise).split("+")
            known = self._homes[option] = {"": first}
            known.update(other.partition(":")[::2] for other in others)
        return known.get(file.name, known[""])

    def sent(self, method: Method) -> tuple[Tree, ...]:
        """What the cases of a method send."""
        streams: bool = method.descriptor.client_streaming
        return self.plan.samples.several(method.input, stream=streams)

    def awaited(self, method: Method) -> tuple[Tree, ...]:
        """What its first case expects."""
        streams: bool = method.descriptor.server_streaming
        return self.plan.samples.several(method.output, stream=streams)

    def trees(self, service: Service) -> Iterator[Tree]:
        """All messages in the cases of a service."""
        for method in service.methods:
            yield from self.sent(method)
            yield from self.awaited(method)

    def used(self, service: Service) -> list[File]:
        """The proto files that a scaffold names messages and enums of, sorted."""
        found = {service.file}
        for tree in self.trees(service):
            found |= self.files(tree)
        return sorted(found, key=lambda file: file.name)

    def raised(self, service: Service) -> list[ErrorCode]:
        """The errors that a service's methods declare, each once."""
        errors = self.plan.errors
        found = {c.full_name: c for m in service.methods for c in errors.get(m, ())}
        return [found[name] for name in sorted(found)]


@lru_cache(maxsize=1 << 14)
def snake(name: str) -> str:
    """`GetUser` -> `get_user`, `HTTPProxy` -> `http_proxy`, `_x` -> `x`.

    >>> snake("GetUser2"), snake("ListHTTPRoutes"), snake("_Get__x")
    ('get_user2', 'list_http_routes', 'get_x')
    """
    return "_".join(filter(None, _HUMP.split(name))).lower() or "x"


def unique(names: Iterable[str], make: dict[str, str]) -> dict[str, str]:
    """The made names, but where two are equal (in lower case, too) the original ones."""
    names = list(names)
    count: dict[str, int] = {}
    for name in names:
        key = make[name].lower()
        count[key] = count.get(key, 0) + 1
    return {name: make[name] if count[make[name].lower()] == 1 else name for name in names}


def dialect(name: str, plan: Plan) -> Dialect:
    """The dialect of a language."""
    made = import_module(f"protoc_gen_ego.scaffolds.{name}").DIALECT(plan)
    assert isinstance(made, Dialect)
    return made
