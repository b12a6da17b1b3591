package runtime_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"example.com/shop/apis/egoerrors"
)

func TestDerivingLeavesTheOriginalAlone(t *testing.T) {
	md := map[string]string{"uid": "1"}
	first := notFound.WithMd(md)
	md["uid"] = "changed"
	second := first.AppendMd(map[string]string{"uid": "2", "more": "x"}).WithCause(io.ErrUnexpectedEOF).WithDetails(wrapperspb.String("d"))
	first.Metadata()["uid"] = "changed"
	if first.Message() != "user 1 not found" || second.Message() != "user 2 not found" || notFound.Message() != "user {uid} not found" {
		t.Errorf("%q %q %q", first.Message(), second.Message(), notFound.Message())
	}
	if !errors.Is(second, io.ErrUnexpectedEOF) || errors.Is(first, io.ErrUnexpectedEOF) || second.WithCause(nil).Cause() != nil {
		t.Error("causes got mixed up")
	}
	if len(first.Details()) != 0 || len(second.Details()) != 1 || !errors.Is(second, first) {
		t.Error("details or identity got mixed up")
	}
	packed := &anypb.Any{TypeUrl: "x/y", Value: []byte("v")}
	third := second.WithDetails(packed, nil, (*anypb.Any)(nil), wrapperspb.String("\xff"))
	packed.Value[0] = 'z'
	if details := third.Details(); len(details) != 1 || string(details[0].Value) != "v" {
		t.Errorf("%v", details)
	}
}

func TestErrorsAsFindsItAndTheTextSaysWhoItIs(t *testing.T) {
	var e *egoerrors.Error
	if !errors.As(fmt.Errorf("x: %w", notFound.WithMd(map[string]string{"uid": "7"})), &e) || e.Md("uid") != "7" {
		t.Fatal("not found in the chain")
	}
	if e.Error() != "user 7 not found (runtime.test.USER_ERR_NOT_FOUND)" || e.Display("zh_TW") != e.Error() {
		t.Errorf("%q", e.Error())
	}
	if got := e.Display("zh-CN"); got != "找不到用户 7 (runtime.test.USER_ERR_NOT_FOUND)" || e.Display("cn") != got {
		t.Errorf("%q", got)
	}
}

func TestTheZeroValueAndAdHocErrorsAreErrors(t *testing.T) {
	zero := &egoerrors.Error{}
	if zero.Code() != codes.Unknown || zero.Error() != "UNKNOWN" {
		t.Errorf("%v", zero)
	}
	own := egoerrors.New(codes.OK, "MINE", "example.com", "m\xff")
	if own.Code() != codes.Unknown || own.Error() != "m\uFFFD (example.com/MINE)" || !errors.Is(own, egoerrors.New(1, "MINE", "example.com", "")) {
		t.Errorf("%v", own)
	}
	if errors.Is(own, egoerrors.New(1, "MINE", "other.com", "")) || errors.Is(own, egoerrors.New(1, "OTHER", "example.com", "")) {
		t.Error("another identity matches")
	}
}

func TestADuplicateIsRefusedAndNamesBoth(t *testing.T) {
	known, _ := notFound.Definition()
	if err := egoerrors.Register(known); err != nil {
		t.Errorf("the same words again: %v", err)
	}
	good := egoerrors.Definition{FullName: "runtime.test.GOOD", Reason: "runtime.test.GOOD", Status: codes.Aborted}
	other := known
	other.Status = codes.Aborted
	err := egoerrors.Register(good, other)
	var duplicate *egoerrors.DuplicateError
	if !errors.As(err, &duplicate) || duplicate.First.Status != codes.NotFound || duplicate.Second.Status != codes.Aborted {
		t.Fatalf("%v", err)
	}
	for _, part := range []string{known.FullName, "NOT_FOUND", "ABORTED"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not name %s", err, part)
		}
	}
	if egoerrors.Lookup(good.FullName) != nil {
		t.Error("half of a failed registration stayed")
	}
	defer func() {
		if problem := recover(); problem == nil {
			t.Error("MustRegister took a duplicate")
		}
	}()
	egoerrors.MustRegister(other)
}

func TestInvalidDefinitionsAreRefused(t *testing.T) {
	for name, d := range map[string]egoerrors.Definition{
		"no name":          {Status: codes.Aborted},
		"OK":               {FullName: "a.B", Reason: "a.B"},
		"an unknown code":  {FullName: "a.B", Reason: "a.B", Status: 17},
		"another reason":   {FullName: "a.B", Reason: "C", Domain: "d", Status: codes.Aborted},
		"a missing domain": {FullName: "a.B", Reason: "B", Status: codes.Aborted},
	} {
		if err := egoerrors.Register(d); !errors.Is(err, egoerrors.ErrInvalidDefinition) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEverythingAtOnce(t *testing.T) {
	registry := &egoerrors.Registry{}
	_, _, details := notFound.WithMd(map[string]string{"uid": "42"}).Wire()
	var all sync.WaitGroup
	for worker := range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := range 200 {
				name := fmt.Sprintf("race.CODE_%d", i)
				if err := registry.Register(egoerrors.Definition{FullName: name, Reason: name, Status: codes.Aborted}); err != nil {
					t.Error(err)
				}
				e := registry.FromWire(codes.NotFound, "m", details)
				shared := notFound.AppendMd(map[string]string{"uid": fmt.Sprint(worker)}).WithCause(e)
				if shared.Message() != fmt.Sprintf("user %d not found", worker) || !registry.Is(registry.Lookup(name), registry.Lookup(name)) {
					t.Errorf("%v", shared)
				}
				_, _, _ = shared.Wire()
				_ = notFound.Display("cn")
				_ = registry.Definitions()
			}
		}()
	}
	all.Wait()
}

func TestTheRegistryCanBeRead(t *testing.T) {
	found := false
	for _, d := range egoerrors.Definitions() {
		found = found || d.FullName == notFound.FullName()
	}
	if !found || egoerrors.Lookup(notFound.FullName()) != notFound || egoerrors.Lookup("x") != nil {
		t.Error("a registered code is not found")
	}
	s := notFound.GRPCStatus()
	if e := egoerrors.FromStatus(s); !errors.Is(e, notFound) || e.Cause() == nil || egoerrors.FromStatus(nil) != nil {
		t.Errorf("%v", e)
	}
	if got := egoerrors.Fill("{a}{b}{", map[string]string{"a": "{b}", "b": "1"}); got != "{b}1{" {
		t.Errorf("%q", got)
	}
}
