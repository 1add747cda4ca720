package render

import (
	"datarocks/content"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// quote is the reason of a gap. That of a platform is in English, whatever the
// language of the page.
type quote struct {
	Words   string
	Foreign bool
}

func newQuote(l *words.Language, reason string) quote {
	if reason == "" {
		return quote{}
	}
	words := sentence.Reason(l, reason)
	return quote{words, words == reason && l.Code != content.English}
}
