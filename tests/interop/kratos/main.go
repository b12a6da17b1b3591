// Command program is a Kratos server (argument `server`) and a Kratos client (`client`), which know nothing of Ego.
package main

import (
	"context"
	"os"

	"github.com/go-kratos/kratos/v2/errors"
	kgrpc "github.com/go-kratos/kratos/v2/transport/grpc"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"

	"example.com/shop/apis/interop/rpc"
)

func main() {
	if os.Args[1] == "client" {
		rpc.Answers(caught)
		return
	}
	server := kgrpc.NewServer(kgrpc.Listener(rpc.Listen()))
	server.RegisterService(rpc.Service(ordered), struct{}{})
	if err := server.Start(context.Background()); err != nil {
		panic(err)
	}
}

func ordered(_ context.Context, method string, order rpc.Order) error {
	if len(order.Next) > 0 {
		address, onward := order.Onward()
		connection := connect(address)
		defer func() { _ = connection.Close() }()
		err, _, _ := rpc.Call(connection, method, onward)
		return err
	}
	message := order.Code
	if order.Message != nil {
		message = *order.Message
	}
	return errors.NotFound(order.Code, message).WithMetadata(order.Metadata)
}

func connect(address string) *grpc.ClientConn {
	connection, err := kgrpc.DialInsecure(context.Background(), kgrpc.WithEndpoint(address), kgrpc.WithTimeout(0))
	if err != nil {
		panic(err)
	}
	return connection
}

var connections = map[string]*grpc.ClientConn{}

func caught(address, method, order string) rpc.Answer {
	if connections[address] == nil {
		connections[address] = connect(address)
	}
	err, count, trailer := rpc.Call(connections[address], method, order)
	e := errors.FromError(err)
	answer := rpc.Answer{
		Status: code.Code(status.Code(err)).String(), Reason: e.Reason, Metadata: e.Metadata, Message: e.Message, Matches: []string{},
	}
	if errors.IsNotFound(err) {
		answer.Matches = append(answer.Matches, "IsNotFound")
	}
	answer.Native(err, count, trailer)
	return answer
}
