// Package legible makes words from elsewhere fit for where they are shown: a line
// of a message, a cell of a table.
package legible

import (
	"errors"
	"io/fs"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// OneLine returns text in one line of printable characters, at most so many of
// them; 0 is no limit. Platforms put control characters, whole HTML pages and
// right-to-left overrides into names and error texts.
func OneLine(text string, most int) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsGraphic(r)
	}), " ")
	runes := []rune(text)
	if most > 0 && len(runes) > most {
		return strings.TrimSpace(string(runes[:most-1])) + "…"
	}
	return string(runes)
}

// Quote returns text in quotes, in one line and not endlessly long.
func Quote(text string) string {
	const most = 100
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most-1]) + "…"
	}
	return strconv.Quote(text)
}

// Cause returns why a file cannot be read, in one line and without the file's name.
func Cause(err error) string {
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		err = failed.Err
	}
	return OneLine(err.Error(), 0)
}

// A spreadsheet takes a cell that begins with one of these for a formula, some also
// in full width, or hides the character.
const (
	formula = "=+-@＝＋－＠\t\r\n"
	hidden  = "'"
)

// Cell keeps a spreadsheet from taking text for a formula, in the site's files
// for download. Each cell of theirs is in one line.
func Cell(text string) string { return quoted(text, formula) }

// ExportCell does so in the file of datarocks export. It also puts an apostrophe
// before a text that begins with one: without its first apostrophe a cell is the
// text as it is stored.
func ExportCell(text string) string { return quoted(text, formula+hidden) }

func quoted(text, first string) string {
	if r, _ := utf8.DecodeRuneInString(text); text != "" && strings.ContainsRune(first, r) {
		return "'" + text
	}
	return text
}
