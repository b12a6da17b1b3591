"""Barrels: a module for each folder that exports what its modules export, as Node developers import it.

`shop/user/v1.ts` is the one of `shop/user/v1/`, beside it and not in it: so the one pattern `./*` in the
package's exports leads to modules and to folders.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from ego_ci.packages.node.specifiers import exports

_ROOT = "index"


def root(modules: Mapping[str, str]) -> str:
    """Name of the module for the whole package: `index`, unless a proto file or a folder has taken that."""
    name = _ROOT
    while any(path == f"{name}.ts" or path.startswith(f"{name}/") for path in modules):
        name = f"_{name}"
    return name


def barrels(modules: Mapping[str, str]) -> dict[str, str]:
    """Path -> text of a module for each folder and for the package.

    A folder whose place a module has taken (`v1.proto` beside `v1/`) gets none.

    Args:
        modules: the own modules, path -> text.
    """
    folders: dict[str, set[str]] = {"": set()}
    for path in modules:
        folder = posixpath.dirname(path)
        while folder not in folders:
            folders[folder] = set()
            folder = posixpath.dirname(folder)
    for folder in folders:
        if folder and f"{folder}.ts" not in modules:
            folders[posixpath.dirname(folder)].add(folder)
    return {
        f"{folder or root(modules)}.ts": _barrel(folder, sorted(inner), modules)
        for folder, inner in folders.items()
        if f"{folder}.ts" not in modules
    }


def _barrel(folder: str, inner: list[str], modules: Mapping[str, str]) -> str:
    here = f"{posixpath.basename(folder)}/" if folder else ""
    lines = [
        f"/** Everything of {folder}/. */"
        if folder
        else "/** Everything of this package, by folder. */"
    ]
    own = sorted(path for path in modules if posixpath.dirname(path) == folder)
    chosen: dict[str, str] = {}
    doubled: dict[str, str] = {}
    # `UserErr` is an enum of protoc and the set of its error codes: the latter has more to say.
    for path in sorted(own, key=lambda path: (not path.endswith("_errors.ts"), path)):
        for name in exports(modules[path]):
            if chosen.setdefault(name, path) != path:
                doubled[name] = chosen[name]
    lines += [f'export * from "./{here}{_script(path)}";' for path in own]
    lines += [
        f'export {{ {name} }} from "./{here}{_script(path)}";'
        for name, path in sorted(doubled.items())
    ]
    taken: set[str] = set()
    for path in inner:
        name = _identifier(path)
        while name in taken:  # `a-b` and `a_b`
            name += "_"
        taken.add(name)
        lines.append(f'export * as {name} from "./{here}{_script(path)}";')
    return "\n".join([*lines, ""])


def _script(path: str) -> str:
    return f"{posixpath.basename(path).removesuffix('.ts')}.js"


def _identifier(folder: str) -> str:
    """The name of a folder's namespace.

    >>> _identifier("shop/v1"), _identifier("a/1st-try"), _identifier("default")
    ('v1', '_1st_try', 'default_')
    """
    name = re.sub(r"\W", "_", posixpath.basename(folder), flags=re.ASCII)
    name = f"_{name}" if name[0].isdigit() else name
    return f"{name}_" if name == "default" else name
