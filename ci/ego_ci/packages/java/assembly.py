"""Assembly: classes and sources become the three files that are published of a Maven artifact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ego_ci.packages.artifact import Artifact
from ego_ci.packages.facts import FILE
from ego_ci.packages.java.jar import write_jar
from ego_ci.packages.java.libraries import Coordinates
from ego_ci.packages.java.names import module_name
from ego_ci.packages.java.pom import pom, properties
from ego_ci.packages.origin import Origin


@dataclass(frozen=True)
class Assembly:
    """What goes into an artifact.

    Attributes:
        own: the artifact.
        origin: for pom and manifest.
        classes: path -> class file.
        sources: path -> source file.
        readme: the text of README.md.
        licence: its text, b"" if there is none.
        facts: the JSON that says what it was built from.
        dependencies: in the order of the class path.
        module: Automatic-Module-Name, if it is not made of the coordinates.
    """

    own: Coordinates
    origin: Origin
    classes: Mapping[str, bytes]
    sources: Mapping[str, bytes]
    readme: str
    licence: bytes
    facts: bytes
    dependencies: tuple[Coordinates, ...] = field(default=())
    module: str = ""

    def write(self, folder: Path, *, shared: bool = False) -> Artifact:
        """Writes jar, sources jar and pom into a folder; the artifact is the jar, the others are beside it."""
        own, origin = self.own, self.origin
        text = pom(own, origin, self.dependencies)
        place = f"META-INF/maven/{own.group}/{own.artifact}"
        about = {"META-INF/README.md": self.readme.encode()}
        if self.licence:
            about["META-INF/LICENSE"] = self.licence
        described = {
            **about,
            f"{place}/pom.xml": text.encode(),
            f"{place}/pom.properties": properties(own).encode(),
            f"META-INF/ego/{own.artifact}/{FILE}": self.facts,
        }
        attributes = {
            "Automatic-Module-Name": self.module or module_name(own.group, own.artifact),
            "Implementation-Title": own.artifact,
            "Implementation-Version": own.version,
            "Implementation-Vendor-Id": own.group,
            "Source-Repository": origin.repository,
            "Source-Commit": origin.commit,
        }
        stem = f"{own.artifact}-{own.version}"
        jar = write_jar(
            folder / f"{stem}.jar",
            {**self.classes, **described},
            attributes=attributes,
            epoch=origin.epoch,
        )
        sources = write_jar(
            folder / f"{stem}-sources.jar",
            {**self.sources, **about},
            attributes={},
            epoch=origin.epoch,
        )
        described_by = folder / f"{stem}.pom"
        described_by.write_text(text, "utf-8", newline="")
        return Artifact.of(
            jar,
            language="java",
            name=own.name,
            version=own.version,
            shared=shared,
            beside=(described_by, sources),
            requires=tuple(each.dependency for each in self.dependencies),
        )
