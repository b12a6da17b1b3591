"""Fingerprints: the same finding has the same one in two runs, wherever its line went meanwhile."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from ego_ci.report import source
from protoc_gen_ego.diagnostics import Diagnostic


def fingerprints(found: Iterable[Diagnostic], *, root: Path) -> list[str]:
    """64 hexadecimal digits for each finding, all different.

    Made of the rule, the file, the message and the text of the line, never of its number. Findings that
    have all of these in common are told apart by their order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    prints = []
    for item in found:
        text = source.line(root, item.position) if item.position else None
        parts = (
            item.rule,
            item.position.path if item.position else "",
            item.message,
            " ".join((text or "").split()),
        )
        prints.append(hashlib.sha256(json.dumps([*parts, seen[parts]]).encode("ascii")).hexdigest())
        seen[parts] += 1
    return prints
