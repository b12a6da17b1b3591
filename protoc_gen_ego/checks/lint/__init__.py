"""The EGO rules: what makes error codes good, judged on the protos as they are."""

from __future__ import annotations

from protoc_gen_ego.checks.lint.code_name import CODE_NAME
from protoc_gen_ego.checks.lint.code_undocumented import CODE_UNDOCUMENTED
from protoc_gen_ego.checks.lint.comment_repeats_name import COMMENT_REPEATS_NAME
from protoc_gen_ego.checks.lint.error_enum_name import ERROR_ENUM_NAME
from protoc_gen_ego.checks.lint.i18n_incomplete import I18N_INCOMPLETE
from protoc_gen_ego.checks.lint.ignores import IGNORE_REASONLESS, IGNORE_UNKNOWN, IGNORE_UNUSED
from protoc_gen_ego.checks.lint.message_missing import MESSAGE_MISSING
from protoc_gen_ego.checks.lint.metadata_undeclared import METADATA_UNDECLARED
from protoc_gen_ego.checks.lint.method_errors_undeclared import METHOD_ERRORS_UNDECLARED
from protoc_gen_ego.checks.lint.reason_shared import REASON_SHARED
from protoc_gen_ego.checks.lint.service_errors_unmentioned import SERVICE_ERRORS_UNMENTIONED
from protoc_gen_ego.checks.rule import Rule

LINT_RULES: tuple[Rule, ...] = (
    REASON_SHARED,
    CODE_UNDOCUMENTED,
    MESSAGE_MISSING,
    METADATA_UNDECLARED,
    I18N_INCOMPLETE,
    CODE_NAME,
    ERROR_ENUM_NAME,
    METHOD_ERRORS_UNDECLARED,
    SERVICE_ERRORS_UNMENTIONED,
    COMMENT_REPEATS_NAME,
)
IGNORE_RULES: tuple[Rule, ...] = (IGNORE_UNUSED, IGNORE_REASONLESS, IGNORE_UNKNOWN)
