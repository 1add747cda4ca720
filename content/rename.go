package content

import (
	"regexp"
	"strings"

	"datarocks/content/frontmatter"
)

// formerlyKey matches the key in the front matter, with what belongs to it.
var formerlyKey = regexp.MustCompile(`(?m)^formerly[ \t]*:.*\n(?:[ \t]*-.*\n|[ \t]+\S.*\n)*`)

// WithFormerly returns an artist's file with ids that the artist had before, in place of
// those that it has. Nothing else changes. What is no front matter stays as it is, so who
// calls reads the file again.
func WithFormerly(file []byte, ids []string) []byte {
	text := string(file)
	crlf := strings.Count(text, "\r\n")
	if crlf > 0 && crlf == strings.Count(text, "\n") {
		return []byte(strings.ReplaceAll(string(WithFormerly([]byte(frontmatter.PlainLines(text)), ids)), "\n", "\r\n"))
	}
	first, rest, _ := strings.Cut(text, "\n")
	front, _, wrong := frontmatter.Split(text)
	if wrong != nil || !strings.HasPrefix(rest, front) {
		return file
	}
	key := ""
	if len(ids) > 0 {
		key = "formerly: [" + strings.Join(ids, ", ") + "]\n"
	}
	return []byte(first + "\n" + formerlyKey.ReplaceAllLiteralString(front, "") + key + rest[len(front):])
}
