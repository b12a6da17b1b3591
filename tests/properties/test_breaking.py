"""Whatever changes between two states of an enum, the breaking rules speak exactly when a caller would notice."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protoc_gen_ego.checks import judge
from protoc_gen_ego.checks.breaking import BREAKING_RULES
from tests.checks.page import read_settings, side
from tests.protos import HEAD

RULES = {rule.id for rule in BREAKING_RULES}
NAMES = ("USER_ERR_A", "USER_ERR_B", "USER_ERR_C", "USER_ERR_D")


class Code(NamedTuple):
    """One error code."""

    number: int
    status: str
    keys: tuple[str, ...]


Codes = dict[str, Code]


@st.composite
def codes(draw: st.DrawFn) -> Codes:
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4))
    numbers = draw(st.permutations(range(1, 6)))
    statuses = st.sampled_from(["NOT_FOUND", "ABORTED"])
    keys = st.lists(st.sampled_from(["uid", "shop"]), unique=True, max_size=2).map(tuple)
    return {
        name: Code(number, draw(statuses), draw(keys))
        for name, number in zip(names, numbers, strict=False)
    }


def proto(found: Codes) -> str:
    """The enum; its message names each key, so that keys and placeholders come and go together."""
    values = "".join(
        f'  // @code={code.status} @msg="{" ".join(f"{{{key}}}" for key in code.keys)} is wrong"'
        + (f" @metadata={','.join(code.keys)}" if code.keys else "")
        + f"\n  {name} = {code.number};\n"
        for name, code in found.items()
    )
    return f"{HEAD}enum UserErr {{\n  // @code=UNKNOWN\n  USER_ERR_ANY = 0;\n{values}}}\n"


def noticed(before: Codes, now: Codes) -> bool:
    """Whether a caller of before would notice."""
    for name, was in before.items():
        code = now.get(name)
        if code is None or (code.number, code.status) != (was.number, was.status):
            return True
        if not set(was.keys) <= set(code.keys):
            return True
    return False


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(codes(), codes())
def test_a_finding_means_that_callers_notice(before: Codes, now: Codes) -> None:
    nothing = read_settings([])
    old = side({"shop.proto": proto(before)}, nothing)
    new = side({"shop.proto": proto(now)}, nothing)
    found = {item.rule for item in judge(*new, against=old)} & RULES
    assert bool(found) == noticed(before, now)
    gone = set(before) - set(now)
    assert bool(found & {"CODE_REMOVED", "CODE_RENAMED"}) == bool(gone)
    shared = set(before) & set(now)
    changed = {name for name in shared if before[name].status != now[name].status}
    assert ("STATUS_CHANGED" in found) == bool(changed)
    moved = {name for name in shared if before[name].number != now[name].number}
    assert ("CODE_NUMBER_CHANGED" in found) == bool(moved)
