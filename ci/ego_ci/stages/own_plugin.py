"""`buf-plugin-ego` in a buf.yaml: left out when `ego` runs buf, since `ego errors` judges the same rules.

It sees the whole repository, weighs by ego.yaml and knows approvals; with the plugin each finding would come twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from protoc_gen_ego.bufplugin.announced import CATEGORIES, RULES

PLUGIN = "buf-plugin-ego"
_NAMES = frozenset(name for name, *_ in (*CATEGORIES, *RULES))


def is_ours(plugin: object) -> bool:
    """Whether an entry of `plugins` starts our plugin."""
    command = plugin.get("plugin") if isinstance(plugin, Mapping) else None
    program = command[0] if isinstance(command, list) and command else command
    return isinstance(program, str) and PurePosixPath(program).name == PLUGIN


def without_ours(section: Mapping[str, Any]) -> dict[str, Any]:
    """A section `lint` or `breaking` without the rules and categories that only our plugin has."""
    found = dict(section)
    for key in ("use", "except"):
        if isinstance(found.get(key), list):
            found[key] = [name for name in found[key] if name not in _NAMES]
    if isinstance(found.get("ignore_only"), dict):
        only = found["ignore_only"]
        found["ignore_only"] = {rule: only[rule] for rule in only if rule not in _NAMES}
    return {key: value for key, value in found.items() if value != [] or key == "use"}
