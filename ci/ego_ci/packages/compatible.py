"""Compatible versions: which versions of one client package another one of the same repository can work with."""

from __future__ import annotations

from ego_ci.problem import Problem
from ego_ci.versions.semver import Level, parse


def bounds(version: str) -> tuple[str, str] | None:
    """(lowest, first that will not do) of Semantic Versioning, both without build; None: exactly this one.

    A later version of the same major keeps what callers see, which `ego check` holds it to. Before 1.0.0 the
    minor takes the major's place. A pre-release promises nothing.

    >>> bounds("1.2.3"), bounds("0.4.1"), bounds("1.3.0-rc.1")
    (('1.2.3', '2.0.0'), ('0.4.1', '0.5.0'), None)
    """
    try:
        found = parse(version)
    except Problem:
        return None
    return None if found.pre or found.build else (version, str(found.next(Level.MAJOR)))
