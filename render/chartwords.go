package render

import (
	"datarocks/content"
	"datarocks/history/row"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// chartWords is the texts of the script of charts, in the page's language.
type chartWords struct {
	Locale string `json:"locale"`
	words.ChartScript
	// Reasons are the beginnings of reasons that are ours, and what to write
	// for them; none where they are the same.
	Reasons [][2]string `json:"reasons,omitempty"`
}

func newChartWords(l *words.Language) chartWords {
	w := chartWords{Locale: l.Format.Locale, ChartScript: l.Chart.ChartScript}
	for _, reason := range []string{roster.NotAsked, string(row.Held) + ": ", string(row.Withdrawn) + ": "} {
		if words := sentence.Reason(l, reason); words != reason {
			w.Reasons = append(w.Reasons, [2]string{reason, words})
		}
	}
	return w
}

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
