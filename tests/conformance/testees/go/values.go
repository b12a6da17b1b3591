package main

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"

	"google.golang.org/grpc/codes"

	"conformance.test/testee/egoerrors"
)

func bad(field string) error {
	return refuse("bad_request", "%s is missing or of the wrong type", field)
}

// textOf is a text: a JSON string, {"b64": bytes} or {"utf16": code units}.
func textOf(given any, field string) (string, error) {
	switch given := given.(type) {
	case string:
		return given, nil
	case object:
		if data, ok := given["b64"]; ok && len(given) == 1 {
			raw, err := bytesOf(data, field)
			return string(raw), err
		}
		units, ok := given["utf16"].([]any)
		if !ok || len(given) != 1 {
			return "", bad(field)
		}
		var text []uint16
		for _, unit := range units {
			number, err := integer(unit, field)
			if err != nil || number < 0 || number > math.MaxUint16 {
				return "", bad(field)
			}
			text = append(text, uint16(number))
		}
		return string(utf16.Decode(text)), nil
	}
	return "", bad(field)
}

// optionalText is a text; absent and null are "".
func optionalText(given any, field string) (string, error) {
	if given == nil {
		return "", nil
	}
	return textOf(given, field)
}

func bytesOf(given any, field string) ([]byte, error) {
	text, ok := given.(string)
	if !ok || strings.ContainsAny(text, "\r\n") {
		return nil, bad(field)
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, bad(field)
	}
	return raw, nil
}

func integer(given any, field string) (int64, error) {
	number, ok := given.(json.Number)
	if !ok {
		return 0, bad(field)
	}
	value, err := strconv.ParseInt(number.String(), 10, 32)
	if err != nil {
		return 0, bad(field)
	}
	return value, nil
}

func textMap(given any, field string) (map[string]string, error) {
	pairs, ok := given.(object)
	if !ok {
		return nil, bad(field)
	}
	texts := make(map[string]string, len(pairs))
	for key, value := range pairs {
		text, err := textOf(value, field)
		if err != nil {
			return nil, err
		}
		texts[key] = text
	}
	return texts, nil
}

// statusOf is the code with this name, or one that no error can have.
func statusOf(name string) codes.Code {
	for code := codes.OK; code <= codes.Unauthenticated; code++ {
		if egoerrors.StatusName(code) == name {
			return code
		}
	}
	return math.MaxUint32
}

func definitionOf(given any) (egoerrors.Definition, error) {
	var d egoerrors.Definition
	fields, ok := given.(object)
	if !ok {
		return d, bad("a code")
	}
	status, ok := fields["status"].(string)
	if !ok {
		return d, bad("status")
	}
	d.Status = statusOf(status)
	var err error
	if d.FullName, err = textOf(fields["full_name"], "full_name"); err != nil {
		return d, err
	}
	d.Reason = d.FullName
	for name, place := range map[string]*string{"reason": &d.Reason, "domain": &d.Domain, "message": &d.Message} {
		if value, there := fields[name]; there {
			if *place, err = textOf(value, name); err != nil {
				return d, err
			}
		}
	}
	if value, there := fields["i18n"]; there {
		if d.Messages, err = textMap(value, "i18n"); err != nil {
			return d, err
		}
	}
	keys, ok := fields["parameters"].([]any)
	if _, there := fields["parameters"]; there && !ok {
		return d, bad("parameters")
	}
	for _, key := range keys {
		text, err := textOf(key, "parameters")
		if err != nil {
			return d, err
		}
		d.Keys = append(d.Keys, text)
	}
	return d, nil
}
