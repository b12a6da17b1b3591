# region ego: imports
# Tests of shop.order.v1.TrackingService, begun by protoc-gen-ego from
# shop/order/v1/order_service.proto.
# What stands in a region `ego` is made anew by `ego scaffold`; all else is yours, and
# no run changes it. A case begins with `ego-case:` and is yours as soon as it is here.
# isort: off
from __future__ import annotations

from collections.abc import Iterator

import egoerrors
import egotest
import pytest
from google.protobuf import timestamp_pb2 as google_protobuf_timestamp_pb2
from shop_client.shop.order.v1 import order_errors
from shop_client.shop.order.v1 import order_pb2
from shop_client.shop.order.v1 import order_service_pb2
from shop_client.shop.order.v1 import order_service_pb2_grpc

# isort: on
# endregion ego: imports 00e93911


from collections.abc import AsyncIterator
from typing import Any


def know(order: str) -> None:
    """Raises the error of an order that nobody knows."""
    if order not in ("A-1", "A-2", "A-lost"):
        raise order_errors.OrderErrNotFound(order_id=order)


class Depots(order_service_pb2_grpc.TrackingServiceServicer):
    """Follows the orders A-1 and A-2, and loses A-lost; a real project imports its service instead."""

    async def WatchOrder(
        self, request: order_service_pb2.WatchOrderRequest, context: Any
    ) -> AsyncIterator[order_service_pb2.WatchOrderResponse]:
        know(request.order_id)
        states = (order_pb2.ORDER_STATE_PLACED, order_pb2.ORDER_STATE_PAID)
        for number, state in enumerate(states):
            if number and request.order_id == "A-lost":
                raise order_errors.OrderErrLost(order_id=request.order_id)
            yield order_service_pb2.WatchOrderResponse(
                state=state,
                time=google_protobuf_timestamp_pb2.Timestamp(
                    seconds=1767225600 + number
                ),
            )

    async def ReportScans(
        self,
        request_iterator: AsyncIterator[order_service_pb2.ReportScansRequest],
        context: Any,
    ) -> order_service_pb2.ReportScansResponse:
        response = order_service_pb2.ReportScansResponse()
        async for scan in request_iterator:
            know(scan.order_id)
            response.taken += 1
        return response

    async def TalkToDriver(
        self,
        request_iterator: AsyncIterator[order_service_pb2.TalkToDriverRequest],
        context: Any,
    ) -> AsyncIterator[order_service_pb2.TalkToDriverResponse]:
        is_first = True
        async for said in request_iterator:
            if is_first:
                know(said.order_id)
            is_first = False
            yield order_service_pb2.TalkToDriverResponse(text=f"ok: {said.text}")


def new_service() -> order_service_pb2_grpc.TrackingServiceServicer:
    """The service under test."""
    return Depots()


def setup_job(job: str) -> None:
    """Runs before the first test, with `install` (migrations), then `initialize` (data)."""


# region ego: server
# Used even when no case uses them.
MODULES = (
    google_protobuf_timestamp_pb2,
    order_errors,
    order_pb2,
    order_service_pb2,
    order_service_pb2_grpc,
)


@pytest.fixture(scope="module")
def server() -> Iterator[egotest.Server]:
    with egotest.serve(
        new_service,
        setup_job,
        order_service_pb2_grpc.add_TrackingServiceServicer_to_server,
        egoerrors,
    ) as running:
        yield running
    # endregion ego: server c452407e


# region ego: WatchOrder/cases
# Sends what happens to an order until it is delivered.
WATCH_ORDER = egotest.server(
    "/shop.order.v1.TrackingService/WatchOrder",
    order_service_pb2.WatchOrderRequest,
    order_service_pb2.WatchOrderResponse,
    # endregion ego: WatchOrder/cases d6f715ff
    # ego-case:WatchOrder/ok
    egotest.Case(
        "ok",
        request=order_service_pb2.WatchOrderRequest(order_id="A-1"),
        responses=[
            order_service_pb2.WatchOrderResponse(
                state=order_pb2.ORDER_STATE_PLACED,
                time=google_protobuf_timestamp_pb2.Timestamp(seconds=1767225600),
            ),
            order_service_pb2.WatchOrderResponse(
                state=order_pb2.ORDER_STATE_PAID,
                time=google_protobuf_timestamp_pb2.Timestamp(seconds=1767225601),
            ),
        ],
    ),
    # ego-case:WatchOrder/shop.order.v1.ORDER_ERR_NOT_FOUND
    # No order has this number.
    egotest.Case(
        "ORDER_ERR_NOT_FOUND",
        request=order_service_pb2.WatchOrderRequest(order_id="A-404"),
        error=order_errors.OrderErrNotFound,
    ),
    # ego-case:WatchOrder/shop.order.v1.ORDER_ERR_LOST
    # The parcel was lost on the way.
    egotest.Case(
        "ORDER_ERR_LOST",
        request=order_service_pb2.WatchOrderRequest(order_id="A-lost"),
        error=order_errors.OrderErrLost,
    ),
    # region ego: WatchOrder/run
)


