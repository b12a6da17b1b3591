"""What a caller should do about an error, by its status: google.rpc.Code and AIP-194 in one sentence each."""

from __future__ import annotations

from typing import NamedTuple


class Advice(NamedTuple):
    """How to treat a status."""

    retry: str  # may the same call be sent again? in a few words
    action: str  # what to do, a sentence
    repeats: bool  # whether sending the same call again can help


_NO = "no"
_BY_STATUS = {
    "CANCELLED": Advice(_NO, "Nothing: the caller has cancelled the call itself.", False),
    "UNKNOWN": Advice(
        _NO, "Report it with the message; the server does not know the cause.", False
    ),
    "INVALID_ARGUMENT": Advice(_NO, "Correct the request; it is wrong whatever the state.", False),
    "DEADLINE_EXCEEDED": Advice(
        "if repeating is harmless",
        "Find out whether the call took effect, or allow more time.",
        True,
    ),
    "NOT_FOUND": Advice(_NO, "Check the name or number that was asked for.", False),
    "ALREADY_EXISTS": Advice(_NO, "Use what exists, or choose another name.", False),
    "PERMISSION_DENIED": Advice(
        _NO, "Ask for the permission; signing in again does not help.", False
    ),
    "UNAUTHENTICATED": Advice("after signing in", "Sign in, or renew the credentials.", True),
    "RESOURCE_EXHAUSTED": Advice(
        "later", "Wait as long as RetryInfo says, else longer each time, then repeat.", True
    ),
    "FAILED_PRECONDITION": Advice(
        "after a change", "Bring the system into the state that is needed first.", False
    ),
    "ABORTED": Advice(
        "from the start", "Read the current state and repeat the whole sequence.", True
    ),
    "OUT_OF_RANGE": Advice(_NO, "Stay inside the range; it may grow later.", False),
    "UNIMPLEMENTED": Advice(_NO, "Do without: this server does not offer the operation.", False),
    "INTERNAL": Advice(_NO, "Report it; the server is broken.", False),
    "UNAVAILABLE": Advice("yes", "Repeat the call, waiting longer each time.", True),
    "DATA_LOSS": Advice(_NO, "Report it; the data cannot be recovered by the caller.", False),
}


def advice(status: str, *, idempotent: bool = False) -> Advice:
    """The advice for a status by its canonical name.

    >>> advice("UNAVAILABLE").retry, advice("DEADLINE_EXCEEDED", idempotent=True).retry
    ('yes', 'yes')
    """
    found = _BY_STATUS[status]
    if idempotent and status == "DEADLINE_EXCEEDED":
        return Advice("yes", "Repeat the call, allowing more time; repeating it is harmless.", True)
    return found
