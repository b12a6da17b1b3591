"""Findings: what keeps proto files from being one Go module, said before anything is generated."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from ego_ci.packages.circles import circles
from ego_ci.packages.go import names
from ego_ci.packages.go.paths import element_problem, file_problem, module_problem, opened
from ego_ci.packages.image import import_position
from ego_ci.packages.job import Job
from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity


def findings(job: Job) -> tuple[Diagnostic, ...]:
    """GO_MODULE, GO_PATH, GO_IMPORT_CIRCLE, and the warning GO_SHARED_COPY; sorted."""
    found = [*_module(job), *_paths(job), *_circles(job), *_copies(job)]
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.sort_key))


def _module(job: Job) -> Iterator[Diagnostic]:
    root = names.root(job.project)
    if not root:
        problem = (
            "ego.yaml says no module path for Go, and no `repository` that one could follow from"
        )
    else:
        reason = module_problem(root)
        problem = f"the module path {root} {reason}" if reason else ""
    if problem:
        remedy = "set `go.module` in ego.yaml, such as gitlab.example.com/acme/shop-go"
        place = job.project.nearest("go", "go.module", "repository")
        yield Diagnostic(place, Severity.ERROR, "GO_MODULE", problem, remedy)


def _paths(job: Job) -> Iterator[Diagnostic]:
    for file in job.client.image.own:
        folder, base = posixpath.split(file.name)
        parts = opened(folder).split("/") if folder else []
        problem = next(filter(None, map(element_problem, parts)), "")
        if problem:
            problem = f"Go cannot import the folder of this file: its path {problem}"
        elif reason := file_problem(f"{base.removesuffix('.proto')}.pb.go"):
            problem = f"Go cannot have {base.removesuffix('.proto')}.pb.go: {reason}"
        if problem:
            remedy = "rename the file or folder"
            yield Diagnostic(Position(file.name, 1, 1), Severity.ERROR, "GO_PATH", problem, remedy)


def _circles(job: Job) -> Iterator[Diagnostic]:
    """Go packages are folders: two that import each other do not compile, though their files do not."""
    edges: dict[str, dict[str, tuple[Position, str]]] = {}
    for file in job.client.image.own:
        here = opened(posixpath.dirname(file.name))
        for index, imported in enumerate(file.dependency):
            there = opened(posixpath.dirname(imported))
            if there != here and job.owner(imported) is job.client:
                edge = (import_position(file, index), f"{file.name} imports {imported}")
                edges.setdefault(here, {}).setdefault(there, edge)
    for circle in circles({folder: sorted(others) for folder, others in edges.items()}):
        steps = zip(circle, [*circle[1:], circle[0]], strict=True)
        (place, first), *others = (edges[one][other] for one, other in steps)
        yield Diagnostic(
            place,
            Severity.ERROR,
            "GO_IMPORT_CIRCLE",
            f"the folders {', '.join(circle)} import each other, which Go packages cannot: {first}",
            "move what both need into a folder of its own",
            tuple(others),
        )


def _copies(job: Job) -> Iterator[Diagnostic]:
    """Files of others that the module brings itself: a program that has the original too stops at its start."""
    for name in job.client.copies:
        path = job.client.image.by_name[name].options.go_package.partition(";")[0]
        if "." in path.partition("/")[0] and not names.dependency(job.project, name):
            yield Diagnostic(
                Position(name, 1, 1),
                Severity.WARNING,
                "GO_SHARED_COPY",
                f"the module gets a copy of this file, whose own Go package is {path}: a program with both "
                "panics when it starts",
                f"name the module that has {path} in ego.yaml: `go.dependencies: {{{name}: <module>@<version>}}`, "
                "or `copy` if nobody uses both",
            )