@WATCH_ORDER.parametrize
def test_watch_order(server: egotest.Server, case: egotest.AnyCase) -> None:
    WATCH_ORDER.check(server, case)
    # endregion ego: WatchOrder/run 70fcf1b0


# region ego: ReportScans/cases
# Takes what the scanners of the depots read.
REPORT_SCANS = egotest.client(
    "/shop.order.v1.TrackingService/ReportScans",
    order_service_pb2.ReportScansRequest,
    order_service_pb2.ReportScansResponse,
    # endregion ego: ReportScans/cases 23facf97
    # ego-case:ReportScans/ok
    egotest.Case(
        "ok",
        requests=[
            order_service_pb2.ReportScansRequest(
                order_id="A-1",
                depot="depot",
                time=google_protobuf_timestamp_pb2.Timestamp(seconds=1767225600),
                image=b"image",
            ),
            order_service_pb2.ReportScansRequest(
                order_id="A-2",
                depot="depot2",
                time=google_protobuf_timestamp_pb2.Timestamp(seconds=1767225601),
                image=b"image2",
            ),
        ],
        response=order_service_pb2.ReportScansResponse(taken=2),
    ),
    # ego-case:ReportScans/shop.order.v1.ORDER_ERR_NOT_FOUND
    # No order has this number.
    egotest.Case(
        "ORDER_ERR_NOT_FOUND",
        requests=[
            order_service_pb2.ReportScansRequest(
                order_id="A-1",
                depot="depot",
                time=google_protobuf_timestamp_pb2.Timestamp(seconds=1767225600),
                image=b"image",
            ),
            order_service_pb2.ReportScansRequest(
                order_id="A-404",
                depot="depot2",
                time=google_protobuf_timestamp_pb2.Timestamp(seconds=1767225601),
                image=b"image2",
            ),
        ],
        error=order_errors.OrderErrNotFound,
    ),
    # region ego: ReportScans/run
)


@REPORT_SCANS.parametrize
def test_report_scans(server: egotest.Server, case: egotest.AnyCase) -> None:
    REPORT_SCANS.check(server, case)
    # endregion ego: ReportScans/run 2a22a561


# region ego: TalkToDriver/cases
# Speaks with the driver who brings the parcel.
TALK_TO_DRIVER = egotest.bidirectional(
    "/shop.order.v1.TrackingService/TalkToDriver",
    order_service_pb2.TalkToDriverRequest,
    order_service_pb2.TalkToDriverResponse,
    # endregion ego: TalkToDriver/cases fd146607
    # ego-case:TalkToDriver/ok
    egotest.Case(
        "ok",
        requests=[
            order_service_pb2.TalkToDriverRequest(order_id="A-1", text="text"),
            order_service_pb2.TalkToDriverRequest(order_id="A-2", text="text2"),
        ],
        responses=[
            order_service_pb2.TalkToDriverResponse(text="ok: text"),
            order_service_pb2.TalkToDriverResponse(text="ok: text2"),
        ],
    ),
    # ego-case:TalkToDriver/shop.order.v1.ORDER_ERR_NOT_FOUND
    # No order has this number.
    egotest.Case(
        "ORDER_ERR_NOT_FOUND",
        requests=[
            order_service_pb2.TalkToDriverRequest(order_id="A-404", text="text"),
            order_service_pb2.TalkToDriverRequest(order_id="A-2", text="text2"),
        ],
        error=order_errors.OrderErrNotFound,
    ),
    # region ego: TalkToDriver/run
)


@TALK_TO_DRIVER.parametrize
def test_talk_to_driver(server: egotest.Server, case: egotest.AnyCase) -> None:
    TALK_TO_DRIVER.check(server, case)
    # endregion ego: TalkToDriver/run 31e183ad


# region ego: offered
# What this file was offered. What you delete or rename is not offered again; delete its
# line here to get it anew.
# WatchOrder:server:shop.order.v1.WatchOrderRequest:shop.order.v1.WatchOrderResponse
# WatchOrder/ok
# WatchOrder/shop.order.v1.ORDER_ERR_NOT_FOUND
# WatchOrder/shop.order.v1.ORDER_ERR_LOST
# ReportScans:client:shop.order.v1.ReportScansRequest:shop.order.v1.ReportScansResponse
# ReportScans/ok
# ReportScans/shop.order.v1.ORDER_ERR_NOT_FOUND
# TalkToDriver:bidirectional:shop.order.v1.TalkToDriverRequest:shop.order.v1.TalkToDriverResponse
# TalkToDriver/ok
# TalkToDriver/shop.order.v1.ORDER_ERR_NOT_FOUND
# endregion ego: offered
