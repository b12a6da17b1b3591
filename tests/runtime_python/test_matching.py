"""Identity, registry and matching: contract section I."""

from __future__ import annotations

import threading
from types import ModuleType

import egoerrors
import pytest
from egoerrors import (
    DuplicateCodeError,
    EgoError,
    ErrorCode,
    InvalidCodeError,
    Registry,
    from_status,
    is_,
)

from tests.runtime_python.protobytes import info, status


def wire(reason: str, domain: str, registry: Registry) -> EgoError:
    error = from_status(5, "m", status(5, "m", info(reason, domain)), registry=registry)
    assert error is not None
    return error


EGO = ErrorCode("user.v1.USER_ERR_NOT_FOUND", 5, domain="d.example")
OTHER_PACKAGE = ErrorCode("admin.v1.USER_ERR_NOT_FOUND", 5, domain="d.example")
AIP = ErrorCode("pay.v1.PAY_FAILED", 9, reason="PAY_FAILED", domain="pay.example")
AIP_OTHER_DOMAIN = ErrorCode("bank.v1.PAY_FAILED", 9, reason="PAY_FAILED", domain="bank.example")
PLAIN = ErrorCode("ALONE", 5)


@pytest.fixture
def registry() -> Registry:
    made = Registry()
    made.register(EGO, OTHER_PACKAGE, AIP, AIP_OTHER_DOMAIN, PLAIN)
    return made


@pytest.mark.parametrize(
    ("reason", "domain", "code"),
    [
        ("user.v1.USER_ERR_NOT_FOUND", "", EGO),
        ("user.v1.USER_ERR_NOT_FOUND", "d.example", EGO),
        ("user.v1.USER_ERR_NOT_FOUND", "elsewhere", EGO),
        ("admin.v1.USER_ERR_NOT_FOUND", "", OTHER_PACKAGE),
        ("USER_ERR_NOT_FOUND", "d.example", None),  # two codes of this domain have the name
        ("USER_ERR_NOT_FOUND", "", None),
        ("PAY_FAILED", "pay.example", AIP),
        ("PAY_FAILED", "bank.example", AIP_OTHER_DOMAIN),
        ("PAY_FAILED", "third.example", None),
        ("PAY_FAILED", "", None),
        ("pay.v1.PAY_FAILED", "", AIP),
        ("ALONE", "", PLAIN),
        ("UNHEARD_OF", "", None),
        ("un.heard.OF", "", None),
        ("", "d.example", None),
    ],
)
def test_what_resolves_and_what_matches(
    registry: Registry, reason: str, domain: str, code: ErrorCode | None
) -> None:
    error = wire(reason, domain, registry)
    assert error.code is code
    matches = [known for known in registry.codes if is_(error, known, registry=registry)]
    assert matches == ([code] if code else [])


def test_nothing_matches_only_nothing(shop: ModuleType) -> None:
    assert is_(None, None)
    assert not is_(None, shop.UserErrNotFound)
    assert not is_(None, shop.UserErrNotFound.CODE)
    for error in (
        shop.UserErrNotFound(),
        EgoError("no reason"),
        ValueError(),
        from_status(5, "no details"),
    ):
        assert not is_(error, None)


def test_an_error_without_a_reason_matches_nothing(shop: ModuleType) -> None:
    bare = from_status(5, "user 42 not found")
    assert bare is not None
    assert not is_(bare, shop.UserErrNotFound)
    assert not is_(bare, EgoError("another without a reason"))
    assert not is_(shop.UserErrNotFound(), bare)


def test_targets_may_be_classes_codes_and_errors(shop: ModuleType) -> None:
    error = ValueError("wrapped")
    error.__cause__ = shop.UserErrNotFound(uid="42")
    for target in (shop.UserErrNotFound, shop.UserErrNotFound.CODE, shop.UserErrNotFound(uid="1")):
        assert is_(error, target)
    for target in (shop.UserErrIdInvalid, shop.UserErrIdInvalid.CODE, shop.UserErrIdInvalid()):
        assert not is_(error, target)
    assert not is_(error, shop.UserErr), "an enum's class is no code"
    assert not is_(error, object())  # type: ignore[arg-type]


def test_unregistered_codes_match_by_identity() -> None:
    empty = Registry()
    assert is_(wire(EGO.reason, "", empty), EGO, registry=empty)
    assert is_(wire("PAY_FAILED", "pay.example", empty), AIP, registry=empty)
    assert not is_(wire("PAY_FAILED", "bank.example", empty), AIP, registry=empty)
    assert not is_(wire("PAY_FAILED", "", empty), AIP, registry=empty)
    assert not is_(wire("ALONE", "", empty), PLAIN, registry=empty)


def test_errors_as_targets_match_by_identity() -> None:
    empty = Registry()
    one, other = wire("a.B", "x", empty), wire("a.B", "y", empty)
    assert is_(one, other, registry=empty)
    bare, same, different = wire("B", "x", empty), wire("B", "x", empty), wire("B", "y", empty)
    assert is_(bare, same, registry=empty)
    assert not is_(bare, different, registry=empty)
    nowhere = wire("B", "", empty)
    assert not is_(nowhere, nowhere, registry=empty)


