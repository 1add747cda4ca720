package report

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/store"
)

func day(t *testing.T, text string) content.Day {
	t.Helper()
	d, err := content.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestOutcomesAddUp: of a source's accounts each is one thing, so that no line says
// that all are counted beside one that is held.
func TestOutcomesAddUp(t *testing.T) {
	t.Parallel()
	gaps := func(n int) []Gap { return make([]Gap, n) }
	today := day(t, "2026-11-23")
	for _, test := range []struct {
		s    Source
		want string
	}{
		{Source{Accounts: 10, Asked: 10, Got: 10, Counted: 9, Held: gaps(1)}, "9 of 10 counted, 1 held"},
		{Source{Accounts: 10, Counted: 9, Held: gaps(1)}, "nothing to ask, 9 of 10 counted, 1 held"},
		{Source{Accounts: 10, Counted: 9, Withdrawn: 1}, "nothing to ask, 9 of 10 counted, 1 withdrawn"},
		{Source{Accounts: 10, Counted: 10}, "nothing to ask, all 10 counted"},
		{Source{Accounts: 10, Asked: 1, Got: 1, Counted: 10}, "10 of 10 counted"},
		{Source{Accounts: 10, Asked: 10, Got: 8, Counted: 8, Missing: gaps(2)}, "8 of 10 counted"},
		{Source{Accounts: 10, Asked: 10, Got: 9, Counted: 8, Missing: gaps(1), Held: gaps(1)}, "8 of 10 counted, 1 held, 1 missing"},
		{Source{Accounts: 10, Missing: gaps(10), Reason: "not asked"}, "nothing asked, 0 of 10 counted: not asked"},
		{Source{Accounts: 10, Later: 10}, "nothing to ask: its turn is another day"},
		{Source{Accounts: 10, Later: 4, Asked: 6, Got: 6, Counted: 6}, "6 of 6 counted, 4 to be asked another day"},
		{Source{}, "nobody to ask for"},
		{Source{Accounts: 1, Lacking: "LASTFM_API_KEY"}, "not configured"},
		{Source{Accounts: 1, Lacking: "LASTFM_API_KEY", Last: today - 9}, "not configured; the last count is of 2026-11-14, 9 days ago"},
		{Source{Accounts: 1, Asked: 1, Missing: gaps(1), Reason: "http 402", Last: today - 1}, "0 of 1 counted: http 402"},
		{Source{Accounts: 1, Asked: 1, Missing: gaps(1), Reason: "http 402", Last: today - 40}, "0 of 1 counted: http 402; the last count is of 2026-10-14, 40 days ago"},
		{Source{Accounts: 1, Asked: 1, Missing: gaps(1), Reason: "http 402", Last: today - 7, every: content.EveryWeek}, "0 of 1 counted: http 402"},
	} {
		test.s.day = today
		if got := test.s.Outcome(); got != test.want {
			t.Errorf("%s, want %s", got, test.want)
		}
	}
}

// TestSilence: an issue is worth it after three days without a count.
func TestSilence(t *testing.T) {
	t.Parallel()
	today := day(t, "2026-11-23")
	for _, test := range []struct {
		s    Source
		want string // "" for a source that is not silent
	}{
		{Source{Accounts: 2, Last: today - 2, Reason: "http 402"}, ""},
		{Source{Accounts: 2, Last: today - 3, Reason: "http 402"}, "has given no count for 3 days, since 20 November 2026: http 402."},
		{Source{Accounts: 2, Last: today, Counted: 1}, ""},
		{Source{Accounts: 2, tried: today - 1, Reason: "http 402"}, ""},
		{Source{Accounts: 2, tried: today - 2, Reason: "http 402"}, "has given no count since it was first asked on 21 November 2026: http 402."},
		{Source{Accounts: 2, Lacking: "KEY"}, ""},
		{Source{Accounts: 2, Lacking: "KEY", Last: today - 30}, "has given no count for 30 days, since 24 October 2026: it is not configured, KEY not set."},
		{Source{Accounts: 2, Last: today - 8, every: content.EveryWeek}, ""},
		{Source{Accounts: 2, Last: today - 9, every: content.EveryWeek, Missing: []Gap{{Reason: "http 404"}}}, "has given no count for 9 days, since 14 November 2026: http 404."},
		{Source{Accounts: 2, Last: today - 3, Held: make([]Gap, 2)}, "has given no count for 3 days, since 20 November 2026: 2 counts held."},
		{Source{Last: today - 30}, ""},
	} {
		test.s.day = today
		if test.s.Silent() != (test.want != "") || test.s.Silent() && test.s.Silence() != test.want {
			t.Errorf("%+v is silent: %v, %s, want %q", test.s, test.s.Silent(), test.s.Silence(), test.want)
		}
	}
}

// TestNoFlood: of thousands of one kind twenty are printed, and a source has one
// annotation, those that failed as a whole first.
func TestNoFlood(t *testing.T) {
	t.Parallel()
	s := Summary{Day: day(t, "2026-11-23"), Problems: make([]string, 300)}
	spotify := Source{Source: content.Spotify, Name: "Spotify", Accounts: 6002, Asked: 6002}
	for i := range 5001 {
		count := int64(i)
		spotify.Held = append(spotify.Held, Gap{Artist: fmt.Sprintf("artist-%d", i), Count: &count, Reason: "a sudden zero", held: true})
	}
	spotify.Missing = make([]Gap, 1001)
	s.Sources = []Source{spotify, {Source: content.Twitter, Name: "X (Twitter)", Accounts: 1, Asked: 1, Missing: make([]Gap, 1), Reason: "http 402"}}
	for i := range 300 {
		s.Broken = append(s.Broken, content.Problem{File: fmt.Sprintf("content/artists/a%d.md", i), Line: 4, What: "x", Instead: "y"})
	}
	var stdout, stderr bytes.Buffer
	env := map[string]string{"GITHUB_ACTIONS": "true"}
	w := &shell.World{Stdout: shell.NewStream(&stdout), Stderr: shell.NewStream(&stderr), Getenv: func(name string) string { return env[name] }}
	s.Print(w, settings.SiteFlags{}, false)
	lines := strings.Split(stderr.String(), "\n")
	if len(lines) > 6*21+10 {
		t.Errorf("%d lines", len(lines))
	}
	for _, want := range []string{"\ndatarocks: and 4981 more\n", "\ndatarocks: and 981 more\n", "\ndatarocks: and 280 more\n"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("does not say %q", want)
		}
	}
	var annotations []string
	for _, line := range lines {
		if strings.HasPrefix(line, "::") {
			annotations = append(annotations, line)
		}
	}
	want := []string{
		"::warning title=datarocks::X (Twitter): http 402",
		"::warning title=datarocks::Spotify: 1001 counts missing, 5001 counts held: artist-0, artist-1, artist-2, artist-3, artist-4, 5997 more",
		"::warning file=content/artists/a0.md,line=4,title=datarocks::content/artists/a0.md:4: x - y%0Aand 299 more in the files of artists and pages",
		"::warning title=datarocks::history: %0Aand 299 more that cannot be read",
	}
	if strings.Join(annotations, "\n") != strings.Join(want, "\n") {
		t.Errorf("annotations are\n%s\nwant\n%s", strings.Join(annotations, "\n"), strings.Join(want, "\n"))
	}
	if n := strings.Count(s.sentences(), "\n"); n > 3*21 {
		t.Errorf("the page of the job has %d lines", n)
	}
}

