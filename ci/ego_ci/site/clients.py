"""How a client in each language calls a method: with the names of the package that `ego package` makes.

Names and sample messages are those of the scaffolds' dialects; what the package format decides (import paths,
namespaces, the name of the package) comes from the format.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from google.protobuf.descriptor_pb2 import FileDescriptorProto

from ego_ci.packages.format import Format
from ego_ci.packages.go.names import runtime as go_runtime
from ego_ci.packages.job import Job
from ego_ci.site import templates
from ego_ci.site.calls import Snippet
from protoc_gen_ego.catalog import ErrorCode
from protoc_gen_ego.docs.example import example
from protoc_gen_ego.docs.library import Library
from protoc_gen_ego.docs.views import MethodView
from protoc_gen_ego.languages import FileOptions
from protoc_gen_ego.scaffolds import model
from protoc_gen_ego.scaffolds.dialect import Dialect, dialect
from protoc_gen_ego.scaffolds.go import GoDialect
from protoc_gen_ego.scaffolds.java import JavaDialect
from protoc_gen_ego.scaffolds.python import PythonDialect
from protoc_gen_ego.scaffolds.python_imports import Imports
from protoc_gen_ego.schema import File, Message, Method, Service

_TITLES = {
    "python": "Python",
    "go": "Go",
    "typescript": "TypeScript",
    "java": "Java",
    "php": "PHP",
}


class Caught(NamedTuple):
    """An error that a caller tells apart."""

    test: str  # source text: the class, the constant, the guard
    name: str
    advice: str


class Clients:
    """The clients of a repository, in the languages of ego.yaml."""

    def __init__(self, library: Library, tasks: Iterable[tuple[Format, Job]]) -> None:
        self._library = library
        plan = model.plan(
            library.schema, library.errors.catalog, parameters={}, runtime="installed"
        )
        self._methods = {
            method.full_name: method
            for file in library.schema.to_generate
            for service in file.services
            for method in service.methods
        }
        # The catalog may know methods of an earlier reading of the same files.
        known = ((self._methods.get(one.full_name), codes) for one, codes in plan.errors.items())
        self._plan = plan._replace(errors={one: codes for one, codes in known if one})
        self._tasks = [(form, job) for form, job in tasks if form.language in _TITLES]
        self._dialects: dict[tuple[str, str], Dialect] = {}
        self._begun: dict[tuple[str, str], Service] = {}

    def snippets(self, view: MethodView) -> Iterator[Snippet]:
        """The code for a method, in each language whose package has it."""
        method = self._methods.get(view.full_name)
        for form, job in self._tasks if method else ():
            assert method is not None
            if method.file.name not in job.client.files:
                continue
            made = self._dialect(form, job, method)
            if made is not None:
                language = form.language
                yield Snippet(
                    language,
                    _TITLES[language],
                    form.name(job),
                    self._text(made, form, job, method, view),
                )

    def _dialect(self, form: Format, job: Job, method: Method) -> Dialect | None:
        """The dialect, ready for the method's service; None where something has no name that code can use."""
        key = form.language, job.client.name
        if key not in self._dialects:
            made = dialect(form.language, self._plan)
            # Where generated code belongs is what the format says, not what the file does.
            vars(made)["options"] = cache(_managed(form, job))
            if form.language == "typescript":
                vars(made)["alias"] = _alias
            self._dialects[key] = made
        made, service = self._dialects[key], method.parent
        assert isinstance(service, Service)
        if self._begun.get(key) is not service:
            made.begin(service)
            self._begun[key] = service
        codes = self._plan.errors.get(method, ())
        files = {self._plan.types.message(name).file for name in (method.input, method.output)}
        files |= {method.file, *(code.value.file for code in codes)}
        known = all(not made.problem(file, own=file is method.file) for file in files)
        return made if known else None

    def _text(self, made: Dialect, form: Format, job: Job, method: Method, view: MethodView) -> str:
        service = method.parent
        assert isinstance(service, Service)
        tree = self._plan.samples.of(method.input)
        codes = self._plan.errors.get(method, ())
        advice = {error.code.full_name: error.advice for error in view.errors if error.code}
        errors = []
        for code in codes:
            told = advice.get(code.full_name)
            errors.append(
                Caught(_test(made, code, service), code.name, told.action if told else "")
            )
        if form.language == "typescript" and job.project.node.flavour == "connect":
            request = self._read(tree.message)
        else:
            request = _request(made, made.sequence([tree], service, key="request"))
        files = {*made.files(tree), *(code.value.file for code in codes), method.file}
        return (
            templates.calls()
            .get_template(f"{form.language}.txt")
            .render(
                package=form.name(job),
                version=form.version(job),
                service=service,
                method=method,
                call=method.name[:1].lower() + method.name[1:],
                many_requests=method.descriptor.client_streaming,
                many_responses=method.descriptor.server_streaming,
                request=request,
                errors=errors,
                has_codes=self._plan.has_codes,
                **_imports(
                    made, form, job, service, files, [code.value.file for code in codes], request
                ),
            )
            .rstrip("\n")
        )

    def _read(self, message: Message) -> str:
        """A request as protobuf-es reads it: from the JSON that the page shows as well."""
        shown = example(self._library, message.full_name)
        schema = f"{'_'.join(message.names)}Schema"
        if message.file.package != "google.protobuf":  # its types come with protobuf-es
            schema = f"{_folder(message.file)}.{schema}"
        registry = ", { registry: createRegistry(DurationSchema) }" if '"@type"' in shown else ""
        return f"fromJson({schema}, {shown}{registry})"


