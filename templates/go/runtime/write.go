package egoerrors

import (
	"slices"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	spb "google.golang.org/genproto/googleapis/rpc/status"
)

// Wire is what a server sends: grpc-status, grpc-message (before percent-encoding), and the bytes of
// grpc-status-details-bin, nil for none. Errors too large for the trailers that default clients accept are trimmed.
// An error that was read and not derived gives back the very bytes that it was read from.
func (e *Error) Wire() (code codes.Code, message string, details []byte) {
	if e == nil {
		return codes.OK, "", nil
	}
	out := e.outgoing()
	return e.Code(), out.message, slices.Clone(out.bytes())
}

// GRPCStatus is the error as grpc-go knows it. It makes *Error a native gRPC error: a handler that returns one needs
// no interceptor.
func (e *Error) GRPCStatus() *status.Status {
	if e == nil {
		return nil
	}
	out := e.outgoing()
	p := &spb.Status{}
	if out.raw == nil || proto.Unmarshal(out.raw, p) != nil {
		p = &spb.Status{}
		for _, d := range out.details {
			p.Details = append(p.Details, &anypb.Any{TypeUrl: d.typeURL, Value: d.value})
		}
	}
	p.Code, p.Message = int32(e.Code()), out.message
	return status.FromProto(p)
}

// outgoing is an error taken apart for sending. With raw set the rest says the same as far as it could be decoded.
type outgoing struct {
	code    codes.Code
	message string
	details []detail
	raw     []byte
}

func (e *Error) outgoing() outgoing {
	out := outgoing{code: e.Code(), message: e.Message(), details: e.parts(), raw: e.raw}
	if e.native != nil {
		if raw, err := proto.Marshal(e.native); err == nil {
			out.raw = raw
		}
	}
	if out.size() > budget {
		return e.trimmed()
	}
	return out
}

// parts are the details as they go out.
func (e *Error) parts() []detail {
	switch {
	case e.info > 0 && e.stale:
		details := slices.Clone(e.details)
		details[e.info-1].value = appendErrorInfo(nil, e.reason, e.domain, e.metadata)
		return details
	case e.info == 0 && (e.reason != "" || e.domain != "" || len(e.metadata) > 0):
		info := detail{errorInfoURL, appendErrorInfo(nil, e.reason, e.domain, e.metadata)}
		return append([]detail{info}, e.details...)
	}
	return e.details
}

// bytes is the google.rpc.Status; nil when it would say no more than grpc-status and grpc-message do.
func (o outgoing) bytes() []byte {
	if o.raw != nil {
		return o.raw
	}
	if len(o.details) == 0 {
		return nil
	}
	b := make([]byte, 0, o.length())
	b = protowire.AppendTag(b, 1, protowire.VarintType)
	b = protowire.AppendVarint(b, uint64(o.code))
	b = appendText(b, 2, o.message)
	for _, d := range o.details {
		b = protowire.AppendTag(b, 3, protowire.BytesType)
		b = protowire.AppendVarint(b, uint64(d.length()))
		b = appendText(b, 1, d.typeURL)
		b = appendText(b, 2, d.value)
	}
	return b
}

func appendErrorInfo(b []byte, reason, domain string, metadata []entry) []byte {
	b = appendText(b, 1, reason)
	b = appendText(b, 2, domain)
	for _, p := range metadata {
		b = protowire.AppendTag(b, 3, protowire.BytesType)
		b = protowire.AppendVarint(b, uint64(p.length()))
		b = protowire.AppendTag(b, 1, protowire.BytesType)
		b = protowire.AppendString(b, p.key)
		b = protowire.AppendTag(b, 2, protowire.BytesType)
		b = protowire.AppendString(b, p.value)
	}
	return b
}

// appendText writes a length-delimited field unless it is empty, as proto3 does.
func appendText[T string | []byte](b []byte, field protowire.Number, text T) []byte {
	if len(text) == 0 {
		return b
	}
	b = protowire.AppendTag(b, field, protowire.BytesType)
	b = protowire.AppendVarint(b, uint64(len(text)))
	return append(b, text...)
}
