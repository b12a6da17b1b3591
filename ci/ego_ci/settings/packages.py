"""The section `packages:` of ego.yaml."""

from __future__ import annotations

from dataclasses import dataclass

from ego_ci.settings.setting import REQUIRED, inside, matches, setting


@dataclass(frozen=True)
class PackageSettings:
    """One of the packages that a large repository is split into."""

    name: str = setting(
        REQUIRED,
        """The package's name, which stands where the whole repository's name would: package `user` of the
        repository `shop` becomes `shop-user-client` for Python. Letters, digits and `-`.""",
        required=True,
        check=matches(
            r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", "a name of lower-case letters, digits and `-`"
        ),
        example="user",
    )
    paths: tuple[str, ...] = setting(
        (),
        """Its files and folders, relative to ego.yaml. A file that several name belongs to the longest path.
        The import path (`google/type`) is good for files that buf.yaml's dependencies bring.""",
        check=inside,
    )
