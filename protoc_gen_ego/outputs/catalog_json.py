"""`catalog:json`: the catalog as data; its JSON Schema is docs/catalog.schema.json.

The plugin writes one document per proto file, because buf starts one process per folder by default and a single file
written by all of them would lose all but one. `ego catalog` writes one document for the whole repository.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from protoc_gen_ego.catalog import Catalog, ErrorCode
from protoc_gen_ego.catalog.tags import scan
from protoc_gen_ego.diagnostics import Position
from protoc_gen_ego.outputs.output import Job
from protoc_gen_ego.render import GeneratedFile
from protoc_gen_ego.schema import File, Method, Node, Service
from protoc_gen_ego.status import BY_NAME

VERSION = 1


def generate(job: Job, _variant: str) -> Iterator[GeneratedFile]:
    """One document per file to generate that has codes or services."""
    for file in job.schema.to_generate:
        if file.services or job.catalog.enums_of(file):
            folder = file.name.rpartition("/")[0]

            def near(method: Method, folder: str = folder) -> bool:
                # Other folders may be missing from this run; the same files must give the same document.
                return method.file.name.rpartition("/")[0] == folder

            content = encode(document(job.catalog, [file], near))
            yield GeneratedFile(f"{file.name.removesuffix('.proto')}.catalog.json", content)


def encode(value: Any) -> str:
    """The document as text, in the same order every time."""
    import json  # only this output pays for it

    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def document(
    catalog: Catalog, files: Iterable[File], counts: Callable[[Method], bool] = lambda _: True
) -> dict[str, Any]:
    """The catalog of some files; `counts` chooses the methods that a code lists."""
    files = list(files)
    return {
        "version": VERSION,
        "codes": [
            _code(catalog, code, counts)
            for file in files
            for error_enum in catalog.enums_of(file)
            for code in error_enum.codes
        ],
        "services": [_service(catalog, service) for file in files for service in file.services],
    }


def _code(catalog: Catalog, code: ErrorCode, counts: Callable[[Method], bool]) -> dict[str, Any]:
    status = BY_NAME[code.status]
    methods = [
        method.full_name for method in catalog.declared_by.get(code.full_name, ()) if counts(method)
    ]
    return {
        "name": code.name,
        "full_name": code.full_name,
        "enum": code.value.parent.full_name,
        "number": code.value.number,
        "reason": code.reason,
        "domain": code.domain,
        "status": status.name,
        "http_status": status.http,
        "message": code.message,
        "i18n": dict(code.i18n),
        "metadata": list(code.metadata),
        "comment": code.comment,
        "deprecated": code.deprecated,
        "position": _position(code.position),
        "methods": sorted(methods),
    }


def _service(catalog: Catalog, service: Service) -> dict[str, Any]:
    declared: dict[str, list[str]] = {}
    for reference in catalog.references:
        if reference.method.parent is service:
            name = reference.code.full_name if reference.code else reference.text
            declared.setdefault(reference.method.full_name, []).append(name)
    return {
        **_common(service),
        "methods": [
            {
                **_common(method),
                "streaming": method.streaming,
                "input": method.input,
                "output": method.output,
                "errors": declared.get(method.full_name, []),
            }
            for method in service.methods
        ],
    }


def _common(node: Node) -> dict[str, Any]:
    comments = node.comments
    prose = [scan(comment)[1] for comment in (comments.leading, comments.trailing) if comment]
    return {
        "name": node.name,
        "full_name": node.full_name,
        "comment": "\n".join(filter(None, prose)),
        "deprecated": node.deprecated,
        "position": _position(node.position),
    }


def _position(position: Position) -> dict[str, Any]:
    return {"file": position.path, "line": position.line, "column": position.column}
