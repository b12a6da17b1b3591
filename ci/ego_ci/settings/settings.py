"""Settings: the table of everything that ego.yaml can say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ego_ci.settings.breaking import Breaking
from ego_ci.settings.docs import Docs
from ego_ci.settings.errors import Errors
from ego_ci.settings.go import Go
from ego_ci.settings.java import Java
from ego_ci.settings.lint import Lint
from ego_ci.settings.node import Node
from ego_ci.settings.packages import PackageSettings
from ego_ci.settings.php import Php
from ego_ci.settings.python import Python
from ego_ci.settings.registries import RegistrySettings
from ego_ci.settings.setting import REQUIRED, below, inside, matches, optional, setting

Language = Literal["python", "go", "typescript", "java", "php"]
SEMVER = r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?"


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
        check=optional(
            matches(r"https?://[^\s@<>\"{}|\\^`]+", "an http(s) address without credentials")
        ),
    )
    languages: tuple[Language, ...] = setting(
        ("python",), "The languages that packages are built for."
    )
    packages: tuple[PackageSettings, ...] = setting(
        (),
        """Splits a large repository into several packages a language; what one imports of another becomes a
        dependency. Without it there is one package a language, with everything. See
        [packages.md](packages.md).""",
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
        """Files or folders to leave out; they can still be imported by the others. What npm installs (`node_modules`)
        is left out anyway, unless buf.yaml names a folder there.""",
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
    docs: Docs = setting(Docs, "")  # noqa: RUF009
    python: Python = setting(Python, "")  # noqa: RUF009
    go: Go = setting(Go, "")  # noqa: RUF009
    node: Node = setting(Node, "")  # noqa: RUF009
    java: Java = setting(Java, "")  # noqa: RUF009
    php: Php = setting(Php, "")  # noqa: RUF009
    registries: Mapping[str, RegistrySettings] = setting(
        dict,
        """Where `ego publish` publishes to, by name. When none is given there is one: `local`.""",
        derived="`local`, a folder in the output folder",
    )
