package publish

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"datarocks/publish/manifest"
)

// keeping makes a site record that it could not make some folders anew.
func keeping(site fstest.MapFS, folders string) fstest.MapFS {
	facts := string(site[manifest.Name].Data)
	site[manifest.Name].Data = []byte(strings.Replace(facts, `"site":{`, `"site":{"kept":[`+folders+`],`, 1))
	return site
}

// TestKept: an artist whose file is bad tonight keeps the page that was last
// published, and all that it needs, until the file is mended.
func TestKept(t *testing.T) {
	const (
		vola  = `"vola":{"spotify":{"first":"2026-11-01","last":"2026-11-23","counts":23}}`
		opeth = `"opeth":{"spotify":{"first":"2026-11-01","last":"2026-11-23","counts":20}}`
		page  = "artists/vola/index.html"
		style = "assets/page.0123abcd.css"
	)
	b := newMemory()
	first := shown("2026-11-23", vola+","+opeth, "vola", "opeth")
	first[style] = &fstest.MapFile{Data: []byte("css")}
	first["artists/volla/index.html"] = &fstest.MapFile{Data: []byte("moved")}
	renamed := func(site fstest.MapFS) fstest.MapFS {
		text := string(site[manifest.Name].Data)
		site[manifest.Name].Data = []byte(strings.Replace(text, `"site":{`, `"site":{"renamed":{"volla":"vola"},`, 1))
		return site
	}
	renamed(first)
	first["artists/vola/data.json"] = &fstest.MapFile{Data: []byte("{}")}
	publishAll(t, first, b, nil)

	// Ten days without the artist, of a datarocks with another style.
	for day := range 10 {
		night := keeping(shown("2026-11-24", opeth, "opeth"), `"artists/vola/"`)
		now := runTime.Add(time.Duration(day+1) * 24 * time.Hour)
		plan, err := Publish(t.Context(), Job{Site: night, Bucket: b}, mustRead(t, b), now, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if len(plan.Deletes) > 0 {
			t.Fatalf("deleted: %q", plan.Deletes)
		}
		have := mustRead(t, b)
		for _, name := range []string{page, "artists/vola/data.json", "artists/volla/index.html", style} {
			if _, listed := have.Manifest.Files[name]; !listed || !slices.ContainsFunc(have.Objects, func(o Object) bool { return o.Key == name }) {
				t.Fatalf("%s is gone after %d days", name, day+1)
			}
		}
	}
	// What is lost meanwhile is still noticed, once the artist is back.
	lost := shown("2026-12-04", opeth+`,"vola":{"spotify":{"first":"2026-11-01","last":"2026-11-22","counts":22}}`, "vola", "opeth")
	expectRefusal(t, newPlan(t, lost, mustRead(t, b)).Check(Limits{}), []string{"vola on spotify: 23 counts are published"})

	back := shown("2026-12-04", vola+","+opeth, "vola", "opeth")
	plan, err := Publish(t.Context(), Job{Site: back, Bucket: b}, mustRead(t, b), runTime.Add(30*24*time.Hour), Limits{})
	if err != nil || !slices.Equal(plan.Deletes, []string{"artists/volla/index.html", "artists/vola/data.json"}) {
		t.Errorf("mended: %v, deleted %q", err, plan.Deletes)
	}
	// Who has the kept page open still needs its assets for a while.
	for days, deletes := range [][]string{6: nil, 7: {style}} {
		plan, err := Publish(t.Context(), Job{Site: back, Bucket: b}, mustRead(t, b), runTime.Add(time.Duration(30+days)*24*time.Hour), Limits{})
		if err != nil || !slices.Equal(plan.Deletes, deletes) {
			t.Errorf("%d days after it was mended: %v, deleted %q", days, err, plan.Deletes)
		}
	}
	// Of an artist who was never published there is nothing to keep.
	gone := keeping(shown("2026-12-05", vola+","+opeth, "vola", "opeth"), `"artists/soen/"`)
	if err := newPlan(t, gone, mustRead(t, b)).Check(Limits{}); err != nil {
		t.Error(err)
	}
}
