package nightly

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf16"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/sentence"
)

// object is a JSON object.
type object = map[string]any

// service is how one service takes a message.
type service struct {
	name    string
	message func(b *sentence.Bulletin) any
}

// serviceOf recognises a service by the address of its webhook.
func serviceOf(u *url.URL) service {
	host := strings.ToLower(u.Hostname())
	isOf := func(domain string) bool { return host == domain || strings.HasSuffix(host, "."+domain) }
	switch {
	case host == "hooks.slack.com":
		return service{"Slack", func(b *sentence.Bulletin) any { return object{"text": strings.Join(slack.lines(b), "\n")} }}
	case (isOf("discord.com") || isOf("discordapp.com")) && strings.HasPrefix(u.Path, "/api/"):
		return service{"Discord", discordMessage}
	case isOf("logic.azure.com"), isOf("powerplatform.com"), isOf("webhook.office.com"):
		return service{"Teams", teamsMessage}
	}
	return service{"JSON", plainMessage}
}

// messageVersion is that of plain messages. It changes when a field does, but not
// when one is added.
const messageVersion = 1

// plain is the message to a webhook of no known service.
type plain struct {
	SchemaVersion int         `json:"schemaVersion"`
	Day           content.Day `json:"day"`
	Title         string      `json:"title"`
	Site          string      `json:"site,omitempty"`
	News          []plainNews `json:"news"`
}

type plainNews struct {
	ID     string         `json:"id"`
	Kind   sentence.Kind  `json:"kind"`
	Text   string         `json:"text"`
	Artist string         `json:"artist,omitempty"`
	Source content.Source `json:"source,omitempty"`
	Page   string         `json:"page,omitempty"`
}

func plainMessage(b *sentence.Bulletin) any {
	p := plain{SchemaVersion: messageVersion, Day: b.Day, Title: b.Title, Site: b.Site, News: []plainNews{}}
	for _, n := range b.Notices {
		p.News = append(p.News, plainNews{ID: n.ID, Kind: n.Kind, Text: n.Text, Artist: n.Artist, Source: n.Source, Page: b.Page(n)})
	}
	return p
}

// markup is how a service writes text with links.
type markup struct {
	escape *strings.Replacer // keeps names from being markup, or from calling people
	link   func(name, address string) string
	limit  int // of all text, in UTF-16 code units
}

// lines are the heading, and a line for each notice that there is room for.
func (m markup) lines(b *sentence.Bulletin) []string {
	heading := m.escape.Replace(fetch.OneLine(b.Heading()))
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
	return "• " + m.escape.Replace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, text))
}

// size is a line's length with its end, in the units of JavaScript and so of the
// services.
func size(line string) int { return len(utf16.Encode([]rune(line))) + 1 }

// slack has three characters to escape, and links of its own form
// (docs.slack.dev/messaging/formatting-message-text). It cuts texts off from
// 40,000 characters on, and asks for fewer than 4,000.
var slack = markup{
	strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;"),
	func(name, address string) string { return "<" + address + "|" + name + ">" },
	4000,
}

// discord has Markdown, and refuses more than 2,000 characters
// (docs.discord.com/developers/resources/webhook#execute-webhook). An address in
// angle brackets is shown without a preview.
var discord = markup{
	escaping("\\*_~`|<>[]#@"),
	func(name, address string) string { return "[" + name + "](<" + address + ">)" },
	2000,
}

func discordMessage(b *sentence.Bulletin) any {
	nobody := object{"parse": []string{}}
	return object{"content": strings.Join(discord.lines(b), "\n"), "allowed_mentions": nobody}
}

// teams takes cards of at most 28 kB, whose text has some Markdown
// (learn.microsoft.com/adaptive-cards/authoring-cards/text-features).
var teams = markup{
	escaping("\\*_~`[]"),
	func(name, address string) string {
		return "[" + name + "](" + strings.NewReplacer("(", "%28", ")", "%29").Replace(address) + ")"
	},
	7000,
}

func teamsMessage(b *sentence.Bulletin) any {
	var body []object
	for _, line := range teams.lines(b) {
		body = append(body, object{"type": "TextBlock", "text": line, "wrap": true})
	}
	body[0]["weight"] = "Bolder"
	card := object{
		"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4", "body": body,
	}
	if b.Site != "" {
		card["actions"] = []object{{"type": "Action.OpenUrl", "title": b.OpenName(), "url": b.Site}}
	}
	attachment := object{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
	return object{"type": "message", "attachments": []object{attachment}}
}

// escaping puts a backslash before each of some characters.
func escaping(characters string) *strings.Replacer {
	var pairs []string
	for _, r := range characters {
		pairs = append(pairs, string(r), `\`+string(r))
	}
	return strings.NewReplacer(pairs...)
}
