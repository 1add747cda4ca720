package importer

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
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

// Forms of numbers that are not digits only, of which other spaces, digits and
// separators are written as ours.
var (
	grouped  = regexp.MustCompile(`^[0-9]{1,3}([,.'_ ][0-9]{3})+$`)
	indian   = regexp.MustCompile(`^[0-9]{1,2}(,[0-9]{2})+,[0-9]{3}$`)
	fraction = regexp.MustCompile(`^-?[0-9]*[.,][0-9]+$`)
	negative = regexp.MustCompile(`^-[0-9]+$`)
	rounded  = regexp.MustCompile(`^(?i:[0-9]+([.,][0-9]+)? ?(k|m|b|t|bn|mn|tsd\.?|mio\.?|mrd\.?|thousand|million|billion|lakh|crore)|[0-9]+(\.[0-9]+)?e\+?[0-9]+)$`)
	notDigit = regexp.MustCompile(`[^0-9]+`)
)

// notDigits is what is wrong with a text that is not only our digits.
func notDigits(text string) *fault {
	shown := legible.Quote(text)
	plain := strings.Map(plainRune, text)
	bare := notDigit.ReplaceAllString(plain, "")
	separators := notDigit.FindAllString(plain, -1)
	maybeFraction := len(separators) == 1 && strings.Contains(".,", separators[0])
	slices.Sort(separators)
	mixed := len(slices.Compact(separators)) > 1
	switch hidden := strings.IndexFunc(text, isHidden); {
	case hidden >= 0:
		r, _ := utf8.DecodeRuneInString(text[hidden:])
		return &fault{fmt.Sprintf("%s has an invisible character, U+%04X", shown, r), "write digits only, such as 3456789"}
	case bare == plain && plain != "":
		return &fault{shown + " has digits of another script", "write " + bare}
	case grouped.MatchString(plain) && (maybeFraction || mixed):
		return &fault{shown + " has a thousands separator, or is a fraction", "write digits only, such as " + bare}
	case grouped.MatchString(plain):
		return &fault{shown + " has thousands separators", "write " + bare}
	case indian.MatchString(plain):
		return &fault{shown + " has separators as India writes them", "write " + bare}
	case fraction.MatchString(plain):
		return &fault{shown + " is a fraction", "write the whole number that the platform gave"}
	case negative.MatchString(plain):
		return &fault{shown + " is negative", "write a count, or none"}
	case rounded.MatchString(plain):
		return &fault{shown + " is rounded", "write the number in full, in digits only"}
	}
	return &fault{shown + " is not a count", "write digits only, such as 3456789"}
}

// isHidden reports whether nobody sees a character that is no space.
func isHidden(r rune) bool { return unicode.In(r, unicode.Cf, unicode.Cc) && !unicode.IsSpace(r) }

// plainRune is a character of a number as we write it: spaces of any width,
// digits of any script, and the separators of full width and of Arabic.
func plainRune(r rune) rune {
	switch r {
	case '，', '٬', '،':
		return ','
	case '．', '٫':
		return '.'
	case '’', '‘', '`', '´', '＇':
		return '\''
	case '\u2212', '－':
		return '-'
	}
	switch {
	case unicode.IsSpace(r):
		return ' '
	case r > unicode.MaxASCII && unicode.IsDigit(r):
		return '0' + digitOf(r)
	case '！' <= r && r <= '～': // the full width of ASCII
		return r - '！' + '!'
	}
	return r
}

// digitOf is the value of a decimal digit: each script has its ten in a row.
func digitOf(r rune) rune {
	for _, ranges := range unicode.Nd.R16 {
		if rune(ranges.Lo) <= r && r <= rune(ranges.Hi) {
			return (r - rune(ranges.Lo)) % 10
		}
	}
	for _, ranges := range unicode.Nd.R32 {
		if rune(ranges.Lo) <= r && r <= rune(ranges.Hi) {
			return (r - rune(ranges.Lo)) % 10
		}
	}
	return 0
}
