// Package kratos_test lets errors cross between this runtime and Kratos, both with their own server and client.
package kratos_test

import (
	"context"
	"net"
	"testing"

	kerrors "github.com/go-kratos/kratos/v2/errors"
	kgrpc "github.com/go-kratos/kratos/v2/transport/grpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"example.com/shop/apis/egoerrors"
)

var notFound = egoerrors.MustRegister(egoerrors.Definition{
	FullName: "kratos.test.USER_NOT_FOUND",
	Reason:   "USER_NOT_FOUND",
	Domain:   "test.example.com",
	Status:   codes.NotFound,
	Message:  "user {uid} not found",
})

const method = "/kratos.test.Service/Get"

func description(failure error) *grpc.ServiceDesc {
	get := func(_ any, ctx context.Context, decode func(any) error, interceptor grpc.UnaryServerInterceptor) (any, error) {
		in := &wrapperspb.StringValue{}
		if err := decode(in); err != nil {
			return nil, err
		}
		handler := func(context.Context, any) (any, error) { return nil, failure }
		if interceptor == nil {
			return handler(ctx, in)
		}
		return interceptor(ctx, in, &grpc.UnaryServerInfo{FullMethod: method}, handler)
	}
	return &grpc.ServiceDesc{
		ServiceName: "kratos.test.Service",
		HandlerType: (*any)(nil),
		Methods:     []grpc.MethodDesc{{MethodName: "Get", Handler: get}},
	}
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

func kratosServer(t *testing.T, failure error) string {
	t.Helper()
	listener := listen(t)
	server := kgrpc.NewServer(kgrpc.Listener(listener))
	server.RegisterService(description(failure), struct{}{})
	go func() { _ = server.Start(context.Background()) }()
	t.Cleanup(func() { _ = server.Stop(context.Background()) })
	return listener.Addr().String()
}

func egoServer(t *testing.T, failure error) string {
	t.Helper()
	listener := listen(t)
	server := grpc.NewServer(grpc.ChainUnaryInterceptor(egoerrors.UnaryServerInterceptor()))
	server.RegisterService(description(failure), struct{}{})
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	return listener.Addr().String()
}

func get(connection *grpc.ClientConn, err error) error {
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close() }()
	return connection.Invoke(context.Background(), method, wrapperspb.String(""), &wrapperspb.StringValue{})
}

func egoCall(address string) error {
	return get(grpc.NewClient(
		address,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithChainUnaryInterceptor(egoerrors.UnaryClientInterceptor()),
	))
}

func kratosCall(address string) error {
	return get(kgrpc.DialInsecure(context.Background(), kgrpc.WithEndpoint(address)))
}

func TestAnErrorOfAKratosServerIsRead(t *testing.T) {
	thrown := kerrors.NotFound("USER_NOT_FOUND", "用户 42 不存在").WithMetadata(map[string]string{"uid": "42"})
	e := egoerrors.FromError(egoCall(kratosServer(t, thrown)))
	if e.Code() != codes.NotFound || e.Reason() != "USER_NOT_FOUND" || e.Domain() != "" || e.Md("uid") != "42" {
		t.Errorf("%v %v", e, e.Metadata())
	}
	// A bare reason without a domain means the one registered code with this name.
	if e.Message() != thrown.Message || !egoerrors.Is(e, notFound) {
		t.Errorf("%q, registered %t", e.Message(), e.Registered())
	}
}

func TestAKratosClientReadsOurError(t *testing.T) {
	err := kratosCall(egoServer(t, notFound.AppendMd(map[string]string{"uid": "42"})))
	k := kerrors.FromError(err)
	if k.Code != 404 || k.Reason != "USER_NOT_FOUND" || k.Message != "user 42 not found" || k.Metadata["uid"] != "42" {
		t.Errorf("%v", k)
	}
	if !kerrors.IsNotFound(err) {
		t.Error("not found is not found")
	}
}

func TestAHopOverKratosAndBack(t *testing.T) {
	last := egoServer(t, notFound.AppendMd(map[string]string{"uid": "42"}))
	e := egoerrors.FromError(egoCall(kratosServer(t, kratosCall(last))))
	if !egoerrors.Is(e, notFound) || e.Md("uid") != "42" || e.Message() != "user 42 not found" {
		t.Errorf("%v", e)
	}
}
