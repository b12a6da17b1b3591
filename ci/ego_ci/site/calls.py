"""How a method is called: example messages, grpcurl, and code for each language that packages are made for."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable

from markupsafe import Markup

from ego_ci.site import templates
from ego_ci.site.clients import Snippet
from ego_ci.site.show import Show
from protoc_gen_ego.docs.views import MethodView

Snippets = Callable[[MethodView], Iterable[Snippet]]


def calls(snippets: Snippets | None = None) -> Callable[[Show, MethodView], Markup]:
    """What a page shows below a method."""

    def made(show: Show, method: MethodView) -> Markup:
        request = show.example(method.request.full_name)
        return Markup(
            templates.environment()
            .get_template("calls.html")
            .render(
                name=method.name,
                requests=method.streaming in ("client", "bidirectional"),
                responses=method.streaming in ("server", "bidirectional"),
                request=request,
                response=show.example(method.response.full_name),
                grpcurl=grpcurl(method.full_name, request),
                snippets=list(snippets(method)) if snippets else (),
            )
        )

    return made


def grpcurl(full_name: str, request: str) -> str:
    """A line for a POSIX shell that makes the call.

    >>> grpcurl("shop.user.v1.UserService.GetUser", "{}")
    "grpcurl -d '{}' api.example.com:443 shop.user.v1.UserService/GetUser"
    """
    service, _, method = full_name.rpartition(".")
    name = shlex.quote(f"{service}/{method}")
    data = shlex.quote(request)
    data = data if data[:1] == "'" else f"'{data}'"
    return f"grpcurl -d {data} api.example.com:443 {name}"
