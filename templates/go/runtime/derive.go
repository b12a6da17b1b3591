package egoerrors

import (
	"slices"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
)

// WithMsg returns the error with this message; the text is never filled with metadata.
func (e *Error) WithMsg(message string) *Error {
	return e.derived(func(d *Error) { d.message, d.templated = valid(message), false })
}

// WithMd returns the error with exactly this metadata.
func (e *Error) WithMd(metadata map[string]string) *Error {
	return e.derived(func(d *Error) { d.metadata, d.stale = entriesOf(metadata), true })
}

// AppendMd returns the error with this metadata over what it has.
func (e *Error) AppendMd(metadata map[string]string) *Error {
	return e.derived(func(d *Error) {
		d.metadata, d.stale = slices.Clone(d.metadata), true
		for _, p := range entriesOf(metadata) {
			d.metadata = put(d.metadata, p)
		}
	})
}

// WithDetails returns the error with these details beside the ErrorInfo, in place of those it has. An *anypb.Any is
// taken as it is; a message that is nil or cannot be serialized is left out.
func (e *Error) WithDetails(details ...proto.Message) *Error {
	return e.derived(func(d *Error) {
		kept := make([]detail, 0, 1+len(details))
		if d.info > 0 {
			kept = append(kept, d.details[d.info-1])
			d.info = 1
		}
		for _, message := range details {
			if packed, ok := pack(message); ok {
				kept = append(kept, packed)
			}
		}
		d.details = kept
	})
}

// WithCause returns the error with a local cause, for errors.Is, errors.As and logs; it never goes on the wire.
// A nil cause takes the one away that there is.
func (e *Error) WithCause(cause error) *Error {
	if e == nil {
		return nil
	}
	d := *e
	d.cause = cause
	return &d
}

// derived returns a changed copy, which what came over the wire no longer describes. No error stays no error.
func (e *Error) derived(change func(*Error)) *Error {
	if e == nil {
		return nil
	}
	d := *e
	d.raw, d.native = nil, nil
	change(&d)
	return &d
}

func pack(message proto.Message) (detail, bool) {
	if message == nil || !message.ProtoReflect().IsValid() {
		return detail{}, false
	}
	if given, ok := message.(*anypb.Any); ok {
		return detail{valid(given.GetTypeUrl()), slices.Clone(given.GetValue())}, true
	}
	value, err := proto.MarshalOptions{AllowPartial: true, Deterministic: true}.Marshal(message)
	return detail{typePrefix + string(message.ProtoReflect().Descriptor().FullName()), value}, err == nil
}
