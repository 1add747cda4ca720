package sentence

import (
	"slices"
	"strings"

	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/history/row"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// Absence returns why there is no count of the newest day, or none to come; "" where
// there is one, or none is due.
func Absence(l *words.Language, t roster.Track, newest content.Day) string {
	gaps, reason := t.Gaps(t.DueOn(newest), newest), t.Series.Reason(newest)
	last, ok := t.Series.Last()
	switch {
	case t.Paused:
		return l.Artist.PausedSince.With(l.Date(t.Pause))
	case !ok && reason != "":
		return l.Artist.NoCountYetFor.With(Reason(l, reason))
	case !ok:
		return l.Artist.NoCountYet
	case len(gaps) == 0:
		return ""
	}
	return l.Artist.NoCountSince.With(l.Date(last.Day), Reason(l, gaps[len(gaps)-1].Reason))
}

// Absent returns why a metric has no count of an artist's newest day, in the sentence
// of the artist's page and the site's language; "" where it has one, or where none is
// due. It is for what stays as it is, see lasting.
func Absent(r *roster.Roster, artist string, metric content.Metric) string {
	i := slices.IndexFunc(r.Site.Artists, func(a content.Artist) bool { return a.ID == artist })
	if i < 0 {
		return ""
	}
	l, a := words.In(r.Site.Language), r.Artist(r.Site.Artists[i])
	for _, t := range a.Tracks {
		if c := About(a, t, r.Site.Window); t.Key() == metric && len(absent(l, c)) > 0 {
			return lasting(l, c)
		}
	}
	return ""
}

// Reason writes the reason of a gap. The answer of a platform stays as it is.
func Reason(l *words.Language, reason string) string {
	if reason == "" || reason == roster.NotAsked {
		return l.Chart.NotAsked
	}
	if text, ok := strings.CutPrefix(reason, string(row.Held)+": "); ok {
		return l.Chart.Held.With(legible.Reason(text, 0))
	}
	if text, ok := strings.CutPrefix(reason, string(row.Withdrawn)+": "); ok {
		return l.Chart.Withdrawn.With(legible.Reason(text, 0))
	}
	return legible.Reason(reason, 0)
}
