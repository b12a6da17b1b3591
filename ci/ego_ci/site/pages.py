"""The pages of a site, rendered: a package each, the error catalogue, the overview."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup

from ego_ci.site import prose, templates
from ego_ci.site.changes import Step
from ego_ci.site.errors import Catalogued, catalogued
from ego_ci.site.html import breaks, escape
from ego_ci.site.paths import CHANGES, ERRORS, INDEX, Paths, root, step_path
from ego_ci.site.sections import Sections
from ego_ci.site.show import Calls, Show
from protoc_gen_ego.docs.library import Library
from protoc_gen_ego.docs.prose import Prose
from protoc_gen_ego.docs.views import PackageView

_MANY = 120
"""More packages than this do not all stand on every page: the list would outweigh the page."""

_NAMELESS = "(no package)"
_CHAPTER = 70_000
"""Bytes of rows on a page of the overview: with what is around them, it stays below 100 kB."""
_LINE = 130  # bytes of a row beside its name and its text


@dataclass(frozen=True)
class Facts:
    """What all pages of a site say or need.

    source: (path in the image, line) -> URL, '' for none; None where there are no links at all.
    shown: path in the image -> path in the repository. marks: full name -> what happened to it since the last version.
    calls: how a method is called.
    """

    title: str
    name: str = ""
    version: str = ""
    description: str = ""
    has_errors: bool = False
    has_versions: bool = False
    source: Callable[[str, int], str] | None = None
    shown: Callable[[str], str] = lambda path: path
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    calls: Calls | None = None


class Row(NamedTuple):
    """A package in the overview."""

    name: str
    url: str
    services: Sequence[ServiceRow]
    messages: int
    enums: int
    summary: str  # HTML, escaped
    new: bool


class ServiceRow(NamedTuple):
    """A service in the overview."""

    name: str
    url: str
    methods: int
    summary: str  # HTML, escaped


class Pages:
    """Renders pages; knows nothing of files."""

    def __init__(self, library: Library, facts: Facts, paths: Paths | None = None) -> None:
        """`paths` are those of the whole site, where the library is a part of what it shows."""
        self.library = library
        self.facts = facts
        self.paths = paths or Paths(library)
        self._names = tuple(self.paths.of_package)
        self._places = {name: place for place, name in enumerate(self._names)}
        self._items: dict[str, list[str]] = {}  # way to the site's folder -> the packages as a list

    def package(self, page: PackageView) -> str:
        """The page of a package."""
        path = self.paths.of_package[page.name]
        lead = page.proses[0].text if page.proses else ""
        return self._render(
            "package.html",
            path,
            title=page.name or "(no package)",
            description=lead.partition("\n")[0][:160],
            view=page,
            files=[(file, self.facts.shown(file.name)) for file in page.files],
            services=page.services,
            messages=page.messages,
            enums=page.enums,
            extensions=page.extensions,
        )

    def catalogued(self, packages: Container[str] | None = None) -> dict[str, list[Catalogued]]:
        """The parts of the error catalogue: of some packages, or of all."""
        shows: dict[str, Show] = {}
        found: dict[str, list[Catalogued]] = {}
        for group in self.library.errors.groups:
            if packages is None or group.package in packages:
                path = self.paths.errors_of(group.package)
                show = shows.get(path) or shows.setdefault(path, self._show(path, None))
                found.setdefault(group.package, []).append(catalogued(show, group))
        return found

    def errors(self, path: str, parts: Iterable[Catalogued], package: str = "") -> str:
        """A page of the error catalogue, of its parts: of one package, or of all."""
        found = [Catalogued(Markup(section), Markup(line), codes) for section, line, codes in parts]
        title = f"Error codes of {package}" if package else "Error codes"
        return self._render("errors.html", path, title=title, catalogued=found, packages_=())

    def errors_index(self, counts: Mapping[str, int]) -> str:
        """The page that leads to the error codes of each package: package -> how many it has."""
        listed = [(name, self.paths.errors_of(name), count) for name, count in counts.items()]
        return self._render(
            "errors.html", ERRORS, title="Error codes", catalogued=(), packages_=listed
        )

    def index(self, rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
        """(path, page): the overview; of very many packages it has chapters."""
        chapters = list(_chapters(rows))
        if len(chapters) == 1:
            yield INDEX, self._overview(INDEX, chapters[0], ())
            return
        listed = []
        for number, chapter in enumerate(chapters, 1):
            path = f"overview-{number}.html"
            listed.append((path, chapter[0].name, chapter[-1].name, len(chapter)))
            yield path, self._overview(path, chapter, ())
        yield INDEX, self._overview(INDEX, (), listed)

    def _overview(
        self, path: str, rows: Sequence[Row], chapters: Sequence[tuple[str, str, str, int]]
    ) -> str:
        shown = [row._replace(summary=Markup(row.summary)) for row in rows]
        services = [
            service._replace(summary=Markup(service.summary))
            for row in rows
            for service in row.services
        ]
        title = "Overview" if path == INDEX else f"{rows[0].name} to {rows[-1].name}"
        return self._render(
            "index.html", path, title=title, rows=shown, services=services, chapters=chapters
        )

    def changes(
        self, versions: list[tuple[str, str]], steps: list[Step]
    ) -> Iterator[tuple[str, str]]:
        """(path, page): the versions that the site has, and a page about each step from one to the next.

        Both lists have the newest first.
        """
        title = "Versions and changes"
        listed = [(step, step_path(step.after)) for step in steps]
        yield (
            CHANGES,
            self._render("changes.html", CHANGES, title=title, versions=versions, steps=listed),
        )
        for at, (step, path) in enumerate(listed):
            told = [
                (package, [(title, [Markup(one) for one in told]) for title, told in found])
                for package, found in step.packages
            ]
            yield (
                path,
                self._render(
                    "step.html",
                    path,
                    title=f"From {step.before} to {step.after}",
                    step=step,
                    told=told,
                    later=listed[at - 1] if at else None,
                    earlier=listed[at + 1] if at + 1 < len(listed) else None,
                ),
            )

    def row(self, page: PackageView) -> Row:
        """A package in the overview."""
        url = self.paths.of_package[page.name]
        told = page.proses[0] if page.proses else None
        services = tuple(
            ServiceRow(one.full_name, url, len(one.methods), self._told(one.prose))
            for one in page.services
        )
        return Row(
            page.name,
            url,
            services,
            len(page.messages),
            len(page.enums),
            self._told(told) if told else "",
            "new" in self.facts.marks.get(page.name, ()),
        )

    def _told(self, found: Prose) -> str:
        return prose.summary(found, lambda _: "")

    def _show(self, path: str, view: PackageView | None) -> Show:
        facts = self.facts
        return Show(
            self.paths, path, view, source=facts.source, marks=facts.marks, calls=facts.calls
        )

    def _render(
        self, template: str, path: str, *, view: PackageView | None = None, **values: object
    ) -> str:
        show = self._show(path, view)
        sections = Sections(show, view) if view else None
        package = view.name if view else None
        parts = sections.parts() if sections else ""
        whole = len(self._places)
        given = {"description": "", **values}
        return templates.render(
            template,
            view=view,
            site=self.facts,
            page=path,
            root=root(path),
            show=show,
            sections=sections,
            packages=Markup(self._navigation(path, package, parts)),
            more_packages=whole if whole > _MANY else 0,
            **given,
        )

    def _neighbours(self, package: str) -> range:
        """The places of the packages that a page lists: all, or of very many those near to its own."""
        count = len(self._names)
        if count <= _MANY:
            return range(count)
        place = self._places.get(package, 0)
        start = max(0, min(place - _MANY // 4, count - _MANY // 2))
        return range(start, start + _MANY // 2)

    def _navigation(self, path: str, package: str | None, parts: str) -> str:
        """The list of packages, with the parts of the one that is open."""
        up = root(path)
        if up not in self._items:
            self._items[up] = [
                f'<li><a href="{up}{escape(url)}">{breaks(name or _NAMELESS)}</a></li>\n'
                for name, url in self.paths.of_package.items()
            ]
        items, near = self._items[up], self._neighbours(package or "")
        told = items[near.start : near.stop]
        if package is not None:
            name = breaks(package or _NAMELESS)
            here = (
                f'<li><a href="{up}{escape(path)}" aria-current="page">{name}</a>\n{parts}</li>\n'
            )
            told[self._places[package] - near.start] = here
        return "".join(told)


def _chapters(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows of the overview, as many together as a page should have; at least one list, maybe an empty one."""
    chapter: list[Row] = []
    size = 0
    for row in rows:
        lines = [(row.name, row.summary), *((one.name, one.summary) for one in row.services)]
        more = sum(3 * len(name) + len(summary) + _LINE for name, summary in lines)
        if chapter and size + more > _CHAPTER:
            yield chapter
            chapter, size = [], 0
        chapter.append(row)
        size += more
    yield chapter
