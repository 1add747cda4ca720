package notify

import (
	"net/url"
	"regexp"
	"strings"

	"datarocks/content"
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
	case host == "chat.googleapis.com":
		return service{"Google Chat", func(b *sentence.Bulletin) any { return object{"text": strings.Join(googleChat.lines(b), "\n")} }}
	case mattermostPath.MatchString(u.Path):
		return service{"Mattermost", plainMessage}
	case rocketPath.MatchString(u.Path):
		return service{"Rocket.Chat", plainMessage}
	case isOf("logic.azure.com"), isOf("powerplatform.com"), isOf("webhook.office.com"):
		return service{"Teams", teamsMessage}
	}
	return service{"JSON", plainMessage}
}

// Mattermost and Rocket.Chat run on hosts of their owners, so only the paths that they
// make are known.
var (
	mattermostPath = regexp.MustCompile(`(^|/)hooks/[a-z0-9]{26}/?$`)
	rocketPath     = regexp.MustCompile(`(^|/)hooks/[A-Za-z0-9]{17,24}/[A-Za-z0-9]{20,}/?$`)
)

// messageVersion is that of plain messages. It changes when a field does, but not
// when one is added.
const messageVersion = 1

// plain is the message to a webhook of no known service. Most chats take its text,
// and pass over the rest.
type plain struct {
	SchemaVersion int         `json:"schemaVersion"`
	Day           content.Day `json:"day"`
	Title         string      `json:"title"`
	Site          string      `json:"site,omitempty"`
	News          []plainNews `json:"news"`
	Text          string      `json:"text"` // all of it, in Markdown
}

type plainNews struct {
	ID     string         `json:"id"`
	Kind   sentence.Kind  `json:"kind"`
	Text   string         `json:"text"`
	Artist string         `json:"artist,omitempty"`
	Source content.Source `json:"source,omitempty"`
	Metric string         `json:"metric,omitempty"` // of the source, such as "followers"
	Page   string         `json:"page,omitempty"`
}

func plainMessage(b *sentence.Bulletin) any {
	p := plain{
		SchemaVersion: messageVersion, Day: b.Day, Title: b.Title, Site: b.Site, News: []plainNews{},
		Text: strings.Join(markdown.lines(b), "\n"),
	}
	for _, n := range b.Notices {
		p.News = append(p.News, plainNews{ID: n.ID, Kind: n.Kind, Text: n.Text, Artist: n.Artist, Source: n.Metric.Source, Metric: n.Metric.Name, Page: b.Page(n)})
	}
	return p
}

func discordMessage(b *sentence.Bulletin) any {
	nobody := object{"parse": []string{}}
	return object{"content": strings.Join(discord.lines(b), "\n"), "allowed_mentions": nobody}
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
