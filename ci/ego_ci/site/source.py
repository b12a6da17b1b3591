"""Links to the sources: file and line, as the host of the repository writes them."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

PATTERNS = {
    "gitlab": "{repository}/-/blob/{commit}/{path}#L{line}",
    "github": "{repository}/blob/{commit}/{path}#L{line}",
    "bitbucket": "{repository}/src/{commit}/{path}#lines-{line}",
    "gitea": "{repository}/src/commit/{commit}/{path}#L{line}",
}
"""Kind of host -> pattern. Forgejo and Codeberg are as Gitea."""
_BY_NAME = {"forgejo": "gitea", "codeberg": "gitea", **{name: name for name in PATTERNS}}


def pattern(repository: str, setting: str = "") -> str:
    """The pattern for a repository: what `docs.source` says, a kind or a pattern; else by the host's name.

    A host whose name says nothing is taken for GitLab. '' without a repository.

    >>> pattern("https://github.com/acme/shop")
    '{repository}/blob/{commit}/{path}#L{line}'
    """
    if setting and setting not in PATTERNS:
        return setting
    if not repository:
        return ""
    host = (urlsplit(repository).hostname or "").lower()
    kind = setting or next((kind for name, kind in _BY_NAME.items() if name in host), "gitlab")
    return PATTERNS[kind]


def link(pattern: str, *, repository: str, commit: str, path: str, line: int) -> str:
    """The URL of a line; '' when the pattern needs a commit or a repository that nobody knows.

    >>> link(PATTERNS["github"], repository="https://github.com/acme/shop/", commit="a1", path="a b.proto", line=3)
    'https://github.com/acme/shop/blob/a1/a%20b.proto#L3'
    """
    known = {"repository": repository.removesuffix("/").removesuffix(".git"), "commit": commit}
    if not pattern or any(f"{{{name}}}" in pattern and not value for name, value in known.items()):
        return ""
    found = pattern
    for name, value in {**known, "line": str(line), "path": quote(path)}.items():
        found = found.replace(f"{{{name}}}", value)
    return found
