package main

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"

	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	"conformance.test/testee/egoerrors"
)

// wrapped is an ordinary error around another; unlike that of fmt.Errorf its text is its own.
type wrapped struct {
	text  string
	inner error
}

func (w *wrapped) Error() string { return w.text }

func (w *wrapped) Unwrap() error { return w.inner }

// source makes the error that a source describes; nil for nothing.
func (c *codeSet) source(given any) (error, error) {
	if given == nil {
		return nil, nil
	}
	fields, ok := given.(object)
	if !ok {
		return nil, bad("source")
	}
	err, problem := c.origin(fields)
	steps, there := fields["steps"]
	if problem != nil || !there {
		return err, problem
	}
	e, problem := c.derive(c.registry.FromError(err), steps)
	if problem != nil || e == nil {
		return nil, problem
	}
	return e, nil
}

func (c *codeSet) origin(fields object) (error, error) {
	if name, there := fields["code"]; there {
		e, problem := c.lookup(name)
		if problem != nil {
			return nil, problem
		}
		return e, nil
	}
	if given, there := fields["exception"]; there {
		text, problem := textOf(given, "exception")
		return errors.New(text), problem
	}
	if inner, there := fields["wrap"]; there {
		text, problem := optionalText(fields["text"], "text")
		if problem != nil {
			return nil, problem
		}
		err, problem := c.source(inner)
		return &wrapped{text, err}, problem
	}
	switch fields["local"] {
	case nil:
		for name := range fields {
			if !slices.Contains([]string{"grpc_status", "grpc_message", "details_b64", "steps"}, name) {
				return nil, bad("a known kind of source")
			}
		}
		return c.wire(fields)
	case "deadline":
		return context.DeadlineExceeded, nil
	case "cancellation":
		return context.Canceled, nil
	}
	return nil, bad("local")
}

func (c *codeSet) lookup(given any) (*egoerrors.Error, error) {
	name, ok := given.(string)
	if !ok {
		return nil, bad("code")
	}
	if e := c.registry.Lookup(name); e != nil {
		return e, nil
	}
	return nil, refuse("unknown_code", "no code %q", name)
}

// wire is what arrived: as grpc-go's own error where that says exactly the same, else as the runtime reads it.
func (c *codeSet) wire(fields object) (error, error) {
	number, message, details := int64(codes.Unknown), "", []byte(nil)
	var problem error
	if given, there := fields["grpc_status"]; there {
		if number, problem = integer(given, "grpc_status"); problem != nil {
			return nil, problem
		}
	}
	if given, there := fields["grpc_message"]; there {
		if message, problem = textOf(given, "grpc_message"); problem != nil {
			return nil, problem
		}
	}
	if given := fields["details_b64"]; given != nil {
		if details, problem = bytesOf(given, "details_b64"); problem != nil {
			return nil, problem
		}
	}
	code := codes.Code(math.MaxUint32)
	if 0 <= number && number < math.MaxUint32 {
		code = codes.Code(number)
	}
	if s := native(code, message, details); s != nil {
		return s.Err(), nil
	}
	if e := c.registry.FromWire(code, message, details); e != nil {
		return e, nil
	}
	return nil, nil
}

func native(code codes.Code, message string, details []byte) *status.Status {
	if len(details) == 0 {
		return status.New(code, message)
	}
	p := &spb.Status{}
	if proto.Unmarshal(details, p) != nil || p.Code != int32(code) || p.Message != message {
		return nil
	}
	if again, err := proto.Marshal(p); err != nil || !bytes.Equal(again, details) || len(p.Details) == 0 {
		return nil
	}
	return status.FromProto(p)
}

// derive goes through the steps, and after each tries to change the error behind its back.
func (c *codeSet) derive(e *egoerrors.Error, given any) (*egoerrors.Error, error) {
	steps, ok := given.([]any)
	if !ok {
		return nil, bad("steps")
	}
	for _, item := range steps {
		step, ok := item.(object)
		if !ok || len(step) != 1 || e == nil {
			return nil, bad("a step")
		}
		var problem error
		for name, argument := range step {
			e, problem = c.step(e, name, argument)
		}
		if problem != nil {
			return nil, problem
		}
		meddle(e)
	}
	return e, nil
}

func (c *codeSet) step(e *egoerrors.Error, name string, given any) (*egoerrors.Error, error) {
	switch name {
	case "with_message":
		text, problem := textOf(given, name)
		return e.WithMsg(text), problem
	case "with_metadata", "add_metadata":
		metadata, problem := textMap(given, name)
		derive := e.WithMd
		if name == "add_metadata" {
			derive = e.AppendMd
		}
		derived := derive(metadata)
		if metadata != nil {
			metadata["mutated"] = "1"
		}
		return derived, problem
	case "with_cause":
		fields, ok := given.(object)
		if !ok {
			return nil, bad("with_cause")
		}
		cause, problem := c.source(given)
		if cause != nil {
			_, exception := fields["exception"]
			_, wrap := fields["wrap"]
			if !exception && !wrap {
				cause = c.registry.FromError(cause)
			}
		}
		return e.WithCause(cause), problem
	case "with_details":
		details, problem := detailsOf(given)
		derived := e.WithDetails(details...)
		for _, detail := range details {
			detail.(*anypb.Any).TypeUrl = "mutated"
			clear(detail.(*anypb.Any).Value)
		}
		clear(details)
		return derived, problem
	}
	return nil, refuse("bad_request", "no step %q", name)
}

func detailsOf(given any) ([]proto.Message, error) {
	list, ok := given.([]any)
	if !ok {
		return nil, bad("with_details")
	}
	var details []proto.Message
	for _, item := range list {
		fields, ok := item.(object)
		if !ok {
			return nil, bad("a detail")
		}
		url, problem := textOf(fields["type_url"], "type_url")
		value, again := bytesOf(fields["value_b64"], "value_b64")
		if err := errors.Join(problem, again); err != nil {
			return nil, bad("a detail")
		}
		details = append(details, &anypb.Any{TypeUrl: url, Value: value})
	}
	return details, nil
}

// meddle changes everything that the error's accessors hand out.
func meddle(e *egoerrors.Error) {
	e.Metadata()["mutated"] = "1"
	for _, detail := range e.Details() {
		detail.TypeUrl = "mutated"
		clear(detail.Value)
	}
	if definition, ok := e.Definition(); ok {
		definition.Messages["mutated"] = "1"
		clear(definition.Keys)
	}
	_, _, details := e.Wire()
	clear(details)
}
