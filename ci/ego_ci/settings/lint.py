"""The section `lint:` of ego.yaml."""

from __future__ import annotations

from dataclasses import dataclass

from ego_ci.settings.setting import matches, setting


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
