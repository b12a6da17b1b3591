"""Hostile definitions: the registry of hostile requests, and registrations to refuse."""

from __future__ import annotations

from random import Random
from typing import Any

# Both identities, an ambiguous value name, a package-less code, all that lookup can trip over.
CODES: tuple[dict[str, Any], ...] = (
    {
        "full_name": "user.v1.USER_ERR_NOT_FOUND",
        "domain": "user.v1",
        "status": "NOT_FOUND",
        "message": "user {uid} not found",
        "i18n": {"zh-CN": "找不到用户 {uid}", "en": "no user {uid}{", "de-x-ego": "{uid} fehlt"},
        "parameters": ["uid"],
    },
    {
        "full_name": "order.v1.PAY_FAILED",
        "reason": "PAY_FAILED",
        "domain": "shop.example.com",
        "status": "INTERNAL",
        "i18n": {"cn": "下单失败", "zh": "{{uid}}"},
    },
    {"full_name": "BARE", "status": "ABORTED", "message": "{a{uid}b} {} {0}"},
    {"full_name": "a.M.TWICE", "domain": "a", "status": "NOT_FOUND", "message": "m"},
    {"full_name": "a.N.TWICE", "domain": "a", "status": "NOT_FOUND", "message": "n"},
    {"full_name": "a.O.TWICE", "reason": "TWICE", "domain": "a", "status": "UNKNOWN"},
)


def definitions(chance: Random) -> dict[str, Any]:
    """Codes to register: some twice, some changed, some that no runtime may accept."""
    given = [dict(code) for code in chance.choices(CODES, k=chance.randint(0, 6))]
    for code in given:
        if chance.random() < 0.2:
            name = chance.choice(("full_name", "reason", "domain", "status", "message"))
            code[name] = chance.choice(
                ("", "a", "TWICE", "a.O.TWICE", "OK", "NOT_FOUND", "ABORTED")
            )
        if not code.get("reason"):  # README: left out, never empty
            code.pop("reason", None)
    return {"codes": given}
