"""The section `docs:` of ego.yaml."""

from __future__ import annotations

from dataclasses import dataclass

from ego_ci.settings.setting import matches, optional, setting


@dataclass(frozen=True)
class Docs:
    """Documentation: the site that `ego docs` builds."""

    source: str = setting(
        "",
        """How the repository's host writes a link to a line: `gitlab`, `github`, `bitbucket`, `gitea` (Forgejo and
        Codeberg too), or a pattern with `{repository}`, `{commit}`, `{path}` and `{line}`. Without `repository` and
        such a pattern there are no links.""",
        derived="the kind that the host of `repository` names, else `gitlab`",
        check=optional(
            matches(
                r"gitlab|github|bitbucket|gitea|(https?://|\{repository\})[^\s\"'<>]+",
                "gitlab, github, bitbucket, gitea, or an http(s) pattern with {path} and {line}",
            )
        ),
        example="https://code.example.com/shop/{commit}/{path}?line={line}",
    )
