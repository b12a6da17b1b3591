// region ego: imports
// Tests of shop.order.v1.TrackingService, begun by protoc-gen-ego from
// shop/order/v1/order_service.proto.
// What stands in a region `ego` is made anew by `ego scaffold`; all else is yours, and
// no run changes it. A case begins with `ego-case:` and is yours as soon as it is here.
package com.example.shop.order.v1;

// endregion ego: imports bd156f51

import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;

class TrackingServiceTest {
  /** Follows the orders, and loses A-lost; a real project imports its service instead. */
  static final class Depots extends TrackingServiceGrpc.TrackingServiceImplBase {
    static void know(String order) {
      if (!order.equals("A-1") && !order.equals("A-2") && !order.equals("A-lost")) {
        throw OrderErrCodes.orderErrNotFound(order);
      }
    }

    static WatchOrderResponse event(OrderState state, long seconds) {
      return WatchOrderResponse.newBuilder()
          .setState(state)
          .setTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(seconds))
          .build();
    }

    static <Q> StreamObserver<Q> reader(Consumer<Q> next, Runnable end) {
      return new StreamObserver<>() {
        @Override
        public void onNext(Q message) {
          next.accept(message);
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {
          end.run();
        }
      };
    }

    @Override
    public void watchOrder(WatchOrderRequest request, StreamObserver<WatchOrderResponse> out) {
      know(request.getOrderId());
      out.onNext(event(OrderState.ORDER_STATE_PLACED, 1767225600L));
      if (request.getOrderId().equals("A-lost")) {
        throw OrderErrCodes.orderErrLost(request.getOrderId());
      }
      out.onNext(event(OrderState.ORDER_STATE_PAID, 1767225601L));
      out.onCompleted();
    }

    @Override
    public StreamObserver<ReportScansRequest> reportScans(StreamObserver<ReportScansResponse> out) {
      ReportScansResponse.Builder response = ReportScansResponse.newBuilder();
      return reader(
          scan -> {
            know(scan.getOrderId());
            response.setTaken(response.getTaken() + 1);
          },
          () -> {
            out.onNext(response.build());
            out.onCompleted();
          });
    }

    @Override
    public StreamObserver<TalkToDriverRequest> talkToDriver(
        StreamObserver<TalkToDriverResponse> out) {
      boolean[] isFirst = {true};
      return reader(
          said -> {
            if (isFirst[0]) {
              know(said.getOrderId());
            }
            isFirst[0] = false;
            out.onNext(TalkToDriverResponse.newBuilder().setText("ok: " + said.getText()).build());
          },
          out::onCompleted);
    }
  }

  /** The service under test. */
  static io.grpc.BindableService newService() {
    return new Depots();
  }

  /** Runs before the first test, with {@code install} (migrations), then {@code initialize} (data). */
  static void setupJob(String job) throws Exception {}

  // region ego: server
  private static final io.egoerrors.testing.EgoTesting.Server SERVER =
      new io.egoerrors.testing.EgoTesting.Server(
          TrackingServiceTest::newService,
          TrackingServiceTest::setupJob,
          new io.egoerrors.EgoServerInterceptor());

  @org.junit.jupiter.api.AfterAll
  static void stop() {
    SERVER.close();
  }

  // endregion ego: server 5d1d96d5

