package egoerrors

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// valid is s in well-formed UTF-8: one U+FFFD for each maximal ill-formed part, as browsers and Unicode (chapter 3.9)
// do it. strings.ToValidUTF8 joins neighbours and utf8.DecodeRune splits parts, so other languages would differ.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 2*utf8.UTFMax)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			size = illFormed(s[i:])
			b.WriteString("\uFFFD")
		} else {
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return b.String()
}

// illFormed is the length of the maximal ill-formed part at the beginning of s (table 3-7 of the Unicode standard).
func illFormed(s string) int {
	low, high, more := byte(0x80), byte(0xBF), 0
	switch c := s[0]; {
	case 0xC2 <= c && c <= 0xDF:
		more = 1
	case 0xE0 <= c && c <= 0xEF:
		more = 2
	case 0xF0 <= c && c <= 0xF4:
		more = 3
	}
	switch s[0] {
	case 0xE0:
		low = 0xA0
	case 0xED:
		high = 0x9F
	case 0xF0:
		low = 0x90
	case 0xF4:
		high = 0x8F
	}
	n := 1
	for n <= more && n < len(s) && low <= s[n] && s[n] <= high {
		n++
		low, high = 0x80, 0xBF
	}
	return n
}

// Fill puts metadata into a template: {key} becomes its value, everything else stays as it is.
func Fill(template string, metadata map[string]string) string {
	return fill(valid(template), entriesOf(metadata))
}

func fill(template string, metadata []entry) string {
	open := strings.IndexByte(template, '{')
	if open < 0 || len(metadata) == 0 {
		return template
	}
	var b strings.Builder
	for open >= 0 {
		b.WriteString(template[:open])
		template = template[open:]
		end := strings.IndexByte(template, '}')
		if end < 0 {
			break
		}
		if value, ok := find(metadata, template[1:end]); ok {
			b.WriteString(value)
			template = template[end+1:]
		} else {
			b.WriteByte('{')
			template = template[1:]
		}
		open = strings.IndexByte(template, '{')
	}
	b.WriteString(template)
	return b.String()
}

func find(metadata []entry, key string) (string, bool) {
	i, ok := slices.BinarySearchFunc(metadata, key, func(p entry, key string) int { return strings.Compare(p.key, key) })
	if !ok {
		return "", false
	}
	return metadata[i].value, true
}

// entriesOf copies a map into well-formed, sorted entries.
func entriesOf(metadata map[string]string) []entry {
	if len(metadata) == 0 {
		return nil
	}
	entries := make([]entry, 0, len(metadata))
	for key, value := range metadata {
		entries = append(entries, entry{key, value})
	}
	// By the keys as given, so that of two that become one text the same always wins.
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.key, b.key) })
	var kept []entry
	for _, p := range entries {
		kept = put(kept, entry{valid(p.key), valid(p.value)})
	}
	return kept
}

// put sets one pair in sorted entries.
func put(entries []entry, p entry) []entry {
	i, ok := slices.BinarySearchFunc(entries, p.key, func(q entry, key string) int { return strings.Compare(q.key, key) })
	if ok {
		entries[i] = p
		return entries
	}
	return slices.Insert(entries, i, p)
}
