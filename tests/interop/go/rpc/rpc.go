// Package rpc is the service of interop.proto without generated stubs: its descriptor, and calls of it.
package rpc

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

const service = "user.v1.Interop"

// Order is what a request asks for.
type Order struct {
	Code     string            `json:"code"`
	Message  *string           `json:"message,omitempty"`
	Metadata map[string]string `json:"metadata,omitempty"`
	Details  []Detail          `json:"details,omitempty"`
	Raw      json.RawMessage   `json:"raw,omitempty"` // for the server of recorded bytes, at the end of a chain
	Next     []string          `json:"next,omitempty"`
}

// Detail is one detail to send along.
type Detail struct {
	TypeURL string `json:"type_url"`
	Value   []byte `json:"value_b64"`
}

// Onward is the address of the next hop and the order to send there.
func (o Order) Onward() (address, text string) {
	address, o.Next = o.Next[0], o.Next[1:]
	onward, err := json.Marshal(o)
	if err != nil {
		panic(err)
	}
	return address, string(onward)
}

// Fail returns the error that a call of a method shall end with.
type Fail func(ctx context.Context, method string, order Order) error

// Service describes the service to grpc-go.
func Service(fail Fail) *grpc.ServiceDesc {
	end := func(ctx context.Context, method string, request *wrapperspb.StringValue) error {
		order := Order{}
		if err := json.Unmarshal([]byte(request.GetValue()), &order); err != nil {
			return err
		}
		return fail(ctx, method, order)
	}
	unary := func(_ any, ctx context.Context, decode func(any) error, interceptor grpc.UnaryServerInterceptor) (any, error) {
		request := &wrapperspb.StringValue{}
		if err := decode(request); err != nil {
			return nil, err
		}
		handler := func(ctx context.Context, _ any) (any, error) { return nil, end(ctx, "Unary", request) }
		if interceptor == nil {
			return handler(ctx, request)
		}
		return interceptor(ctx, request, &grpc.UnaryServerInfo{FullMethod: "/" + service + "/Unary"}, handler)
	}
	streaming := func(name string, up, down bool) grpc.StreamDesc {
		handler := func(_ any, stream grpc.ServerStream) error {
			request := &wrapperspb.StringValue{}
			for {
				err := stream.RecvMsg(request)
				if err == io.EOF {
					break
				}
				if err != nil {
					return err
				}
				for n := 0; down && (n == 0 || !up && n < 3); n++ {
					if err := stream.SendMsg(request); err != nil {
						return err
					}
				}
				if !up {
					break
				}
			}
			return end(stream.Context(), name, request)
		}
		return grpc.StreamDesc{StreamName: name, Handler: handler, ClientStreams: up, ServerStreams: down}
	}
	return &grpc.ServiceDesc{
		ServiceName: service,
		HandlerType: (*any)(nil),
		Methods:     []grpc.MethodDesc{{MethodName: "Unary", Handler: unary}},
		Streams: []grpc.StreamDesc{
			streaming("Download", false, true), streaming("Upload", true, false), streaming("Chat", true, true),
		},
	}
}

// Call makes a call that must fail: the error, how many responses came before it, and the trailers.
func Call(connection grpc.ClientConnInterface, method, order string) (err error, count int, trailer metadata.MD) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	request, path := wrapperspb.String(order), "/"+service+"/"+method
	if method == "Unary" {
		err = connection.Invoke(ctx, path, request, &wrapperspb.StringValue{}, grpc.Trailer(&trailer))
		return err, 0, trailer
	}
	stream, err := connection.NewStream(ctx, &grpc.StreamDesc{ClientStreams: method != "Download", ServerStreams: true}, path)
	if err != nil {
		return err, 0, nil
	}
	for n := 0; n == 0 || method != "Download" && n < 3; n++ {
		if err := stream.SendMsg(request); err != nil && err != io.EOF {
			return err, 0, nil
		}
	}
	if err := stream.CloseSend(); err != nil {
		return err, 0, nil
	}
	for {
		if err := stream.RecvMsg(&wrapperspb.StringValue{}); err != nil {
			return err, count, stream.Trailer()
		}
		count++
	}
}
