"""Our plugin in process: what it finds, with positions of the repository."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ego_ci.packages.format import NAMED_BY_US
from ego_ci.packages.job import parameter
from ego_ci.stages.stage import Context
from protoc_gen_ego.diagnostics import Diagnostic

if TYPE_CHECKING:
    from ego_ci.stages.image import Image
    from ego_ci.stages.plan import Task

_OPTION = "OPTION_UNSAFE"


def findings(context: Context, image: Image) -> Iterator[Diagnostic]:
    """What the plugin finds when it generates everything, with positions of the repository."""
    from protoc_gen_ego import pipeline

    targets = "+".join(f"errors:{language}" for language in context.project.languages)
    request = image.request(parameter(context.project, target=targets))
    found = pipeline.generate(request, whole=True).diagnostics
    yield from map(image.shown, meant(found))


def findings_of(task: Task, image: Image) -> Iterator[Diagnostic]:
    """What the plugin finds when it generates one client in one language, as protoc asks it to."""
    from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest
    from google.protobuf.descriptor_pb2 import FileDescriptorSet

    from protoc_gen_ego import pipeline

    files = FileDescriptorSet.FromString(task.image)
    generators = task.format.generators(task.job)
    (own,) = (generator.parameter for generator in generators if generator.name == "ego")
    request = CodeGeneratorRequest(
        file_to_generate=task.job.client.files, parameter=own, proto_file=files.file
    )
    yield from map(image.shown, pipeline.generate(request).diagnostics)


def meant(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Findings without those about options that managed mode sets, whatever the files say."""
    languages = tuple(f"{language}: " for language in sorted(NAMED_BY_US))
    return (
        item for item in found if item.rule != _OPTION or not item.message.startswith(languages)
    )
