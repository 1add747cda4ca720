package notify

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"datarocks/content/legible"
	"datarocks/fetch"
	"datarocks/render/sentence"
)

// markup is how a service writes text with links.
type markup struct {
	escape *strings.Replacer // keeps names from being markup, or from calling people
	link   func(name, address string) string
	limit  int // of all text, in UTF-16 code units
}

// lines are the heading, and a line for each notice that there is room for.
func (m markup) lines(b *sentence.Bulletin) []string {
	heading := m.escape.Replace(legible.Unlinked(fetch.OneLine(b.Heading())))
	if b.Site != "" {
		heading = m.link(heading, b.Site)
	}
	more := func(n int) string { return m.bullet(b.More(n)) }
	lines := []string{heading}
	left := m.limit - size(heading) - size(more(len(b.Notices)))
	for i, n := range b.Notices {
		line := m.bullet(n.Text)
		if page := b.Page(n); page != "" {
			line += " " + m.link(b.LinkName(), page)
		}
		if left -= size(line); left < 0 {
			return append(lines, more(len(b.Notices)-i))
		}
		lines = append(lines, line)
	}
	return lines
}

// bullet begins a line, so that no name there makes it a heading or a quotation.
func (m markup) bullet(text string) string {
	return "• " + m.escape.Replace(legible.Unlinked(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, text)))
}

// size is a line's length with its end, in the units of JavaScript and so of the
// services.
func size(line string) int { return len(utf16.Encode([]rune(line))) + 1 }

// slack has three characters to escape, none for its bold type, and links of its own form
// (docs.slack.dev/messaging/formatting-message-text). It cuts texts off from
// 40,000 characters on, and asks for fewer than 4,000.
var slack = markup{
	strings.NewReplacer(slices.Concat([]string{"&", "&amp;", "<", "&lt;", ">", "&gt;"}, apart("*_~`"))...),
	inAngles,
	4000,
}

// discord has Markdown, and refuses more than 2,000 characters
// (docs.discord.com/developers/resources/webhook#execute-webhook). An address in
// angle brackets is shown without a preview.
var discord = markup{
	strings.NewReplacer(escaped("\\*_~`|<>[]#@")...),
	func(name, address string) string { return "[" + name + "](<" + address + ">)" },
	2000,
}

// markdown is that of Mattermost and Rocket.Chat, and of what else takes a text
// (docs.mattermost.com/end-user-guide/collaborate/format-messages.html,
// docs.rocket.chat/docs/message-formatting). The shortest of their limits is 5,000
// characters. A backslash escapes only what both know as markup: \[ begins a formula in
// Rocket.Chat. What is left is kept apart by a space of no width.
var markdown = markup{
	strings.NewReplacer(slices.Concat(escaped(`\*_~`+"`#"), apart("[]<>|!"))...),
	inMarkdown,
	4000,
}

// googleChat has links of the form of Slack's, takes 32,000 bytes, and has no escapes
// (developers.google.com/workspace/chat/format-messages): a space of no width after
// what would be markup keeps it from being some.
var googleChat = markup{
	strings.NewReplacer(apart("*_~`<>|")...),
	inAngles,
	4000,
}

// teams takes cards of at most 28 kB, whose text has some Markdown
// (learn.microsoft.com/adaptive-cards/authoring-cards/text-features).
var teams = markup{
	strings.NewReplacer(escaped("\\*_~`[]")...),
	inMarkdown,
	7000,
}

// inAngles is a link as Slack has them.
func inAngles(name, address string) string { return "<" + address + "|" + name + ">" }

// inMarkdown is a link in Markdown, which a bracket in the address does not end.
func inMarkdown(name, address string) string {
	return "[" + name + "](" + strings.NewReplacer("(", "%28", ")", "%29").Replace(address) + ")"
}

// escaped puts a backslash before each of some characters, for strings.NewReplacer.
func escaped(characters string) (pairs []string) {
	for _, r := range characters {
		pairs = append(pairs, string(r), `\`+string(r))
	}
	return pairs
}

// apart puts a space of no width after each of some characters.
func apart(characters string) (pairs []string) {
	for _, r := range characters {
		pairs = append(pairs, string(r), string(r)+"\u200b")
	}
	return pairs
}
