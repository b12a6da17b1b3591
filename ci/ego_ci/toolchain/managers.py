"""Package managers as child processes: each sees its own settings of the environment, and no other's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ego_ci.process import Completed, Runner

# Where a company's mirror and its credentials are configured. What would turn Go's checks off is left out:
# GOFLAGS, GONOSUMDB, GONOSUMCHECK, GOINSECURE.
_SETTINGS: Mapping[str, re.Pattern[str]] = {
    "pypi": re.compile(r"PIP_\w+"),
    "go": re.compile(
        r"GO(PROXY|PRIVATE|NOPROXY|SUMDB|PATH|ROOT|CACHE|MODCACHE|ENV|TOOLCHAIN|TMPDIR)|NETRC"
    ),
    "npm": re.compile(r"(npm|NPM)_(config|CONFIG)_\w+|NODE_EXTRA_CA_CERTS"),
    "maven": re.compile(r"MAVEN_(OPTS|ARGS|HOME)|M2_HOME|JAVA_HOME"),
    "debian": re.compile(r"DEBIAN_FRONTEND|APT_CONFIG"),
}
_SECRET = re.compile(r"(?i)auth|token|passw|secret|key")


def run(
    kind: str,
    process: Runner,
    command: Sequence[str | Path],
    *,
    cwd: Path,
    remedy: str = "",
    env: Mapping[str, str] | None = None,
) -> Completed:
    """Runs a package manager; credentials in its settings are not shown.

    Raises Problem with what it printed if it fails.
    """
    settings = {
        name: value for name, value in process.environ.items() if _SETTINGS[kind].fullmatch(name)
    }
    secrets = [
        value
        for name, value in settings.items()
        if _SECRET.search(name) or ("://" in value and "@" in value)
    ]
    return process.run(
        command, cwd=cwd, env={**settings, **(env or {})}, remedy=remedy, secrets=secrets
    )
