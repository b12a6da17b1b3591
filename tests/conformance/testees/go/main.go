// Command testee answers the conformance suite's questions with the Go runtime: JSON lines in, JSON lines out
// (tests/conformance/README.md).
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"conformance.test/testee/egoerrors"
)

// object is a JSON object of a request or an answer.
type object = map[string]any

// refusal is an error as an answer.
type refusal struct {
	kind, text    string
	first, second string
}

func (r *refusal) Error() string { return r.text }

func refuse(kind, format string, args ...any) error {
	return &refusal{kind: kind, text: fmt.Sprintf(format, args...)}
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for {
		line, err := in.ReadBytes('\n')
		if err == io.EOF && len(line) == 0 {
			return
		}
		if problem := errors.Join(encoder.Encode(answer(line)), out.Flush()); problem != nil {
			fmt.Fprintln(os.Stderr, "testee:", problem)
			os.Exit(1)
		}
	}
}

// answer answers one line; whatever goes wrong in it becomes the answer.
func answer(line []byte) (result object) {
	var id any
	defer func() {
		if problem := recover(); problem != nil {
			result = failed(refuse("panic", "%v", problem))
			result["id"] = id
		}
	}()
	request, err := parse(line)
	if err == nil {
		id = identity(request["id"])
		result, err = operate(request)
	}
	if err != nil {
		result = failed(err)
	}
	result["id"] = id
	return result
}

func failed(err error) object {
	r := &refusal{kind: "bad_request", text: err.Error()}
	errors.As(err, &r)
	answer := object{"kind": r.kind, "text": r.text}
	if r.kind == "duplicate" {
		answer["first"], answer["second"] = r.first, r.second
	}
	return object{"error": answer}
}

func parse(line []byte) (object, error) {
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	var request object
	if !utf8.Valid(line) || decoder.Decode(&request) != nil || request == nil {
		return nil, refuse("malformed", "not a JSON object")
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, refuse("malformed", "more than a JSON object")
	}
	return request, nil
}

// identity is a request's id when that is a string or an integer.
func identity(id any) any {
	switch id := id.(type) {
	case string:
		return id
	case json.Number:
		if _, err := id.Int64(); err == nil {
			return id
		}
	}
	return nil
}

func operate(request object) (object, error) {
	name, _ := request["op"].(string)
	operation, ok := operations[name]
	if !ok {
		return nil, refuse("unknown_op", "there is no operation %q", name)
	}
	codes, err := register(request["codes"])
	if err != nil {
		return nil, err
	}
	return operation(codes, request)
}

// codeSet is the registry of one request and the full names in it, in order.
type codeSet struct {
	registry *egoerrors.Registry
	names    []string
}

func register(given any) (*codeSet, error) {
	c := &codeSet{registry: &egoerrors.Registry{}}
	list, ok := given.([]any)
	if !ok && given != nil {
		return nil, refuse("bad_request", "codes is not a list")
	}
	for _, item := range list {
		definition, err := definitionOf(item)
		if err != nil {
			return nil, err
		}
		known := c.registry.Lookup(definition.FullName) != nil
		if err := c.registry.Register(definition); err != nil {
			return nil, registrationProblem(err)
		}
		if !known {
			c.names = append(c.names, definition.FullName)
		}
	}
	return c, nil
}

func registrationProblem(err error) error {
	var duplicate *egoerrors.DuplicateError
	if errors.As(err, &duplicate) {
		return &refusal{"duplicate", err.Error(), duplicate.First.FullName, duplicate.Second.FullName}
	}
	if errors.Is(err, egoerrors.ErrInvalidDefinition) {
		return refuse("invalid_code", "%s", err)
	}
	return err
}
