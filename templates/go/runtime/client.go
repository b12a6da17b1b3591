package egoerrors

import (
	"context"
	"io"
	"strconv"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// UnaryClientInterceptor turns the native error of a call into an *Error, read from the trailers as they arrived.
func UnaryClientInterceptor() grpc.UnaryClientInterceptor {
	return func(
		ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoker grpc.UnaryInvoker, opts ...grpc.CallOption,
	) error {
		var trailer metadata.MD
		err := invoker(ctx, method, req, reply, cc, append(opts[:len(opts):len(opts)], grpc.Trailer(&trailer))...)
		return inbound(err, trailer)
	}
}

// StreamClientInterceptor is UnaryClientInterceptor for streams of all kinds.
func StreamClientInterceptor() grpc.StreamClientInterceptor {
	return func(
		ctx context.Context, desc *grpc.StreamDesc, cc *grpc.ClientConn, method string, streamer grpc.Streamer, opts ...grpc.CallOption,
	) (grpc.ClientStream, error) {
		stream, err := streamer(ctx, desc, cc, method, opts...)
		if err != nil {
			return nil, inbound(err, nil)
		}
		return &clientStream{stream}, nil
	}
}

type clientStream struct{ grpc.ClientStream }

func (s *clientStream) RecvMsg(m any) error {
	err := s.ClientStream.RecvMsg(m)
	if err == nil || err == io.EOF {
		return err
	}
	return inbound(err, s.Trailer())
}

func (s *clientStream) SendMsg(m any) error { return inbound(s.ClientStream.SendMsg(m), nil) }

func (s *clientStream) CloseSend() error { return inbound(s.ClientStream.CloseSend(), nil) }

func (s *clientStream) Header() (metadata.MD, error) {
	md, err := s.ClientStream.Header()
	return md, inbound(err, nil)
}

// inbound is the error to hand to the caller; io.EOF, which ends streams, and no error stay what they are.
func inbound(err error, trailer metadata.MD) error {
	if err == nil || err == io.EOF {
		return err
	}
	details := trailer.Get(detailsHeader)
	if _, ours := err.(*Error); !ours && len(details) > 0 {
		if s := statusOf(err); s != nil {
			code, message := wireStatus(s, details[0])
			if e := FromWire(code, message, []byte(details[0])); e != nil {
				e.cause = err
				return e
			}
		}
	}
	if e := FromError(err); e != nil {
		return e
	}
	return err
}

// wireStatus is the grpc-status and grpc-message of a call. grpc-go, when Status.code in the details is another one,
// reports INTERNAL and quotes them in the message of a fixed form; that is where they are found again.
func wireStatus(s *status.Status, details string) (codes.Code, string) {
	code, message := s.Code(), s.Message()
	inside, ok := readStatus([]byte(details))
	if code != codes.Internal || !ok || message == inside.message && codes.Code(inside.code) == code {
		return code, message
	}
	rest, found := strings.CutPrefix(message, "grpc-status-details-bin mismatch: grpc-status=")
	name, rest, comma := strings.Cut(rest, ", grpc-message=")
	quoted, problem := strconv.QuotedPrefix(rest)
	original, known := codeOf(name)
	text, malformed := strconv.Unquote(quoted)
	if !found || !comma || problem != nil || malformed != nil || !known {
		return code, message
	}
	return original, text
}

// codeOf reads what codes.Code.String writes.
func codeOf(name string) (codes.Code, bool) {
	for code := codes.OK; code <= codes.Unauthenticated; code++ {
		if code.String() == name {
			return code, true
		}
	}
	number, found := strings.CutPrefix(name, "Code(")
	n, err := strconv.ParseUint(strings.TrimSuffix(number, ")"), 10, 32)
	return codes.Code(n), found && err == nil
}
