"""The stage `publish`: built packages go to registries, once each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ego_ci.problem import Problem
from ego_ci.registries import choose
from ego_ci.stages.stage import Context, Option, Result, Stage

if TYPE_CHECKING:
    from ego_ci.packages.artifact import Artifact
    from ego_ci.project import Registry as Settings
    from ego_ci.registries.plan import Step
    from ego_ci.registries.registry import Receipt, Registry

_FOLDERS = ("local", "composer")
"""Types of registries that are on this machine; anybody may publish to those."""
_IN_GITLAB = ("GITLAB_CI", "CI_JOB_ID", "CI_PIPELINE_ID", "CI_PIPELINE_SOURCE")
"""Variables that GitLab gives every job; one of them is enough to know where we are."""


def run(context: Context) -> Result:
    """Publishes every package that is not in its registry yet; other bytes under its version are a Problem."""
    from ego_ci.packages import manifest
    from ego_ci.registries import gathered, plan

    settings = _settings(context)
    names = ", ".join(each.name for each in settings)
    for each in settings:
        _guard(each, context.process.environ)
    package = context.memory.get("package")
    unbuilt = isinstance(package, Result) and package.status == "planned"
    if context.dry_run and (unbuilt or not manifest.exist(context.work.packages)):
        reason = f"would publish to {names}; `ego package` builds what it would ask for"
        return Result("planned", reason=reason)
    artifacts = _asked_for(manifest.load(context.work.packages), package)
    if wanted := _languages(context):  # with --built no other stage has heard of it
        artifacts = tuple(each for each in artifacts if each.language in wanted)
    if context.flag("built"):
        whole = manifest.whole(context.work.packages)
        gathered.check(artifacts, whole=whole, tag=_tag(context))
    steps = plan.steps(artifacts, [_open(each, context) for each in settings])
    if context.dry_run:
        return _planned(steps, names)
    if not steps:
        languages = ", ".join(sorted({artifact.language for artifact in artifacts}))
        return Result("skipped", reason=f"{names} takes no packages for {languages}")
    with context.console.progress(f"publishing to {names}"):
        plan.check(steps)
        try:
            receipts = list(plan.publish(steps, lambda text: context.console.detail(f"# {text}")))
        except KeyboardInterrupt:
            context.console.error(
                "publishing was cut off: run `ego publish` again, it goes on there"
            )
            raise
    for receipt in receipts:
        context.console.detail(str(receipt))
    return _result(steps, receipts, settings)


def _asked_for(artifacts: tuple[Artifact, ...], package: object) -> tuple[Artifact, ...]:
    """Those that this run built or took over: beside them can be others, built for other options before."""
    if not isinstance(package, Result):
        return artifacts
    entries = package.data.get("packages", ())
    assert isinstance(entries, Sequence)
    names = {(entry["language"], entry["name"]) for entry in entries}
    return tuple(each for each in artifacts if (each.language, each.name) in names)


def _result(steps: list[Step], receipts: list[Receipt], settings: tuple[Settings, ...]) -> Result:
    local = all(each.type in _FOLDERS for each in settings)
    finished = [str(receipt) for receipt in receipts if receipt.detail]
    installing = [
        step.registry.install_line(step.artifact) for step in steps if not step.artifact.shared
    ]
    return Result(
        "ok",
        outputs=tuple(dict.fromkeys(Path(receipt.location) for receipt in receipts if local)),
        notes=(*finished, *installing),
        data={
            "registry": ",".join(each.name for each in settings),
            "published": [
                {
                    "registry": step.registry.name,
                    "language": receipt.artifact.language,
                    "name": receipt.artifact.name,
                    "version": receipt.artifact.version,
                    "sha256": receipt.artifact.sha256,
                    "location": receipt.location,
                    "new": receipt.new,
                }
                for step, receipt in zip(steps, receipts, strict=True)
            ],
        },
        repeat=not local,  # others write there too: what was true an hour ago is asked again
    )


def _planned(steps: list[Step], names: str) -> Result:
    from ego_ci.registries import plan

    found = plan.look(steps)
    return Result(
        "planned",
        reason=f"would publish to {names}",
        notes=tuple(step.say(there) for step, there in zip(steps, found, strict=True)),
        data={
            "planned": [
                {
                    "registry": step.registry.name,
                    "language": step.artifact.language,
                    "name": step.artifact.name,
                    "version": step.artifact.version,
                    "standing": there.standing.value,
                    "location": there.location,
                    "detail": there.detail,
                }
                for step, there in zip(steps, found, strict=True)
            ]
        },
    )


def _guard(settings: Settings, environ: Mapping[str, str]) -> None:
    """Raises Problem where GitLab runs us for a change that nobody has released.

    A merge request's job runs whatever its branch says, this configuration and its variables included: no single
    one, set to nothing by the branch, turns this off.
    """
    if settings.type in _FOLDERS:
        return
    merge = environ.get("CI_MERGE_REQUEST_IID") or environ.get("CI_EXTERNAL_PULL_REQUEST_IID")
    if merge or environ.get("CI_PIPELINE_SOURCE") == "merge_request_event":
        raise Problem(
            f"a merge request's pipeline publishes nothing to {settings.name}",
            remedy="publish from a protected tag; a registry of type `local` takes a preview",
        )
    if not any(map(environ.get, _IN_GITLAB)):
        return
    if not environ.get("CI_COMMIT_TAG") or environ.get("CI_COMMIT_REF_PROTECTED") != "true":
        raise Problem(
            f"only a protected tag's pipeline publishes to {settings.name}",
            remedy="push a tag, and protect tags like it (Settings > Repository > Protected tags)",
        )


def _tag(context: Context) -> str:
    """The version that the tag of this GitLab job stands for, '' if it has none."""
    tag = context.process.environ.get("CI_COMMIT_TAG", "")
    return tag.removeprefix(context.project.settings.tag_prefix) if tag else ""


def _open(settings: Settings, context: Context) -> Registry:
    from ego_ci.registries import open_registry
    from ego_ci.registries.opening import Opening

    def waiting() -> None:
        context.console.note(
            f"another publisher is writing to the registry {settings.name}; waiting for it to end"
        )

    return open_registry(Opening(settings, context.process, waiting, context.console.detail))


def _languages(context: Context) -> list[str]:
    """What `--language` limits the packages to; [] for all."""
    return [name.strip() for name in context.option("language").split(",") if name.strip()]


def _settings(context: Context) -> tuple[Settings, ...]:
    return choose(context.project.registries, context.option("registry"))


def _inputs(context: Context) -> Mapping[str, str]:
    inputs = context.inputs
    return {
        "code": inputs.code,
        "packages": inputs.stage("package"),
        "registry": inputs.text(repr(_settings(context))),
        "languages": repr(_languages(context)),
    }


STAGE = Stage(
    name="publish",
    purpose="Publish the packages to registries; a version is published once.",
    run=run,
    inputs=_inputs,
    options=(
        Option(
            "registry",
            "The registry of ego.yaml to publish to; several as `a,b`, or `all`.",
            metavar="NAME",
        ),
        Option(
            "built",
            "Build nothing: publish the packages that are there, all of one version.",
            flag=True,
        ),
    ),
    needs=("package",),
    alone="built",
)