def _managed(form: Format, job: Job) -> Callable[[File], FileOptions]:
    """The facts of a file as the format has them."""

    def options(file: File) -> FileOptions:
        copy = FileDescriptorProto()
        copy.CopyFrom(file.descriptor)
        form.manage(job, copy)
        placement = File(copy, generate=False, lines=None).placement
        return FileOptions(file.name, file.package, placement, {"runtime": "installed"})

    return options


def _alias(file: File, _suffix: str, _near: File) -> str:
    """The name of a module, as the dialect asks for it."""
    return _folder(file)


def _folder(file: File) -> str:
    """TypeScript: the package has a module for each folder."""
    parts = file.name.rpartition("/")[0].replace("-", "_").split("/")
    return "".join(parts[-2:]) or "api"


def _test(made: Dialect, code: ErrorCode, service: Service) -> str:
    """What tells an error apart, as source text."""
    accessor = made.language.accessor(code.name)
    if made.name == "java":
        return f"{made.language.class_name(code.value.parent.names)}.{accessor}"
    if made.name == "typescript":
        return f"{_folder(code.value.file)}.is{accessor}"
    return made.error(code, service)


def _request(made: Dialect, text: str) -> str:
    """A sample message without the place in a test that it was laid out for."""
    text = text.strip()
    if made.name == "java":
        text = text.removeprefix("cases.request(").removesuffix(");").strip()
    first, newline, rest = text.partition("\n")
    return first + newline + textwrap.dedent(rest) if newline else first


def _imports(
    made: Dialect,
    form: Format,
    job: Job,
    service: Service,
    files: set[File],
    errors: list[File],
    request: str,
) -> dict[str, object]:
    """What only one language's template asks for."""
    near = service.file
    if isinstance(made, PythonDialect):
        imports = Imports()
        named = [(file, "_pb2") for file in files]
        named += [(near, "_pb2_grpc"), *((file, "_errors") for file in errors)]
        for file, suffix in named:
            imports.add(_module(job, file) + suffix, made.alias(file, suffix, near))
        return {"imports": imports.lines(), "stub": made.alias(near, "_pb2_grpc", near)}
    if isinstance(made, GoDialect):
        lines = {made.options(file).options["go_package"].partition(";")[0]: file for file in files}
        return {
            "imports": [f'{made.alias(file)} "{path}"' for path, file in sorted(lines.items())],
            "runtime": go_runtime(job.project),
            "api": made.alias(near),
        }
    if made.name == "typescript":
        folders = {_folder(f): f.name.rpartition("/")[0] for f in {*files, *errors}}
        needed = {_folder(f) for f in (near, *errors)}
        named_ = {
            name: "/".join(filter(None, (form.name(job), folder)))
            for name, folder in sorted(folders.items())
        }
        return {
            "imports": {n: m for n, m in named_.items() if f"{n}." in request or n in needed},
            "known": sorted(set(re.findall(r"(?<=[(])[A-Z][A-Za-z]*Schema(?=[,)])", request))),
            "api": _folder(near),
            "runtime": job.project.node.runtime,
            "flavour": job.project.node.flavour,
        }
    if isinstance(made, JavaDialect):
        own = {made.package(file) for file in {*files, *errors} if not _is_google(file)}
        return {"imports": sorted(filter(None, own))}
    namespace = made.language.namespace(made.options(near))
    return {
        "client": f"\\{namespace}\\{service.name}Client" if namespace else f"\\{service.name}Client"
    }


def _module(job: Job, file: File) -> str:
    """Python's module of a file, without `_pb2`."""
    dotted = file.name.removesuffix(".proto").replace("-", "_").replace("/", ".")
    owner = job.owner(file.name)
    if owner is None:
        return dotted
    package = job.of(owner.name).named(job.project.python.package, "_")
    return f"{package}.{dotted}"


def _is_google(file: File) -> bool:
    return file.name.startswith("google/")
