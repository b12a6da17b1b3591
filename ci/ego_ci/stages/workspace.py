"""Workspace: buf's modules, and the two names that each file has.

An image names a file below its module (`shop/v1/a.proto`); a person names it below the repository
(`proto/shop/v1/a.proto`). buf's configuration speaks of the second, buf on an image of the first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from ego_ci.problem import Problem
from ego_ci.process import Runner
from ego_ci.stages.own_plugin import is_ours, without_ours
from ego_ci.toolchain import native

_FILTERS = ("ignore", "ignore_only")


@dataclass(frozen=True)
class Config:
    """How buf checks some modules: the sections of a buf.yaml without their path filters.

    ignore: path prefixes, below the repository, without findings; ignore_only: the same for one rule.
    """

    modules: tuple[str, ...]
    document: Mapping[str, Any]
    ignore: tuple[str, ...] = ()
    ignore_only: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def ignores(self, path: str, rule: str) -> bool:
        """Whether a finding at a path (below the repository) is not wanted."""
        only = dict(self.ignore_only).get(rule, ())
        return any(within(path, prefix) for prefix in (*self.ignore, *only))


@dataclass(frozen=True)
class Workspace:
    """The modules of a folder with a buf.yaml, or of a folder without one."""

    folder: Path
    modules: tuple[str, ...]

    @classmethod
    @lru_cache(maxsize=8)
    def of(cls, runner: Runner, folder: Path) -> Workspace:
        """Asks buf for the modules, once a run."""
        buf = native.held(runner.find("buf"))
        listing = runner.run(
            [buf, "config", "ls-modules", "--format=json"], cwd=folder, ok=range(256)
        )
        if listing.code != 0:
            text = listing.stderr.decode("utf-8", "replace").strip().removeprefix("Failure: ")
            raise Problem(
                " ".join(text.split()) or "buf cannot read buf.yaml", remedy="correct buf.yaml"
            )
        lines = filter(None, listing.text.splitlines())
        return cls(folder, tuple(json.loads(line)["path"] for line in lines) or (".",))

    def shown(self, name: str) -> str:
        """The path of an image's file below the repository; the name itself if it is not ours."""
        module = self.module_of(name)
        return name if module is None else join(module, name)

    def module_of(self, name: str) -> str | None:
        """The module that has a file of the image."""
        for module in self.modules:
            if (self.folder / module / name).is_file():
                return module
        return None

    def limits(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Paths as buf's --path and --exclude-path take them: existing ones, and never a whole module.

        buf refuses a module's own folder there, so that its entries are named instead.
        """
        return tuple(sorted({limit for path in paths for limit in self._limit(path)}))

    def _limit(self, path: str) -> Iterator[str]:
        path = str(PurePosixPath(path))
        if not (self.folder / path).exists():
            return
        if any(within(module, path) for module in self.modules):
            for entry in sorted((self.folder / path).iterdir()):
                child = join(path, entry.name)
                if (
                    entry.is_dir()
                    and not entry.name.startswith(".")
                    and any(entry.rglob("*.proto"))
                ):
                    yield from self._limit(child)
                elif entry.suffix == ".proto":
                    yield child
        else:
            yield path

    @property
    def has_plugins(self) -> bool:
        """Whether buf also checks by rules that are neither its own nor ours."""
        return bool(self._plugins)

    def configs(
        self,
        section: str,
        *,
        default: str,
        add: tuple[str, ...] = (),
        before: Workspace | None = None,
    ) -> list[Config]:
        """The different configurations of `lint` or `breaking`, each with the modules it is for.

        A module's own section replaces the common one, as in buf. `default` is the category when none
        is selected; `add` is selected everywhere. A module that only the workspace `before` has keeps
        the section that it had there: what is gone has none of its own any more. One without any rule
        (none but those of our plugin) is left out.
        """
        gone = [m for m in before.modules if m not in self.modules] if before else []
        sections = [(m, self.section(m, section)) for m in self.modules]
        sections += [(m, before.section(m, section)) for m in gone if before]
        groups: dict[str, Config] = {}
        for module, (version, found, base) in sections:
            chosen = found.get("use") or [default]
            if self._has_ours:
                found = without_ours(found)
                chosen = found.get("use", [default])
            use = list(dict.fromkeys([*chosen, *add]))
            if not use:
                continue
            inner = {k: v for k, v in found.items() if k not in _FILTERS} | {"use": use}
            shared = {k: v for k, v in self._document.items() if k == "policies"}
            if self._plugins:
                shared["plugins"] = self._plugins
            document = {"version": version, section: inner, **(shared if version == "v2" else {})}
            ignore = tuple(join(base, p) for p in found.get("ignore") or ())
            only = tuple(
                (rule, tuple(join(base, p) for p in prefixes))
                for rule, prefixes in (found.get("ignore_only") or {}).items()
            )
            key = json.dumps([document, ignore, only], sort_keys=True)
            old = groups.get(key)
            groups[key] = Config((*(old.modules if old else ()), module), document, ignore, only)
        return list(groups.values())

    def section(self, module: str, section: str) -> tuple[str, dict[str, Any], str]:
        """(version, content, folder that its paths are relative to) of a module's section."""
        document = self._document
        if document.get("version") == "v2":
            for entry in document.get("modules") or ():
                if PurePosixPath(entry.get("path", ".")) == PurePosixPath(module) and entry.get(
                    section
                ):
                    return "v2", dict(entry[section]), "."
            return "v2", dict(document.get(section) or {}), "."
        own = _yaml(self.folder / module / "buf.yaml") or document
        return str(own.get("version", "v2")), dict(own.get(section) or {}), module if own else "."

    @property
    def _plugins(self) -> list[Any]:
        """Those of other people."""
        return [entry for entry in self._document.get("plugins") or () if not is_ours(entry)]

    @property
    def _has_ours(self) -> bool:
        return any(map(is_ours, self._document.get("plugins") or ()))

    @cached_property
    def _document(self) -> dict[str, Any]:
        return _yaml(self.folder / "buf.yaml")


def within(path: str, prefix: str) -> bool:
    """Whether a path is a prefix's folder or below it; `.` holds everything."""
    if "./" in prefix or "//" in prefix or "./" in path or "//" in path:
        return PurePosixPath(path).is_relative_to(PurePosixPath(prefix))
    prefix = prefix.rstrip("/")
    return prefix == "." or f"{path}/".startswith(f"{prefix}/")


def join(folder: str, name: str) -> str:
    return str(PurePosixPath(folder) / name)


def _yaml(path: Path) -> dict[str, Any]:
    try:
        document = yaml.safe_load(path.read_bytes())
    except FileNotFoundError:
        return {}
    except yaml.YAMLError as error:
        raise Problem(
            f"{path.name}: {' '.join(str(error).split())}", remedy=f"correct {path.name}"
        ) from error
    return document if isinstance(document, dict) else {}
