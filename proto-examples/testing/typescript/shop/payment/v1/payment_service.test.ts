// region ego: imports
// Tests of shop.payment.v1.PaymentService, begun by protoc-gen-ego from shop/payment/v1/payment_service.proto.
// What stands in a region `ego` is made anew by `ego scaffold`; all else is yours, and
// no run changes it. A case begins with `ego-case:` and is yours as soon as it is here.
import * as egoerrors from "ego-errors/grpc";
import * as egotest from "../../../egotest/egotest.js";
import * as payment_errors from "shop-client/shop/payment/v1/payment_errors.js";
import * as payment_service_pb from "shop-client/shop/payment/v1/payment_service.js";

// Used even when no case uses them.
void payment_errors;
void payment_service_pb;
// endregion ego: imports cbc32bb5

const refusals = {
  unknown: payment_errors.PaymentErrCardNotFound,
  refused: payment_errors.PaymentErrCardRefused,
  used: payment_errors.PaymentErrPaidTwice,
  down: payment_errors.PaymentErrBankDown,
};

/** A bank that judges cards by their tokens; a real project imports its service instead. */
const payments = {
  async pay({ request }: { request: payment_service_pb.PayRequest }) {
    const Refusal = refusals[request.card as keyof typeof refusals];
    if (Refusal) throw new Refusal();
    return { paymentId: `P-${request.orderId}` };
  },
};

/** The service under test. */
export function newService(): object {
  return payments;
}

/** Runs before the first test, with `install` (migrations), then `initialize` (data). */
export async function setupJob(job: string): Promise<void> {
  void job;
}

// region ego: server
const server = egotest.serve(
  payment_service_pb.PaymentServiceService,
  newService,
  setupJob,
  egoerrors.withErrors,
);
// endregion ego: server 3208990a

// region ego: Pay/cases
/** Takes the money for an order from a card. */
egotest.unary({
  server,
  path: "/shop.payment.v1.PaymentService/Pay",
  request: payment_service_pb.PayRequest,
  response: payment_service_pb.PayResponse,
  cases: [
    // endregion ego: Pay/cases 7abddfc9
    // ego-case:Pay/ok
    {
      name: "ok",
      request: payment_service_pb.PayRequest.fromPartial({
        orderId: "A-1",
        amount: { currencyCode: "currency_code", units: 1n, nanos: 1 },
        card: "card",
      }),
      response: payment_service_pb.PayResponse.fromPartial({
        paymentId: "P-A-1",
      }),
    },
    // ego-case:Pay/shop.payment.v1.PAYMENT_ERR_CARD_NOT_FOUND
    /** The card is not known to the bank. */
    {
      name: "PAYMENT_ERR_CARD_NOT_FOUND",
      request: payment_service_pb.PayRequest.fromPartial({
        orderId: "A-1",
        amount: { currencyCode: "currency_code", units: 1n, nanos: 1 },
        card: "unknown",
      }),
      error: payment_errors.isPaymentErrCardNotFound,
    },
    // ego-case:Pay/shop.payment.v1.PAYMENT_ERR_CARD_REFUSED
    /** The bank refuses the card. */
    {
      name: "PAYMENT_ERR_CARD_REFUSED",
      request: payment_service_pb.PayRequest.fromPartial({
        orderId: "A-1",
        amount: { currencyCode: "currency_code", units: 1n, nanos: 1 },
        card: "refused",
      }),
      error: payment_errors.isPaymentErrCardRefused,
    },
    // ego-case:Pay/shop.payment.v1.PAYMENT_ERR_PAID_TWICE
    /** This payment was made already. */
    {
      name: "PAYMENT_ERR_PAID_TWICE",
      request: payment_service_pb.PayRequest.fromPartial({
        orderId: "A-1",
        amount: { currencyCode: "currency_code", units: 1n, nanos: 1 },
        card: "used",
      }),
      error: payment_errors.isPaymentErrPaidTwice,
    },
    // ego-case:Pay/shop.payment.v1.PAYMENT_ERR_BANK_DOWN
    /** The bank does not answer. */
    {
      name: "PAYMENT_ERR_BANK_DOWN",
      request: payment_service_pb.PayRequest.fromPartial({
        orderId: "A-1",
        amount: { currencyCode: "currency_code", units: 1n, nanos: 1 },
        card: "down",
      }),
      error: payment_errors.isPaymentErrBankDown,
    },
    // region ego: Pay/run
  ],
});
// endregion ego: Pay/run 4521612d

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