  // region ego: WatchOrder/cases
  /**
   * Sends what happens to an order until it is delivered.
   */
  @org.junit.jupiter.api.TestFactory
  Iterable<org.junit.jupiter.api.DynamicTest> testWatchOrder() {
    var cases =
        io.egoerrors.testing.EgoTesting.table(SERVER, TrackingServiceGrpc.getWatchOrderMethod());
    // endregion ego: WatchOrder/cases 00450ff6
    // ego-case:WatchOrder/ok
    cases.add("ok");
    cases.request(WatchOrderRequest.newBuilder().setOrderId("A-1").build());
    cases.response(
        WatchOrderResponse.newBuilder()
            .setState(OrderState.ORDER_STATE_PLACED)
            .setTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(1767225600L).build())
            .build(),
        WatchOrderResponse.newBuilder()
            .setState(OrderState.ORDER_STATE_PAID)
            .setTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(1767225601L).build())
            .build());
    // ego-case:WatchOrder/shop.order.v1.ORDER_ERR_NOT_FOUND
    // No order has this number.
    cases.add("ORDER_ERR_NOT_FOUND");
    cases.request(WatchOrderRequest.newBuilder().setOrderId("A-404").build());
    cases.error(io.egoerrors.EgoErrors::is, OrderErrCodes.ORDER_ERR_NOT_FOUND);
    // ego-case:WatchOrder/shop.order.v1.ORDER_ERR_LOST
    // The parcel was lost on the way.
    cases.add("ORDER_ERR_LOST");
    cases.request(WatchOrderRequest.newBuilder().setOrderId("A-lost").build());
    cases.error(io.egoerrors.EgoErrors::is, OrderErrCodes.ORDER_ERR_LOST);
    // region ego: WatchOrder/run
    return cases.tests();
  }

  // endregion ego: WatchOrder/run d9ef94ab

  // region ego: ReportScans/cases
  /**
   * Takes what the scanners of the depots read.
   */
  @org.junit.jupiter.api.TestFactory
  Iterable<org.junit.jupiter.api.DynamicTest> testReportScans() {
    var cases =
        io.egoerrors.testing.EgoTesting.table(SERVER, TrackingServiceGrpc.getReportScansMethod());
    // endregion ego: ReportScans/cases f7ae4238
    // ego-case:ReportScans/ok
    cases.add("ok");
    cases.request(
        ReportScansRequest.newBuilder()
            .setOrderId("A-1")
            .setDepot("depot")
            .setTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(1767225600L).build())
            .setImage(com.google.protobuf.ByteString.copyFromUtf8("image"))
            .build(),
        ReportScansRequest.newBuilder()
            .setOrderId("A-2")
            .setDepot("depot2")
            .setTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(1767225601L).build())
            .setImage(com.google.protobuf.ByteString.copyFromUtf8("image2"))
            .build());
    cases.response(ReportScansResponse.newBuilder().setTaken(2).build());
    // ego-case:ReportScans/shop.order.v1.ORDER_ERR_NOT_FOUND
    // No order has this number.
    cases.add("ORDER_ERR_NOT_FOUND");
    cases.request(
        ReportScansRequest.newBuilder()
            .setOrderId("A-1")
            .setDepot("depot")
            .setTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(1767225600L).build())
            .setImage(com.google.protobuf.ByteString.copyFromUtf8("image"))
            .build(),
        ReportScansRequest.newBuilder()
            .setOrderId("A-404")
            .setDepot("depot2")
            .setTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(1767225601L).build())
            .setImage(com.google.protobuf.ByteString.copyFromUtf8("image2"))
            .build());
    cases.error(io.egoerrors.EgoErrors::is, OrderErrCodes.ORDER_ERR_NOT_FOUND);
    // region ego: ReportScans/run
    return cases.tests();
  }

  // endregion ego: ReportScans/run d9ef94ab

  // region ego: TalkToDriver/cases
  /**
   * Speaks with the driver who brings the parcel.
   */
  @org.junit.jupiter.api.TestFactory
  Iterable<org.junit.jupiter.api.DynamicTest> testTalkToDriver() {
    var cases =
        io.egoerrors.testing.EgoTesting.table(SERVER, TrackingServiceGrpc.getTalkToDriverMethod());
    // endregion ego: TalkToDriver/cases 8476b367
    // ego-case:TalkToDriver/ok
    cases.add("ok");
    cases.request(
        TalkToDriverRequest.newBuilder().setOrderId("A-1").setText("text").build(),
        TalkToDriverRequest.newBuilder().setOrderId("A-2").setText("text2").build());
    cases.response(
        TalkToDriverResponse.newBuilder().setText("ok: text").build(),
        TalkToDriverResponse.newBuilder().setText("ok: text2").build());
    // ego-case:TalkToDriver/shop.order.v1.ORDER_ERR_NOT_FOUND
    // No order has this number.
    cases.add("ORDER_ERR_NOT_FOUND");
    cases.request(
        TalkToDriverRequest.newBuilder().setOrderId("A-404").setText("text").build(),
        TalkToDriverRequest.newBuilder().setOrderId("A-2").setText("text2").build());
    cases.error(io.egoerrors.EgoErrors::is, OrderErrCodes.ORDER_ERR_NOT_FOUND);
    // region ego: TalkToDriver/run
    return cases.tests();
  }

  // endregion ego: TalkToDriver/run d9ef94ab

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
}
