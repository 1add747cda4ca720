// Package truthtest reads every sentence of two sites that the program rendered, and
// works out again, from the day objects alone, slowly and without the packages of the
// product, each number, day and per cent in it: the demo's site, and one of a past with
// gaps, falls, other accounts and platform events.
package truthtest

import (
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history"
	"datarocks/render"
	"datarocks/render/rendertest"
)

// today is five nights after X removed accounts in the demo, and in another year than
// that night.
var today = content.DayOf(time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC))

const base = "https://counts.example.org/"

var program string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "truthtest")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		program = filepath.Join(dir, "datarocks")
		if out, err := exec.Command("go", "build", "-o", program, "datarocks/cmd/datarocks").CombinedOutput(); err != nil {
			panic(string(out))
		}
		return m.Run()
	}())
}

// perform runs the program at noon of today.
func perform(t *testing.T, args ...string) {
	t.Helper()
	args = append(args, "--now", today.String()+"T12:00:00Z")
	if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
}

func TestDemo(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder+"/content", content.Shipped(), func(text string) string {
		return strings.Replace(text, "# base_url: https://datarocks.example.org/", "base_url: "+base, 1)
	})
	perform(t, "demo", "--no-serve", "--nights", "216", "--content", folder+"/content", "--site", folder+"/public", "--history", folder+"/history")
	checkSite(t, folder,
		" gained ", " in 7 days", "since the first count on", "too short for a change over", " has ", "its best", "apart from the platform event of",
		"between have no count", " fell for the whole roster on ", ": all artists −", "Week to ", "would have been usual", "which leaves a lift of", " usual\n",
		"too early, until", "counted since ", " reached ", "Of artists who had at least 1,000", "Follower counts of 10 artists")
}

func TestPast(t *testing.T) {
	t.Parallel()
	checkPast(t, newPast(),
		" gained ", " lost ", "no change", " has ", " had ", "has no count of", "has no count yet", "counted for the first time", "too short for a change over",
		"or shortly before to compare with", "another account is counted since", " is missing since ", " is held: ", " in 7 days", " in the 7 days to ", " since ",
		"since the first count on", " from ", "under 0.01 %", "its best week since", "its worst week since", "its best measured", "week since the first count on", "apart from the platform event of",
		"between have no count", " fell for the whole roster on ", " fell for the whole roster between ", " rose for the whole roster ", ": all artists −", ": all artists +", "another account",
		"Week to ", "counted from ", "would have been usual", "too few artists were counted", "which leaves a lift of", "too early, until", "overlaps with", "counted since ", "|gap|",
		"|another account", "no counts yet", " reached ", " earlier one", " expected between ", " of 26 forecasts made that way", "they were off by", " – ", "Of artists who had at least 1,000",
		" had fewer.", "No count since ", "No count yet", "not counted right before or after a platform event", "Follower counts of 18 artists", "Usual for the artist is")
}

func TestRandom(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		checkPast(t, newRandom(seed), " gained ", " lost ", " had ", "too short for a change over", "another account is counted since",
			" is missing since ", "its best measured", " reached ")
	}
}

// checkPast renders and reads the site of a past.
func checkPast(t *testing.T, p *past, phrases ...string) {
	t.Helper()
	folder := t.TempDir()
	p.write(t, folder)
	checkSite(t, folder, phrases...)
}

// site is a rendered one with the books it was rendered from.
type site struct {
	*testing.T
	*books
	files  fs.FS
	past   *history.History
	wanted map[string]bool // all that was compared
}

