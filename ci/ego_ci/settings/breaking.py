"""The section `breaking:` of ego.yaml."""

from __future__ import annotations

from dataclasses import dataclass

from ego_ci.settings.setting import REQUIRED, day, inside, matches, optional, setting


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
