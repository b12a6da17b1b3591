"""What `buf-plugin-ego` announces: made from its rules by `make regenerate`, so that they need no import."""

from __future__ import annotations

CATEGORIES = (
    ("EGO", "Error codes are declared correctly, documented, and named by the methods."),
    ("EGO_BREAKING", "Error codes that were released keep their meaning."),
)

RULES = (
    ("TAG_MALFORMED", "EGO", "A tag has a value, and its quotes are closed."),
    ("TAG_UNKNOWN", "EGO", "A tag that nearly is one of ours is a slip of the finger."),
    ("TAG_CONTRADICTORY", "EGO", "An element says one thing, in whichever syntax."),
    ("STATUS_UNKNOWN", "EGO", "A code is one of the 17 gRPC status names."),
    ("STATUS_OK", "EGO", "A value with code OK generates no error."),
    ("STATUS_KRATOS", "EGO", "A Kratos HTTP number has a gRPC status."),
    ("CODE_MISSING", "EGO", "Every value of an error enum has a code; value 0 may go without."),
    ("ALIAS_DISAGREES", "EGO", "Names of the same number are annotated the same."),
    (
        "ANNOTATIONS_MISMATCH",
        "EGO",
        "The annotation options are defined as protoc-gen-ego knows them.",
    ),
    ("REASON_DUPLICATE", "EGO", "A reason identifies one error in the whole request."),
    ("ERRORS_UNKNOWN", "EGO", "A declared error exists."),
    ("REASON_GRAMMAR", "EGO", "A reason is UPPER_SNAKE (AIP-193)."),
    ("METADATA_KEY_GRAMMAR", "EGO", "A metadata key is lower camel or snake case (AIP-193)."),
    ("DOMAIN_MISSING", "EGO", "An error has a domain (AIP-193)."),
    ("REASON_SHARED", "EGO", "A name is one error of its domain, in the whole repository."),
    ("CODE_UNDOCUMENTED", "EGO", "Every error code is documented."),
    ("MESSAGE_MISSING", "EGO", "Every error code has a message."),
    ("METADATA_UNDECLARED", "EGO", "The metadata keys that a message uses are declared."),
    ("I18N_INCOMPLETE", "EGO", "Every error code has a text in each of the project's locales."),
    ("CODE_NAME", "EGO", "An error code's name can be a reason as AIP-193 wants it."),
    ("ERROR_ENUM_NAME", "EGO", "An error enum is called one."),
    ("METHOD_ERRORS_UNDECLARED", "EGO", "A method declares its errors."),
    ("SERVICE_ERRORS_UNMENTIONED", "EGO", "A service says something about its errors."),
    ("COMMENT_REPEATS_NAME", "EGO", "A comment says more than the name."),
    ("IGNORE_UNUSED", "EGO", "An ignore ignores something."),
    ("IGNORE_REASONLESS", "EGO", "An ignore has a reason."),
    ("IGNORE_UNKNOWN", "EGO", "An ignore names a rule that can be ignored."),
    ("CODE_REMOVED", "EGO_BREAKING", "A released error code stays."),
    (
        "CODE_NOT_RESERVED",
        "EGO_BREAKING",
        "The number and the name of a removed error code are reserved.",
    ),
    ("CODE_RENAMED", "EGO_BREAKING", "A released error code keeps its name."),
    ("CODE_NUMBER_CHANGED", "EGO_BREAKING", "A released error code keeps its number."),
    ("NUMBER_REUSED", "EGO_BREAKING", "A number that was released never means something else."),
    ("STATUS_CHANGED", "EGO_BREAKING", "A released error code keeps its status."),
    ("DOMAIN_CHANGED", "EGO_BREAKING", "Released error codes keep their domain."),
    ("METADATA_REMOVED", "EGO_BREAKING", "A released error code keeps its metadata keys."),
    ("PLACEHOLDER_REMOVED", "EGO_BREAKING", "A message keeps its placeholders."),
    (
        "METHOD_ERROR_ADDED",
        "EGO_BREAKING",
        "A released method returns the errors that it declared.",
    ),
)
