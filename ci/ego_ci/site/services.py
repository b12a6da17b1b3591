"""The sections of services, with their methods. HTML, escaped where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from ego_ci.site import elements
from ego_ci.site.html import escape
from ego_ci.site.notes import options
from ego_ci.site.show import Show
from protoc_gen_ego.docs.errors import DeclaredError
from protoc_gen_ego.docs.http import HttpBinding
from protoc_gen_ego.docs.views import MethodView, ServiceView

_ERRORS = (
    '<thead><tr><th scope="col">Error</th><th scope="col">Message</th>'
    '<th scope="col">What to do</th></tr></thead>'
)


def service(show: Show, view: ServiceView) -> str:
    """The section of a service."""
    told = [
        '<section class="element">\n',
        elements.heading(show, view, 3),
        elements.prose(show, view),
        options(view),
        *[_method(show, one) for one in show.methods(view)],
        "</section>\n",
    ]
    return "".join(told)


def _method(show: Show, view: MethodView) -> str:
    kind, name = view.streaming, escape(view.name)
    many = "stream "
    takes = many if kind in ("client", "bidirectional") else ""
    gives = many if kind in ("server", "bidirectional") else ""
    out = [
        '<section class="element method">\n',
        elements.heading(show, view, 4),
        f'<p class="signature"><code>rpc {name}({takes}{show.named_type(view.input)}) '
        f"returns ({gives}{show.named_type(view.output)})</code> "
        f"<small>{kind}{'' if kind == 'unary' else ' streaming'}</small></p>\n",
        elements.prose(show, view),
    ]
    if view.descriptor.HasField("options"):
        told = [_http(one) for one in view.http]
        if view.idempotency:
            told.append(f"<li>Idempotency: {escape(view.idempotency)}</li>")
        out += [f'<ul class="options">{"".join(told)}</ul>\n'] if told else []
        out.append(options(view))
    errors = view.errors
    if errors:
        out += [
            f'<div class="scroll"><table class="errors"><caption>Errors of {name}</caption>{_ERRORS}<tbody>\n',
            *[_error(show, one) for one in errors],
            "</tbody></table></div>\n",
        ]
    out += [show.calls(view), "</section>\n"]
    return "".join(out)


def _http(found: HttpBinding) -> str:
    told = f"<li>HTTP <code>{escape(found.verb)} {escape(found.path)}</code>"
    if found.body:
        whole = found.body == "*"
        told += f", body: {'the whole request' if whole else f'<code>{escape(found.body)}</code>'}"
    if found.response_body:
        told += f", response body: <code>{escape(found.response_body)}</code>"
    return f"{told}</li>"


def _error(show: Show, error: DeclaredError) -> str:
    code, advice = error.code, error.advice
    if code is None or advice is None:
        return f'<tr><th scope="row">{show.error(error)}</th><td colspan="2">not known here</td></tr>\n'
    told = _codes("Metadata: ", code.metadata)
    return (
        f'<tr><th scope="row">{show.error(error)}<p class="note"><code>{escape(code.status)}</code> '
        f"HTTP {error.http}</p></th><td>{escape(code.message)}{told}</td>"
        f'<td>{escape(advice.action)}<p class="note">Retry: {escape(advice.retry)}</p></td></tr>\n'
    )


def _codes(title: str, found: Iterable[str]) -> str:
    told = "".join([f"<code>{escape(one)}</code> " for one in found])
    return f'<p class="note">{title}{told}</p>' if told else ""
