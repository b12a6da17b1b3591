package egoerrors

import (
	"math"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
)

// The reader of what peers send. Protobuf libraries differ in what they call malformed (groups, overlong numbers, text
// that is not UTF-8); every ego runtime reads by the same few rules, so that all see the same error.

const (
	typePrefix     = "type.googleapis.com/"
	errorInfoType  = "google.rpc.ErrorInfo"
	errorInfoURL   = typePrefix + errorInfoType
	debugInfoType  = "google.rpc.DebugInfo"
	helpType       = "google.rpc.Help"
	localizedType  = "google.rpc.LocalizedMessage"
	maximumDetails = 64
	maximumEntries = 64
)

// received is a google.rpc.Status.
type received struct {
	code    int32
	message string
	details []detail
}

// errorInfo is a google.rpc.ErrorInfo.
type errorInfo struct {
	reason, domain string
	metadata       []entry
}

// field is one field of a message: number holds varints, data the bytes of length-delimited ones.
type field struct {
	id     uint64
	wire   protowire.Type
	number uint64
	data   []byte
}

// nextField reads the field at the beginning of b; n is its length, 0 when the bytes are malformed.
func nextField(b []byte) (f field, n int) {
	tag, n := protowire.ConsumeVarint(b)
	if n < 0 || tag > math.MaxUint32 || tag>>3 == 0 {
		return f, 0
	}
	f.id, f.wire = tag>>3, protowire.Type(tag&7)
	size := 0
	switch f.wire {
	case protowire.VarintType:
		f.number, size = protowire.ConsumeVarint(b[n:])
	case protowire.Fixed64Type:
		_, size = protowire.ConsumeFixed64(b[n:])
	case protowire.BytesType:
		f.data, size = protowire.ConsumeBytes(b[n:])
	case protowire.Fixed32Type:
		_, size = protowire.ConsumeFixed32(b[n:])
	default: // groups, and types that do not exist
		return f, 0
	}
	if size <= 0 {
		return f, 0
	}
	return f, n + size
}

// fields calls visit with each field of a message until it says false; the answer says whether all was well.
func fields(b []byte, visit func(field) bool) bool {
	for len(b) > 0 {
		f, n := nextField(b)
		if n == 0 || !visit(f) {
			return false
		}
		b = b[n:]
	}
	return true
}

func (f field) text() string { return valid(string(f.data)) }

func readStatus(b []byte) (s received, ok bool) {
	ok = fields(b, func(f field) bool {
		switch {
		case f.id == 1 && f.wire == protowire.VarintType:
			s.code = int32(f.number)
		case f.id == 2 && f.wire == protowire.BytesType:
			s.message = f.text()
		case f.id == 3 && f.wire == protowire.BytesType:
			d, ok := readAny(f.data)
			if ok && len(s.details) < maximumDetails {
				s.details = append(s.details, d)
			}
			return ok
		}
		return true
	})
	return s, ok
}

func readAny(b []byte) (d detail, ok bool) {
	ok = fields(b, func(f field) bool {
		if f.wire == protowire.BytesType && f.id == 1 {
			d.typeURL = f.text()
		} else if f.wire == protowire.BytesType && f.id == 2 {
			d.value = f.data
		}
		return true
	})
	return d, ok
}

func readErrorInfo(b []byte) (info errorInfo, ok bool) {
	ok = fields(b, func(f field) bool {
		if f.wire != protowire.BytesType {
			return true
		}
		switch f.id {
		case 1:
			info.reason = f.text()
		case 2:
			info.domain = f.text()
		case 3:
			p, ok := readEntry(f.data)
			if _, there := find(info.metadata, p.key); ok && (there || len(info.metadata) < maximumEntries) {
				info.metadata = put(info.metadata, p)
			}
			return ok
		}
		return true
	})
	return info, ok
}

func readEntry(b []byte) (p entry, ok bool) {
	ok = fields(b, func(f field) bool {
		if f.wire == protowire.BytesType && f.id == 1 {
			p.key = f.text()
		} else if f.wire == protowire.BytesType && f.id == 2 {
			p.value = f.text()
		}
		return true
	})
	return p, ok
}

// kind is the type of a detail: what follows the last slash of its URL, which nothing ever looks up.
func (d detail) kind() string { return d.typeURL[strings.LastIndexByte(d.typeURL, '/')+1:] }