// checkSite reads all pages of the site in a folder, which is rendered where it is not
// there. Each phrase must be on one.
func checkSite(t *testing.T, folder string, phrases ...string) {
	t.Helper()
	loaded, err := content.Load(os.DirFS(folder + "/content"))
	if err != nil {
		t.Fatal(err)
	}
	past, err := history.Load(t.Context(), history.NewDir(folder+"/history"), (today + 1).Time())
	if err != nil {
		t.Fatal(err)
	}
	defer past.Close()
	s := &site{T: t, files: os.DirFS(folder + "/public"), past: past, wanted: make(map[string]bool)}
	if _, err := os.Stat(folder + "/public"); err != nil {
		s.files = rendertest.Files(t, func(root *os.Root) error {
			return render.Site(root, render.Input{Site: loaded, History: past, Version: "test"})
		})
	}
	s.readTimelines(loaded)
	s.books = readBooks(t, loaded, folder+"/history")
	s.readRoster()
	s.checkRoster()
	s.checkStatus()
	s.checkEvents()
	for _, source := range s.Sources {
		for _, w := range content.Windows {
			s.checkRanking(source, w)
		}
	}
	var dates []item
	for _, a := range s.Artists {
		s.checkArtist(a)
		s.checkFeed("artists/"+a.ID+"/", s.items(a))
		dates = append(dates, s.items(a)...)
	}
	dates = append(dates, s.platformItems()...)
	s.checkFeed("", append(s.weekItems(), dates...))
	s.checkCalendar(dates)
	s.checkReports()
	s.checkNews()
	all := strings.Join(slices.Sorted(maps.Keys(s.wanted)), "\n") + "\n"
	for _, phrase := range phrases {
		if !strings.Contains(all, phrase) {
			t.Errorf("nothing has %q", phrase)
		}
	}
}

// equal compares texts in their order.
func (s *site) equal(where string, got, want []string) {
	s.Helper()
	for _, text := range want {
		s.wanted[text] = true
	}
	if diff := cmp.Diff(want, got, cmp.Transformer("plain", func(text string) string { return plain(text) })); diff != "" && len(got)+len(want) > 0 {
		s.Errorf("%s (-worked out +read):\n%s", where, diff)
	}
}

// plain has ordinary spaces.
func plain(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

func (s *site) page(name string) *goquery.Selection {
	s.Helper()
	return rendertest.Page(s.T, s.files, name+"index.html").Selection
}

// texts are the words of each element.
func texts(found *goquery.Selection) []string {
	return found.Map(func(_ int, e *goquery.Selection) string { return rendertest.Words(e) })
}

// details are what a page folds under a word.
func details(page *goquery.Selection, summary string) *goquery.Selection {
	return page.Find("details").FilterFunction(func(_ int, d *goquery.Selection) bool { return d.Find("summary").Text() == summary })
}

// rows are the cells of each row, between bars.
func rows(found *goquery.Selection) []string {
	return found.Find("tr").Map(func(_ int, row *goquery.Selection) string { return strings.Join(texts(row.Find("th, td")), "|") })
}

// readTimelines takes the events of the artists from their pages, as the demo invents
// some.
func (s *site) readTimelines(loaded *content.Site) {
	for i := range loaded.Artists {
		a := &loaded.Artists[i]
		known := a.Timeline
		a.Timeline = nil
		details(s.page("artists/"+a.ID+"/"), "Timeline").Find("li").Each(func(_ int, li *goquery.Selection) {
			day, err := time.Parse("2 January 2006", li.Find("b").Text())
			if err != nil {
				s.Fatal(err)
			}
			a.Timeline = append(a.Timeline, content.Event{Day: content.DayOf(day), Title: li.Find("bdi").Text()})
		})
		for _, e := range known {
			if !slices.Contains(a.Timeline, e) {
				s.Errorf("the page of %s lacks %s", a.ID, e.Title)
			}
		}
	}
}

// readRoster takes the order of the artists from the page.
func (s *site) readRoster() {
	for _, name := range texts(s.page("").Find("bdi.name")) {
		i := slices.IndexFunc(s.Artists, func(a content.Artist) bool { return a.Name == name })
		if i < 0 {
			s.Fatalf("the roster has %s", name)
		}
		s.roster = append(s.roster, s.Artists[i])
	}
	if len(s.roster) != len(s.Artists) {
		s.Fatalf("the roster has %d artists", len(s.roster))
	}
}
