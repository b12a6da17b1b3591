"""The section `errors:` of ego.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ego_ci.settings.setting import inside, matches, optional, setting


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
