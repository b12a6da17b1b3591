package egoerrors

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"google.golang.org/grpc/codes"
)

// Definition declares one error code.
type Definition struct {
	FullName string            // "shop.user.v1.USER_ERR_NOT_FOUND"
	Reason   string            // ErrorInfo.reason: the full name, or the text after its last dot
	Domain   string            // ErrorInfo.domain
	Status   codes.Code        // 1…16
	Message  string            // template: {key} is filled from the metadata
	Messages map[string]string // templates by BCP-47 tag
	Keys     []string          // metadata keys that the error carries
}

// Registry holds codes by who they are. A program needs only the default one, which the functions of this package
// use; the zero value is empty and ready.
type Registry struct {
	mu       sync.RWMutex
	full     map[string]*code
	pairs    map[pair][]*code // by domain and name
	names    map[string][]*code
	explicit map[pair]*code // codes with a bare reason, by domain and reason
}

type pair struct{ domain, name string }

var defaultRegistry = &Registry{}

// DuplicateError says that two different definitions claim one identity.
type DuplicateError struct{ First, Second Definition }

func (e *DuplicateError) Error() string {
	return fmt.Sprintf("egoerrors: two different error codes under one identity: %s and %s", e.First, e.Second)
}

// String names the definition in messages.
func (d Definition) String() string {
	return fmt.Sprintf("%q (status %s, domain %q, reason %q)", d.FullName, StatusName(d.Status), d.Domain, d.Reason)
}

// ErrInvalidDefinition is found by errors.Is in what Register returns for a definition that cannot be an error code.
var ErrInvalidDefinition = errors.New("egoerrors: invalid definition")

// Register adds codes to the default registry, all or, on an error, none. A code that is there already in the same
// words is accepted; a different one under the same identity is a *[DuplicateError].
func Register(definitions ...Definition) error { return defaultRegistry.Register(definitions...) }

// MustRegister adds one code to the default registry and returns its error. It panics where Register fails: generated
// packages call it while the program starts, when nothing could handle an error.
func MustRegister(definition Definition) *Error {
	if err := defaultRegistry.Register(definition); err != nil {
		panic(err)
	}
	return defaultRegistry.Lookup(definition.FullName)
}

// Lookup returns the error of a code in the default registry, nil when there is none.
func Lookup(fullName string) *Error { return defaultRegistry.Lookup(fullName) }

// Definitions are the codes of the default registry, sorted by full name.
func Definitions() []Definition { return defaultRegistry.Definitions() }

// Register is the function Register for this registry.
func (r *Registry) Register(definitions ...Definition) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	staged := make([]*code, 0, len(definitions))
	for _, definition := range definitions {
		c, err := newCode(definition)
		if err != nil {
			return err
		}
		first := r.rival(c, staged)
		if first == nil {
			staged = append(staged, c)
		} else if !first.equal(c) {
			return &DuplicateError{First: first.definition(), Second: c.definition()}
		}
	}
	for _, c := range staged {
		r.add(c)
	}
	return nil
}

// Lookup is the function Lookup for this registry.
func (r *Registry) Lookup(fullName string) *Error {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if c := r.full[fullName]; c != nil {
		return c.fresh
	}
	return nil
}

// Definitions are the codes of this registry, sorted by full name.
func (r *Registry) Definitions() []Definition {
	r.mu.RLock()
	defer r.mu.RUnlock()
	out := make([]Definition, 0, len(r.full))
	for _, c := range r.full {
		out = append(out, c.definition())
	}
	slices.SortFunc(out, func(a, b Definition) int { return strings.Compare(a.FullName, b.FullName) })
	return out
}

// rival is the code that already stands where c wants to: registered, or earlier in the same call.
func (r *Registry) rival(c *code, staged []*code) *code {
	if first := r.full[c.FullName]; first != nil {
		return first
	}
	if first := r.explicit[pair{c.Domain, c.Reason}]; first != nil && c.bare() {
		return first
	}
	for _, first := range staged {
		same := c.bare() && first.bare() && first.Domain == c.Domain && first.Reason == c.Reason
		if same || first.FullName == c.FullName {
			return first
		}
	}
	return nil
}

func (r *Registry) add(c *code) {
	if r.full == nil {
		r.full = map[string]*code{}
		r.pairs, r.names = map[pair][]*code{}, map[string][]*code{}
		r.explicit = map[pair]*code{}
	}
	key := pair{c.Domain, c.name}
	r.full[c.FullName] = c
	r.pairs[key] = append(r.pairs[key], c)
	r.names[c.name] = append(r.names[c.name], c)
	if c.bare() {
		r.explicit[pair{c.Domain, c.Reason}] = c
	}
}

// resolve finds the code that a reason and domain from the wire mean: a dotted reason is the full name, a bare one
// counts when exactly one code has it.
func (r *Registry) resolve(reason, domain string) *code {
	if reason == "" {
		return nil
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	if strings.Contains(reason, ".") {
		return r.full[reason]
	}
	found := r.names[reason]
	if domain != "" {
		found = r.pairs[pair{domain, reason}]
	}
	if len(found) == 1 {
		return found[0]
	}
	return nil
}
