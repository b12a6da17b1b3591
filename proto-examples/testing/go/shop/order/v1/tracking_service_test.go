// region ego: imports
// Tests of shop.order.v1.TrackingService, begun by protoc-gen-ego from shop/order/v1/order_service.proto.
// What stands in a region `ego` is made anew by `ego scaffold`; all else is yours, and
// no run changes it. A case begins with `ego-case:` and is yours as soon as it is here.

package orderv1_test

import (
	"testing"

	egoerrors "ego.internal/egoerrors"
	orderv1 "example.com/shop/client/shop/order/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	timestamppb "google.golang.org/protobuf/types/known/timestamppb"
)

// endregion ego: imports c475ef7b

import (
	"errors"
	"io"
)

// depots follow the orders, and lose A-lost; a real project imports its service instead.
type depots struct {
	orderv1.UnimplementedTrackingServiceServer
}

func known(order string) error {
	switch order {
	case "A-1", "A-2", "A-lost":
		return nil
	}
	return orderv1.OrderErrNotFound()
}

func (depots) WatchOrder(request *orderv1.WatchOrderRequest, stream orderv1.TrackingService_WatchOrderServer) error {
	if err := known(request.OrderId); err != nil {
		return err
	}
	for i, state := range []orderv1.OrderState{orderv1.OrderState_ORDER_STATE_PLACED, orderv1.OrderState_ORDER_STATE_PAID} {
		if i > 0 && request.OrderId == "A-lost" {
			return orderv1.OrderErrLost()
		}
		event := &orderv1.WatchOrderResponse{State: state, Time: &timestamppb.Timestamp{Seconds: 1767225600 + int64(i)}}
		if err := stream.Send(event); err != nil {
			return err
		}
	}
	return nil
}

func (depots) ReportScans(stream orderv1.TrackingService_ReportScansServer) error {
	response := &orderv1.ReportScansResponse{}
	for {
		scan, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return stream.SendAndClose(response)
		} else if err != nil {
			return err
		} else if err := known(scan.OrderId); err != nil {
			return err
		}
		response.Taken++
	}
}

func (depots) TalkToDriver(stream orderv1.TrackingService_TalkToDriverServer) error {
	for first := true; ; first = false {
		said, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := known(said.OrderId); first && err != nil {
			return err
		}
		if err := stream.Send(&orderv1.TalkToDriverResponse{Text: "ok: " + said.Text}); err != nil {
			return err
		}
	}
}

// newTrackingService is the service under test.
func newTrackingService() orderv1.TrackingServiceServer {
	return depots{}
}

// setupTrackingService runs before the first test, with "install" (migrations), then "initialize" (data).
func setupTrackingService(job string) error {
	return nil
}

// region ego: server

// Used even when no case uses them.
var (
	_ = orderv1.RegisterTrackingServiceServer
	_ = proto.String
	_ *timestamppb.Timestamp
)

var trackingServiceUnderTest = egoServe(
	setupTrackingService,
	func(s *grpc.Server) {
		orderv1.RegisterTrackingServiceServer(s, newTrackingService())
	},
	grpc.ChainUnaryInterceptor(egoerrors.UnaryServerInterceptor()),
	grpc.ChainStreamInterceptor(egoerrors.StreamServerInterceptor()),
)

// endregion ego: server f51443a0

// region ego: WatchOrder/cases

// Sends what happens to an order until it is delivered.
func TestTrackingService_WatchOrder(t *testing.T) {
	for _, c := range []egoCase[*orderv1.WatchOrderRequest, *orderv1.WatchOrderResponse]{
		// endregion ego: WatchOrder/cases a7c9e4ab
		// ego-case:WatchOrder/ok
		{
			Name:    "ok",
			Request: &orderv1.WatchOrderRequest{OrderId: "A-1"},
			Responses: []*orderv1.WatchOrderResponse{
				{
					State: orderv1.OrderState_ORDER_STATE_PLACED,
					Time:  &timestamppb.Timestamp{Seconds: 1767225600},
				},
				{
					State: orderv1.OrderState_ORDER_STATE_PAID,
					Time:  &timestamppb.Timestamp{Seconds: 1767225601},
				},
			},
		},
		// ego-case:WatchOrder/shop.order.v1.ORDER_ERR_NOT_FOUND
		// No order has this number.
		{
			Name:    "ORDER_ERR_NOT_FOUND",
			Request: &orderv1.WatchOrderRequest{OrderId: "A-404"},
			Is:      orderv1.IsOrderErrNotFound,
		},
		// ego-case:WatchOrder/shop.order.v1.ORDER_ERR_LOST
		// The parcel was lost on the way.
		{
			Name:    "ORDER_ERR_LOST",
			Request: &orderv1.WatchOrderRequest{OrderId: "A-lost"},
			Is:      orderv1.IsOrderErrLost,
		},
		// region ego: WatchOrder/run
	} {
		t.Run(c.Name, func(t *testing.T) {
			c.run(t, trackingServiceUnderTest, egoServer, "/shop.order.v1.TrackingService/WatchOrder")
		})
	}
}

