"""The section `go:` of ego.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ego_ci.settings.setting import matches, optional, setting

_PATH = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*"


@dataclass(frozen=True)
class Go:
    """Go: the client module."""

    module: str = setting(
        "",
        """The module path that `go get` takes, without `/v2`: that is added from version 2.0.0 on. Every proto file
        gets the import path of its folder below it, whatever its `go_package` says. With `packages:` each package
        is a module of its own below it.""",
        derived="the address of `repository` without `https://`, followed by `-go`",
        check=optional(matches(_PATH, "a module path, such as gitlab.example.com/acme/shop-go")),
        example="gitlab.example.com/acme/shop-go",
    )
    runtime: str = setting(
        "ego.internal/egoerrors",
        """The module path of the error runtime. Client packages that meet in one program must agree on it, so it is
        the same for all repositories of a company. The default is a name that nobody can register on the internet
        (`.internal`): enough for a registry that speaks GOPROXY. Where modules are fetched from git, name a
        repository that you have.""",
        check=matches(_PATH, "a module path, such as gitlab.example.com/acme/egoerrors"),
    )
    dependencies: Mapping[str, str] = setting(
        dict,
        """Imports that another module brings: the beginning of their proto paths, and that module with its version,
        such as `errors/errors.proto: github.com/go-kratos/kratos/v2@v2.8.3`. The import path is the file's
        `go_package`. `copy` means that nobody who uses the module has the other one, so that a copy does no harm.""",
        check=matches(
            rf"copy|{_PATH}@v[0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.+-]*",
            "a module and its version, such as example.com/protos@v1.2.3, or copy",
        ),
    )
