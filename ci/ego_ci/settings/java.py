"""The section `java:` of ego.yaml."""

from __future__ import annotations

from dataclasses import dataclass

from ego_ci.settings.setting import matches, optional, setting

_DOTTED = r"[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)*"


@dataclass(frozen=True)
class Java:
    """Java: the client library."""

    group: str = setting(
        "",
        """The groupId in Maven: a domain that is yours, backwards. There is no default for it: whoever asks for
        Java packages gives one.""",
        check=optional(matches(_DOTTED, "a groupId such as com.example.shop")),
        example="com.example.shop",
    )
    artifact: str = setting(
        "",
        "The artifactId in Maven.",
        derived="the value of `name`, followed by `-client` unless it ends so",
        check=optional(
            matches(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", "an artifactId such as shop-client")
        ),
        example="acme-shop-client",
    )
    package_prefix: str = setting(
        "",
        """What stands before the proto package in the Java package of a file that has no `java_package` of its
        own: with `com.example`, `shop.user.v1` becomes `com.example.shop.user.v1`.""",
        derived="`java.group`",
        check=optional(
            matches(
                r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*",
                "a Java package such as com.example",
            )
        ),
        example="com.example",
    )
