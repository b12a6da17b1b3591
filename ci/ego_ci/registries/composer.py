"""Composer: a static Composer repository, a folder for any web server (GitLab Pages among them)."""

from __future__ import annotations

from ego_ci.registries.local import Local
from ego_ci.registries.opening import Opening


def from_settings(opening: Opening) -> Local:
    """The registry that ego.yaml describes: `type: composer`, `path: FOLDER`; a local one for PHP alone."""
    return Local(opening.name, opening.path, opening.waiting, opening.languages("php"))
