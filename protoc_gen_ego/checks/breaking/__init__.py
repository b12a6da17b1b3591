"""The EGO_BREAKING rules: what callers of an earlier release would notice."""

from __future__ import annotations

from protoc_gen_ego.checks.breaking.code_not_reserved import CODE_NOT_RESERVED
from protoc_gen_ego.checks.breaking.code_number_changed import CODE_NUMBER_CHANGED
from protoc_gen_ego.checks.breaking.code_removed import CODE_REMOVED
from protoc_gen_ego.checks.breaking.code_renamed import CODE_RENAMED
from protoc_gen_ego.checks.breaking.domain_changed import DOMAIN_CHANGED
from protoc_gen_ego.checks.breaking.metadata_removed import METADATA_REMOVED
from protoc_gen_ego.checks.breaking.method_error_added import METHOD_ERROR_ADDED
from protoc_gen_ego.checks.breaking.number_reused import NUMBER_REUSED
from protoc_gen_ego.checks.breaking.placeholder_removed import PLACEHOLDER_REMOVED
from protoc_gen_ego.checks.breaking.status_changed import STATUS_CHANGED
from protoc_gen_ego.checks.rule import Rule

BREAKING_RULES: tuple[Rule, ...] = (
    CODE_REMOVED,
    CODE_NOT_RESERVED,
    CODE_RENAMED,
    CODE_NUMBER_CHANGED,
    NUMBER_REUSED,
    STATUS_CHANGED,
    DOMAIN_CHANGED,
    METADATA_REMOVED,
    PLACEHOLDER_REMOVED,
    METHOD_ERROR_ADDED,
)
