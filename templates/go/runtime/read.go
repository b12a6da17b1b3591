package egoerrors

import (
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	spb "google.golang.org/genproto/googleapis/rpc/status"
)

// FromWire reads what arrived in a call's trailers: grpc-status, grpc-message (percent-decoded), and the bytes of
// grpc-status-details-bin, nil when there were none. It takes any bytes; nil means that the call succeeded.
func FromWire(code codes.Code, message string, details []byte) *Error {
	return defaultRegistry.FromWire(code, message, details)
}

// FromWire is the function FromWire over the codes of this registry.
func (r *Registry) FromWire(code codes.Code, message string, details []byte) *Error {
	if code == codes.OK {
		return nil
	}
	e := &Error{status: known(code), message: valid(message)}
	if len(details) == 0 {
		return e
	}
	e.raw = append([]byte(nil), details...)
	s, ok := readStatus(e.raw)
	if !ok {
		e.broken = true
		return e
	}
	return r.read(e, s)
}

// fromStatus reads a status that grpc-go has decoded.
func (r *Registry) fromStatus(s *status.Status, cause error) *Error {
	if s.Code() == codes.OK {
		return nil
	}
	e := &Error{status: known(s.Code()), message: valid(s.Message())}
	p := s.Proto()
	if len(p.GetDetails()) > 0 || len(p.ProtoReflect().GetUnknown()) > 0 {
		e = r.fromProto(e, p)
	}
	e.cause = cause
	return e
}

// fromProto spares the way over bytes where it cannot make a difference.
func (r *Registry) fromProto(e *Error, p *spb.Status) *Error {
	s := received{code: p.GetCode(), message: p.GetMessage()}
	plain := len(p.ProtoReflect().GetUnknown()) == 0
	for _, any := range p.GetDetails() {
		plain = plain && len(any.ProtoReflect().GetUnknown()) == 0
		if len(s.details) < maximumDetails {
			s.details = append(s.details, detail{valid(any.GetTypeUrl()), any.GetValue()})
		}
	}
	if !plain {
		// Unknown fields may be what our reader calls malformed.
		if raw, err := proto.Marshal(p); err == nil {
			return r.FromWire(e.status, e.message, raw)
		}
	}
	e.native = p
	return r.read(e, s)
}

// read completes an error by its decoded details.
func (r *Registry) read(e *Error, s received) *Error {
	if e.message == "" {
		e.message = valid(s.message)
	}
	e.details = s.details
	for i, d := range s.details {
		if d.kind() != errorInfoType {
			continue
		}
		info, ok := readErrorInfo(d.value)
		if ok {
			e.reason, e.domain, e.metadata, e.info = info.reason, info.domain, info.metadata, i+1
			break
		}
		e.broken = true
	}
	e.code = r.resolve(e.reason, e.domain)
	e.mismatch = s.code != int32(e.status) || e.code != nil && e.code.Status != e.status
	return e
}
