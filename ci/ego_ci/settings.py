"""The settings of ego.yaml: one dataclass field each, with its type, its default and what it does.

This is the only place that knows a setting. Validation (project.py), `ego config` and the page
docs/configuration.md (reference.py) are derived from these fields.
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

REQUIRED: Any = ""
Language = Literal["python"]
Check = Callable[[str], str]
"""Says what is wrong with a text ('' when nothing is), as the end of the sentence 'name: "x" …'."""


@dataclass(frozen=True)
class Setting:
    """What a field of the table knows beside its type and default.

    doc: one or more sentences of Markdown. required: must be given. derived: what an empty default is
    filled with, in words. check: judges a text value, or each text of a list. example: for the page.
    date: YAML may take the text for a date.
    """

    doc: str
    required: bool = False
    derived: str = ""
    check: Check | None = None
    example: str = ""
    date: bool = False


def setting(default: Any, doc: str, **more: Any) -> Any:
    """A field of the table; `more` are the other fields of Setting."""
    metadata = {"setting": Setting(" ".join(doc.split()), **more)}
    if isinstance(default, type):
        return dataclasses.field(default_factory=default, metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def matches(pattern: str, wanted: str) -> Check:
    """A check by regular expression (the whole text); `wanted` says in words what is allowed."""
    compiled = re.compile(pattern)
    return lambda text: "" if compiled.fullmatch(text) else f"is not {wanted}"


def inside(text: str) -> str:
    """A check: the path stays inside the repository."""
    if Path(text).is_absolute() or ".." in Path(text).parts:
        return "leaves the repository: give a path relative to ego.yaml, without `..`"
    return "" if text.strip() and "\0" not in text else "is empty"


def below(text: str) -> str:
    """A check: a folder of its own, below ego.yaml or anywhere else, but never the repository itself."""
    if "\0" in text or Path(os.path.normpath(text)).name in ("", ".", ".."):
        return "would be the repository itself: give a folder of its own"
    return ""


def optional(check: Check) -> Check:
    """The same check, for a setting that may stay empty."""
    return lambda text: text and check(text)


def day(text: str) -> str:
    """A check: a date."""
    import datetime

    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return "is not a date such as 2026-12-31"
    return ""


def importable(text: str) -> str:
    """A check: a top-level Python package that hides no other."""
    import keyword
    import sys

    if not (text.isascii() and text.isidentifier()) or keyword.iskeyword(text):
        return "is not a Python identifier of ASCII letters"
    taken = text in sys.stdlib_module_names or text in ("google", "grpc", "egoerrors")
    return "is taken by Python or by a runtime that the package needs" if taken else ""


SEMVER = r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?"


@dataclass(frozen=True)
class Errors:
    """Error codes: how they are told apart and where the generated code finds its runtime."""

    identity: Literal["ego", "aip"] = setting(
        "ego",
        """`ego`: the reason on the wire is the full name of the enum value
        (`shop.user.v1.USER_ERR_NOT_FOUND`), as Ego's peers expect. `aip`: it is the value name alone and
        the domain is required, as in AIP-193.""",
    )
    runtime: str = setting(
        "package",
        """What `ego generate` lets the error modules import: `package`, the language's published runtime
        package (`egoerrors` for Python); `vendored`, a copy beside the generated code; or the import path
        of a runtime of your own. A client package always depends on the published one, so that one process
        has one registry of error codes.""",
        check=matches(r"[A-Za-z0-9_@][A-Za-z0-9_@./-]*", "package, vendored or an import path"),
    )
    strict: bool = setting(False, "Warnings of the error rules count as findings.")
    templates: str = setting(
        "", "A folder with your own versions of single templates.", check=optional(inside)
    )
    locales: tuple[str, ...] = setting(
        (),
        """The languages that every error has a text in, as BCP-47 tags (`[en, zh-CN]`); `@msg` is no language.
        An error without one of them is a finding of I18N_INCOMPLETE.""",
        check=matches(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", "a language tag such as zh-CN"),
    )


@dataclass(frozen=True)
class Lint:
    """Lint: buf's rules. `lint:` in buf.yaml stays the place to select and except them."""

    add: tuple[str, ...] = setting(
        ("COMMENTS",),
        """Rules or categories added to what buf.yaml selects (`STANDARD` when it selects nothing). The
        comments become the documentation, therefore `COMMENTS` is the default. `[]` adds nothing.""",
        check=matches(
            r"[A-Z][A-Z0-9_]*", "the name of a rule or category of buf, such as COMMENTS"
        ),
    )


