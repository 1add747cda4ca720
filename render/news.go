package render

import (
	"slices"

	"datarocks/content"
	"datarocks/history"
	"datarocks/render/words"
)

// Moved tells who moved in the sentences of the roster: at most three, in the
// site's language; none where nobody did.
func Moved(site *content.Site, h *history.History) []string {
	r := &renderer{Input: Input{Site: site, History: h}, words: words.In(site.Language)}
	tallies := newTallies(site.Sources)
	for _, entry := range r.rosterOrder() {
		a := r.artist(entry)
		for i := range tallies {
			tallies[i].add(a, site.Window)
		}
	}
	return movedSentences(r.words, tallies)
}

// Absences gives what tells, in the sentence of the artist's page and the site's
// language, why a source has no count of the newest day; "" where it has one, or
// where none is due. What all artists did is worked out once for all that is asked.
func Absences(site *content.Site, h *history.History) func(artist string, source content.Source) string {
	r := &renderer{Input: Input{Site: site, History: h}, words: words.In(site.Language)}
	return func(artist string, source content.Source) string {
		entry := slices.IndexFunc(site.Artists, func(a content.Artist) bool { return a.ID == artist })
		if entry < 0 {
			return ""
		}
		a := r.artist(site.Artists[entry])
		for _, t := range a.tracks {
			if c := a.chart(t, site.Window); t.info.Source == source && len(absent(r.words, c)) > 0 {
				return Tell(r.words, c)
			}
		}
		return ""
	}
}
