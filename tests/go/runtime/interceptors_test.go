package runtime_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"

	"example.com/shop/apis/egoerrors"
)

func TestAnErrorArrivesTypedInEveryStreamingKind(t *testing.T) {
	thrown := notFound.AppendMd(map[string]string{"uid": "42 您好 😀 100%\n"}).
		WithDetails(&errdetails.RetryInfo{RetryDelay: durationpb.New(time.Second)})
	for _, kind := range kinds {
		connection := serve(t, func(context.Context) error { return fmt.Errorf("loading: %w", thrown) }, intercepted(), typed())
		err := call(context.Background(), connection, kind)
		e, ok := err.(*egoerrors.Error)
		if !ok {
			t.Fatalf("%s: %T is not typed: %v", kind, err, err)
		}
		if !errors.Is(err, notFound) || !egoerrors.Is(err, notFound) || e.Message() != thrown.Message() || e.Md("uid") != thrown.Md("uid") {
			t.Errorf("%s: %v, want %v", kind, e, thrown)
		}
		retry := &errdetails.RetryInfo{}
		if details := e.Details(); len(details) != 1 || details[0].UnmarshalTo(retry) != nil || retry.RetryDelay.Seconds != 1 {
			t.Errorf("%s: details %v", kind, details)
		}
		if status.Code(err) != codes.NotFound || status.Code(errors.Unwrap(err)) != codes.NotFound {
			t.Errorf("%s: not a native gRPC error any more", kind)
		}
	}
}

