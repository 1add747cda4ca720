package render

import (
	"fmt"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
)

// TestManyHeld: of many counts that are held, the page lists the first, says how
// many more there are, and leads to the file that has them all.
func TestManyHeld(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.Sources = w.Sources[:1]
	for i := range 4 {
		id := fmt.Sprintf("a%d", i)
		w.artist(id, id)
		for day := newest - statusDays + 1; day <= newest; day++ {
			w.from(day, id, content.Spotify, fetch.Number(0))
			w.held = append(w.held, heldCount{day, id, content.Spotify})
		}
	}
	files := w.render(t)
	doc := document(t, files, "status/index.html")
	tables := find(doc, "tbody", "")
	if got := len(find(tables[len(tables)-1], "tr", "")); got != heldEnd {
		t.Errorf("%d rows", got)
	}
	if page := words(doc); !strings.Contains(page, "and 20 more counts · All as JSON") {
		t.Errorf("does not say that there are more: %s", page)
	}
	if got := len(strictly[apiStatus](t, files, "api/v1/status.json").Held); got != 4*statusDays {
		t.Errorf("%d in the file", got)
	}
}

func TestManyReasons(t *testing.T) {
	t.Parallel()
	reasons := make(map[string]int)
	for i := range reasonsEnd + 2 {
		reasons[fmt.Sprintf("reason %d", i)] = 10 - i
	}
	want := "10 × reason 0; 9 × reason 1; 8 × reason 2; 7 × reason 3; 6 × reason 4; and 2 other reasons"
	if got := languages[0].mostFrequent(reasons).Words; got != want {
		t.Errorf("says %q, want %q", got, want)
	}
}