// endregion ego: WatchOrder/run 3f5d1cac

// region ego: ReportScans/cases

// Takes what the scanners of the depots read.
func TestTrackingService_ReportScans(t *testing.T) {
	for _, c := range []egoCase[*orderv1.ReportScansRequest, *orderv1.ReportScansResponse]{
		// endregion ego: ReportScans/cases 1c87c575
		// ego-case:ReportScans/ok
		{
			Name: "ok",
			Requests: []*orderv1.ReportScansRequest{
				{
					OrderId: "A-1",
					Depot:   "depot",
					Time:    &timestamppb.Timestamp{Seconds: 1767225600},
					Image:   []byte("image"),
				},
				{
					OrderId: "A-2",
					Depot:   "depot2",
					Time:    &timestamppb.Timestamp{Seconds: 1767225601},
					Image:   []byte("image2"),
				},
			},
			Response: &orderv1.ReportScansResponse{Taken: 2},
		},
		// ego-case:ReportScans/shop.order.v1.ORDER_ERR_NOT_FOUND
		// No order has this number.
		{
			Name: "ORDER_ERR_NOT_FOUND",
			Requests: []*orderv1.ReportScansRequest{
				{
					OrderId: "A-1",
					Depot:   "depot",
					Time:    &timestamppb.Timestamp{Seconds: 1767225600},
					Image:   []byte("image"),
				},
				{
					OrderId: "A-404",
					Depot:   "depot2",
					Time:    &timestamppb.Timestamp{Seconds: 1767225601},
					Image:   []byte("image2"),
				},
			},
			Is: orderv1.IsOrderErrNotFound,
		},
		// region ego: ReportScans/run
	} {
		t.Run(c.Name, func(t *testing.T) {
			c.run(t, trackingServiceUnderTest, egoClient, "/shop.order.v1.TrackingService/ReportScans")
		})
	}
}

// endregion ego: ReportScans/run f833315d

// region ego: TalkToDriver/cases

// Speaks with the driver who brings the parcel.
func TestTrackingService_TalkToDriver(t *testing.T) {
	for _, c := range []egoCase[*orderv1.TalkToDriverRequest, *orderv1.TalkToDriverResponse]{
		// endregion ego: TalkToDriver/cases 9701de4c
		// ego-case:TalkToDriver/ok
		{
			Name: "ok",
			Requests: []*orderv1.TalkToDriverRequest{
				{OrderId: "A-1", Text: "text"},
				{OrderId: "A-2", Text: "text2"},
			},
			Responses: []*orderv1.TalkToDriverResponse{
				{Text: "ok: text"},
				{Text: "ok: text2"},
			},
		},
		// ego-case:TalkToDriver/shop.order.v1.ORDER_ERR_NOT_FOUND
		// No order has this number.
		{
			Name: "ORDER_ERR_NOT_FOUND",
			Requests: []*orderv1.TalkToDriverRequest{
				{OrderId: "A-404", Text: "text"},
				{OrderId: "A-2", Text: "text2"},
			},
			Is: orderv1.IsOrderErrNotFound,
		},
		// region ego: TalkToDriver/run
	} {
		t.Run(c.Name, func(t *testing.T) {
			c.run(t, trackingServiceUnderTest, egoBidirectional, "/shop.order.v1.TrackingService/TalkToDriver")
		})
	}
}

// endregion ego: TalkToDriver/run 77b292a5

// region ego: offered
//
// What this file was offered. What you delete or rename is not offered again; delete its
// line here to get it anew.
//
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
//
// endregion ego: offered
