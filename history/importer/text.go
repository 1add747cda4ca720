package importer

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"datarocks/content/legible"
)

var byteOrderMark = []byte("\ufeff")

// readable prepares a file: it takes away the mark that Windows programs begin UTF-8
// with, and reports what is not UTF-8. Such lines stay, so that the others are
// still looked at.
func readable(r *reader, f File) (File, bool) {
	if bytes.HasPrefix(f.Data, []byte("\xff\xfe")) || bytes.HasPrefix(f.Data, []byte("\xfe\xff")) {
		r.report(place{f.Name, 1}, "is UTF-16", "save it as UTF-8")
		return f, false
	}
	f.Data = bytes.TrimPrefix(f.Data, byteOrderMark)
	if len(bytes.TrimSpace(f.Data)) == 0 {
		r.report(place{f.Name, 1}, "is empty", "take it out, or get it again")
		return f, false
	}
	number := 0
	for line := range bytes.Lines(f.Data) {
		number++
		at := place{f.Name, number}
		switch {
		case bytes.IndexByte(line, 0) >= 0:
			r.report(at, "has a zero byte", "save it as UTF-8 text")
		case !utf8.Valid(line):
			r.report(at, "is not UTF-8", "save the file as UTF-8")
		default:
			continue
		}
		r.garbled[at] = true
	}
	return f, true
}

// Forms of numbers that are not digits only.
var (
	grouped  = regexp.MustCompile(`^[0-9]{1,3}([,.'’_ \x{a0}\x{202f}][0-9]{3})+$`)
	fraction = regexp.MustCompile(`^-?[0-9]*[.,][0-9]+$`)
	negative = regexp.MustCompile(`^-[0-9]+$`)
	rounded  = regexp.MustCompile(`^[0-9]+([.,][0-9]+)? ?[kKmM]$|^[0-9]+([.][0-9]+)?[eE][+]?[0-9]+$`)
	notDigit = regexp.MustCompile(`[^0-9]+`)
)

func notDigits(text string) *fault {
	shown := legible.Quote(text)
	switch bare := notDigit.ReplaceAllString(text, ""); {
	case grouped.MatchString(text) && strings.Count(text, ".")+strings.Count(text, ",") == 1:
		return &fault{shown + " has a thousands separator, or is a fraction", "write digits only, such as " + bare}
	case grouped.MatchString(text):
		return &fault{shown + " has thousands separators", "write " + bare}
	case fraction.MatchString(text):
		return &fault{shown + " is a fraction", "write the whole number that the platform gave"}
	case negative.MatchString(text):
		return &fault{shown + " is negative", "write a count, or none"}
	case rounded.MatchString(text):
		return &fault{shown + " is rounded", "write the number in full, in digits only"}
	}
	return &fault{shown + " is not a count", "write digits only, such as 3456789"}
}
