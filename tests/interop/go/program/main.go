// Command program is the Go server (argument `server`) and the Go client (`client`) of the interop tests.
package main

import (
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"example.com/shop/apis/interop/egoerrors"
)

var connections = map[string]*grpc.ClientConn{}

func connect(address string) *grpc.ClientConn {
	connection, err := grpc.NewClient(
		address,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithChainUnaryInterceptor(egoerrors.UnaryClientInterceptor()),
		grpc.WithChainStreamInterceptor(egoerrors.StreamClientInterceptor()),
	)
	if err != nil {
		panic(err)
	}
	return connection
}

func main() {
	if os.Args[1] == "server" {
		serve()
	} else {
		ask()
	}
}
