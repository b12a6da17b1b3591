package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"sort"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"conformance.test/testee/egoerrors"
)

type operation func(*codeSet, object) (object, error)

var operations = map[string]operation{
	"from_error":  fromError,
	"register":    registered,
	"declare":     registered,
	"match":       match,
	"derive":      derive,
	"i18n":        i18n,
	"display":     display,
	"http_status": httpStatus,
	"http_body":   httpBody,
	"to_status":   toStatus,
	"hop":         hop,
	"chain":       chain,
}

// read is from_error of the request's source.
func (c *codeSet) read(request object) (*egoerrors.Error, error) {
	given, there := request["source"]
	if !there {
		return nil, bad("source")
	}
	err, problem := c.source(given)
	return c.registry.FromError(err), problem
}

func fromError(c *codeSet, request object) (object, error) {
	given, there := request["source"]
	if !there {
		given = request
	}
	if _, ok := given.(object); there && !ok && given != nil {
		return nil, bad("source")
	}
	if there {
		e, problem := c.read(request)
		return c.view(e), problem
	}
	err, problem := c.wire(request)
	return c.view(c.registry.FromError(err)), problem
}

// view is what an error looks like in an answer.
func (c *codeSet) view(e *egoerrors.Error) object {
	if e == nil {
		return object{"none": true}
	}
	matches := []string{}
	for _, name := range c.names {
		if c.registry.Is(e, c.registry.Lookup(name)) {
			matches = append(matches, name)
		}
	}
	sort.Strings(matches)
	_, _, details := e.Wire()
	return object{
		"status":          egoerrors.StatusName(e.Code()),
		"reason":          e.Reason(),
		"domain":          e.Domain(),
		"metadata":        e.Metadata(),
		"message":         e.Message(),
		"details_broken":  e.DetailsBroken(),
		"status_mismatch": e.StatusMismatch(),
		"registered":      e.Registered(),
		"matches":         matches,
		"chain":           causes(e),
		"details_b64":     encoded(details),
	}
}

func encoded(details []byte) any {
	if details == nil {
		return nil
	}
	return base64.StdEncoding.EncodeToString(details)
}

// causes are the texts of the local causes, outermost first.
func causes(e *egoerrors.Error) []string {
	texts := []string{}
	links := 0
	for err := e.Unwrap(); err != nil && links < 128; links++ {
		if ego, ok := err.(*egoerrors.Error); ok {
			texts = append(texts, "ego:"+ego.Reason())
		} else if ordinary(err) {
			texts = append(texts, err.Error())
		}
		err = errors.Unwrap(err)
	}
	return texts
}

// ordinary errors are neither gRPC's nor a deadline or cancellation.
func ordinary(err error) bool {
	_, native := err.(interface{ GRPCStatus() *status.Status })
	return !native && err != context.DeadlineExceeded && err != context.Canceled
}

func registered(c *codeSet, request object) (object, error) {
	if request["codes"] == nil {
		return nil, bad("codes")
	}
	list := []object{}
	for _, name := range c.names {
		d, _ := c.registry.Lookup(name).Definition()
		list = append(list, object{
			"full_name":   d.FullName,
			"reason":      d.Reason,
			"domain":      d.Domain,
			"status":      egoerrors.StatusName(d.Status),
			"http_status": egoerrors.HTTPStatus(d.Status),
			"message":     d.Message,
			"i18n":        d.Messages,
			"parameters":  append([]string{}, d.Keys...),
		})
	}
	return object{"codes": list}, nil
}

func match(c *codeSet, request object) (object, error) {
	e, problem := c.read(request)
	if problem != nil {
		return nil, problem
	}
	given, there := request["target"]
	if !there {
		return nil, bad("target")
	}
	target, problem := c.target(given)
	if problem != nil {
		return nil, problem
	}
	is := c.registry.Is(e, target)
	if t := c.registry.FromError(target); t != nil && is != e.Is(t) {
		return nil, refuse("disagreement", "Registry.Is says %t, Error.Is says %t", is, !is)
	}
	return object{"match": is}, nil
}

// target is a full name, null, or a source.
func (c *codeSet) target(given any) (error, error) {
	if _, ok := given.(string); !ok {
		return c.source(given)
	}
	e, problem := c.lookup(given)
	if problem != nil {
		return nil, problem
	}
	return e, nil
}

func derive(c *codeSet, request object) (object, error) {
	e, problem := c.read(request)
	if problem != nil {
		return nil, problem
	}
	after, problem := c.derive(e, request["steps"])
	return object{"before": c.view(e), "after": c.view(after)}, problem
}

func i18n(c *codeSet, request object) (object, error) {
	e, problem := c.lookup(request["code"])
	if problem != nil {
		return nil, problem
	}
	locale, problem := optionalText(request["locale"], "locale")
	if problem != nil {
		return nil, problem
	}
	metadata, problem := optionalMap(request["metadata"])
	return object{"text": e.WithMd(metadata).Localize(locale)}, problem
}

func optionalMap(given any) (map[string]string, error) {
	if given == nil {
		return nil, nil
	}
	return textMap(given, "metadata")
}

func display(c *codeSet, request object) (object, error) {
	e, problem := c.read(request)
	if problem != nil {
		return nil, problem
	}
	locale, problem := optionalText(request["locale"], "locale")
	return object{"text": e.Display(locale)}, problem
}

func httpStatus(c *codeSet, request object) (object, error) {
	if given, there := request["status"]; there {
		name, ok := given.(string)
		code := statusOf(name)
		if !ok || code > codes.Unauthenticated {
			return nil, bad("status")
		}
		return object{"http_status": egoerrors.HTTPStatus(code)}, nil
	}
	e, problem := c.read(request)
	return object{"http_status": e.HTTPStatus()}, problem
}

func httpBody(c *codeSet, request object) (object, error) {
	e, problem := c.read(request)
	if problem != nil {
		return nil, problem
	}
	locale, problem := optionalText(request["locale"], "locale")
	if problem != nil || e == nil {
		return object{"none": true}, problem
	}
	body := json.RawMessage(e.HTTPBody(locale))
	return object{"http_status": e.HTTPStatus(), "body": body}, nil
}

func toStatus(c *codeSet, request object) (object, error) {
	e, problem := c.read(request)
	return sending(e), problem
}

func sending(e *egoerrors.Error) object {
	if e == nil {
		return object{"none": true}
	}
	code, message, details := e.Wire()
	return object{"grpc_status": int(code), "grpc_message": message, "details_b64": encoded(details)}
}

func hop(c *codeSet, request object) (object, error) {
	times := int64(1)
	if given, there := request["times"]; there {
		number, problem := integer(given, "times")
		if problem != nil || number < 1 || number > 10 {
			return nil, bad("times")
		}
		times = number
	}
	e, problem := c.read(request)
	if problem != nil {
		return nil, problem
	}
	for range times - 1 {
		e = c.registry.FromWire(e.Wire())
	}
	return sending(e), nil
}

func chain(c *codeSet, request object) (object, error) {
	e, problem := c.read(request)
	if problem != nil || e == nil {
		return object{"chain": []string{}}, problem
	}
	return object{"chain": causes(e)}, nil
}
