package roster

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
)

func TestOrder(t *testing.T) {
	t.Parallel()
	last := len(rendertest.OddNames) - 1
	want := append([]string{rendertest.OddNames[last]}, rendertest.OddNames[:last]...)
	for _, language := range []content.Language{"", content.English, content.German} {
		w := rendertest.OddlyNamed()
		w.Language = language
		var got []string
		for _, a := range Order(&w.Site) {
			got = append(got, a.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", language, diff)
		}
	}
}

// TestSurvey: what all artists come to is what each has.
func TestSurvey(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.Artist("zz", "ZZ")
	w.Default = "zz"
	for _, id := range []string{"vola", "zz"} {
		w.Until(id, content.Spotify, fetch.Number(0))
		w.Hold(rendertest.Newest, id, content.Spotify)
	}
	r := New(&w.Site, w.History(t))
	s := r.Survey()
	var held []string
	for _, h := range s.Held {
		held = append(held, h.ID)
	}
	if want := []string{"vola", "zz"}; !slices.Equal(held, want) || r.Artists[0].ID != "zz" {
		t.Errorf("held are %v, want %v, as in the site", held, want)
	}
	if got := *s.Answers[0][content.Spotify.Default()]; got.Asked != 4 || got.Got != 2 || got.Held != 2 {
		t.Errorf("the newest day has %+v", got)
	}
	var fresh Freshness
	for _, entry := range w.Artists {
		a := r.Artist(entry)
		fresh = r.Join(fresh, a.Freshness())
		for _, span := range s.Spans[a.ID] {
			if series := r.History.Series(a.ID, span.Metric); span.Counts != series.Len() {
				t.Errorf("%s has %d counts on %s, want %d", a.ID, span.Counts, span.Metric, series.Len())
			}
		}
		for _, h := range a.Happenings() {
			if !slices.ContainsFunc(s.News, func(n Happening) bool { return n.ID == h.ID }) {
				t.Errorf("%s is no news", h.ID)
			}
		}
	}
	if diff := cmp.Diff(fresh, s.Freshness, cmpopts.IgnoreUnexported(content.SourceInfo{})); diff != "" {
		t.Error(diff)
	}
}
