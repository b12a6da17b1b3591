"""The JSON body of an error over HTTP, as in AIP-193 (contract H)."""

from __future__ import annotations

from typing import Any

from .content import Content
from .encode import INFO_URL


def http_body(content: Content, locale: str | None) -> dict[str, Any]:
    """`{"error": {code, message, status, details}}`; no detail but these two leaves the
    process this way.
    """
    details: list[dict[str, Any]] = []
    if content.reason or content.domain or content.metadata:
        details.append(
            {
                "@type": INFO_URL,
                "reason": content.reason,
                "domain": content.domain,
                "metadata": dict(content.metadata),
            }
        )
    found = content.code.localized(locale, content.metadata) if content.code else None
    if found:
        url = "type.googleapis.com/google.rpc.LocalizedMessage"
        details.append({"@type": url, "locale": found[0], "message": found[1]})
    return {
        "error": {
            "code": content.status.http,
            "message": content.message_text,
            "status": content.status.name,
            "details": details,
        }
    }
