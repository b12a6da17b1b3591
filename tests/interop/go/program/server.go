package main

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	"example.com/shop/apis/interop"
	"example.com/shop/apis/interop/egoerrors"
	"example.com/shop/apis/interop/rpc"
)

var codes = map[string]*egoerrors.Error{
	"USER_ERR_NOT_FOUND": interop.UserErrNotFound(),
	"USER_ERR_LOCKED":    interop.UserErrLocked(),
	"USER_NOT_FOUND":     interop.UserNotFound(),
}

func serve() {
	server := grpc.NewServer(
		grpc.ChainUnaryInterceptor(egoerrors.UnaryServerInterceptor()),
		grpc.ChainStreamInterceptor(egoerrors.StreamServerInterceptor()),
	)
	server.RegisterService(rpc.Service(ordered), struct{}{})
	if err := server.Serve(rpc.Listen()); err != nil {
		panic(err)
	}
}

// ordered is the error that an order asks for, made here or caught at the next hop.
func ordered(_ context.Context, method string, order rpc.Order) error {
	if len(order.Next) > 0 {
		address, onward := order.Onward()
		connection := connect(address)
		defer func() { _ = connection.Close() }()
		err, _, _ := rpc.Call(connection, method, onward)
		return err
	}
	e := codes[order.Code]
	if order.Message != nil {
		e = e.WithMsg(*order.Message)
	}
	if len(order.Metadata) > 0 {
		e = e.AppendMd(order.Metadata)
	}
	var details []proto.Message
	for _, detail := range order.Details {
		details = append(details, &anypb.Any{TypeUrl: detail.TypeURL, Value: detail.Value})
	}
	if len(details) > 0 {
		e = e.WithDetails(details...)
	}
	return e
}
