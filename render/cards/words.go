package cards

import (
	"datarocks/history/row"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// Words is the texts of the script of charts, in the page's language.
type Words struct {
	Locale string `json:"locale"`
	words.ChartScript
	// Daily are the texts about metrics that are so many in a day; nil where the page
	// has none.
	Daily *words.DailyScript `json:"daily,omitempty"`
	// Terms are those about counts that the platform cuts; nil where the page has none.
	Terms *words.TermsScript `json:"terms,omitempty"`
	// Reasons are the beginnings of reasons that are ours, and what to write
	// for them; none where they are the same.
	Reasons [][2]string `json:"reasons,omitempty"`
}

// NewWords returns them, without those about metrics that are so many in a day.
func NewWords(l *words.Language) Words {
	w := Words{Locale: l.Format.Locale, ChartScript: l.Chart.ChartScript}
	for _, reason := range []string{roster.NotAsked, string(row.Held) + ": ", string(row.Withdrawn) + ": "} {
		if words := sentence.Reason(l, reason); words != reason {
			w.Reasons = append(w.Reasons, [2]string{reason, words})
		}
	}
	return w
}
