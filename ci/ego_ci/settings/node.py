"""The section `node:` of ego.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ego_ci.settings.setting import matches, optional, setting


@dataclass(frozen=True)
class Node:
    """Node: the client package for TypeScript and JavaScript (`languages: [typescript]`)."""

    package: str = setting(
        "",
        "The name that `npm install` takes.",
        derived="the value of `name`, followed by `-client` unless it ends so",
        check=optional(
            matches(
                r"(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*",
                "a name of an npm package, such as @acme/shop-client",
            )
        ),
        example='"@acme/shop-client"',
    )
    runtime: str = setting(
        "ego-errors",
        """The name under which the error runtime is published, and on which the packages depend. Where npm asks your
        registry for one scope only, give it that scope: `"@acme/ego-errors"`.""",
        check=matches(
            r"(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*",
            "a name of an npm package, such as @acme/ego-errors",
        ),
    )
    flavour: Literal["grpc-js", "connect"] = setting(
        "grpc-js",
        """`grpc-js`: messages and stubs of ts-proto for @grpc/grpc-js. `connect`: messages and services of
        protoc-gen-es for @connectrpc/connect, also in browsers.""",
    )
