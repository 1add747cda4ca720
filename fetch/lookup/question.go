package lookup

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"datarocks/content"
)

// Question is whom a person asks for: an artist's name, or the address of a page
// that is the artist's.
type Question struct {
	Name string // "" where it is an address

	item        string // of Wikidata
	site, title string // of a Wikipedia: enwiki, Dream Theater
	source      content.Source
	account     string
}

// Links are the addresses that a Question may be.
const Links = "a Wikipedia article, an item of Wikidata, or the artist's page on MusicBrainz, Spotify, Deezer, X, Bluesky, Mastodon, Last.fm or YouTube"

// ParseQuestion reads what a person typed. Names may have slashes and dots in
// them, so without "https://" only what is known is an address.
func ParseQuestion(text string) (Question, error) {
	text = strings.TrimSpace(text)
	if err := content.CheckName(text); err != nil {
		return Question{}, err
	}
	if q, ok := wikiLink(text); ok {
		return q, nil
	}
	if source, account, ok := parseAccount(text); ok {
		return Question{source: source, account: account}, nil
	}
	what := content.NoAccount(text)
	switch {
	case strings.Contains(what, ","): // it says what it lacks
		return Question{}, fmt.Errorf("%q is %s", text, what)
	case what != "":
		return Question{}, fmt.Errorf("%q is %s, not an artist's page", text, what)
	}
	if strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://") {
		return Question{}, fmt.Errorf("%q is no address that it can find an artist by", text)
	}
	return Question{Name: text}, nil
}

// mbidPattern is the one form of a bare account that is no name.
var mbidPattern = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)

func parseAccount(text string) (content.Source, string, bool) {
	if mbidPattern.MatchString(text) {
		return content.ListenBrainz, strings.ToLower(text), true
	}
	return content.ParseLink(text)
}

var (
	itemPattern     = regexp.MustCompile(`^/(?:wiki|entity)/(?:Special:EntityPage/)?(Q[1-9][0-9]{0,11})$`)
	languagePattern = regexp.MustCompile(`^([a-z]{2,3}(?:-[a-z]+)*|simple)(?:\.m)?\.wikipedia\.org$`)
)

// wikiLink reads the address of an item or an article.
func wikiLink(text string) (Question, bool) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil {
		return Question{}, false
	}
	switch host := strings.ToLower(u.Host); {
	case host == "www.wikidata.org" || host == "wikidata.org" || host == "m.wikidata.org":
		if groups := itemPattern.FindStringSubmatch(u.Path); groups != nil {
			return Question{item: groups[1]}, true
		}
	case languagePattern.MatchString(host) && !strings.HasPrefix(host, "www."):
		title, ok := strings.CutPrefix(u.Path, "/wiki/")
		if !ok {
			title = u.Query().Get("title") // as in /w/index.php?title=Opeth
		}
		title = strings.TrimSpace(strings.ReplaceAll(title, "_", " "))
		if content.CheckName(title) != nil || strings.Contains(title, "|") {
			return Question{}, false
		}
		language := languagePattern.FindStringSubmatch(host)[1]
		return Question{site: strings.ReplaceAll(language, "-", "_") + "wiki", title: title}, true
	}
	return Question{}, false
}
