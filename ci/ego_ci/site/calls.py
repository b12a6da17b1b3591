"""How a method is called: example messages, grpcurl, and code for each language that packages are made for."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable
from typing import NamedTuple

from ego_ci.site.html import code_block, escape
from ego_ci.site.show import Show
from protoc_gen_ego.docs.views import MethodView


class Snippet(NamedTuple):
    """One language's code for one method."""

    language: str  # as ego.yaml says it
    title: str
    package: str  # in the registry
    text: str


Snippets = Callable[[MethodView], Iterable[Snippet]]


def calls(snippets: Snippets | None = None) -> Callable[[Show, MethodView], str]:
    """What a page shows below a method: all ways to call it, one below the other; site.js makes tabs of them."""

    def made(show: Show, method: MethodView) -> str:
        name, kind = method.name, method.streaming
        request, response = show.example(method.input), show.example(method.output)
        takes = ", one of a stream" if kind in ("client", "bidirectional") else ""
        gives = ", one of a stream" if kind in ("server", "bidirectional") else ""
        line = grpcurl(method.full_name, request)
        out = [
            '<details class="call"><summary>Call it</summary>\n<div class="way" data-way="JSON">\n',
            f'<p class="note">Request{takes}</p>\n{code_block(request, f"Request of {name}")}\n',
            f'<p class="note">Response{gives}</p>\n{code_block(response, f"Response of {name}")}\n</div>\n',
            '<div class="way" data-way="grpcurl">\n<p class="note">With grpcurl</p>\n',
            f"{code_block(line, f'grpcurl for {name}')}\n</div>\n",
        ]
        for one in snippets(method) if snippets else ():
            title = escape(one.title)
            out.append(
                f'<div class="way" data-way="{title}">\n'
                f'<p class="note">{title}, with the package <code>{escape(one.package)}</code></p>\n'
                f"{code_block(one.text, f'{one.title} for {name}')}\n</div>\n"
            )
        out.append("</details>\n")
        return "".join(out)

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
