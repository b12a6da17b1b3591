"""Plan: which package goes to which registry, in which order, and what is there already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

from ego_ci.packages.artifact import Artifact, sha256_of
from ego_ci.problem import Problem
from ego_ci.registries.registry import Conflict, Found, Receipt, Registry, Standing

_WORDS = {
    Standing.ABSENT: "would be published to",
    Standing.PARTIAL: "is half published, and would be finished in",
    Standing.SAME: "is there already, with the same bytes, in",
    Standing.KEPT: "is there already, from the same sources, in",
    Standing.DIFFERENT: "is there with OTHER BYTES, and would be refused, in",
}


@dataclass(frozen=True)
class Step:
    """One package and one registry that takes it."""

    registry: Registry
    artifact: Artifact

    def say(self, found: Found) -> str:
        """What publishing would do, for a dry run."""
        name = f"{self.artifact.language}: {self.artifact.name} {self.artifact.version}"
        detail = f" ({found.detail})" if found.standing is Standing.PARTIAL else ""
        return f"{name} {_WORDS[found.standing]} {self.registry.name}{detail}"


def order(artifacts: Iterable[Artifact]) -> list[Artifact]:
    """Packages in publishing order: Go last, before that the runtimes first, dependencies before dependents.

    Whoever installs a package finds there what it requires. Go is last because a tag cannot be taken
    back: whatever else can fail has not failed by then.
    """
    given = {(artifact.language, artifact.name): artifact for artifact in artifacts}
    needed = {
        key: [(artifact.language, dependency.name) for dependency in artifact.requires]
        for key, artifact in given.items()
    }
    sorter = TopologicalSorter({key: sorted(given.keys() & names) for key, names in needed.items()})
    ordered = [given[key] for key in sorter.static_order()]
    return sorted(ordered, key=lambda artifact: (artifact.language == "go", not artifact.shared))


def steps(artifacts: Iterable[Artifact], registries: Sequence[Registry]) -> list[Step]:
    """Each package with each registry that takes its language."""
    return [
        Step(registry, artifact)
        for artifact in order(artifacts)
        for registry in registries
        if artifact.language in registry.languages
    ]


def look(planned: Iterable[Step]) -> list[Found]:
    """How each package stands; reads only."""
    return [step.registry.find(step.artifact) for step in planned]


def check(planned: Sequence[Step]) -> None:
    """Looks everywhere before anything is published: tokens, files that changed, versions that are taken.

    Raises Problem, Conflict among them, while all registries are as they were.
    """
    for registry in {step.registry.name: step.registry for step in planned}.values():
        registry.ready()
    for artifact in {step.artifact.path: step.artifact for step in planned}.values():
        if not artifact.path.is_file() or sha256_of(artifact.path) != artifact.sha256:
            raise Problem(
                f"{artifact.path} is missing or changed after it was built", remedy="build it again"
            )
    for step, found in zip(planned, look(planned), strict=True):
        if found.standing is Standing.DIFFERENT:
            raise Conflict(step.artifact, step.registry.name, found.location, found.detail)


def publish(planned: Sequence[Step], told: Callable[[str], None]) -> Iterator[Receipt]:
    """Publishes step by step; a Problem ends it, and says how far it got."""
    for number, step in enumerate(planned):
        told(f"publishing {step.artifact.name} to {step.registry.name}")
        try:
            receipt = step.registry.publish(step.artifact)
        except Problem as problem:
            done = f"{number} of {len(planned)} are done"
            problem.remedy = "; ".join(filter(None, (problem.remedy, f"{done}, the rest is not")))
            raise
        yield receipt
