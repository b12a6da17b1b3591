"""Calls that go wrong, as values: what is called, what is sent, and the error that must arrive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from egoerrors import EgoError, Status, from_error, is_
from orders import CARDS, ORDER
from shop_client.shop.common.v1 import common_errors as common
from shop_client.shop.order.v1 import order_errors, order_pb2
from shop_client.shop.order.v1 import order_service_pb2 as order
from shop_client.shop.order.v1.order_service_pb2_grpc import OrderServiceStub, TrackingServiceStub
from shop_client.shop.payment.v1 import payment_service_pb2 as payment
from shop_client.shop.payment.v1.payment_service_pb2_grpc import PaymentServiceStub
from shop_client.shop.user.v1 import user_errors, user_pb2
from shop_client.shop.user.v1 import user_service_pb2 as user
from shop_client.shop.user.v1.user_service_pb2_grpc import UserAdminServiceStub, UserServiceStub
from users import ANNA, CHANGING, LOCKED


@dataclass(frozen=True)
class Scenario:
    """One call; `expected` is a declared error, or the bare status of one nobody declared."""

    stub: type
    method: str
    requests: tuple[Any, ...]
    expected: type[EgoError] | Status
    sends: bool = False
    """The call sends a stream."""
    receives: bool = False
    """The call receives a stream."""
    timeout: float = 10.0
    """Seconds until the client gives up."""

    @property
    def name(self) -> str:
        return f"{self.stub.__name__.removesuffix('Stub')}.{self.method}"

    def argument(self) -> Any:
        return iter(self.requests) if self.sends else self.requests[0]


def get(uid: int, expected: Any) -> Scenario:
    return Scenario(UserServiceStub, "GetUser", (user.GetUserRequest(uid=uid),), expected)


def create(expected: Any, **fields: Any) -> Scenario:
    request = user.CreateUserRequest(user=user_pb2.User(**fields))
    return Scenario(UserServiceStub, "CreateUser", (request,), expected)


def update(uid: int, expected: Any) -> Scenario:
    request = user.UpdateUserRequest(user=user_pb2.User(uid=uid))
    return Scenario(UserServiceStub, "UpdateUser", (request,), expected)


def place(expected: Any, quantity: int = 1, **fields: Any) -> Scenario:
    items = [order_pb2.Order.Item(sku="tea", quantity=quantity)]
    request = order.PlaceOrderRequest(order=order_pb2.Order(items=items), **fields)
    return Scenario(OrderServiceStub, "PlaceOrder", (request,), expected)


def chat(text: str, expected: Any, timeout: float = 10.0) -> Scenario:
    requests = (user.ChatRequest(text="hello"), user.ChatRequest(text=text))
    return Scenario(UserServiceStub, "Chat", requests, expected, True, True, timeout)


def sign_in(expected: Any) -> Scenario:
    return Scenario(UserServiceStub, "SignIn", (user.SignInRequest(contact="anna"),), expected)


COUPON = order_pb2.Coupon(coupon="SPRING")
SCENARIOS = (
    get(42, user_errors.UserErrNotFound),
    get(-1, user_errors.UserErrIdInvalid),
    create(user_errors.UserErrContactTaken, name="Anna", email="anna@example.com"),
    create(common.CommonErrInvalidField, email="new@example.com"),
    update(LOCKED, user_errors.UserErrLocked),
    update(CHANGING, user_errors.UserErrChanged),
    chat("bye", user_errors.SessionErrExpired),
    Scenario(
        UserServiceStub,
        "FindUsers",
        (user.FindUsersRequest(prefix="A"),),
        common.CommonErrUnavailable,
        receives=True,
    ),
    Scenario(
        UserAdminServiceStub,
        "ImportUsers",
        (user.ImportUsersRequest(),),
        common.CommonErrForbidden,
        sends=True,
    ),
    Scenario(
        UserAdminServiceStub,
        "LockUser",
        (user.LockUserRequest(uid=ANNA),),
        common.CommonErrUnauthenticated,
    ),
    place(order_errors.OrderErrPayFailed),
    place(order_errors.OrderErrOutOfStock, quantity=3),
    place(order_errors.CouponErrExpired, coupon=COUPON),
    Scenario(
        OrderServiceStub,
        "GetOrder",
        (order.GetOrderRequest(order_id="X-9"),),
        order_errors.OrderErrNotFound,
    ),
    Scenario(
        OrderServiceStub,
        "CancelOrder",
        (order.CancelOrderRequest(order_id=ORDER),),
        order_errors.OrderErrTooLate,
    ),
    Scenario(
        TrackingServiceStub,
        "WatchOrder",
        (order.WatchOrderRequest(order_id=ORDER),),
        order_errors.OrderErrLost,
        receives=True,
    ),
    *(
        Scenario(PaymentServiceStub, "Pay", (payment.PayRequest(card=card),), expected)
        for card, expected in CARDS.items()
    ),
    *(sign_in(user_errors.SessionErrWrongPassword) for _ in range(3)),
    sign_in(common.CommonErrRateLimited),
    # What no proto declares is read as well: a bug, a foreign server, a deadline, a missing method.
    update(99, Status.UNKNOWN),
    chat("break", Status.OUT_OF_RANGE),
    chat("wait", Status.DEADLINE_EXCEEDED, timeout=0.3),
    # Not one that sends a stream: whoever still sends when the refusal arrives, reads INTERNAL from grpc.aio.
    Scenario(OrderServiceStub, "ListOrders", (order.ListOrdersRequest(),), Status.UNIMPLEMENTED),
)


def judge(scenario: Scenario, caught: BaseException) -> tuple[EgoError, bool]:
    """Reads what a call raised; True when it is the expected error and no other."""
    error = from_error(caught)
    assert error is not None
    if isinstance(scenario.expected, Status):
        right = error.status == scenario.expected and not error.reason
        return error, right and not is_(caught, user_errors.UserErrNotFound)
    others = {s.expected for s in SCENARIOS if not isinstance(s.expected, Status)}
    others.discard(scenario.expected)
    right = is_(caught, scenario.expected) and isinstance(error, scenario.expected)
    return error, right and not any(is_(caught, other) for other in others)
