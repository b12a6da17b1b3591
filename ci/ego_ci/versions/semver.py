"""Semantic versions (https://semver.org, 2.0.0): reading, order, and the one that comes next."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from ego_ci.problem import Problem

_NUMBER = r"0|[1-9]\d*"
_IDENTIFIER = rf"(?:{_NUMBER}|\d*[A-Za-z-][0-9A-Za-z-]*)"
_PRE = rf"{_IDENTIFIER}(?:\.{_IDENTIFIER})*"
_BUILD = r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*"
_VERSION = re.compile(
    rf"(?P<major>{_NUMBER})\.(?P<minor>{_NUMBER})\.(?P<patch>{_NUMBER})"
    rf"(?:-(?P<pre>{_PRE}))?(?:\+(?P<build>{_BUILD}))?",
    re.ASCII,
)


class Level(IntEnum):
    """How much a change weighs for a version."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """`none`, `patch`, `minor` or `major`."""
        return self.name.lower()


class Version(NamedTuple):
    """MAJOR.MINOR.PATCH-PRE+BUILD; `pre` and `build` are '' when there is none."""

    major: int
    minor: int
    patch: int
    pre: str = ""
    build: str = ""

    def __str__(self) -> str:
        text = f"{self.major}.{self.minor}.{self.patch}"
        text += f"-{self.pre}" if self.pre else ""
        return text + (f"+{self.build}" if self.build else "")

    @property
    def precedence(self) -> tuple[object, ...]:
        """What versions are ordered by (section 11): a pre-release before its release, the build not at all."""
        return (self.major, self.minor, self.patch, not self.pre, *map(_rank, _parts(self.pre)))

    def next(self, level: Level) -> Version:
        """The version after this one.

        Before 1.0.0 the minor number takes the place of the major one, and the patch number that of the
        minor one: this is how the `^0.3.1` of npm, Cargo and Composer reads them.

        >>> str(parse("1.4.2").next(Level.MINOR)), str(parse("0.4.2").next(Level.MAJOR))
        ('1.5.0', '0.5.0')
        >>> str(parse("0.4.2").next(Level.MINOR)), str(parse("0.4.2").next(Level.NONE))
        ('0.4.3', '0.4.2')
        """
        if level is Level.NONE:
            return self
        if self.major == 0:
            level = Level(max(level - 1, Level.PATCH))
        if level is Level.MAJOR:
            return Version(self.major + 1, 0, 0)
        if level is Level.MINOR:
            return Version(self.major, self.minor + 1, 0)
        return Version(self.major, self.minor, self.patch + 1)

    def before(self, pre: str) -> Version:
        """A pre-release of this version; Problem if `pre` is none (section 9)."""
        if not re.fullmatch(_PRE, pre, re.ASCII):
            raise Problem(
                f"{pre!r} is no pre-release",
                remedy="identifiers of letters, digits and `-`, joined by `.`, such as rc.1",
            )
        return self._replace(pre=pre)


def parse(text: str) -> Version:
    """Reads a version; Problem if it is none.

    >>> parse("1.3.0-mr.42.0a1b2c3d").pre
    'mr.42.0a1b2c3d'
    >>> sorted(["1.0.0", "1.0.0-rc.10", "1.0.0-rc.2", "0.9.9"], key=lambda v: parse(v).precedence)
    ['0.9.9', '1.0.0-rc.2', '1.0.0-rc.10', '1.0.0']
    """
    found = _VERSION.fullmatch(text)
    if not found:
        raise Problem(f"{text!r} is no version", remedy="write MAJOR.MINOR.PATCH, such as 1.2.3")
    major, minor, patch = (int(found[name]) for name in ("major", "minor", "patch"))
    return Version(major, minor, patch, found["pre"] or "", found["build"] or "")


def _parts(pre: str) -> list[str]:
    return pre.split(".") if pre else []


def _rank(part: str) -> tuple[bool, int, str]:
    """Numbers come before words, and are compared as numbers."""
    return (False, int(part), "") if part.isdigit() else (True, 0, part)
