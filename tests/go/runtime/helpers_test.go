package runtime_test

import (
	"context"
	"net"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"example.com/shop/apis/egoerrors"
)

// notFound is a code that all tests of this package may use.
var notFound = egoerrors.MustRegister(egoerrors.Definition{
	FullName: "runtime.test.USER_ERR_NOT_FOUND",
	Reason:   "runtime.test.USER_ERR_NOT_FOUND",
	Domain:   "test.example.com",
	Status:   codes.NotFound,
	Message:  "user {uid} not found",
	Messages: map[string]string{"cn": "找不到用户 {uid}"},
	Keys:     []string{"uid"},
})

// failing answers every call of a service with an error, streams after three messages.
type failing func(context.Context) error

// text is the message type of all methods.
type text = wrapperspb.StringValue

const method = "/runtime.test.Service/"

// description is a service with one method of each streaming kind, as protoc-gen-go-grpc would write it.
var description = grpc.ServiceDesc{
	ServiceName: "runtime.test.Service",
	HandlerType: (*any)(nil),
	Methods:     []grpc.MethodDesc{{MethodName: "Unary", Handler: unary}},
	Streams: []grpc.StreamDesc{
		{StreamName: "Down", Handler: stream, ServerStreams: true},
		{StreamName: "Up", Handler: stream, ClientStreams: true},
		{StreamName: "Both", Handler: stream, ServerStreams: true, ClientStreams: true},
	},
}

func unary(srv any, ctx context.Context, decode func(any) error, interceptor grpc.UnaryServerInterceptor) (any, error) {
	in := &text{}
	if err := decode(in); err != nil {
		return nil, err
	}
	handler := func(ctx context.Context, _ any) (any, error) { return in, srv.(failing)(ctx) }
	if interceptor == nil {
		return handler(ctx, in)
	}
	return interceptor(ctx, in, &grpc.UnaryServerInfo{Server: srv, FullMethod: method + "Unary"}, handler)
}

func stream(srv any, s grpc.ServerStream) error {
	name, _ := grpc.MethodFromServerStream(s)
	for range 3 {
		if name != method+"Up" {
			if err := s.SendMsg(&text{Value: "message"}); err != nil {
				return err
			}
		}
		if name != method+"Down" {
			if err := s.RecvMsg(&text{}); err != nil {
				return err
			}
		}
	}
	return srv.(failing)(s.Context())
}

// serve starts a server and returns a connection to it; both end with the test.
func serve(t *testing.T, service failing, server []grpc.ServerOption, client []grpc.DialOption) *grpc.ClientConn {
	t.Helper()
	listener := bufconn.Listen(1 << 20)
	s := grpc.NewServer(server...)
	s.RegisterService(&description, service)
	go func() { _ = s.Serve(listener) }()
	t.Cleanup(s.Stop)
	client = append(client,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }),
	)
	connection, err := grpc.NewClient("passthrough:///bufconn", client...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	return connection
}

// intercepted are the options of a server with both interceptors.
func intercepted() []grpc.ServerOption {
	return []grpc.ServerOption{
		grpc.ChainUnaryInterceptor(egoerrors.UnaryServerInterceptor()),
		grpc.ChainStreamInterceptor(egoerrors.StreamServerInterceptor()),
	}
}

// typed are the options of a client with both interceptors.
func typed() []grpc.DialOption {
	return []grpc.DialOption{
		grpc.WithChainUnaryInterceptor(egoerrors.UnaryClientInterceptor()),
		grpc.WithChainStreamInterceptor(egoerrors.StreamClientInterceptor()),
	}
}

// call makes one call of a streaming kind and returns the error that ends it.
func call(ctx context.Context, connection *grpc.ClientConn, name string) error {
	if name == "Unary" {
		return connection.Invoke(ctx, method+name, &text{}, &text{})
	}
	for _, desc := range description.Streams {
		if desc.StreamName == name {
			return converse(ctx, connection, desc)
		}
	}
	panic(name)
}

func converse(ctx context.Context, connection *grpc.ClientConn, desc grpc.StreamDesc) error {
	s, err := connection.NewStream(ctx, &desc, method+desc.StreamName)
	if err != nil {
		return err
	}
	sends := 1
	if desc.ClientStreams {
		sends = 3
	}
	for range sends {
		if err := s.SendMsg(&text{Value: "message"}); err != nil {
			break // the reason comes with RecvMsg
		}
	}
	if err := s.CloseSend(); err != nil {
		return err
	}
	for {
		if err := s.RecvMsg(&text{}); err != nil {
			return err
		}
	}
}

var kinds = []string{"Unary", "Down", "Up", "Both"}
