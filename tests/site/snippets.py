"""The code that a page shows, taken from its HTML, and made to call a server of ours instead of `api.example.com`."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path

_CODE = re.compile(r'aria-label="([^"]+)"><code[^>]*>(.*?)</code>', re.DOTALL)
_OPEN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Python": (('secure_channel("{}", grpc.ssl_channel_credentials())', 'insecure_channel("{}")'),),
    "Go": (
        ("grpc/credentials", "grpc/credentials/insecure"),
        ("credentials.NewTLS(nil)", "insecure.NewCredentials()"),
    ),
    "TypeScript": (("createSsl", "createInsecure"),),
    "Java": (("TlsChannelCredentials", "InsecureChannelCredentials"),),
    "PHP": (("createSsl", "createInsecure"),),
}
"""What becomes what where nothing is encrypted; `{}` is the address."""


def codes(site: Path) -> dict[str, str]:
    """What the pages of a site show as code, by its label: `Go for GetUser`."""
    return {
        html.unescape(label): html.unescape(text)
        for page in (site / "packages").glob("*.html")
        for label, text in _CODE.findall(page.read_text("utf-8"))
    }


def of(shown: Mapping[str, str], language: str, address: str) -> dict[str, str]:
    """A language's code by method, for a server that encrypts nothing."""
    found = {}
    for label, text in shown.items():
        before, _, method = label.partition(" for ")
        if before != language:
            continue
        text = text.replace("api.example.com:443", address)
        for one, other in _OPEN[language]:
            one, other = one.replace("{}", address), other.replace("{}", address)
            assert one in text, f"{label}: {one}\n{text}"
            text = text.replace(one, other)
        found[method] = text
    return found
