"""What a project says about the rules."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from protoc_gen_ego.checks.rule import Rule
from protoc_gen_ego.diagnostics import Severity


class Settings(NamedTuple):
    """What is judged, and how much it weighs."""

    severities: Mapping[str, Severity | Literal["off"]] = MappingProxyType({})  # by rule id
    locales: tuple[str, ...] = ()  # BCP-47 tags that every error has a text for
    identity: str = "ego"  # as when generating
    has_codes: bool | None = (
        None  # whether the repository has error codes; None: look at the schema
    )

    def severity(self, rule: Rule) -> Severity | None:
        """How much a rule weighs here; None when it is off."""
        said = self.severities.get(rule.id, rule.severity)
        return None if said == "off" else Severity(said)


DEFAULTS = Settings()
