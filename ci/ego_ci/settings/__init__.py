"""The settings of ego.yaml: one dataclass field each, with its type, its default and what it does.

This is the only place that knows a setting; a section is a file. Validation (project.py), `ego config` and
the page docs/configuration.md (reference.py) are derived from these fields.
"""

from __future__ import annotations

from ego_ci.settings.breaking import Approval, Breaking
from ego_ci.settings.docs import Docs
from ego_ci.settings.errors import Errors
from ego_ci.settings.go import Go
from ego_ci.settings.java import Java
from ego_ci.settings.lint import Lint
from ego_ci.settings.node import Node
from ego_ci.settings.packages import PackageSettings
from ego_ci.settings.php import Php
from ego_ci.settings.python import Python
from ego_ci.settings.registries import RegistrySettings
from ego_ci.settings.setting import REQUIRED, Check, Setting, setting
from ego_ci.settings.settings import Language, Settings

__all__ = [
    "REQUIRED",
    "Approval",
    "Breaking",
    "Check",
    "Docs",
    "Errors",
    "Go",
    "Java",
    "Language",
    "Lint",
    "Node",
    "PackageSettings",
    "Php",
    "Python",
    "RegistrySettings",
    "Setting",
    "Settings",
    "setting",
]
