"""PHP over git: one repository per package, a version is a tag. So do Packagist and GitLab's Composer registry work."""

from __future__ import annotations

from dataclasses import dataclass

from ego_ci.packages.artifact import Artifact
from ego_ci.problem import Problem
from ego_ci.registries.git_tags import GitTags, Place
from ego_ci.registries.opening import Opening


def from_settings(opening: Opening) -> PhpGit:
    """The registry that ego.yaml describes: `type: php-git`."""
    return PhpGit.configured(opening, "php")


@dataclass(frozen=True, kw_only=True)
class PhpGit(GitTags):
    """Git repositories that Composer gets packages from, with composer.json at their root."""

    def place(self, artifact: Artifact) -> Place:
        """The repository of the package; {vendor} and {name} in the address are the halves of its name."""
        vendor, _, name = artifact.name.partition("/")
        url = self.url.replace("{vendor}", vendor).replace("{name}", name)
        if artifact.version.startswith("dev-"):
            raise Problem(
                f"{artifact.name} {artifact.version} has no version that a tag could name",
                remedy="publish releases, or alpha, beta and rc versions",
            )
        return Place(url, "", f"v{artifact.version}", _root(artifact), artifact.version)

    def install_line(self, artifact: Artifact) -> str:
        """The two composer commands."""
        url = self.place(artifact).url
        name = artifact.name.replace("/", "-")
        return (
            f"composer config repositories.{name} vcs {url} && "
            f"composer require {artifact.name}:{artifact.version}"
        )


def _root(artifact: Artifact) -> str:
    """The folder in the package file that holds composer.json, '' or with a slash at its end."""
    import zipfile

    with zipfile.ZipFile(artifact.path) as archive:
        names = [name for name in archive.namelist() if name.rpartition("/")[2] == "composer.json"]
    if not names:
        raise Problem(f"{artifact.path.name} has no composer.json")
    return min(names, key=len).removesuffix("composer.json")
