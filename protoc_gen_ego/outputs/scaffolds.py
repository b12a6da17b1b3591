"""`scaffold:<language>`: per service one test that runs at once, and what all tests of a language share.

With `existing=DIR` a file that is there is merged with, so that nothing of what a person wrote is lost; one that cannot
be understood is left out of the answer, and said so.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from protoc_gen_ego.diagnostics import Diagnostic, Position, Severity
from protoc_gen_ego.outputs.output import Job
from protoc_gen_ego.render import GeneratedFile, load, support_source
from protoc_gen_ego.scaffolds import marks, merge, model, places, syntax
from protoc_gen_ego.scaffolds.dialect import Dialect, dialect
from protoc_gen_ego.schema import File, Service

_PLAN = "scaffold plan"  # key in Job.shared


def generate(job: Job, name: str) -> Iterator[GeneratedFile]:
    """The scaffolds of all services to generate in one language, then the support they need."""
    plan = job.shared.get(_PLAN)
    if plan is None:
        options = job.options
        plan = job.shared[_PLAN] = model.plan(
            job.schema, job.catalog, parameters=options.extra, runtime=options.runtime
        )
    spoken = dialect(name, plan)
    render = load(spoken.language, spoken.template, job.options.templates)
    written: list[Service] = []
    paths = _places(job, spoken)
    for service in model.services(job.schema):
        if not _can_be_named(job, spoken, service):
            continue
        path = paths[service]
        written.append(service)
        spoken.begin(service, path)
        tests = model.tests(service, spoken)
        context = {"service": model.view(service), "tests": tests, **spoken.context(service, tests)}
        context["stem"] = spoken.stem
        text = _merged(job, spoken, path, marks.sealed(render(context)))
        if text is not None:
            yield GeneratedFile(path, text)
    for path, (source, package) in sorted(spoken.support(written).items()):
        content = support_source(spoken.language, source).replace("egotest_package", package)
        text = _replaced(job, path, marks.stamped(content, "#" if name == "python" else "//"))
        if text is not None:
            yield GeneratedFile(path, text)


def _can_be_named(job: Job, spoken: Dialect, service: Service) -> bool:
    """Whether all that the scaffold has to name has a name; what has none is a finding."""
    errors = [code.value.file for code in spoken.raised(service)]
    for file in sorted({*spoken.used(service), *errors}, key=lambda file: file.name):
        why = spoken.problem(file, own=file is service.file)
        if why:
            job.findings.append(_unnamed(spoken, service, file, why))
            return False
    return True


def _unnamed(spoken: Dialect, service: Service, file: File, why: str) -> Diagnostic:
    message = f"{spoken.name}: {service.full_name} cannot be tested: {file.name}: {why}"
    return Diagnostic(
        service.position, Severity.ERROR, "SCAFFOLD_UNNAMED", message, "correct the option"
    )


def _places(job: Job, spoken: Dialect) -> dict[Service, str]:
    """The path of each service's test. Those that other runs generate count, too, where one has the same name."""
    wanted = model.services(job.schema)
    names = {_plain(service) for service in wanted}
    services = [
        service
        for file in job.schema.files
        for service in file.services
        if service.descriptor.method
        and _plain(service) in names
        and (file.generate or not spoken.problem(file, own=True))
    ]

    def there(path: str) -> str:
        try:
            return (_read(job, path) or "") if job.options.existing else ""
        except (OSError, UnicodeDecodeError):
            return ""

    return places.places(services, spoken.path, there)


def _plain(service: Service) -> str:
    """A service's name without what file names do not tell: only those that are equal can have the same file."""
    return service.name.replace("_", "").lower()


def _merged(job: Job, spoken: Dialect, path: str, fresh: str) -> str | None:
    """The rendering merged into the file that is there; None if that is left alone."""
    if not job.options.existing:
        return fresh
    try:
        old = _read(job, path)
    except (OSError, UnicodeDecodeError) as error:
        merged = merge.left_alone("", 1, f"it cannot be read: {error}")
    else:
        if old is None:
            return fresh
        wrong = syntax.problem(spoken.name, old)
        merged = merge.left_alone(old, *wrong) if wrong else merge.merge(old, fresh)
    return _told(job, path, merged)


def _replaced(job: Job, path: str, fresh: str) -> str | None:
    """The new text of a file that is ours as a whole; None if somebody wrote in the one that is there."""
    if not job.options.existing:
        return fresh
    try:
        old = _read(job, path)
    except (OSError, UnicodeDecodeError) as error:
        return _told(job, path, merge.left_alone("", 1, f"it cannot be read: {error}"))
    if old is None or old == fresh or marks.is_untouched(old):
        return fresh
    why = "this file is ours as a whole, and somebody wrote in it"
    return _told(job, path, merge.left_alone(old, 1, why))


def _read(job: Job, path: str) -> str | None:
    """The text of a file that is there, with its line breaks; None if there is none."""
    try:
        with Path(job.options.existing, path).open(encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None


def _told(job: Job, path: str, merged: merge.Merged) -> str | None:
    """The merged text, with what is to be said about it among the findings; None if the file is left alone."""
    for note in merged.notes:
        place = Position(Path(job.options.existing, path).as_posix(), note.line, 1)
        finding = Diagnostic(place, Severity.WARNING, note.rule, note.message, note.remedy)
        job.findings.append(finding)
    return None if merged.left_alone else merged.text