// hostile is a name that would call people, name an issue, be a link, end a cell, or
// be HTML.
const hostile = "@octocat #12 [x](http://evil.example) www.evil.example | <b> `c` *d* _e_\n## f ```"

// fenced is a line that begins or ends a block.
var fenced = regexp.MustCompile("^(```+)(text|sh)?\n$")

// TestStrangersAreNoMarkdown: an issue calls nobody, and what a platform answered is
// text.
func TestStrangersAreNoMarkdown(t *testing.T) {
	t.Parallel()
	f := Failure{
		Day: day(t, "2026-11-23"), Headline: "It failed.", Lines: []string{hostile}, Counts: hostile, Shown: hostile,
		Since: hostile, Missing: hostile, Cures: []string{hostile, "`datarocks check` " + hostile}, Commands: []string{"datarocks check"},
	}
	s := Summary{Sources: []Source{{Source: content.Spotify, Name: hostile, Accounts: 1, Last: 1, day: 30, Reason: hostile}}}
	for name, text := range map[string]string{"failure": f.Page(s), "lasting": s.Lasting(&f, Next{Commands: []string{"datarocks doctor"}}), "page": s.Markdown("")} {
		inFence := ""
		for line := range strings.Lines(text + "\n") {
			bars := fenced.FindStringSubmatch(line)
			switch {
			case bars != nil && inFence == "":
				inFence = bars[1]
				continue
			case bars != nil && inFence == bars[1]:
				inFence = ""
				continue
			case inFence != "":
				continue // where nothing is Markdown
			}
			for _, bad := range []string{"@octocat", "#12", "[x]", "://evil", "www.evil", "<b>", " `c`", " *d*", " _e_"} {
				if strings.Contains(line, bad) {
					t.Errorf("%s has %q in %q", name, bad, line)
				}
			}
			if strings.HasPrefix(line, "|") && strings.Count(strings.ReplaceAll(line, `\|`, ""), "|") > 3 {
				t.Errorf("%s has more cells in %q", name, line)
			}
		}
		if inFence != "" {
			t.Errorf("%s: a block does not end:\n%s", name, text)
		}
	}
}

