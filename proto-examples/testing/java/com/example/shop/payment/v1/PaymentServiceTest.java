// region ego: imports
// Tests of shop.payment.v1.PaymentService, begun by protoc-gen-ego from
// shop/payment/v1/payment_service.proto.
// What stands in a region `ego` is made anew by `ego scaffold`; all else is yours, and
// no run changes it. A case begins with `ego-case:` and is yours as soon as it is here.
package com.example.shop.payment.v1;

// endregion ego: imports c18bcea5

import io.grpc.stub.StreamObserver;

class PaymentServiceTest {
  /** A bank that judges cards by their tokens; a real project imports its service instead. */
  static final class Payments extends PaymentServiceGrpc.PaymentServiceImplBase {
    @Override
    public void pay(PayRequest request, StreamObserver<PayResponse> out) {
      switch (request.getCard()) {
        case "unknown":
          throw PaymentErrCodes.paymentErrCardNotFound();
        case "refused":
          throw PaymentErrCodes.paymentErrCardRefused();
        case "used":
          throw PaymentErrCodes.paymentErrPaidTwice();
        case "down":
          throw PaymentErrCodes.paymentErrBankDown();
        default:
          out.onNext(PayResponse.newBuilder().setPaymentId("P-" + request.getOrderId()).build());
          out.onCompleted();
      }
    }
  }

  /** The service under test. */
  static io.grpc.BindableService newService() {
    return new Payments();
  }

  /** Runs before the first test, with {@code install} (migrations), then {@code initialize} (data). */
  static void setupJob(String job) throws Exception {}

  // region ego: server
  private static final io.egoerrors.testing.EgoTesting.Server SERVER =
      new io.egoerrors.testing.EgoTesting.Server(
          PaymentServiceTest::newService,
          PaymentServiceTest::setupJob,
          new io.egoerrors.EgoServerInterceptor());

  @org.junit.jupiter.api.AfterAll
  static void stop() {
    SERVER.close();
  }

  // endregion ego: server 40a78fc8

  // region ego: Pay/cases
  /**
   * Takes the money for an order from a card.
   */
  @org.junit.jupiter.api.TestFactory
  Iterable<org.junit.jupiter.api.DynamicTest> testPay() {
    var cases = io.egoerrors.testing.EgoTesting.table(SERVER, PaymentServiceGrpc.getPayMethod());
    // endregion ego: Pay/cases 9e5fe3e0
    // ego-case:Pay/ok
    cases.add("ok");
    cases.request(
        PayRequest.newBuilder()
            .setOrderId("A-1")
            .setAmount(
                com.example.shop.common.v1.Money.newBuilder()
                    .setCurrencyCode("currency_code")
                    .setUnits(1L)
                    .setNanos(1)
                    .build())
            .setCard("card")
            .build());
    cases.response(PayResponse.newBuilder().setPaymentId("P-A-1").build());
    // ego-case:Pay/shop.payment.v1.PAYMENT_ERR_CARD_NOT_FOUND
    // The card is not known to the bank.
    cases.add("PAYMENT_ERR_CARD_NOT_FOUND");
    cases.request(
        PayRequest.newBuilder()
            .setOrderId("A-1")
            .setAmount(
                com.example.shop.common.v1.Money.newBuilder()
                    .setCurrencyCode("currency_code")
                    .setUnits(1L)
                    .setNanos(1)
                    .build())
            .setCard("unknown")
            .build());
    cases.error(io.egoerrors.EgoErrors::is, PaymentErrCodes.PAYMENT_ERR_CARD_NOT_FOUND);
    // ego-case:Pay/shop.payment.v1.PAYMENT_ERR_CARD_REFUSED
    // The bank refuses the card.
    cases.add("PAYMENT_ERR_CARD_REFUSED");
    cases.request(
        PayRequest.newBuilder()
            .setOrderId("A-1")
            .setAmount(
                com.example.shop.common.v1.Money.newBuilder()
                    .setCurrencyCode("currency_code")
                    .setUnits(1L)
                    .setNanos(1)
                    .build())
            .setCard("refused")
            .build());
    cases.error(io.egoerrors.EgoErrors::is, PaymentErrCodes.PAYMENT_ERR_CARD_REFUSED);
    // ego-case:Pay/shop.payment.v1.PAYMENT_ERR_PAID_TWICE
    // This payment was made already.
    cases.add("PAYMENT_ERR_PAID_TWICE");
    cases.request(
        PayRequest.newBuilder()
            .setOrderId("A-1")
            .setAmount(
                com.example.shop.common.v1.Money.newBuilder()
                    .setCurrencyCode("currency_code")
                    .setUnits(1L)
                    .setNanos(1)
                    .build())
            .setCard("used")
            .build());
    cases.error(io.egoerrors.EgoErrors::is, PaymentErrCodes.PAYMENT_ERR_PAID_TWICE);
    // ego-case:Pay/shop.payment.v1.PAYMENT_ERR_BANK_DOWN
    // The bank does not answer.
    cases.add("PAYMENT_ERR_BANK_DOWN");
    cases.request(
        PayRequest.newBuilder()
            .setOrderId("A-1")
            .setAmount(
                com.example.shop.common.v1.Money.newBuilder()
                    .setCurrencyCode("currency_code")
                    .setUnits(1L)
                    .setNanos(1)
                    .build())
            .setCard("down")
            .build());
    cases.error(io.egoerrors.EgoErrors::is, PaymentErrCodes.PAYMENT_ERR_BANK_DOWN);
    // region ego: Pay/run
    return cases.tests();
  }

  // endregion ego: Pay/run d9ef94ab

  // region ego: offered
  // What this file was offered. What you delete or rename is not offered again; delete its
  // line here to get it anew.
  // Pay:unary:shop.payment.v1.PayRequest:shop.payment.v1.PayResponse
  // Pay/ok
  // Pay/shop.payment.v1.PAYMENT_ERR_CARD_NOT_FOUND
  // Pay/shop.payment.v1.PAYMENT_ERR_CARD_REFUSED
  // Pay/shop.payment.v1.PAYMENT_ERR_PAID_TWICE
  // Pay/shop.payment.v1.PAYMENT_ERR_BANK_DOWN
  // endregion ego: offered
}
