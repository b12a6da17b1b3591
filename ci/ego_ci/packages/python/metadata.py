"""Metadata: what a wheel says of itself, in the form of core metadata 2.4, which PyPI and pip of today read.

https://packaging.python.org/en/latest/specifications/core-metadata/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ego_ci.problem import Problem

# Most values are plain. The others are left to the packaging library, which costs more to import than a wheel.
_SPECIFIERS = r"((?:[<>]=?|[=!]=|~=)\d+(?:\.\d+)*(?:,\s*|$))+"
_PLAIN = re.compile(_SPECIFIERS)
_PLAIN_REQUIREMENT = re.compile(rf"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?:{_SPECIFIERS})?")
_LICENSES = frozenset({"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MPL-2.0"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Metadata:
    """The fields that our wheels have.

    Attributes:
        name: of the distribution.
        version: PEP 440.
        summary: one line.
        readme: Markdown.
        requires_python: PEP 440 specifiers.
        requires: requirements (PEP 508), sorted.
        types: those of the extra `types`.
        keywords: sorted.
        license: SPDX expression or ''.
        repository: URL or ''.
    """

    name: str
    version: str
    summary: str
    readme: str
    requires_python: str
    requires: tuple[str, ...]
    types: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    license: str = ""
    repository: str = ""

    def text(self, *, has_licence: bool) -> str:
        """The file METADATA; Problem for a value that an installer would refuse."""
        _check_specifiers(self.requires_python)
        for requirement in self.requires:
            _check_requirement(requirement)
        lines = [f"{name}: {value}" for name, value in self._fields(has_licence)]
        for line in lines:
            if _CONTROL.search(line):
                raise _refused(line, "a field cannot have a control character")
        return "\n".join([*lines, "", self.readme])

    def _fields(self, has_licence: bool) -> Iterator[tuple[str, str]]:
        yield "Metadata-Version", "2.4"
        yield "Name", self.name
        yield "Version", self.version
        yield "Summary", self.summary
        if self.repository:
            yield "Project-URL", f"Repository, {self.repository}"
        if self.license:
            yield "License-Expression", _expression(self.license)
        if has_licence:
            yield "License-File", "LICENSE"
        yield "Keywords", ",".join(self.keywords)
        yield "Classifier", "Programming Language :: Python :: 3 :: Only"
        yield "Classifier", "Typing :: Typed"
        yield "Requires-Python", self.requires_python
        for requirement in self.requires:
            yield "Requires-Dist", requirement
        if self.types:
            yield "Provides-Extra", "types"
            for requirement in self.types:
                yield "Requires-Dist", f"{requirement}; extra == 'types'"
        yield "Description-Content-Type", "text/markdown"


def _check_specifiers(text: str) -> None:
    if not _PLAIN.fullmatch(text):
        from packaging.specifiers import InvalidSpecifier, SpecifierSet

        try:
            SpecifierSet(text)
        except InvalidSpecifier as error:
            raise _refused(text, str(error)) from error


def _check_requirement(text: str) -> None:
    if not _PLAIN_REQUIREMENT.fullmatch(text):
        from packaging.requirements import InvalidRequirement, Requirement

        try:
            Requirement(text)
        except InvalidRequirement as error:
            raise _refused(text, str(error).partition("\n")[0]) from error


def _expression(text: str) -> str:
    """An SPDX expression in its one spelling."""
    if text in _LICENSES:
        return text
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return canonicalize_license_expression(text)
    except InvalidLicenseExpression as error:
        raise _refused(text, str(error)) from error


def _refused(text: str, reason: str) -> Problem:
    return Problem(
        f"the wheel cannot be built: {text!r}: {reason}", remedy="correct the value in ego.yaml"
    )