func TestMissingDays(t *testing.T) {
	t.Parallel()
	today := day(t, "2026-11-30")
	days := func(texts ...string) (all []content.Day) {
		for _, text := range texts {
			all = append(all, day(t, text))
		}
		return all
	}
	var most []content.Day
	for d := today - 60; d < today; d++ {
		most = append(most, d)
	}
	for _, test := range []struct {
		days []content.Day
		want string
	}{
		{nil, ""},
		{days("2026-11-30"), ""},
		{most, "none of the last 30"},
		{days("2026-11-25", "2026-11-27", "2026-11-30"), "3 of the last 5: 26 November, 28 to 29 November"},
		{days("2026-09-01", "2026-11-29"), "29 of the last 30: 31 October to 28 November"},
	} {
		if got := Missing(test.days, today); got != test.want {
			t.Errorf("of %v: %q, want %q", test.days, got, test.want)
		}
	}
}

func TestSince(t *testing.T) {
	t.Parallel()
	today := day(t, "2026-11-30")
	for _, test := range []struct {
		known Known
		want  string
	}{
		{Known{Days: []content.Day{today - 9, today - 3}, Newest: today - 3, Site: true}, "the last counts recorded are of 27 November 2026, 3 days ago"},
		{Known{Days: []content.Day{today - 1, today}, Newest: today - 1, Site: true}, "the site was brought up to date for the last time on 29 November 2026, yesterday"},
		{Known{Days: []content.Day{today - 1, today}, Newest: today, Site: true}, "today: an earlier run of the day brought the site up to date"},
		{Known{Err: errors.New("x"), Site: true}, "not known: the history cannot be read"},
		{Known{Days: []content.Day{today - 1, today}, Newest: today - 4, Site: true}, "the site was brought up to date for the last time on 26 November 2026, 4 days ago"},
		{Known{Days: []content.Day{today}, Site: true}, "the first run"},
		{Known{Days: []content.Day{today - 1, today}}, "not known: the site cannot be read"},
		{Known{Err: errors.New("x")}, "not known: neither the history nor the site can be read"},
		{Known{Err: errors.New("x"), Newest: today - 4, Site: true}, "the site was brought up to date for the last time on 26 November 2026, 4 days ago"},
	} {
		if got := Since(today, test.known); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}

// TestUnrecorded: what was answered and is not in the history is neither counted nor
// called not asked.
func TestUnrecorded(t *testing.T) {
	t.Parallel()
	past, err := history.Load(t.Context(), store.NewHastyDir(t.TempDir()), day(t, "2026-11-23").Time())
	if err != nil {
		t.Fatal(err)
	}
	defer past.Close()
	site := &content.Site{Sources: []content.SourceSetting{content.Spotify.Setting(content.EveryDay)}}
	ask := fetch.Ask{Artist: "opeth", Metric: content.Spotify.Default(), Account: "o"}
	s := New(site, day(t, "2026-11-23"), []fetch.Ask{ask}, nil)
	s.Sources[0].Asked, s.Sources[0].Got, s.Unrecorded = 1, 1, true
	s.Settle([]fetch.Ask{ask}, []fetch.Ask{ask}, past)
	if got := s.Sources[0]; got.Outcome() != "0 of 1 counted" || got.Missing[0].Reason != "its count could not be recorded" {
		t.Errorf("%s: %+v", got.Outcome(), got.Missing)
	}
}
