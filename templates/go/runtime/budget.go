package egoerrors

import (
	"slices"
	"strings"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"
)

// budget is how many bytes an error may take up in the trailers: its message, percent-encoded, and its
// google.rpc.Status in base64. Default clients of Java, PHP and C-core lose the status itself when trailers pass 8 KiB.
const budget = 7168

// truncatedKey marks errors that lost something on the way out.
const truncatedKey = "ego-truncated"

// dropped are the types that go first, in this order, before all other details.
var dropped = []string{debugInfoType, helpType, localizedType}

// trimmed is the error within the budget. Pieces go one by one: details by their type and from the end, then metadata
// from the longest value on, then the end of the message; code, reason and domain stay whatever they cost.
func (e *Error) trimmed() outgoing {
	metadata := put(slices.Clone(e.metadata), entry{truncatedKey, "1"})
	out := outgoing{code: e.Code(), message: e.Message(), details: slices.Clone(e.details)}
	info := e.info - 1
	if info < 0 {
		out.details, info = append([]detail{{typeURL: errorInfoURL}}, out.details...), 0
	}
	out.details[info].value = appendErrorInfo(nil, e.reason, e.domain, metadata)

	text := percentLength(out.message)
	length := out.length()
	fits := func() bool { return text+base64Length(length) <= budget }

	gone := make([]bool, len(out.details))
	for _, i := range dropOrder(out.details, info) {
		if fits() {
			break
		}
		gone[i] = true
		length -= delimited(out.details[i].length())
	}

	url, value := textLength(len(out.details[info].typeURL)), len(out.details[info].value)
	lost := map[string]bool{}
	for _, p := range entryOrder(metadata) {
		if fits() {
			break
		}
		lost[p.key] = true
		length -= delimited(url + textLength(value))
		value -= delimited(p.length())
		length += delimited(url + textLength(value))
	}
	metadata = slices.DeleteFunc(metadata, func(p entry) bool { return lost[p.key] })
	out.details[info].value = appendErrorInfo(nil, e.reason, e.domain, metadata)

	details := out.details
	out.details = nil
	for i, d := range details {
		if !gone[i] {
			out.details = append(out.details, d)
		}
	}
	if !fits() {
		out.message = out.cut()
	}
	return out
}

// dropOrder are the places of the details but the ErrorInfo's, those that go first first.
func dropOrder(details []detail, info int) []int {
	var order []int
	for class := 0; class <= len(dropped); class++ {
		for i := len(details) - 1; i >= 0; i-- {
			rank := slices.Index(dropped, details[i].kind())
			if i != info && (rank == class || rank < 0 && class == len(dropped)) {
				order = append(order, i)
			}
		}
	}
	return order
}

// entryOrder are the entries that may go: the longest value first, of equal ones the last key.
func entryOrder(metadata []entry) []entry {
	order := slices.DeleteFunc(slices.Clone(metadata), func(p entry) bool { return p.key == truncatedKey })
	slices.SortFunc(order, func(a, b entry) int {
		if len(a.value) != len(b.value) {
			return len(b.value) - len(a.value)
		}
		return strings.Compare(b.key, a.key)
	})
	return order
}

// cut is the longest beginning of the message, in whole characters, with which the rest fits.
func (o outgoing) cut() string {
	rest := outgoing{code: o.code, details: o.details}.length()
	text, end := 0, 0
	for at, r := range o.message {
		next := at + utf8.RuneLen(r)
		text += percentLength(o.message[at:next])
		if text+base64Length(rest+textLength(next)) > budget {
			break
		}
		end = next
	}
	return o.message[:end]
}

func (o outgoing) size() int {
	switch {
	case o.raw != nil:
		return percentLength(o.message) + base64Length(len(o.raw))
	case len(o.details) == 0:
		return percentLength(o.message)
	}
	return percentLength(o.message) + base64Length(o.length())
}

// length is that of the encoded google.rpc.Status; every code that an error can have takes one byte.
func (o outgoing) length() int {
	n := 2 + textLength(len(o.message))
	for _, d := range o.details {
		n += delimited(d.length())
	}
	return n
}

func (d detail) length() int { return textLength(len(d.typeURL)) + textLength(len(d.value)) }

func (p entry) length() int { return delimited(len(p.key)) + delimited(len(p.value)) }

// delimited is the length of a field with n bytes in it; the tags of all fields that are written take one byte.
func delimited(n int) int { return 1 + protowire.SizeBytes(n) }

func textLength(n int) int {
	if n == 0 {
		return 0
	}
	return delimited(n)
}

func base64Length(n int) int { return (n + 2) / 3 * 4 }

// percentLength is the length of a grpc-message.
func percentLength(s string) int {
	n := len(s)
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c > '~' || c == '%' {
			n += 2
		}
	}
	return n
}
