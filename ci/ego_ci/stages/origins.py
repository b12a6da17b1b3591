"""Origins: version, licence and commit of each client package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ego_ci.stages.stage import Context

if TYPE_CHECKING:
    from ego_ci.packages.origin import Origin
    from ego_ci.tools.commits import Commits
    from ego_ci.tools.git import Commit
    from protoc_gen_ego.diagnostics import Diagnostic


@dataclass
class Origins:
    """The origins of one run; git is asked once per client, whatever the number of languages."""

    context: Context
    shallow: bool = False
    _known: dict[str, Origin] = field(default_factory=dict)

    def of(self, client: str) -> Origin:
        """Where a client comes from: its commit is the last that touched its protos."""
        if client not in self._known:
            self._known[client] = self._origin(client)
        return self._known[client]

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What a package can do without, and those who use it would miss."""
        return (*self._cut_off(), *self._without_text())

    def _cut_off(self) -> Iterator[Diagnostic]:
        """That the history was too short, if it was."""
        from protoc_gen_ego.diagnostics import Diagnostic, Severity

        if self.shallow:
            yield Diagnostic(
                None,
                Severity.WARNING,
                "PACKAGE_COMMIT_SHALLOW",
                "the history was cut off, so the commit in the package may be a later one than the last "
                "that touched the protos, and another clone builds other bytes",
                "clone with full history (in GitLab CI: GIT_DEPTH: 0)",
            )

    def _without_text(self) -> Iterator[Diagnostic]:
        """That a licence is named and its text is not there: nearly every licence asks for it in each copy."""
        from protoc_gen_ego.diagnostics import Diagnostic, Severity

        project = self.context.project
        if project.license and not project.license_file:
            yield Diagnostic(
                project.place("license"),
                Severity.WARNING,
                "PACKAGE_LICENSE_FILE",
                f"the packages say {project.license}, and have no text of it: there is no file LICENSE, LICENSE.txt, "
                "LICENSE.md or COPYING beside ego.yaml",
                "add the licence's text, or name its file as `license_file`",
            )

    def _origin(self, client: str) -> Origin:
        from ego_ci.packages.origin import EPOCH, Origin

        project = self.context.project
        commit = self._commit(client)
        self.shallow = self.shallow or bool(commit and commit.shallow)
        return Origin(
            version=project.version,
            description=project.description,
            license=project.license,
            license_file=project.root / project.license_file if project.license_file else None,
            repository=project.repository,
            commit=commit.id if commit else "",
            epoch=commit.time if commit else EPOCH,
            modified=bool(commit and commit.dirty),
        )

    def _commit(self, client: str) -> Commit | None:
        project = self.context.project
        own = [package.paths for package in project.packages if package.name == client]
        return self._commits.last(own[0] if own else project.paths)

    def close(self) -> None:
        """Writes down what git told, so that the next run need not ask for what has not changed."""
        told = self._commits.remember()
        if told != self._commits.known:
            self.context.work.write(self._file, told.encode())

    @cached_property
    def _commits(self) -> Commits:
        from ego_ci.tools.commits import Commits
        from ego_ci.tools.git import Git

        known = self._file.read_text() if self._file.is_file() else ""
        project = self.context.project
        also = [project.file.name, *filter(None, [project.license_file])]
        return Commits(Git(self.context.process, project.root), known, tuple(also))

    @property
    def _file(self) -> Path:
        return self.context.work.state / "commits.json"
