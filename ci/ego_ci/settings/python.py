"""The section `python:` of ego.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ego_ci.settings.setting import matches, optional, setting


def importable(text: str) -> str:
    """A check: a top-level Python package that hides no other."""
    import keyword
    import sys

    if not (text.isascii() and text.isidentifier()) or keyword.iskeyword(text):
        return "is not a Python identifier of ASCII letters"
    taken = text in sys.stdlib_module_names or text in ("google", "grpc", "egoerrors")
    return "is taken by Python or by a runtime that the package needs" if taken else ""


@dataclass(frozen=True)
class Python:
    """Python: the client package."""

    distribution: str = setting(
        "",
        "The name that `pip install` takes (PEP 508).",
        derived="the value of `name`, followed by `-client` unless it ends so",
        check=optional(
            matches(
                r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?",
                "a package name (letters, digits, `.`, `_`, `-`)",
            )
        ),
        example="acme-shop-client",
    )
    package: str = setting(
        "",
        "The one top-level package that `import` takes; everything generated is moved below it.",
        derived="the distribution with `-` and `.` as `_`, and a `_` before a digit at its beginning",
        check=optional(importable),
        example="acme_shop_client",
    )
    requires_python: str = setting(
        ">=3.10",
        "The versions of Python that the package runs on (PEP 440).",
        check=matches(r"[<>=!~0-9., *]+", "a version specifier such as >=3.10"),
    )
    dependencies: Mapping[str, str] = setting(
        dict,
        """Imports that another package on PyPI brings: the beginning of their proto paths, and that package's
        requirement (PEP 508), such as `buf/validate: protovalidate>=1`.""",
        check=matches(r"[A-Za-z0-9][^\x00-\x1f]*", "a requirement such as protovalidate>=1"),
    )
