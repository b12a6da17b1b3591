// Command server is the shop's users: it prints its port and serves until its standard input ends.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"strconv"

	"ego.internal/egoerrors"
	userv1 "example.com/shop/client/shop/user/v1"
	"google.golang.org/grpc"
)

type users struct {
	userv1.UnimplementedUserServiceServer
}

func (users) GetUser(_ context.Context, request *userv1.GetUserRequest) (*userv1.GetUserResponse, error) {
	uid := request.GetUid()
	if uid != 1 {
		return nil, userv1.UserErrNotFoundWith(strconv.FormatInt(uid, 10))
	}
	return &userv1.GetUserResponse{User: &userv1.User{Uid: uid, Name: "Ada"}}, nil
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	server := grpc.NewServer(grpc.ChainUnaryInterceptor(egoerrors.UnaryServerInterceptor()))
	userv1.RegisterUserServiceServer(server, users{})
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		server.Stop()
	}()
	if err := server.Serve(listener); err != nil {
		log.Fatal(err)
	}
}
