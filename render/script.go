package render

import (
	"encoding/json"
	"strings"

	"datarocks/history"
)

// chartWords is what the script of charts says, in the page's language.
type chartWords struct {
	Locale         string `json:"locale"`
	NoCount        string `json:"noCount"`
	AnotherAccount string `json:"anotherAccount"`
	From           string `json:"from"`   // {1}: date
	Reason         string `json:"reason"` // {1}: date, {2}: reason
	// Reasons are the beginnings of reasons that are ours, and what to write
	// for them; none where they are the same.
	Reasons [][2]string `json:"reasons,omitempty"`
}

func (l *Language) chartWords() chartWords {
	w := chartWords{
		Locale:         l.Locale,
		NoCount:        l.Chart.NoCount,
		AnotherAccount: l.Chart.AnotherAccount,
		From:           string(l.Chart.From),
		Reason:         string(l.Chart.Reason),
	}
	for _, reason := range []string{notAsked, string(history.Held) + ": ", string(history.Retracted) + ": "} {
		if words := l.reason(reason); words != reason {
			w.Reasons = append(w.Reasons, [2]string{reason, words})
		}
	}
	return w
}

// forms is a text about a number of things for a script: the forms of the
// language by the names that browsers have for them.
func (l *Language) forms(text counted[phrase1]) string {
	forms := make(map[string]phrase1)
	for i, form := range text.forms() {
		if form != "" {
			forms[strings.Fields("other zero one two few many")[i]] = form
		}
	}
	data, err := json.Marshal(forms)
	if err != nil {
		panic(err) // strings are JSON
	}
	return string(data)
}

// quote is the reason of a gap. Platforms give theirs in English, whatever the
// language of the page.
type quote struct {
	Words   string
	Foreign bool
}

func (l *Language) quote(reason string) quote {
	if reason == "" {
		return quote{}
	}
	words := l.reason(reason)
	return quote{words, words == reason && l != languages[0]}
}
