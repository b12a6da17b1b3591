// region ego: imports
// Tests of shop.order.v1.TrackingService, begun by protoc-gen-ego from shop/order/v1/order_service.proto.
// What stands in a region `ego` is made anew by `ego scaffold`; all else is yours, and
// no run changes it. A case begins with `ego-case:` and is yours as soon as it is here.
import * as egoerrors from "ego-errors/grpc";
import * as egotest from "../../../egotest/egotest.js";
import * as order_errors from "shop-client/shop/order/v1/order_errors.js";
import * as order_pb from "shop-client/shop/order/v1/order.js";
import * as order_service_pb from "shop-client/shop/order/v1/order_service.js";

// Used even when no case uses them.
void order_errors;
void order_pb;
void order_service_pb;
// endregion ego: imports 609654d4

function know(order: string): void {
  if (!["A-1", "A-2", "A-lost"].includes(order)) {
    throw new order_errors.OrderErrNotFound({ order_id: order });
  }
}

/** Follows the orders, and loses A-lost; a real project imports its service instead. */
const depots = {
  async *watchOrder({
    request,
  }: {
    request: order_service_pb.WatchOrderRequest;
  }) {
    know(request.orderId);
    yield {
      state: order_pb.OrderState.ORDER_STATE_PLACED,
      time: new Date("2026-01-01T00:00:00Z"),
    };
    if (request.orderId === "A-lost") {
      throw new order_errors.OrderErrLost({ order_id: request.orderId });
    }
    yield {
      state: order_pb.OrderState.ORDER_STATE_PAID,
      time: new Date("2026-01-01T00:00:01Z"),
    };
  },
  async reportScans(call: AsyncIterable<order_service_pb.ReportScansRequest>) {
    let taken = 0;
    for await (const scan of call) {
      know(scan.orderId);
      taken += 1;
    }
    return { taken };
  },
  async *talkToDriver(
    call: AsyncIterable<order_service_pb.TalkToDriverRequest>,
  ) {
    let isFirst = true;
    for await (const said of call) {
      if (isFirst) know(said.orderId);
      isFirst = false;
      yield { text: `ok: ${said.text}` };
    }
  },
};

/** The service under test. */
export function newService(): object {
  return depots;
}

/** Runs before the first test, with `install` (migrations), then `initialize` (data). */
export async function setupJob(job: string): Promise<void> {
  void job;
}

// region ego: server
const server = egotest.serve(
  order_service_pb.TrackingServiceService,
  newService,
  setupJob,
  egoerrors.withErrors,
);
// endregion ego: server 8d0802a5

// region ego: WatchOrder/cases
/** Sends what happens to an order until it is delivered. */
egotest.server({
  server,
  path: "/shop.order.v1.TrackingService/WatchOrder",
  request: order_service_pb.WatchOrderRequest,
  response: order_service_pb.WatchOrderResponse,
  cases: [
    // endregion ego: WatchOrder/cases 6834cbea
    // ego-case:WatchOrder/ok
    {
      name: "ok",
      request: order_service_pb.WatchOrderRequest.fromPartial({
        orderId: "A-1",
      }),
      responses: [
        order_service_pb.WatchOrderResponse.fromPartial({
          state: order_pb.OrderState.ORDER_STATE_PLACED,
          time: new Date("2026-01-01T00:00:00Z"),
        }),
        order_service_pb.WatchOrderResponse.fromPartial({
          state: order_pb.OrderState.ORDER_STATE_PAID,
          time: new Date("2026-01-01T00:00:01Z"),
        }),
      ],
    },
    // ego-case:WatchOrder/shop.order.v1.ORDER_ERR_NOT_FOUND
    /** No order has this number. */
    {
      name: "ORDER_ERR_NOT_FOUND",
      request: order_service_pb.WatchOrderRequest.fromPartial({
        orderId: "A-404",
      }),
      error: order_errors.isOrderErrNotFound,
    },
    // ego-case:WatchOrder/shop.order.v1.ORDER_ERR_LOST
    /** The parcel was lost on the way. */
    {
      name: "ORDER_ERR_LOST",
      request: order_service_pb.WatchOrderRequest.fromPartial({
        orderId: "A-lost",
      }),
      error: order_errors.isOrderErrLost,
    },
    // region ego: WatchOrder/run
  ],
});
// endregion ego: WatchOrder/run 4521612d

