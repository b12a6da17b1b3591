"""Recipe: what a client package is called and where it comes from."""

from __future__ import annotations

import keyword
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ego_ci.packages.origin import EPOCH

from protoc_gen_ego.diagnostics import Diagnostic, Severity

_TAKEN = frozenset({"google", "grpc", "egoerrors", *sys.stdlib_module_names})
_DISTRIBUTION = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")


@dataclass(frozen=True)
class Recipe:
    """Names and origin of one client package.

    Attributes:
        distribution: name on the registry, e.g. "shop-client".
        package: the unique top-level package, e.g. "shop_client".
        version: SemVer from ego.yaml; the wheel's is its PEP 440 form.
        description: one sentence.
        license: SPDX expression or ''.
        license_file: file to carry along, None if there is none.
        repository: URL of the proto repository or ''.
        requires_python: PEP 440 specifier.
        commit: the last commit that touched the protos, '' outside of a repository.
        epoch: its time in seconds since 1970, the time of every file in the package.
        tools: name -> version of what generated and built the package.
    """

    distribution: str
    package: str
    version: str
    description: str = ""
    license: str = ""
    license_file: Path | None = None
    repository: str = ""
    requires_python: str = ">=3.10"
    commit: str = ""
    epoch: int = EPOCH
    tools: Mapping[str, str] = field(default_factory=dict)

    def findings(self) -> tuple[Diagnostic, ...]:
        """PYTHON_PACKAGE_NAME for names that cannot be installed or imported or would hide others."""
        reasons = []
        if not _DISTRIBUTION.fullmatch(self.distribution):
            reasons.append(f"{self.distribution!r} is no distribution name (PEP 508)")
        if not (self.package.isascii() and self.package.isidentifier()):
            reasons.append(f"{self.package!r} is no Python identifier of ASCII letters")
        elif keyword.iskeyword(self.package) or self.package in _TAKEN:
            reasons.append(
                f"the top-level package {self.package!r} is taken by Python or a runtime"
            )
        remedy = "set `python.distribution` and `python.package` in ego.yaml"
        return tuple(
            Diagnostic(None, Severity.ERROR, "PYTHON_PACKAGE_NAME", reason, remedy)
            for reason in reasons
        )
