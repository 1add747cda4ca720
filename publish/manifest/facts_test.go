package manifest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// facts are those of a site that ends on a day, as a renderer writes them.
func facts(t *testing.T, newest, artists string) Facts {
	t.Helper()
	f, err := Read[Facts](fmt.Appendf(nil, `{"newest":%q,"updated":"%sT03:00:00Z","artists":{%s}}`, newest, newest, artists))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestOlderAndLost(t *testing.T) {
	const (
		day   = "2026-11-23"
		opeth = `,"opeth":{"spotify":{"first":"2026-11-01","last":"2026-11-23","counts":20}}`
		vola  = `"vola":{"spotify":{"first":"2026-11-01","last":"2026-11-23","counts":23}}`
	)
	published := facts(t, day, vola+opeth)
	tests := []struct {
		name, newest, artists string
		want                  []string
	}{
		{"the same", day, vola + opeth, nil},
		{"a day more", "2026-11-24", `"vola":{"spotify":{"first":"2026-11-01","last":"2026-11-24","counts":24},"deezer":{"first":"2026-11-24","last":"2026-11-24","counts":1}}` + opeth, nil},
		{"an artist removed", day, vola, []string{"opeth is published, and no artist of this site"}},
		{"a count lost", day, `"vola":{"spotify":{"first":"2026-11-01","last":"2026-11-23","counts":22}}` + opeth, []string{"vola on spotify: 23 counts are published, this site has 22"}},
		{"the last count lost", day, `"vola":{"spotify":{"first":"2026-10-01","last":"2026-11-22","counts":53}}` + opeth, []string{"vola on spotify: the published counts end on 2026-11-23, those of this site on 2026-11-22"}},
		{"the first count lost", "2026-11-24", `"vola":{"spotify":{"first":"2026-11-02","last":"2026-11-24","counts":23}}` + opeth, []string{"vola on spotify: the published counts begin on 2026-11-01, those of this site on 2026-11-02"}},
		{"a count withdrawn", day, `"vola":{"spotify":{"first":"2026-11-01","last":"2026-11-22","counts":22,"withdrawn":["2026-11-23"]}}` + opeth, nil},
		{"a count withdrawn and one lost", day, `"vola":{"spotify":{"first":"2026-11-01","last":"2026-11-21","counts":21,"withdrawn":["2026-11-23"]}}` + opeth, []string{"vola on spotify: 23 counts are published, this site has 21"}},
		{"a source removed", day, `"vola":{}` + opeth, []string{"vola on spotify: 23 counts are published, this site has 0"}},
		{"an older day", "2026-11-22", vola + opeth, []string{"this site ends on 2026-11-22, the published one on 2026-11-23"}},
	}
	for _, test := range tests {
		now := facts(t, test.newest, test.artists)
		if diff := cmp.Diff(test.want, slices.Concat(now.Lost(published), now.Older(published))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
	later := published
	later.Updated = later.Updated.Add(1)
	if got := published.Older(later); len(got) != 1 {
		t.Errorf("of an older count: %q", got)
	}
}

// What Rendered writes, Read reads; before the first count there is no day.
func TestRendered(t *testing.T) {
	for _, want := range []Facts{
		{About: About{Version: "1&2", Path: "/label/"}, Artists: map[string]map[string]Series{}},
		{About: About{Demo: true, Newest: "2026-11-23"}, Artists: map[string]map[string]Series{"vola": {"spotify": {First: "2026-11-01", Last: "2026-11-23", Counts: 23}}}},
	} {
		m, err := Rendered(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read[Facts](m.Site)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("facts (-want +got): %v\n%s", err, diff)
		}
		about, err := Read[About](m.Site)
		if diff := cmp.Diff(want.About, about); diff != "" || err != nil {
			t.Errorf("about (-want +got): %v\n%s", err, diff)
		}
	}
}
