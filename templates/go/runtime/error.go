package egoerrors

import (
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/anypb"

	spb "google.golang.org/genproto/googleapis/rpc/status"
)

// Error is one error of a gRPC call: its status, who it is (reason and domain), and what it says.
//
// It is made by a generated accessor, by [New], or by reading ([FromError], [FromWire]). The zero value is an error
// with status UNKNOWN and nothing else.
type Error struct {
	status    codes.Code
	reason    string
	domain    string
	message   string // explicit text; unused while templated
	templated bool   // the message is the code's template, filled with the metadata of the day
	metadata  []entry
	details   []detail // all of them in wire order, the ErrorInfo among them when info > 0
	info      int      // 1 + the place of the deciding ErrorInfo in details; 0 when there is none
	stale     bool     // the metadata was derived: the ErrorInfo must be encoded anew
	code      *code    // the registered code that it is, or nil
	cause     error
	broken    bool
	mismatch  bool
	raw       []byte      // google.rpc.Status as received; given up by derivations
	native    *spb.Status // the same, decoded by grpc-go, when the bytes were out of reach
}

// entry is one pair of the metadata; an Error keeps them sorted by key, each key once.
type entry struct{ key, value string }

// detail is one google.protobuf.Any.
type detail struct {
	typeURL string
	value   []byte
}

// New returns an error that no generated code stands for; a status outside 1…16 becomes UNKNOWN.
func New(status codes.Code, reason, domain, message string) *Error {
	if status == codes.OK {
		status = codes.Unknown
	}
	return &Error{status: known(status), reason: valid(reason), domain: valid(domain), message: valid(message)}
}

// Code is the gRPC status: what the wire said, whatever the details or the registry say. OK for nil.
func (e *Error) Code() codes.Code {
	if e == nil {
		return codes.OK
	}
	if e.status == codes.OK { // the zero value
		return codes.Unknown
	}
	return e.status
}

// Reason is ErrorInfo.reason; with a dot in it, it is the full name of the declared enum value.
func (e *Error) Reason() string {
	if e == nil {
		return ""
	}
	return e.reason
}

// Domain is ErrorInfo.domain.
func (e *Error) Domain() string {
	if e == nil {
		return ""
	}
	return e.domain
}

// Message is the text for developers: of a declared code its template filled with the metadata, until
// [Error.WithMsg] replaces it; of an error from the wire what the wire said.
func (e *Error) Message() string {
	if e == nil {
		return ""
	}
	if e.templated {
		return fill(e.code.template(), e.metadata)
	}
	return e.message
}

// Metadata is a copy of ErrorInfo.metadata; never nil.
func (e *Error) Metadata() map[string]string {
	if e == nil {
		return map[string]string{}
	}
	md := make(map[string]string, len(e.metadata))
	for _, pair := range e.metadata {
		md[pair.key] = pair.value
	}
	return md
}

// Md is the value of one metadata key, "" when it is absent.
func (e *Error) Md(key string) string {
	if e == nil {
		return ""
	}
	value, _ := find(e.metadata, key)
	return value
}

// Details are copies of the details other than the ErrorInfo that decided, in order, unknown types included.
func (e *Error) Details() []*anypb.Any {
	if e == nil {
		return nil
	}
	var out []*anypb.Any
	for i, d := range e.details {
		if i+1 != e.info {
			out = append(out, &anypb.Any{TypeUrl: d.typeURL, Value: append([]byte(nil), d.value...)})
		}
	}
	return out
}

// Cause is the local error behind this one; it never goes on the wire.
func (e *Error) Cause() error {
	if e == nil {
		return nil
	}
	return e.cause
}

// Unwrap is Cause, for package errors.
func (e *Error) Unwrap() error { return e.Cause() }

// Error is the default message and, in parentheses, who it is: "user 42 not found (user.v1.USER_ERR_NOT_FOUND)".
func (e *Error) Error() string { return e.Display("") }

// DetailsBroken says that the details on the wire, or an ErrorInfo among them, could not be decoded.
func (e *Error) DetailsBroken() bool { return e != nil && e.broken }

// StatusMismatch says that the wire's status disagrees with Status.code or with the declared code.
func (e *Error) StatusMismatch() bool { return e != nil && e.mismatch }

// Registered says that the error is one of the registered codes.
func (e *Error) Registered() bool { return e != nil && e.code != nil }

// FullName is the full name of the registered code, "" when there is none.
func (e *Error) FullName() string {
	if e == nil || e.code == nil {
		return ""
	}
	return e.code.FullName
}