// region ego: ReportScans/cases
/** Takes what the scanners of the depots read. */
egotest.client({
  server,
  path: "/shop.order.v1.TrackingService/ReportScans",
  request: order_service_pb.ReportScansRequest,
  response: order_service_pb.ReportScansResponse,
  cases: [
    // endregion ego: ReportScans/cases 48ee6d07
    // ego-case:ReportScans/ok
    {
      name: "ok",
      requests: [
        order_service_pb.ReportScansRequest.fromPartial({
          orderId: "A-1",
          depot: "depot",
          time: new Date("2026-01-01T00:00:00Z"),
          image: Buffer.from("image"),
        }),
        order_service_pb.ReportScansRequest.fromPartial({
          orderId: "A-2",
          depot: "depot2",
          time: new Date("2026-01-01T00:00:01Z"),
          image: Buffer.from("image2"),
        }),
      ],
      response: order_service_pb.ReportScansResponse.fromPartial({ taken: 2 }),
    },
    // ego-case:ReportScans/shop.order.v1.ORDER_ERR_NOT_FOUND
    /** No order has this number. */
    {
      name: "ORDER_ERR_NOT_FOUND",
      requests: [
        order_service_pb.ReportScansRequest.fromPartial({
          orderId: "A-1",
          depot: "depot",
          time: new Date("2026-01-01T00:00:00Z"),
          image: Buffer.from("image"),
        }),
        order_service_pb.ReportScansRequest.fromPartial({
          orderId: "A-404",
          depot: "depot2",
          time: new Date("2026-01-01T00:00:01Z"),
          image: Buffer.from("image2"),
        }),
      ],
      error: order_errors.isOrderErrNotFound,
    },
    // region ego: ReportScans/run
  ],
});
// endregion ego: ReportScans/run 4521612d

// region ego: TalkToDriver/cases
/** Speaks with the driver who brings the parcel. */
egotest.bidirectional({
  server,
  path: "/shop.order.v1.TrackingService/TalkToDriver",
  request: order_service_pb.TalkToDriverRequest,
  response: order_service_pb.TalkToDriverResponse,
  cases: [
    // endregion ego: TalkToDriver/cases 25f7029f
    // ego-case:TalkToDriver/ok
    {
      name: "ok",
      requests: [
        order_service_pb.TalkToDriverRequest.fromPartial({
          orderId: "A-1",
          text: "text",
        }),
        order_service_pb.TalkToDriverRequest.fromPartial({
          orderId: "A-2",
          text: "text2",
        }),
      ],
      responses: [
        order_service_pb.TalkToDriverResponse.fromPartial({ text: "ok: text" }),
        order_service_pb.TalkToDriverResponse.fromPartial({
          text: "ok: text2",
        }),
      ],
    },
    // ego-case:TalkToDriver/shop.order.v1.ORDER_ERR_NOT_FOUND
    /** No order has this number. */
    {
      name: "ORDER_ERR_NOT_FOUND",
      requests: [
        order_service_pb.TalkToDriverRequest.fromPartial({
          orderId: "A-404",
          text: "text",
        }),
        order_service_pb.TalkToDriverRequest.fromPartial({
          orderId: "A-2",
          text: "text2",
        }),
      ],
      error: order_errors.isOrderErrNotFound,
    },
    // region ego: TalkToDriver/run
  ],
});
// endregion ego: TalkToDriver/run 4521612d

// region ego: offered
// What this file was offered. What you delete or rename is not offered again; delete its
// line here to get it anew.
// WatchOrder:server:shop.order.v1.WatchOrderRequest:shop.order.v1.WatchOrderResponse
// WatchOrder/ok
// WatchOrder/shop.order.v1.ORDER_ERR_NOT_FOUND
// WatchOrder/shop.order.v1.ORDER_ERR_LOST
// ReportScans:client:shop.order.v1.ReportScansRequest:shop.order.v1.ReportScansResponse
// ReportScans/ok
// ReportScans/shop.order.v1.ORDER_ERR_NOT_FOUND
// TalkToDriver:bidirectional:shop.order.v1.TalkToDriverRequest:shop.order.v1.TalkToDriverResponse
// TalkToDriver/ok
// TalkToDriver/shop.order.v1.ORDER_ERR_NOT_FOUND
// endregion ego: offered