# -- registering -----------------------------------------------------------------------------------


def test_identical_registration_is_fine(registry: Registry) -> None:
    again = ErrorCode("user.v1.USER_ERR_NOT_FOUND", 5, domain="d.example")
    before = registry.codes
    assert registry.register(again) == (again,)
    assert registry.codes == before


@pytest.mark.parametrize(
    "other",
    [
        ErrorCode("user.v1.USER_ERR_NOT_FOUND", 13, domain="d.example"),
        ErrorCode("user.v1.USER_ERR_NOT_FOUND", 5, domain="other.example"),
        ErrorCode("user.v1.USER_ERR_NOT_FOUND", 5, domain="d.example", message="x"),
        ErrorCode("user.v1.USER_ERR_NOT_FOUND", 5, domain="d.example", i18n={"en": "x"}),
        ErrorCode("user.v1.USER_ERR_NOT_FOUND", 5, domain="d.example", keys=["x"]),
        ErrorCode("user.v1.USER_ERR_NOT_FOUND", 5, domain="d.example", reason="USER_ERR_NOT_FOUND"),
    ],
)
def test_a_different_definition_names_both_and_registers_nothing(
    registry: Registry, other: ErrorCode
) -> None:
    before = registry.codes
    fine = ErrorCode("fine.v1.FINE", 5)
    with pytest.raises(DuplicateCodeError) as caught:
        registry.register(fine, other)
    assert (caught.value.first, caught.value.second) == (EGO, other)
    assert str(caught.value).count("user.v1.USER_ERR_NOT_FOUND") == 2
    assert "d.example" in str(caught.value) and other.status.name in str(caught.value)
    assert registry.codes == before


def test_one_bare_identity_is_one_code(registry: Registry) -> None:
    rival = ErrorCode("new.v1.PAY_FAILED", 9, reason="PAY_FAILED", domain="pay.example")
    with pytest.raises(DuplicateCodeError, match=r"pay\.v1\.PAY_FAILED.*new\.v1\.PAY_FAILED"):
        registry.register(rival)
    with pytest.raises(DuplicateCodeError):
        Registry().register(AIP, rival)


@pytest.mark.usefixtures("shop")
def test_a_duplicate_of_a_class_names_its_module() -> None:
    code = ErrorCode("shop.user.v1.USER_ERR_NOT_FOUND", 13)
    with pytest.raises(DuplicateCodeError, match=r"shop_user_errors\.UserErrNotFound"):
        egoerrors.register(code)


@pytest.mark.parametrize(
    ("full_name", "number", "rest"),
    [
        ("", 5, {}),
        ("a.B", 0, {}),
        ("a.B", 17, {}),
        ("a.B", -1, {}),
        ("a.B", 5, {"reason": "C", "domain": "d"}),
        ("a.B", 5, {"reason": "B"}),
    ],
)
def test_what_cannot_be_a_code(full_name: str, number: int, rest: dict[str, str]) -> None:
    with pytest.raises(InvalidCodeError):
        ErrorCode(full_name, number, reason=rest.get("reason", ""), domain=rest.get("domain", ""))


def test_what_is_no_code_is_not_registered() -> None:
    for item in (EgoError, object(), "a.B", None):
        with pytest.raises(TypeError):
            Registry().register(item)  # type: ignore[type-var]


def test_a_reloaded_module_is_the_one_that_except_sees(registry: Registry) -> None:
    def module() -> type[EgoError]:
        class UserErrNotFound(EgoError):
            CODE = EGO

        return UserErrNotFound

    old, new = module(), module()
    fresh = Registry()
    fresh.register(old)
    fresh.register(new)
    assert type(wire(EGO.reason, "", fresh)) is new
    assert fresh.codes == (EGO,)
    registry.register(new)
    assert type(wire(EGO.reason, "", registry)) is EgoError, (
        "the first registration stays otherwise"
    )


def test_codes_cannot_be_changed() -> None:
    for name in ("domain", "new"):
        with pytest.raises(AttributeError):
            setattr(EGO, name, "x")
    with pytest.raises(AttributeError):
        del EGO.domain
    with pytest.raises(TypeError):
        EGO.i18n["en"] = "x"  # type: ignore[index]


def test_registering_and_reading_from_many_threads() -> None:
    registry = Registry()
    failures: list[BaseException] = []
    start = threading.Barrier(8)

    def work(number: int) -> None:
        try:
            start.wait()
            for at in range(200):
                code = ErrorCode(f"pkg{at}.v1.CODE", 5, domain=f"d{at}")
                registry.register(code)
                error = wire(f"pkg{at}.v1.CODE", "", registry)
                assert is_(error, code, registry=registry)
                assert not is_(error, ErrorCode(f"pkg{at + 1}.v1.CODE", 5), registry=registry)
                with pytest.raises(DuplicateCodeError):
                    registry.register(ErrorCode(f"pkg{at}.v1.CODE", 6, domain=f"{number}"))
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert len(registry.codes) == 200
