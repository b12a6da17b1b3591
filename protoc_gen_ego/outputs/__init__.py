"""The outputs, and the targets that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protoc_gen_ego.languages import LANGUAGES
from protoc_gen_ego.options import Target
from protoc_gen_ego.outputs import errors
from protoc_gen_ego.outputs.output import Job, Output
from protoc_gen_ego.render import GeneratedFile


def _catalog(job: Job, variant: str) -> Iterable[GeneratedFile]:
    from protoc_gen_ego.outputs import catalog_json  # most runs do not ask for it

    return catalog_json.generate(job, variant)


def _scaffolds(job: Job, variant: str) -> Iterable[GeneratedFile]:
    from protoc_gen_ego.outputs import scaffolds

    return scaffolds.generate(job, variant)


def _docs(job: Job, variant: str) -> Iterable[GeneratedFile]:
    from protoc_gen_ego.outputs import docs  # most runs do not ask for it

    return docs.generate(job, variant)


OUTPUTS: tuple[Output, ...] = (
    Output("errors", LANGUAGES.names, errors.generate),
    Output("catalog", ("json",), _catalog),
    Output("docs", ("markdown",), _docs),
    Output("scaffold", LANGUAGES.names, _scaffolds),
)
TARGETS = frozenset(
    Target(output.name, variant) for output in OUTPUTS for variant in output.variants
)


def generate(job: Job) -> Iterator[GeneratedFile]:
    """The files of all targets that the options ask for, one after the other: together they may be large."""
    outputs = {output.name: output for output in OUTPUTS}
    for target in job.options.target:
        yield from outputs[target.output].generate(job, target.language)


__all__ = ["OUTPUTS", "TARGETS", "Job", "Output", "generate"]
