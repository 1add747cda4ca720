package publish

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// shown is a site with the facts that a renderer writes of these artists, and
// the pages of some.
func shown(newest, artists string, pages ...string) fstest.MapFS {
	files := map[string]string{"index.html": newest}
	for _, id := range pages {
		files["artists/"+id+"/index.html"] = newest
	}
	site := siteOf("", files)
	site["manifest.json"].Data = fmt.Appendf(nil, `{"schemaVersion":1,"site":{"newest":%q,"updated":"%sT03:00:00Z","artists":{%s}}}`,
		newest, newest, artists)
	return site
}

func TestCheck(t *testing.T) {
	const (
		vola  = `"vola":{"spotify":{"first":"2026-11-01","last":"2026-11-23","counts":23}}`
		opeth = `"opeth":{"spotify":{"first":"2026-11-01","last":"2026-11-23","counts":20}}`
		gap   = `"vola":{"spotify":{"first":"2026-11-01","last":"2026-11-23","counts":22}}`
	)
	published := shown("2026-11-23", vola+","+opeth, "vola", "opeth")
	tests := []struct {
		name string
		site fstest.MapFS
		want []string // problems; none if it is published
		firm bool     // also with --allow-removal
	}{
		{"the same", published, nil, false},
		{"a new artist", shown("2026-11-23", vola+","+opeth+`,"soen":{}`, "vola", "opeth", "soen"), nil, false},
		{"a page lost", shown("2026-11-23", vola+","+opeth, "vola"), []string{"artists/opeth/index.html would vanish"}, true},
		{"a count lost", shown("2026-11-23", gap+","+opeth, "vola", "opeth"), []string{"vola on spotify: 23 counts are published, this site has 22"}, false},
		{
			"another history", shown("2026-11-22", gap, "vola"),
			[]string{"opeth is published", "vola on spotify: 23 counts", "this site ends on 2026-11-22"},
			false,
		},
		{"no facts", siteOf("", map[string]string{"index.html": "i"}), []string{"opeth is published", "vola is published", "ends on no day"}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newMemory()
			publishAll(t, published, b, nil)
			have := mustRead(t, b)
			p := newPlan(t, test.site, have)
			expectRefusal(t, p.Check(Limits{MaxDelete: MaxDelete{set: true, n: 9}}), test.want)
			if !test.firm {
				test.want = nil
			}
			expectRefusal(t, p.Check(Limits{AllowRemoval: true, MaxDelete: MaxDelete{set: true, n: 9}}), test.want)
		})
	}
}

func expectRefusal(t *testing.T, err error, problems []string) {
	t.Helper()
	var refused *RefusedError
	switch {
	case len(problems) == 0:
		if err != nil {
			t.Errorf("refused: %v", err)
		}
	case !errors.As(err, &refused) || len(refused.Problems) != len(problems) || len(refused.Cures) == 0:
		t.Errorf("error is %v, want %q", err, problems)
	default:
		for i, want := range problems {
			if !strings.Contains(refused.Problems[i], want) {
				t.Errorf("problem is %q, want %q", refused.Problems[i], want)
			}
		}
	}
}

func TestMaxDelete(t *testing.T) {
	tests := []struct {
		text        string
		deletes, of int
		ok          bool
	}{
		{"", 3, 9, true},
		{"", 4, 9, false},
		{"", 0, 0, true},
		{"4", 4, 4, true},
		{"4", 5, 500, false},
		{"0", 1, 500, false},
		{"50%", 5, 10, true},
		{"50%", 6, 10, false},
		{"100%", 10, 10, true},
	}
	for _, test := range tests {
		var m MaxDelete
		if err := m.UnmarshalText([]byte(test.text)); err != nil {
			t.Errorf("%q: %v", test.text, err)
		}
		if got := m.allows(test.deletes, test.of); got != test.ok {
			t.Errorf("--max-delete %q allows %d of %d: %t", test.text, test.deletes, test.of, got)
		}
	}
	for _, bad := range []string{"-1", "101%", "many", "%", "1.5"} {
		var m MaxDelete
		if err := m.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("took %q", bad)
		}
	}
}

// Assets do not count: they are replaced by every new look of the site.
func TestCheckCountsDeletes(t *testing.T) {
	files := map[string]string{"index.html": "i", "a.html": "a", "b.html": "b", "c.html": "c", "assets/a.0123abcd.js": "1", "assets/b.0123abcd.js": "1"}
	have := publishedOf(files)
	for _, name := range []string{"assets/a.0123abcd.js", "assets/b.0123abcd.js"} {
		unuse(have, name, runTime.Add(-keepAssets))
	}
	p := newPlan(t, siteOf("", map[string]string{"index.html": "i", "c.html": "c"}), have)
	if len(p.Deletes) != 4 {
		t.Fatalf("plan is:\n%s", p)
	}
	if err := p.Check(Limits{}); err != nil {
		t.Error(err)
	}
	p = newPlan(t, siteOf("", map[string]string{"index.html": "i"}), have)
	expectRefusal(t, p.Check(Limits{}), []string{"3 of 6 files would be deleted"})
	if err := p.Check(Limits{MaxDelete: MaxDelete{set: true, n: 3}}); err != nil {
		t.Error(err)
	}
}

// What is refused asks and writes nothing.
func TestARefusedRunChangesNothing(t *testing.T) {
	b, cdn, log := logged()
	publishAll(t, newerRacer, b, cdn)
	*log = nil
	var refused *RefusedError
	if err := compete(t.Context(), olderRacer, b, cdn); !errors.As(err, &refused) {
		t.Errorf("error is %v", err)
	}
	if len(*log) > 0 {
		t.Errorf("did %q", *log)
	}
}

// Of the wrong folder every artist is a problem, and a thousand lines hide what to do.
func TestManyProblemsAreShortened(t *testing.T) {
	err := &RefusedError{}
	for i := range 1000 {
		err.Problems = append(err.Problems, fmt.Sprintf("artist %d is published, and no artist of this site", i))
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 21 || lines[20] != "and 980 more, which --dry-run --json lists" {
		t.Errorf("%d lines, the last is %q", len(lines), lines[len(lines)-1])
	}
	if len(err.Problems) != 1000 {
		t.Errorf("%d problems are left", len(err.Problems))
	}
}