@dataclass(frozen=True)
class Approval:
    """A breaking change that is meant. With it the finding is shown, and fails nothing."""

    rule: str = setting(
        REQUIRED,
        "The rule whose finding is approved.",
        required=True,
        check=matches(r"[A-Z][A-Z0-9_]*", "the name of a rule, such as FIELD_NO_DELETE"),
        example="FIELD_NO_DELETE",
    )
    name: str = setting(
        "",
        "The full name of what changed (`shop.user.v1.User.uid`); what is within it is approved as well.",
        check=optional(matches(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", "a full name")),
    )
    path: str = setting(
        "",
        "Or the file or folder in which it changed, relative to ego.yaml.",
        check=optional(inside),
    )
    reason: str = setting("", "Why callers can bear it. An approval without a reason is a finding.")
    expires: str = setting(
        "",
        "The last day (UTC) on which it holds, such as `2026-12-31`.",
        derived="never",
        check=optional(day),
        date=True,
    )


@dataclass(frozen=True)
class Breaking:
    """Breaking: what the tree is compared with. `breaking:` in buf.yaml selects the rules."""

    against: str = setting(
        "merge-base",
        """`merge-base`: where this branch left the target branch (in a merge request of GitLab, its base).
        `release`: the last tag that is a version. `none`: no comparison. Anything else is a git ref.""",
        check=matches(r"[^-\s\0][^\s\0]*", "merge-base, release, none or a git ref"),
    )
    target: str = setting(
        "",
        """The target branch for `merge-base`.""",
        derived="the target of the merge request, else the remote's default branch, else `main` or `master`",
        check=optional(matches(r"[^-\s\0][^\s\0]*", "the name of a branch")),
    )
    approvals: tuple[Approval, ...] = setting(
        (),
        """Breaking changes that are meant. A commit can approve one as well, by a trailer
        `Breaking-Approved: RULE full.name reason`. See [check.md](check.md).""",
    )


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


@dataclass(frozen=True)
class RegistrySettings:
    """A place that packages are published to. Credentials never stand here; they come from the environment."""

    type: Literal["local"] = setting(
        "local", "`local`: a plain folder that package managers install from."
    )
    path: str = setting(
        "",
        "The folder, relative to ego.yaml. It may be shared by several repositories.",
        derived="`<output>/registry`",
        check=optional(below),
    )


@dataclass(frozen=True)
class Settings:
    """Everything that ego.yaml can say."""

    name: str = setting(
        REQUIRED,
        "The name of the repository's packages.",
        required=True,
        check=matches(
            r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", "a name of lower-case letters, digits and `-`"
        ),
        example="acme-shop",
    )
    version: str = setting(
        "0.1.0",
        "The version of the packages, as in Semantic Versioning; each language gets its own spelling of it.",
        check=matches(SEMVER, "a version such as 1.2.3 or 1.2.3-rc.1"),
    )
    tag_prefix: str = setting(
        "v",
        """What stands before the version in the name of a release tag: `v` in `v1.2.3` (with this default
        `1.2.3` is one too), `protos/v` where several things are released from one repository.""",
        check=matches(r"([A-Za-z0-9_][A-Za-z0-9_./-]*)?", "the beginning of a tag's name"),
    )
    description: str = setting("", "One line about the packages, for their metadata.")
    license: str = setting(
        "",
        "The packages' licence as an SPDX expression, such as `Apache-2.0`.",
        check=optional(matches(r"[A-Za-z0-9.+() -]+", "an SPDX expression")),
    )
    license_file: str = setting(
        "",
        "The file with the licence's text, relative to ego.yaml.",
        derived="`LICENSE`, `LICENSE.txt`, `LICENSE.md` or `COPYING`, whichever exists",
        check=optional(inside),
    )
    repository: str = setting(
        "",
        "The address of the repository, for the packages' metadata.",
        check=optional(matches(r"https?://[^\s@]+", "an http(s) address without credentials")),
    )
    languages: tuple[Language, ...] = setting(
        ("python",), "The languages that packages are built for."
    )
    output: str = setting(
        "build/ego",
        "The folder for everything that is made, relative to ego.yaml. It belongs to `ego` alone.",
        check=below,
    )
    paths: tuple[str, ...] = setting(
        (),
        "Only these files or folders, instead of every module that buf.yaml names.",
        check=inside,
    )
    exclude: tuple[str, ...] = setting(
        (),
        "Files or folders to leave out; they can still be imported by the others.",
        check=inside,
    )
    rules: Mapping[str, Literal["error", "warning", "off"]] = setting(
        dict,
        """How much a rule of ours weighs, by its name: `METHOD_ERRORS_UNDECLARED: error`. The rules that always
        hold are not among them, and buf's rules are chosen in buf.yaml. [rules.md](rules.md) names all.""",
    )
    errors: Errors = setting(Errors, "")  # noqa: RUF009 - a field, as everywhere here
    lint: Lint = setting(Lint, "")  # noqa: RUF009
    breaking: Breaking = setting(Breaking, "")  # noqa: RUF009
    python: Python = setting(Python, "")  # noqa: RUF009
    registries: Mapping[str, RegistrySettings] = setting(
        dict,
        """Where `ego publish` publishes to, by name. When none is given there is one: `local`.""",
        derived="`local`, a folder in the output folder",
    )
