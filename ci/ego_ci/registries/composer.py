"""Composer: a static Composer repository, a folder for any web server (GitLab Pages among them)."""

from __future__ import annotations

from ego_ci.registries.composer_tree import ComposerTree
from ego_ci.registries.local import Local
from ego_ci.registries.opening import Opening


def from_settings(opening: Opening) -> Local:
    """The registry that ego.yaml describes: `type: composer`, `path: FOLDER`; a local one for PHP alone.

    `url` is the address that the folder `composer` in it will have on the web server: Composer resolves
    no relative addresses, so that the pages name it.
    """
    return Local(
        opening.name,
        opening.path,
        opening.waiting,
        opening.languages("php"),
        {"php": ComposerTree(base=opening.of.url)},
    )
