// Package truthtest reads every sentence of whole sites, and works out again, from the
// day objects alone, slowly and without the packages of the product, each number, day
// and per cent in it: of the demo's site, of a past with gaps, falls, other accounts and
// platform events, and of random counts. Expected sentences are written here as texts,
// so a change of wording shows as a difference of two texts.
package truthtest

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"datarocks/cmd/datarocks/demo"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history"
	"datarocks/history/store"
	"datarocks/render"
	"datarocks/render/rendertest"
)

// today is five nights after X removed accounts in the demo, and in another year than
// that night.
var today = content.DayOf(time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC))

const base = "https://counts.example.org/"

// met are the kinds of texts that a site had to have.
var met sync.Map

// as notes the kind of a text that is expected.
func as(kind, text string) string {
	met.Store(kind, true)
	return text
}

// TestMain wants every kind of text that stands in these files to have been expected.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // a fifth of the time goes into collecting garbage otherwise
	code := m.Run()
	files, err := filepath.Glob("*_test.go")
	for _, name := range files {
		source, e := os.ReadFile(name)
		err = errors.Join(err, e)
		for _, found := range regexp.MustCompile(`\bas\("(.+?)",`).FindAllStringSubmatch(string(source), -1) {
			if _, ok := met.Load(found[1]); !ok && code == 0 && flag.Lookup("test.run").Value.String() == "" {
				err = errors.Join(err, fmt.Errorf("%s: no site had to have %q", name, found[1]))
			}
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func TestDemo(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	site, err := demo.Label()
	if err != nil {
		t.Fatal(err)
	}
	site.BaseURL = base
	levelsAlone(site)
	invented := demo.Demo{Site: site, History: folder, Public: t.TempDir(), Now: today.Time().Add(12 * time.Hour), Nights: 216}
	if err := invented.Run(&shell.World{Ctx: t.Context(), Stdout: io.Discard, Stderr: io.Discard, Clock: time.Now, Getenv: func(string) string { return "" }}); err != nil {
		t.Fatal(err)
	}
	checkSite(t, site, folder)
}

// levelsAlone leaves a site what this reader reads: TestKinds reads the other kinds, and
// TestCut what a platform cuts.
func levelsAlone(site *content.Site) {
	site.Sources = slices.DeleteFunc(site.Sources, func(s content.SourceSetting) bool {
		return s.Metrics[0].Kind != content.Stock || s.Metrics[0].Digits > 0
	})
	for i := range site.Sources {
		site.Sources[i].Chosen = site.Sources[i].Metrics[:1:1]
	}
	for _, a := range site.Artists {
		delete(a.Accounts, content.Wikipedia)
		delete(a.Accounts, content.YouTube)
	}
}

func TestPast(t *testing.T) {
	t.Parallel()
	checkPast(t, newPast())
}

func TestRandom(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		checkPast(t, newRandom(seed))
	}
}

// checkPast reads the site of a past.
func checkPast(t *testing.T, p *past) {
	t.Helper()
	folder := t.TempDir()
	checkSite(t, p.write(t, folder), folder)
}

// site is a rendered one with the books it was rendered from.
type site struct {
	*testing.T
	*books
	files fs.FS
	past  *history.History
}

// checkSite reads all pages of a site, rendered of the history in a folder.
func checkSite(t *testing.T, of *content.Site, folder string) {
	t.Helper()
	h, err := history.Load(t.Context(), store.NewHastyDir(folder), (today + 1).Time())
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	s := &site{T: t, books: readBooks(t, of, folder), past: h}
	s.files = rendertest.Files(t, func(root *os.Root) error {
		return render.Site(root, render.Input{Site: of, History: h, Version: "test"})
	})
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
}

// equal compares texts in their order.
func (s *site) equal(where string, got, want []string) {
	s.Helper()
	for i := range got {
		got[i] = plain(got[i])
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
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
