"""`docs:markdown`: a page per package, an index and a catalogue of errors."""

from __future__ import annotations

from collections.abc import Iterator

from protoc_gen_ego.docs import Library
from protoc_gen_ego.docs.markdown.site import files
from protoc_gen_ego.outputs.output import Job
from protoc_gen_ego.render import GeneratedFile


def generate(job: Job, _variant: str) -> Iterator[GeneratedFile]:
    """The files, one after the other."""
    for path, content in files(Library(job.schema, job.catalog)):
        yield GeneratedFile(path, content)