func TestWithoutInterceptorsTheErrorArrivesToo(t *testing.T) {
	for _, kind := range kinds {
		connection := serve(t, func(context.Context) error { return notFound.WithMsg("m") }, nil, nil)
		err := call(context.Background(), connection, kind)
		if e := egoerrors.FromError(err); !errors.Is(e, notFound) || e.Message() != "m" || e.StatusMismatch() {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestSuccessAndTheEndOfAStreamStayWhatTheyAre(t *testing.T) {
	for _, kind := range kinds {
		connection := serve(t, func(context.Context) error { return nil }, intercepted(), typed())
		err := call(context.Background(), connection, kind)
		if kind == "Unary" && err != nil || kind != "Unary" && kind != "Up" && err != io.EOF {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestReturningTheErrorOfNothingIsSuccess(t *testing.T) {
	for _, kind := range kinds {
		connection := serve(t, func(context.Context) error { return egoerrors.FromError(nil) }, intercepted(), typed())
		err := call(context.Background(), connection, kind)
		if kind == "Unary" && err != nil || kind != "Unary" && kind != "Up" && err != io.EOF {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestTheTextOfAForeignErrorStaysAtHome(t *testing.T) {
	for _, kind := range kinds {
		connection := serve(t, func(context.Context) error { return errors.New("password=hunter2") }, intercepted(), typed())
		e := egoerrors.FromError(call(context.Background(), connection, kind))
		if e.Code() != codes.Unknown || e.Message() != "" || len(e.Details()) != 0 {
			t.Errorf("%s: %v", kind, e)
		}
	}
}

func TestDeadlineAndCancellationKeepTheirCodes(t *testing.T) {
	for _, kind := range kinds {
		wait := func(ctx context.Context) error { <-ctx.Done(); return fmt.Errorf("waiting: %w", ctx.Err()) }
		connection := serve(t, wait, intercepted(), typed())
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		if e := egoerrors.FromError(call(ctx, connection, kind)); e.Code() != codes.DeadlineExceeded {
			t.Errorf("%s: %v", kind, e)
		}
		cancel()
		ctx, cancel = context.WithCancel(context.Background())
		time.AfterFunc(50*time.Millisecond, cancel)
		if e := egoerrors.FromError(call(ctx, connection, kind)); e.Code() != codes.Canceled {
			t.Errorf("%s: %v", kind, e)
		}
	}
}

func TestAHandlerThatSaysOKWithAnErrorIsNoSuccess(t *testing.T) {
	connection := serve(t, func(context.Context) error { return odd{} }, intercepted(), typed())
	if e := egoerrors.FromError(call(context.Background(), connection, "Unary")); e.Code() != codes.Unknown {
		t.Errorf("%v", e)
	}
}

// odd is an error whose status is OK.
type odd struct{}

func (odd) Error() string { return "odd" }

func (odd) GRPCStatus() *status.Status { return status.New(codes.OK, "") }

// trailers makes a server that writes a status by hand, as a peer in another language may.
func trailers(code codes.Code, message string, details []byte) failing {
	return func(ctx context.Context) error {
		_ = grpc.SetTrailer(ctx, metadata.Pairs("grpc-status-details-bin", string(details)))
		return status.Error(code, message)
	}
}

func TestTheTrailersDecideWhereGrpcGoGivesUp(t *testing.T) {
	said := &spb.Status{Code: 3, Message: "inner"}
	info, _ := proto.Marshal(said)
	broken := []byte("\x08\x05\x12\x02m\xff") // a message that is not UTF-8: grpc-go drops it all
	cases := []struct {
		name     string
		code     codes.Code
		message  string
		details  []byte
		broken   bool
		mismatch bool
	}{
		{"a code that disagrees", codes.NotFound, "outer \"quoted\" 您好", info, false, true},
		{"INTERNAL that disagrees", codes.Internal, "outer", info, false, true},
		{"a code without a name", codes.Code(99), "outer", info, false, true},
		{"text that is not UTF-8", codes.NotFound, "outer", broken, false, false},
		{"garbage", codes.NotFound, "outer", []byte("\xff\xff"), true, false},
		{"a cut off end", codes.NotFound, "outer", []byte("\x08\x05\x1a\x7f"), true, false},
	}
	for _, c := range cases {
		want := egoerrors.FromWire(c.code, c.message, c.details)
		for _, kind := range kinds {
			connection := serve(t, trailers(c.code, c.message, c.details), nil, typed())
			e := egoerrors.FromError(call(context.Background(), connection, kind))
			if e.Code() != want.Code() || e.Message() != c.message || e.DetailsBroken() != c.broken || e.StatusMismatch() != c.mismatch {
				t.Errorf("%s, %s: %v broken=%t mismatch=%t", c.name, kind, e, e.DetailsBroken(), e.StatusMismatch())
			}
			if _, _, details := e.Wire(); !bytes.Equal(details, c.details) {
				t.Errorf("%s, %s: sends %x, caught %x", c.name, kind, details, c.details)
			}
		}
	}
}

func TestAMessageThatLooksLikeGrpcGosOwnComplaintIsLeftAlone(t *testing.T) {
	lie := `grpc-status-details-bin mismatch: grpc-status=NotFound, grpc-message="x", grpc-status-details-bin=y`
	details, _ := proto.Marshal(&spb.Status{Code: 13, Message: lie})
	connection := serve(t, trailers(codes.Internal, lie, details), nil, typed())
	if e := egoerrors.FromError(call(context.Background(), connection, "Unary")); e.Code() != codes.Internal || e.Message() != lie {
		t.Errorf("%v", e)
	}
}

func TestAHopSendsTheVeryBytesThatItCaught(t *testing.T) {
	fresh, _ := proto.Marshal(notFound.GRPCStatus().Proto())
	unknown := append(append([]byte{}, fresh...), 0x4a, 0x02, 'h', 'i') // a field that no one knows
	alone := []byte("\x08\x05\x12\x01m\x4a\x02hi")                      // the same without any detail
	backwards := []byte("\x12\x01m\x08\x05")                            // fields in another order
	for name, details := range map[string][]byte{"fresh": fresh, "unknown field": unknown, "only that": alone, "backwards": backwards, "garbage": {0xff}} {
		last := serve(t, trailers(codes.NotFound, "m", details), nil, typed())
		middle := serve(t, func(ctx context.Context) error { return call(ctx, last, "Unary") }, intercepted(), typed())
		first := serve(t, func(ctx context.Context) error { return call(ctx, middle, "Down") }, intercepted(), nil)
		var trailer metadata.MD
		err := first.Invoke(context.Background(), method+"Unary", &text{}, &text{}, grpc.Trailer(&trailer))
		if got := trailer.Get("grpc-status-details-bin"); status.Code(err) != codes.NotFound || len(got) != 1 || got[0] != string(details) {
			t.Errorf("%s: %v, %x, want %x", name, err, got, details)
		}
	}
}

func TestAnErrorTooLargeForTrailersKeepsWhatItIs(t *testing.T) {
	large := notFound.AppendMd(map[string]string{"uid": "42", "dump": strings.Repeat("x", 20_000)}).WithMsg(strings.Repeat("错", 2_000))
	for _, options := range [][]grpc.ServerOption{nil, intercepted()} {
		connection := serve(t, func(context.Context) error { return large }, options, typed())
		e := egoerrors.FromError(call(context.Background(), connection, "Unary"))
		if !errors.Is(e, notFound) || e.Domain() != "test.example.com" || e.Md("ego-truncated") != "1" || e.Md("dump") != "" {
			t.Errorf("%v %v", e, e.Metadata())
		}
		if !strings.HasPrefix(large.Message(), e.Message()) || len(e.Message()) < 1_000 {
			t.Errorf("%d bytes of message are left", len(e.Message()))
		}
	}
	if len(large.Message()) != 6_000 || len(large.Md("dump")) != 20_000 {
		t.Error("sending changed the error")
	}
}

func TestAStreamThatCannotBeginSaysWhy(t *testing.T) {
	connection := serve(t, func(context.Context) error { return notFound }, intercepted(), typed())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, kind := range kinds {
		if e, ok := call(ctx, connection, kind).(*egoerrors.Error); !ok || e.Code() != codes.Canceled {
			t.Errorf("%s: %v", kind, e)
		}
	}
}

func TestOtherInterceptorsSeeTheErrorThatTheHandlerReturned(t *testing.T) {
	var seen error
	outer := func(ctx context.Context, req any, _ *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
		resp, err := handler(ctx, req)
		seen = err
		return resp, err
	}
	options := []grpc.ServerOption{grpc.ChainUnaryInterceptor(outer, egoerrors.UnaryServerInterceptor())}
	connection := serve(t, func(context.Context) error { return notFound.WithCause(io.ErrUnexpectedEOF) }, options, typed())
	err := call(context.Background(), connection, "Unary")
	if !errors.Is(seen, notFound) || !errors.Is(seen, io.ErrUnexpectedEOF) || seen.Error() != notFound.Error() {
		t.Errorf("%v", seen)
	}
	if !errors.Is(err, notFound) || errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("the cause went over the wire: %v", err)
	}
}
