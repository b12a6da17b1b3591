"""Excused: what buf.yaml leaves out of `lint` and `breaking`, for our rules as for buf's own."""

from __future__ import annotations

import re

from ego_ci.stages.workspace import Workspace, join, within
from protoc_gen_ego.catalog import Problem
from protoc_gen_ego.checks.rule import Category
from protoc_gen_ego.checks.verdict import EGO_RULES

_CATEGORIES = {rule.id: rule.category for rule in EGO_RULES}
_UNSTABLE = re.compile(r"(?:^|\.)v\d+(?:test.*|(?:p\d+)?(?:alpha|beta)\d*)$")
"""Packages that may change at will (buf.yaml, `breaking.ignore_unstable_packages`)."""


def excused(problem: Problem, workspace: Workspace, before: Workspace | None) -> bool:
    """Whether a finding of our rules is in what its module's section ignores, or of a rule that it excepts.

    before: the workspace of the base, for what is only there. Rules of ours are named in a buf.yaml that has
    buf-plugin-ego, which is not run then.
    """
    name = problem.position.path
    module = workspace.module_of(name)
    if module is None and before is not None:
        workspace, module = before, before.module_of(name)
    category = _CATEGORIES[problem.rule]
    if module is None:
        return False
    kind = "breaking" if category is Category.EGO_BREAKING else "lint"
    _, section, folder = workspace.section(module, kind)
    names = {problem.rule, category.value}
    only = section.get("ignore_only") or {}
    ignored = [*(section.get("ignore") or ()), *(p for rule in names for p in only.get(rule) or ())]
    path = workspace.shown(name)
    if any(within(path, join(folder, prefix)) for prefix in ignored):
        return True
    if section.get("ignore_unstable_packages") and kind == "breaking":
        node = problem.node or problem.before
        if node is not None and _UNSTABLE.search(node.file.package):
            return True
    return not names.isdisjoint(section.get("except") or ())
