// region ego: imports
// Tests of shop.payment.v1.PaymentService, begun by protoc-gen-ego from shop/payment/v1/payment_service.proto.
// What stands in a region `ego` is made anew by `ego scaffold`; all else is yours, and
// no run changes it. A case begins with `ego-case:` and is yours as soon as it is here.

package paymentv1_test

import (
	"testing"

	egoerrors "ego.internal/egoerrors"
	commonv1 "example.com/shop/client/shop/common/v1"
	paymentv1 "example.com/shop/client/shop/payment/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
)

// endregion ego: imports f4b1386c

import "context"

// payments is a bank that judges cards by their tokens; a real project imports its service instead.
type payments struct {
	paymentv1.UnimplementedPaymentServiceServer
}

func (payments) Pay(_ context.Context, request *paymentv1.PayRequest) (*paymentv1.PayResponse, error) {
	switch request.Card {
	case "unknown":
		return nil, paymentv1.PaymentErrCardNotFound()
	case "refused":
		return nil, paymentv1.PaymentErrCardRefused()
	case "used":
		return nil, paymentv1.PaymentErrPaidTwice()
	case "down":
		return nil, paymentv1.PaymentErrBankDown()
	}
	return &paymentv1.PayResponse{PaymentId: "P-" + request.OrderId}, nil
}

// newPaymentService is the service under test.
func newPaymentService() paymentv1.PaymentServiceServer {
	return payments{}
}

// setupPaymentService runs before the first test, with "install" (migrations), then "initialize" (data).
func setupPaymentService(job string) error {
	return nil
}

// region ego: server

// Used even when no case uses them.
var (
	_ *commonv1.Money
	_ = paymentv1.RegisterPaymentServiceServer
	_ = proto.String
)

var paymentServiceUnderTest = egoServe(
	setupPaymentService,
	func(s *grpc.Server) {
		paymentv1.RegisterPaymentServiceServer(s, newPaymentService())
	},
	grpc.ChainUnaryInterceptor(egoerrors.UnaryServerInterceptor()),
	grpc.ChainStreamInterceptor(egoerrors.StreamServerInterceptor()),
)

// endregion ego: server 9ff08581

// region ego: Pay/cases

// Takes the money for an order from a card.
func TestPaymentService_Pay(t *testing.T) {
	for _, c := range []egoCase[*paymentv1.PayRequest, *paymentv1.PayResponse]{
		// endregion ego: Pay/cases 9ad8f1ac
		// ego-case:Pay/ok
		{
			Name: "ok",
			Request: &paymentv1.PayRequest{
				OrderId: "A-1",
				Amount: &commonv1.Money{
					CurrencyCode: "currency_code",
					Units:        1,
					Nanos:        1,
				},
				Card: "card",
			},
			Response: &paymentv1.PayResponse{PaymentId: "P-A-1"},
		},
		// ego-case:Pay/shop.payment.v1.PAYMENT_ERR_CARD_NOT_FOUND
		// The card is not known to the bank.
		{
			Name: "PAYMENT_ERR_CARD_NOT_FOUND",
			Request: &paymentv1.PayRequest{
				OrderId: "A-1",
				Amount: &commonv1.Money{
					CurrencyCode: "currency_code",
					Units:        1,
					Nanos:        1,
				},
				Card: "unknown",
			},
			Is: paymentv1.IsPaymentErrCardNotFound,
		},
		// ego-case:Pay/shop.payment.v1.PAYMENT_ERR_CARD_REFUSED
		// The bank refuses the card.
		{
			Name: "PAYMENT_ERR_CARD_REFUSED",
			Request: &paymentv1.PayRequest{
				OrderId: "A-1",
				Amount: &commonv1.Money{
					CurrencyCode: "currency_code",
					Units:        1,
					Nanos:        1,
				},
				Card: "refused",
			},
			Is: paymentv1.IsPaymentErrCardRefused,
		},
		// ego-case:Pay/shop.payment.v1.PAYMENT_ERR_PAID_TWICE
		// This payment was made already.
		{
			Name: "PAYMENT_ERR_PAID_TWICE",
			Request: &paymentv1.PayRequest{
				OrderId: "A-1",
				Amount: &commonv1.Money{
					CurrencyCode: "currency_code",
					Units:        1,
					Nanos:        1,
				},
				Card: "used",
			},
			Is: paymentv1.IsPaymentErrPaidTwice,
		},
		// ego-case:Pay/shop.payment.v1.PAYMENT_ERR_BANK_DOWN
		// The bank does not answer.
		{
			Name: "PAYMENT_ERR_BANK_DOWN",
			Request: &paymentv1.PayRequest{
				OrderId: "A-1",
				Amount: &commonv1.Money{
					CurrencyCode: "currency_code",
					Units:        1,
					Nanos:        1,
				},
				Card: "down",
			},
			Is: paymentv1.IsPaymentErrBankDown,
		},
		// region ego: Pay/run
	} {
		t.Run(c.Name, func(t *testing.T) {
			c.run(t, paymentServiceUnderTest, egoUnary, "/shop.payment.v1.PaymentService/Pay")
		})
	}
}

// endregion ego: Pay/run f1cef2d8

// region ego: offered
//
// What this file was offered. What you delete or rename is not offered again; delete its
// line here to get it anew.
//
// Pay:unary:shop.payment.v1.PayRequest:shop.payment.v1.PayResponse
// Pay/ok
// Pay/shop.payment.v1.PAYMENT_ERR_CARD_NOT_FOUND
// Pay/shop.payment.v1.PAYMENT_ERR_CARD_REFUSED
// Pay/shop.payment.v1.PAYMENT_ERR_PAID_TWICE
// Pay/shop.payment.v1.PAYMENT_ERR_BANK_DOWN
//
// endregion ego: offered
