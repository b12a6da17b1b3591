"""Headings, the anchors that follow from them, and links between pages.

An anchor is the slug of a heading, as GitHub, GitLab and the site generators make it: GitLab removes ids that people
write, so there is no other anchor that works everywhere. The slugs of all of them are equal, and no two headings of a
page have the same, because a heading holds nothing but words, single spaces and names (which have neither spaces nor
hyphens): `Message Settings of User` gives `message-settings-of-user`.
"""

from __future__ import annotations

import re

from protoc_gen_ego.docs.library import Library
from protoc_gen_ego.docs.markdown.text import code, link, url_encoded
from protoc_gen_ego.docs.target import Target
from protoc_gen_ego.docs.types import TypeRef, short

INDEX, ERRORS, FOLDER = "index.md", "errors.md", "packages/"
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")
_PUNCTUATION = re.compile(r"[^\w -]")


class Names:
    """Where things are, and how their headings read."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.paths = _paths(library.packages)
        self._suffixes = _suffixes(library)
        self.types: dict[tuple[str, str], str] = {}  # (page, full name) -> Markdown
        self.rows: dict[tuple[str, bool], str] = {}  # of errors in tables of methods
        self._urls: dict[tuple[str, str], str] = {}

    def heading(self, kind: str, full_name: str, package: str) -> str:
        """The text of a heading, as Markdown: Message `Settings` of `User`."""
        inside = full_name[len(package) + 1 :] if package else full_name
        suffix = self._suffixes.get(full_name, "") if self._suffixes else ""
        if inside.isidentifier():
            return f"{TITLES[kind]} `{inside}`{suffix}"
        shown = " of ".join([code(name) for name in reversed(inside.split("."))])
        return f"{TITLES[kind]} {shown}{suffix}"

    def slug(self, kind: str, full_name: str, package: str) -> str:
        """The anchor of that heading."""
        inside = full_name[len(package) + 1 :] if package else full_name
        suffix = self._suffixes.get(full_name, "") if self._suffixes else ""
        if inside.isascii() and inside.isidentifier() and not suffix:
            return f"{kind}-{inside.lower()}"
        return slug(f"{kind} {' of '.join(reversed(inside.split('.')))}{suffix}")

    def error_heading(self, full_name: str) -> str:
        """The heading of an error code in the catalogue: `USER_ERR_NOT_FOUND` of `shop.user.v1`."""
        scope, _, name = full_name.rpartition(".")
        suffix = self._suffixes.get(f"error {full_name}", "")
        return f"{code(name)} of {code(scope)}{suffix}" if scope else f"{code(name)}{suffix}"

    def error_url(self, full_name: str, folder: str) -> str:
        """Where a code is in the catalogue, from a page in a folder ('' or `packages/`)."""
        scope, _, name = full_name.rpartition(".")
        suffix = self._suffixes.get(f"error {full_name}", "")
        anchor = slug(f"{name} of {scope}{suffix}" if scope else f"{name}{suffix}")
        return f"{'../' if folder else ''}{ERRORS}#{anchor}"

    def url(self, target: Target, page: str) -> str:
        """The relative URL of a target from a page (a package, or ERRORS, or INDEX); '' when it leads nowhere."""
        key = page, target.full_name
        found = self._urls.get(key)
        if found is None:
            found = self._urls[key] = self._url(target, page)
        return found

    def _url(self, target: Target, page: str) -> str:
        if not target.documented:
            return target.home
        inside = page not in (ERRORS, INDEX)
        if target.kind == "error":
            return self.error_url(target.full_name, FOLDER if inside else "")
        path = self.paths[target.package]
        if target.kind == "package":
            return path if inside else FOLDER + path
        anchor = self.slug(target.owner_kind, target.owner, target.package)
        if target.package == page and inside:
            return f"#{anchor}"
        return f"{'' if inside else FOLDER}{path}#{anchor}"

    def type(self, ref: TypeRef, page: str) -> str:
        """A type as Markdown, for a cell too: `string`, a link, a map with links."""
        if ref.kind == "scalar":
            return f"`{ref.name}`"
        if ref.value is not None:
            return f"map\\<`{ref.key}`, {self.type(ref.value, page)}>"
        url = self.url(ref.target, page) if ref.target else ""
        shown = code(ref.name, cell=True)
        return f"[{shown}]({url_encoded(url)})" if url else shown

    def message(self, full_name: str, page: str) -> str:
        """A message or an enum by its full name."""
        key = page, full_name
        found = self.types.get(key)
        if found is None:
            found = self.types[key] = self.name(full_name, short(full_name, page), page)
        return found

    def name(self, full_name: str, shown: str, page: str) -> str:
        """The name of an element that has a section, with the link that it has."""
        label = code(shown, cell=True)
        found = self.library.index.section(full_name)
        if found is None:
            return label
        kind, file = found
        if file.documented and file.package == page:
            return f"[{label}](#{self.slug(kind, full_name, page)})"
        target = self.library.index.target(full_name)
        url = self.url(target, page) if target else ""
        return link(label, url) if url else label


TITLES = {kind: kind.capitalize() for kind in ("message", "enum", "service", "method", "extension")}


def slug(heading: str) -> str:
    """The anchor that a heading of words and names gets.

    >>> slug("Message Settings of User_Data")
    'message-settings-of-user_data'
    """
    return _PUNCTUATION.sub("", heading.lower()).replace(" ", "-")


def _paths(packages: tuple[str, ...]) -> dict[str, str]:
    """File names of the pages; no two differ in case alone."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for package in packages:
        stem = _UNSAFE.sub("_", package).strip(".") or "no-package"
        name, number = f"{stem}.md", 2
        while name.lower() in taken:
            name, number = f"{stem}-{number}.md", number + 1
        taken.add(name.lower())
        found[package] = name
    return found


def _suffixes(library: Library) -> dict[str, str]:
    """What tells apart the headings of names that differ in case alone (or, of errors, in a dot): ` 2`, ` 3`."""
    found: dict[str, str] = {}
    seen: dict[tuple[str, str], int] = {}
    for package, kind, full_name in library.index.headings:
        key = package, f"{kind} {full_name}".lower()
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            found[full_name] = f" {seen[key]}"
    for full_name in sorted(library.index.errors):
        scope, _, name = full_name.rpartition(".")
        key = "\0errors", slug(f"{name} of {scope}")
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            found[f"error {full_name}"] = f" {seen[key]}"
    return found
