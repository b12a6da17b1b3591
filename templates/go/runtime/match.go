package egoerrors

import "strings"

// Is says whether err, read by [FromError], is the code or error target. No error is only no error.
//
// Reason and domain decide, not status or message, and causes do not count. (errors.Is(FromError(err), target) says
// the same of err itself, and as package errors does, goes on with its causes.)
func Is(err, target error) bool { return defaultRegistry.Is(err, target) }

// Is is the function Is over the codes of this registry.
func (r *Registry) Is(err, target error) bool {
	e, t := r.FromError(err), r.FromError(target)
	if e == nil || t == nil {
		return e == nil && t == nil
	}
	return e.same(t)
}

// Is is what errors.Is asks: true exactly when target is an *Error with the same identity.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && e != nil && t != nil && e.same(t)
}

func (e *Error) same(t *Error) bool {
	switch {
	case e.reason == "" || t.reason == "":
		return false // who has no reason is nobody: the matcher's old hole
	case t.code != nil:
		return e.code != nil && e.code.FullName == t.code.FullName
	case strings.Contains(t.reason, "."):
		if e.code != nil {
			return e.code.FullName == t.reason
		}
		return e.reason == t.reason
	default:
		return e.code == nil && t.domain != "" && e.domain == t.domain && e.reason == t.reason
	}
}
