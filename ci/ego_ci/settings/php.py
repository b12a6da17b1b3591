"""The section `php:` of ego.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ego_ci.settings.setting import matches, optional, setting

_NAME = r"[a-z0-9]([_.-]?[a-z0-9]+)*/[a-z0-9](([_.]|-{1,2})?[a-z0-9]+)*"


@dataclass(frozen=True)
class Php:
    """PHP: the client package."""

    package: str = setting(
        "",
        "The name that `composer require` takes.",
        derived="the value of `name` followed by `-client`; before it the first part of the path of `repository`, "
        "else of `name`",
        check=optional(matches(_NAME, "a package name, such as acme/shop-client")),
        example="acme/shop-client",
    )
    namespace: str = setting(
        "",
        """The namespace that all generated classes stand below. The proto package follows, without the words that
        the namespace ends with: `shop.user.v1` in `Acme\\Shop` is `Acme\\Shop\\User\\V1`, whatever its
        `php_namespace` says.""",
        derived="the words of `name`: `Acme\\Shop` for `acme-shop`",
        check=optional(
            matches(r"[A-Z][A-Za-z0-9_]*(\\[A-Z][A-Za-z0-9_]*)*", "a namespace, such as Acme\\Shop")
        ),
        example="Acme\\Shop",
    )
    dependencies: Mapping[str, str] = setting(
        dict,
        """Imports that another Composer package brings: the beginning of their proto paths, and that package with
        the versions that will do, such as `google/longrunning: google/longrunning:^0.4`. `copy` means that nobody who
        uses the package has the other one, so that a copy does no harm.""",
        check=matches(
            rf"copy|{_NAME}:[^\x00-\x1f]+",
            "a package and its versions, such as acme/protos:^1.2, or copy",
        ),
    )
