package legible

import (
	"regexp"
	"strconv"
	"strings"
)

// maxQuoted is how many characters are shown of what a stranger chose, such as the
// name of an account: as much as it takes to recognize it.
const maxQuoted = 60

// quotation is a text in quotes, as strconv.Quote writes it.
var quotation = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// Reason returns why a count is missing or held as others may see it, in at most so
// many characters; 0 is no limit. Strangers, who choose the names of accounts and the
// errors of platforms, have few words in it, and no link. A second time it changes
// nothing.
func Reason(text string, most int) string {
	text = quotation.ReplaceAllStringFunc(strings.ReplaceAll(text, gap, ""), func(quoted string) string {
		name, err := strconv.Unquote(quoted)
		if err != nil {
			return quoted
		}
		return strconv.Quote(OneLine(name, maxQuoted))
	})
	return Unlinked(OneLine(text, most))
}

// Stranger returns the name of an account as a reason has it, in quotes.
func Stranger(name string) string { return strconv.Quote(OneLine(name, maxQuoted)) }
