package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"example.com/shop/apis/egoerrors"
)

// hostile is an error all of whose methods panic.
type hostile struct{}

func (*hostile) Error() string { panic("Error") }

func (*hostile) Unwrap() error { panic("Unwrap") }

func (*hostile) GRPCStatus() *status.Status { panic("GRPCStatus") }

// circle is an error that is its own cause.
type circle struct{ next error }

func (c *circle) Error() string { return "circle" }

func (c *circle) Unwrap() error { return c.next }

// group is an error that cannot be compared.
type group struct{ members []error }

func (g group) Error() string { return "group" }

func (g group) Unwrap() []error { return g.members }

func TestFromErrorTakesEverything(t *testing.T) {
	around := &circle{}
	around.next = fmt.Errorf("again: %w", around)
	deep := error(notFound)
	for range 120 {
		deep = fmt.Errorf("deeper: %w", deep)
	}
	tooDeep := deep
	for range 20 {
		tooDeep = fmt.Errorf("deeper: %w", tooDeep)
	}
	wide := group{}
	wide.members = []error{errors.New("a"), nil, wide, &hostile{}, fmt.Errorf("b: %w", notFound), context.Canceled}
	var nobody *egoerrors.Error
	var pointer *hostile
	cases := []struct {
		name string
		err  error
		code codes.Code
	}{
		{"nil", nil, codes.OK},
		{"a nil *Error", nobody, codes.OK},
		{"a nil *Error, wrapped", fmt.Errorf("x: %w", nobody), codes.Unknown},
		{"a nil pointer", pointer, codes.Unknown},
		{"methods that panic", &hostile{}, codes.Unknown},
		{"a circle", around, codes.Unknown},
		{"a group", wide, codes.NotFound},
		{"a join", errors.Join(errors.New("x"), notFound), codes.NotFound},
		{"120 links", deep, codes.NotFound},
		{"140 links", tooDeep, codes.Unknown},
		{"a plain error", errors.New("x"), codes.Unknown},
		{"a deadline", fmt.Errorf("x: %w", context.DeadlineExceeded), codes.DeadlineExceeded},
		{"a deadline of the system", fmt.Errorf("x: %w", os.ErrDeadlineExceeded), codes.DeadlineExceeded},
		{"a cancellation", context.Canceled, codes.Canceled},
		{"a native error", status.Error(codes.Aborted, "x"), codes.Aborted},
		{"a native error, wrapped", fmt.Errorf("x: %w", status.Error(codes.Aborted, "x")), codes.Aborted},
	}
	for _, c := range cases {
		e := egoerrors.FromError(c.err)
		if e.Code() != c.code {
			t.Errorf("%s: %v, want %v", c.name, e.Code(), c.code)
		}
		if c.code == codes.Unknown && (e.Message() != "" || e.Cause() != c.err) {
			t.Errorf("%s: message %q, cause %v", c.name, e.Message(), e.Cause())
		}
	}
}

func TestNoBytesMakeReadingPanicAndAHopChangesNothing(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	seed := notFound.AppendMd(map[string]string{"uid": "42"})
	_, _, valid := seed.Wire()
	for range 20_000 {
		details := append([]byte{}, valid...)
		for range random.Intn(4) {
			details[random.Intn(len(details))] = byte(random.Intn(256))
		}
		details = details[:random.Intn(len(details)+1)]
		e := egoerrors.FromWire(codes.NotFound, "m", details)
		code, message, sent := e.Wire()
		if code != codes.NotFound || message != "m" || string(sent) != string(details) {
			t.Fatalf("%x comes out as %v %q %x", details, code, message, sent)
		}
		again := egoerrors.FromError(e.GRPCStatus().Err())
		if again.Code() != e.Code() || again.Reason() != e.Reason() || again.Domain() != e.Domain() {
			t.Fatalf("%x: %v and %v", details, e, again)
		}
	}
}

func TestNilIsNoError(t *testing.T) {
	var e *egoerrors.Error
	if e.WithMsg("x") != nil || e.WithMd(nil) != nil || e.WithCause(errors.New("x")) != nil || e.WithDetails() != nil {
		t.Error("deriving made something of nothing")
	}
	code, message, details := e.Wire()
	if code != codes.OK || message != "" || details != nil || e.Display("zh") != "" || e.HTTPStatus() != 200 || e.HTTPBody("") != nil {
		t.Error("nothing says something")
	}
	if !egoerrors.Is(nil, nil) || egoerrors.Is(nil, notFound) || egoerrors.Is(notFound, nil) || errors.Is(e, notFound) {
		t.Error("nothing matches something")
	}
	if egoerrors.Is(status.Error(codes.NotFound, ""), nil) || egoerrors.Is(errors.New("x"), egoerrors.FromError(errors.New("x"))) {
		t.Error("an error without a reason matches")
	}
}
