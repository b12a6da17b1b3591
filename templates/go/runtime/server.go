package egoerrors

import (
	"bytes"
	"context"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

const detailsHeader = "grpc-status-details-bin"

// UnaryServerInterceptor puts what a handler returns on the wire by [FromError]: wrapped errors are found, an error
// that came from another server goes on byte for byte, and the text of foreign errors stays at home.
func UnaryServerInterceptor() grpc.UnaryServerInterceptor {
	return func(ctx context.Context, req any, _ *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
		resp, err := handler(ctx, req)
		if nothing(err) {
			return resp, nil
		}
		return nil, outbound(err, func(md metadata.MD) error { return grpc.SetTrailer(ctx, md) })
	}
}

// StreamServerInterceptor is UnaryServerInterceptor for streams of all kinds.
func StreamServerInterceptor() grpc.StreamServerInterceptor {
	return func(srv any, stream grpc.ServerStream, _ *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
		err := handler(srv, stream)
		if nothing(err) {
			return nil
		}
		return outbound(err, func(md metadata.MD) error { stream.SetTrailer(md); return nil })
	}
}

// nothing says whether a handler has no error; `return FromError(err)` of a nil err gives a nil *Error, which an
// error that holds it is not equal to nil.
func nothing(err error) bool {
	e, ok := err.(*Error)
	return err == nil || ok && e == nil
}

// sent is an error on its way through grpc-go, with the status that grpc-go shall write.
type sent struct {
	err    *Error
	status *status.Status
}

func (s *sent) Error() string { return s.err.Error() }

func (s *sent) GRPCStatus() *status.Status { return s.status }

func (s *sent) Unwrap() error { return s.err }

// outbound is the error to return to grpc-go.
func outbound(err error, setTrailer func(metadata.MD) error) error {
	e := FromError(err)
	if e == nil { // an error that says OK would reach the client as a broken success
		e = &Error{status: codes.Unknown, cause: err}
	}
	code, message, details := e.Wire()
	st := e.GRPCStatus()
	if len(details) > 0 {
		written := st.Proto()
		again, problem := proto.Marshal(written)
		// grpc-go leaves the trailer alone when the status it is given has no details of its own.
		differs := problem != nil || len(written.Details) == 0 || !bytes.Equal(again, details)
		if differs && setTrailer(metadata.Pairs(detailsHeader, string(details))) == nil {
			st = status.New(code, message)
		}
	}
	return &sent{err: e, status: st}
}
