// Package help has the topics of the documentation: a file of Markdown each, which
// reads as it is on GitHub, and which the program prints for a terminal.
package help

import (
	"embed"
	"path"
	"regexp"
	"strings"

	"datarocks/content/name"
)

//go:embed *.md
var files embed.FS

// Topic is a page of the documentation, in NAME.md.
type Topic struct {
	Name  string
	Title string // what it is about, its first line
}

// inOrder lists the topics as somebody new needs them.
var inOrder = []string{
	"start", "artists", "sources-and-keys", "instagram", "metrics", "aws", "operating", "troubleshooting", "counts-held", "what-moved",
	"embeds", "api", "import-export", "sql", "publishing", "benchmarks",
}

// Topics lists all topics, in the order in which they are read.
func Topics() []Topic {
	topics := make([]Topic, 0, len(inOrder))
	for _, name := range inOrder {
		title, _, _ := strings.Cut(markdown(name), "\n")
		topics = append(topics, Topic{Name: name, Title: strings.TrimPrefix(title, "# ")})
	}
	return topics
}

// Text returns a topic for a terminal, and whether there is such a topic.
func Text(topic string) (text string, ok bool) {
	text = markdown(topic)
	return plain(text), text != ""
}

// Nearest returns which of the words, or of the topics, is probably meant; "" if
// none is.
func Nearest(word string, words []string) string {
	words = append(words[:len(words):len(words)], inOrder...)
	if i := name.Nearest(strings.ToLower(word), words); i >= 0 {
		return words[i]
	}
	return ""
}

// markdown returns the file of a topic; "" if there is none.
func markdown(topic string) string {
	text, err := files.ReadFile(topic + ".md")
	if err != nil {
		return ""
	}
	return string(text)
}

var (
	link   = regexp.MustCompile(`\[([^\]]*)\]\(([^)]*)\)`)
	folded = regexp.MustCompile(`^<details><summary>(.*)</summary>$`)
)

// plain makes Markdown readable on a terminal: links name where they lead, and what
// is folded is open. Code stays as it is.
func plain(text string) string {
	var b strings.Builder
	code := false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			code = !code
		}
		switch {
		case code:
		case line == "</details>\n":
			continue
		default:
			line = folded.ReplaceAllString(strings.TrimSuffix(line, "\n"), "## $1") + "\n"
			line = link.ReplaceAllStringFunc(line, plainLink)
		}
		b.WriteString(line)
	}
	return b.String()
}

func plainLink(markdown string) string {
	parts := link.FindStringSubmatch(markdown)
	text, target := parts[1], parts[2]
	file, _, _ := strings.Cut(target, "#")
	topic, isTopic := strings.CutSuffix(file, ".md")
	switch {
	case file == "":
		return text
	case strings.Contains(file, "://"):
		return text + " (" + target + ")"
	case isTopic && !strings.Contains(topic, "/"):
		return text + " (datarocks help " + topic + ")"
	default:
		return text + " (" + path.Join("cmd/datarocks/help", file) + ")"
	}
}
