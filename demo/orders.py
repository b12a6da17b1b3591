"""The order, tracking and payment services; placing an order calls the payment service."""

from __future__ import annotations

from collections.abc import Iterator

import grpc
from egoerrors import ClientInterceptor
from shop_client.shop.common.v1 import money_pb2
from shop_client.shop.order.v1 import order_pb2, order_service_pb2, order_service_pb2_grpc
from shop_client.shop.order.v1.order_errors import (
    CouponErrExpired,
    OrderErrLost,
    OrderErrNotFound,
    OrderErrOutOfStock,
    OrderErrPayFailed,
    OrderErrTooLate,
)
from shop_client.shop.payment.v1 import payment_service_pb2, payment_service_pb2_grpc
from shop_client.shop.payment.v1.payment_errors import (
    PaymentErrBankDown,
    PaymentErrBooksDiffer,
    PaymentErrCardNotFound,
    PaymentErrCardRefused,
    PaymentErrPaidTwice,
)

ORDER = "A-1"
CARDS = {
    "unknown": PaymentErrCardNotFound,
    "refused": PaymentErrCardRefused,
    "used": PaymentErrPaidTwice,
    "down": PaymentErrBankDown,
    "odd": PaymentErrBooksDiffer,
}


class PaymentService(payment_service_pb2_grpc.PaymentServiceServicer):
    """Taking money."""

    def Pay(self, request, context):
        if request.card in CARDS:
            raise CARDS[request.card]()
        return payment_service_pb2.PayResponse(payment_id="P-1")


class OrderService(order_service_pb2_grpc.OrderServiceServicer):
    """Buying."""

    def __init__(self, address: str) -> None:
        channel = grpc.intercept_channel(grpc.insecure_channel(address), ClientInterceptor())
        self.payment = payment_service_pb2_grpc.PaymentServiceStub(channel)

    def PlaceOrder(self, request, context):
        if request.HasField("coupon"):
            raise CouponErrExpired(coupon=request.coupon.coupon)
        for item in request.order.items:
            if item.quantity > 2:
                raise OrderErrOutOfStock(sku=item.sku, left="2")
        try:
            self.payment.Pay(payment_service_pb2.PayRequest(order_id=ORDER, card="refused"))
        except PaymentErrCardRefused as error:
            # The cause stays in this process, for the log.
            raise OrderErrPayFailed() from error
        return order_service_pb2.PlaceOrderResponse(total=money_pb2.Money(units=1))

    def GetOrder(self, request, context):
        if request.order_id != ORDER:
            raise OrderErrNotFound(order_id=request.order_id)
        return order_service_pb2.GetOrderResponse(order=order_pb2.Order(order_id=ORDER))

    def CancelOrder(self, request, context):
        raise OrderErrTooLate(order_id=request.order_id, state="SHIPPED")


class TrackingService(order_service_pb2_grpc.TrackingServiceServicer):
    """Following parcels."""

    def WatchOrder(self, request, context) -> Iterator[order_service_pb2.WatchOrderResponse]:
        yield order_service_pb2.WatchOrderResponse(state=order_pb2.ORDER_STATE_SHIPPED)
        raise OrderErrLost(order_id=request.order_id)
