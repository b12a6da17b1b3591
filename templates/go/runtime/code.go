package egoerrors

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"google.golang.org/grpc/codes"
)

// code is a registered Definition, checked, normalised and never changed again.
type code struct {
	Definition
	name  string // the text after the last dot of the full name
	texts []text // by folded tag
	fresh *Error // what the accessor returns
}

// text is one template in one locale: the tag to compare with, the tag as declared, the template.
type text struct{ folded, tag, template string }

func newCode(given Definition) (*code, error) {
	d := Definition{
		FullName: valid(given.FullName),
		Reason:   valid(given.Reason),
		Domain:   valid(given.Domain),
		Status:   given.Status,
		Message:  valid(given.Message),
	}
	for _, key := range given.Keys {
		d.Keys = append(d.Keys, valid(key))
	}
	name := d.FullName[strings.LastIndex(d.FullName, ".")+1:]
	problem := ""
	switch {
	case d.FullName == "":
		problem = "it has no full name"
	case d.Status == codes.OK || d.Status > codes.Unauthenticated:
		problem = fmt.Sprintf("status %d is none that an error can have", d.Status)
	case d.Reason != d.FullName && d.Reason != name:
		problem = "its reason is neither the full name nor the text after the last dot of it"
	case d.Reason != d.FullName && d.Domain == "":
		problem = "a reason that is not the full name needs a domain"
	}
	if problem != "" {
		return nil, fmt.Errorf("%w: %s: %s", ErrInvalidDefinition, d, problem)
	}
	c := &code{Definition: d, name: name, texts: localized(given.Messages)}
	c.fresh = &Error{status: d.Status, reason: d.Reason, domain: d.Domain, templated: true, code: c}
	return c, nil
}

// localized brings i18n into the form it is looked up in. Of tags that mean the same, the one written `cn` gives way,
// then the one that sorts first stays.
func localized(messages map[string]string) []text {
	tags := slices.SortedFunc(maps.Keys(messages), func(a, b string) int {
		return cmp.Or(
			cmp.Compare(canonicalTag(valid(a)), canonicalTag(valid(b))),
			cmp.Compare(aliased(a), aliased(b)),
			cmp.Compare(a, b),
		)
	})
	var texts []text
	for _, given := range tags {
		tag := canonicalTag(valid(given))
		folded := foldASCII(tag)
		if !slices.ContainsFunc(texts, func(t text) bool { return t.folded == folded }) {
			texts = append(texts, text{folded, tag, valid(messages[given])})
		}
	}
	return texts
}

// aliased is 1 for the one tag that stands for another.
func aliased(tag string) int {
	if foldASCII(tag) == "cn" {
		return 1
	}
	return 0
}

// bare says that the reason is the value's name alone, so that the domain belongs to the identity.
func (c *code) bare() bool { return !strings.Contains(c.Reason, ".") }

// template is the text that a message is made of.
func (c *code) template() string {
	if c.Message != "" {
		return c.Message
	}
	return c.name
}

func (c *code) equal(d *code) bool {
	return c.FullName == d.FullName && c.Reason == d.Reason && c.Domain == d.Domain && c.Status == d.Status &&
		c.Message == d.Message && slices.Equal(c.Keys, d.Keys) && slices.Equal(c.texts, d.texts)
}

// definition is a copy that the caller may keep and change.
func (c *code) definition() Definition {
	d := c.Definition
	d.Keys = slices.Clone(c.Keys)
	d.Messages = make(map[string]string, len(c.texts))
	for _, t := range c.texts {
		d.Messages[t.tag] = t.template
	}
	return d
}

// Definition is what the error's code declares; false when it has none.
func (e *Error) Definition() (Definition, bool) {
	if e == nil || e.code == nil {
		return Definition{}, false
	}
	return e.code.definition(), true
}
