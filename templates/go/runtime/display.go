package egoerrors

import "strings"

// Localize is the message in a locale ("zh-CN", "zh_cn", "cn"): of the declared templates that of the tag itself, or of
// the tag without its last parts; else the message.
func (e *Error) Localize(locale string) string {
	if _, filled, ok := e.localized(locale); ok {
		return filled
	}
	return e.Message()
}

// Display is the line that a person may be shown: the message in their locale, and in parentheses which error it is.
func (e *Error) Display(locale string) string {
	if e == nil {
		return ""
	}
	line := e.Localize(locale)
	if line == "" {
		line = StatusName(e.Code())
	}
	if e.reason == "" {
		return line
	}
	who := e.reason
	if e.code != nil {
		who = e.code.FullName
	} else if e.domain != "" && !strings.Contains(e.reason, ".") {
		who = e.domain + "/" + e.reason
	}
	return line + " (" + who + ")"
}

// localized is the filled template for a locale and the tag that it was declared under.
func (e *Error) localized(locale string) (tag, filled string, ok bool) {
	if e == nil || e.code == nil || len(e.code.texts) == 0 {
		return "", "", false
	}
	wanted := foldASCII(canonicalTag(valid(locale)))
	for wanted != "" {
		for _, t := range e.code.texts {
			if t.folded == wanted {
				return t.tag, fill(t.template, e.metadata), true
			}
		}
		wanted = wanted[:max(strings.LastIndexByte(wanted, '-'), 0)]
	}
	return "", "", false
}

// canonicalTag is a locale with hyphens; `cn`, which Ego's files use, is the country of zh-CN.
func canonicalTag(tag string) string {
	if foldASCII(tag) == "cn" {
		return "zh-CN"
	}
	return strings.ReplaceAll(tag, "_", "-")
}

func foldASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
