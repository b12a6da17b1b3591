package egoerrors

import (
	"context"
	"os"
	"reflect"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// maximumLinks is how many errors of a chain are looked at.
const maximumLinks = 128

// FromError makes an *Error of any error, and nil of nil. It never panics.
//
// An *Error comes back as it is, also from inside other errors; a native gRPC error is read; a deadline or a
// cancellation keeps its code; everything else is UNKNOWN with an empty message, since a local text is nobody's
// business at the other end. What it was made of is its Cause.
func FromError(err error) *Error { return defaultRegistry.FromError(err) }

// FromError is the function FromError over the codes of this registry.
func (r *Registry) FromError(err error) *Error {
	if err == nil {
		return nil
	}
	if e, ok := err.(*Error); ok {
		return e
	}
	w := walk{registry: r, outer: err, left: maximumLinks}
	if found, ok := w.find(err); ok {
		return found
	}
	return &Error{status: codes.Unknown, cause: err}
}

// FromStatus reads a status that was taken out of an error already; nil for status OK and for nil.
func FromStatus(s *status.Status) *Error { return defaultRegistry.fromStatus(s, s.Err()) }

// walk looks through the chain and the groups of an error, from the outside in.
type walk struct {
	registry *Registry
	outer    error
	left     int
	seen     map[error]struct{}
}

func (w *walk) find(err error) (*Error, bool) {
	for err != nil && w.left > 0 && !w.again(err) {
		w.left--
		if e, ok := w.decide(err); ok {
			return e, true
		}
		group, next := unwrap(err)
		for _, member := range group {
			if e, ok := w.find(member); ok {
				return e, true
			}
		}
		err = next
	}
	return nil, false
}

// decide says whether this link of the chain is an answer.
func (w *walk) decide(err error) (*Error, bool) {
	switch err {
	case context.DeadlineExceeded, os.ErrDeadlineExceeded:
		return &Error{status: codes.DeadlineExceeded, cause: w.outer}, true
	case context.Canceled:
		return &Error{status: codes.Canceled, cause: w.outer}, true
	}
	if e, ok := err.(*Error); ok {
		return e, e != nil
	}
	if s := statusOf(err); s != nil {
		return w.registry.fromStatus(s, err), true
	}
	return nil, false
}

// again says whether the link was seen before, and remembers it. Only long chains can be circles.
func (w *walk) again(err error) bool {
	if w.left > maximumLinks-8 || !reflect.ValueOf(err).Comparable() {
		return false
	}
	if _, ok := w.seen[err]; ok {
		return true
	}
	if w.seen == nil {
		w.seen = map[error]struct{}{}
	}
	w.seen[err] = struct{}{}
	return false
}

// statusOf asks a native gRPC error for its status; methods of other people's errors may panic, on nil receivers most
// of all.
func statusOf(err error) (s *status.Status) {
	native, ok := err.(interface{ GRPCStatus() *status.Status })
	if !ok {
		return nil
	}
	defer func() {
		if recover() != nil {
			s = nil
		}
	}()
	return native.GRPCStatus()
}

func unwrap(err error) (group []error, next error) {
	defer func() {
		if recover() != nil {
			group, next = nil, nil
		}
	}()
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		return nil, e.Unwrap()
	case interface{ Unwrap() []error }:
		return e.Unwrap(), nil
	}
	return nil, nil
}
