package render

import (
	"fmt"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
	"datarocks/render/roster"
)

// TestManyHeld: of many counts that are held, the page lists the first, has how
// many more there are, and leads to the file that has them all.
func TestManyHeld(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.Sources = w.Sources[:1]
	for i := range 4 {
		id := fmt.Sprintf("a%d", i)
		w.Artist(id, id)
		for day := rendertest.Newest - roster.AnswerDays + 1; day <= rendertest.Newest; day++ {
			w.From(day, id, content.Spotify, fetch.Number(0))
			w.Hold(day, id, content.Spotify)
		}
	}
	files := siteOf(t, w)
	doc := rendertest.Page(t, files, "status/index.html")
	if got := doc.Find("tbody").Last().Find("tr").Length(); got != heldEnd {
		t.Errorf("%d rows", got)
	}
	if page := rendertest.Words(doc.Selection); !strings.Contains(page, "and 20 more counts · All as JSON") {
		t.Errorf("does not say that there are more: %s", page)
	}
	if got := strings.Count(rendertest.Read(t, files, "api/v1/status.json"), `"reason":"a sudden zero"`); got != 4*roster.AnswerDays {
		t.Errorf("%d in the file", got)
	}
}

// TestNoCountOfADay: of a source that knows days later, the accounts without an answer
// are not all that were asked.
func TestNoCountOfADay(t *testing.T) {
	t.Parallel()
	wikipedia, spotify := &roster.Platform{}, &roster.Platform{}
	wikipedia.PastFrom = 1
	failed := &roster.Answers{Asked: 2, Reasons: map[string]int{"x": 2}}
	for _, test := range []struct {
		of             *roster.Platform
		answers        *roster.Answers
		got, none, why string
	}{
		{wikipedia, nil, "", "no count yet", ""},
		{wikipedia, failed, "", "no count yet", "2 × x"},
		{wikipedia, &roster.Answers{Asked: 3, Got: 3}, "3 of 3", "", ""},
		{spotify, nil, "", "not asked", ""},
		{spotify, failed, "0 of 2", "", "2 × x"},
	} {
		if c := newStatusCell(en, test.of, test.answers); c.Got != test.got || c.None != test.none || c.Why.Words != test.why {
			t.Errorf("past %v, %+v: %+v", test.of.Past(), test.answers, c)
		}
	}
}

func TestManyReasons(t *testing.T) {
	t.Parallel()
	reasons := make(map[string]int)
	for i := range reasonsEnd + 2 {
		reasons[fmt.Sprintf("reason %d", i)] = 10 - i
	}
	want := "10 × reason 0; 9 × reason 1; 8 × reason 2; 7 × reason 3; 6 × reason 4; and 2 other reasons"
	if got := mostFrequent(en, reasons).Words; got != want {
		t.Errorf("says %q, want %q", got, want)
	}
}
