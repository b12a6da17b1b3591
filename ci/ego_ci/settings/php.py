"""The section `php:` of ego.yaml."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Php:
    """PHP: the client package."""
