"""Where the pages are, and how one leads to another: relative, so that the site works in any folder."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ego_ci.site.html import fragment
from protoc_gen_ego.docs.library import Library
from protoc_gen_ego.docs.target import Target

INDEX, ERRORS, CHANGES, FOLDER = "index.html", "errors.html", "changes.html", "packages/"
MANY_CODES = 300
"""More error codes than this do not all stand on one page."""
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")


class Paths:
    """The pages of one site."""

    def __init__(
        self,
        library: Library,
        of_package: Mapping[str, str] | None = None,
        many_codes: bool | None = None,
    ) -> None:
        """`of_package` has the path of each page, `many_codes` says whether each package has a page of its own for its
        error codes: for a library that does not know of all packages."""
        self.library = library
        self.of_package = page_paths(library.packages) if of_package is None else of_package
        codes = library.errors.catalog.codes
        known = len(codes) <= MANY_CODES or sum(code.value.file.generate for code in codes)
        self.many_codes = int(known) > MANY_CODES if many_codes is None else many_codes

    def errors_of(self, package: str) -> str:
        """The path of the page with a package's error codes."""
        return self.of_package[package].replace(FOLDER, "errors/") if self.many_codes else ERRORS

    def url(self, target: Target | None, page: str) -> str:
        """The URL of a target, from a page (its path in the site); '' when it leads nowhere."""
        if target is None:
            return ""
        if not target.documented:
            return target.home
        if target.kind == "package":
            return root(page) + self.of_package[target.package]
        package = target.package
        path = self.errors_of(package) if target.kind == "error" else self.of_package[package]
        return f"{'' if path == page else root(page) + path}#{fragment(target.full_name)}"

    def named(self, full_name: str, page: str) -> str:
        """The URL of an element by its full name; '' when it has none."""
        return self.url(self.library.index.target(full_name), page)


def root(page: str) -> str:
    """The way from a page to the folder of the site: '' or '../'.

    >>> root("packages/shop.user.v1.html")
    '../'
    """
    return "../" * page.count("/")


def step_path(after: str) -> str:
    """The page about what changed up to a version.

    >>> step_path("protos/v1.0.0+b"), step_path("the next version")
    ('changes/protos-v1.0.0_b.html', 'changes/the-next-version.html')
    """
    return f"changes/{_UNSAFE.sub('_', re.sub('[ /]', '-', after))}.html"


def page_paths(packages: tuple[str, ...]) -> dict[str, str]:
    """Package -> path of its page; no two differ in case alone, so that they can lie on any disk."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for package in packages:
        stem = _UNSAFE.sub("_", package).strip(".") or "no-package"
        name, number = stem, 2
        while name.lower() in taken:
            name, number = f"{stem}-{number}", number + 1
        taken.add(name.lower())
        found[package] = f"{FOLDER}{name}.html"
    return found
