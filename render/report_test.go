package render

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/render/rendertest"
)

// reportWorld is eight artists over 17 weeks: on one source every night, with a
// platform event from a Sunday to a Monday, gaps and a change of account, and on another
// one every Wednesday. A milestone is reached on a Sunday.
func reportWorld() *rendertest.World {
	w := rendertest.New()
	w.BaseURL = "https://counts.example.org/label/"
	w.Sources[1] = content.Deezer.Setting(content.EveryWeek)
	for i := range 8 {
		id := fmt.Sprintf("artist-%d", i)
		a := w.Artist(id, fmt.Sprintf("Artist %d", i))
		a.Timeline = []content.Event{{Day: sunday - 10, Title: "Single"}, {Day: sunday - 400, Title: "Debut"}}
		for ago := 120; ago >= 0; ago-- {
			day := rendertest.Newest - content.Day(ago)
			n := int64(20_000*(i+1) - 3_000 - ago*(i*7-20) + ago*ago%(i+11))
			if day >= sunday-7 {
				n -= n * 3 / 100
			}
			if day >= sunday-6 {
				n -= n / 100
			}
			count := fetch.Number(n)
			switch {
			case i == 1 && day == sunday-28, i == 2 && ago%9 == 4:
				count = rendertest.Missing("no answer")
			case i == 3 && ago%11 == 2:
				count = rendertest.Unasked
			case i == 4 && day == sunday-3:
				a.Accounts[content.Spotify] = "another"
			}
			w.From(day, id, content.Spotify, count)
			if day.Time().Weekday() == time.Wednesday {
				w.From(day, id, content.Deezer, fetch.Number(n/7))
			}
		}
	}
	w.Artist("late", "Late")
	w.From(sunday-20, "late", content.Spotify, rendertest.Missing("no such account"))
	steps := make([]int64, 22)
	for i := range steps {
		steps[i] = 900 + int64(i)
		if i >= 14 {
			steps[i] += 90 // 1,000 and more since Sunday a week ago
		}
	}
	w.Artist("climber", "Climber")
	w.Until("climber", content.Spotify, rendertest.Numbers(append(steps, 1022)...)...)
	return w
}

// nightsOf renders the site of a world as it was after some nights.
func nightsOf(t testing.TB, w *rendertest.World, nights ...content.Day) (sites []fs.FS) {
	t.Helper()
	store := w.Store(t)
	for _, night := range nights {
		h, err := history.Load(context.Background(), store, (night + 1).Time())
		if err != nil {
			t.Fatal(err)
		}
		sites = append(sites, rendertest.Files(t, func(root *os.Root) error {
			return errors.Join(Site(root, Input{Site: &w.Site, History: h, Version: "test"}), h.Close())
		}))
	}
	return sites
}

// reportFiles returns the files of reports by name, without the list of all.
func reportFiles(t testing.TB, files fs.FS) map[string]string {
	t.Helper()
	found := rendertest.All(t, files)
	maps.DeleteFunc(found, func(name, _ string) bool {
		return !strings.HasPrefix(name, "reports/") || name == "reports/index.html"
	})
	return found
}

// TestReportsStay: a report never changes once it is there, whatever the nights
// after it bring: the other half of a platform event, the count that confirms a milestone,
// another account.
func TestReportsStay(t *testing.T) {
	t.Parallel()
	var nights []content.Day
	for night := sunday - 14; night <= rendertest.Newest; night++ {
		nights = append(nights, night)
	}
	var before map[string]string
	for i, site := range nightsOf(t, reportWorld(), nights...) {
		files := reportFiles(t, site)
		for name, text := range before {
			if files[name] != text {
				t.Errorf("%s is another after the night of %s", name, nights[i])
			}
		}
		monday := nights[i].Time().Weekday() == time.Monday
		if added := len(files) - len(before); before != nil && (monday && added != 3 || !monday && added != 0) {
			t.Errorf("the night of %s adds %d files", nights[i], added)
		}
		before = files
	}
}

// TestReports looks at what leads to reports, and for what must not be in one.
func TestReports(t *testing.T) {
	t.Parallel()
	files := siteOf(t, reportWorld())
	page := rendertest.Read(t, files, "reports/2026-W47/index.html")
	for _, bad := range []string{"data-updated", "2026-W48", "Debut"} {
		if strings.Contains(page, bad) {
			t.Errorf("it holds %q", bad)
		}
	}
	index := rendertest.Words(rendertest.Page(t, files, "reports/index.html").Selection)
	if strings.Index(index, "Week 47, 2026") > strings.Index(index, "Week 46, 2026") || !strings.Contains(index, "2026 Week 47, 2026") {
		t.Errorf("the list is %s", index)
	}
	if home := rendertest.Read(t, files, "index.html"); !strings.Contains(home, `<a href="reports/2026-W47/">`) {
		t.Error("the roster does not lead to the newest report")
	}
	feed := rendertest.XML(t, files, "feed.xml")
	if !slices.Contains(feed["link@href"], "https://counts.example.org/label/reports/2026-W47/") {
		t.Errorf("the feed leads to %q", feed["link@href"])
	}
}

// TestWhichWeeks have a report: those that are over and have a count, from the
// first that can be compared on.
func TestWhichWeeks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		first    content.Day // of counts a night until newest
		gap      [2]content.Day
		newest   content.Day
		weeks    []string
		previous string // of the newest
	}{
		{name: "nothing yet", first: sunday + 9, newest: rendertest.Newest},
		{name: "a week and a day", first: sunday - 6, newest: rendertest.Newest},
		{name: "a Sunday to compare with", first: sunday - 7, newest: rendertest.Newest, weeks: []string{"2026-W47"}},
		{name: "the Sunday itself", first: sunday - 30, newest: sunday, weeks: []string{"2026-W44", "2026-W45", "2026-W46"}, previous: "2026-W45"},
		{name: "a week without a count", first: sunday - 35, gap: [2]content.Day{sunday - 13, sunday - 7}, newest: rendertest.Newest, weeks: []string{"2026-W43", "2026-W44", "2026-W45", "2026-W47"}, previous: "2026-W45"},
		{name: "two years", first: rendertest.Day("2025-12-20"), gap: [2]content.Day{rendertest.Day("2026-01-05"), sunday}, newest: rendertest.Newest, weeks: []string{"2025-W52", "2026-W01"}, previous: "2025-W52"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := rendertest.New()
			w.Artist("vola", "VOLA")
			for day := test.first; day <= test.newest; day++ {
				if day < test.gap[0] || day > test.gap[1] {
					w.From(day, "vola", content.Spotify, fetch.Number(int64(5000+day)))
				}
			}
			files := siteOf(t, w)
			var weeks []string
			for name := range reportFiles(t, files) {
				weeks = append(weeks, path.Base(path.Dir(name)))
			}
			slices.Sort(weeks)
			if !slices.Equal(weeks, test.weeks) {
				t.Fatalf("there are %q, want %q", weeks, test.weeks)
			}
			none := strings.Contains(rendertest.Read(t, files, "reports/index.html"), "No report yet")
			if none != (len(weeks) == 0) || none == strings.Contains(rendertest.Read(t, files, "index.html"), `href="reports/2`) {
				t.Errorf("the list says that there is none: %t", none)
			}
			if len(weeks) == 0 {
				return
			}
			page := rendertest.Read(t, files, "reports/"+weeks[len(weeks)-1]+"/index.html")
			if _, link, _ := strings.Cut(page, `<a href="../../reports/2`); test.previous != "" && !strings.HasPrefix("2"+link, test.previous) {
				t.Errorf("the report before is not %s", test.previous)
			}
		})
	}
}

// TestReportMail: the body of an e-mail needs nothing from elsewhere, and lines
// that mail servers take.
func TestReportMail(t *testing.T) {
	t.Parallel()
	w := rendertest.Hostile()
	w.BaseURL = "https://counts.example.org/label/"
	for id := range rendertest.HostileNames {
		w.From(sunday-9, id, content.Spotify, rendertest.Numbers(2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000, 12_345)...)
	}
	files := siteOf(t, w)
	page := rendertest.Read(t, files, "reports/2026-W47/email.html")
	doc := rendertest.Page(t, files, "reports/2026-W47/email.html")
	checkPolicy(t, doc)
	for _, e := range doc.Find("script, link, img, style, [href]:not([href^='" + w.BaseURL + "'])").EachIter() {
		t.Errorf("<%s> %q is in an e-mail", goquery.NodeName(e), e.AttrOr("href", ""))
	}
	text := rendertest.Read(t, files, "reports/2026-W47/email.txt")
	for _, body := range []string{page, text} {
		for line := range strings.Lines(body) {
			if len(line) > 998 {
				t.Errorf("a line of %d bytes: %.80s", len(line), line)
			}
		}
	}
	for id, name := range rendertest.HostileNames {
		if id != "lines" && strings.Count(text, name) == 0 && strings.Count(page, "artists/"+id+"/") > 0 {
			t.Errorf("the text lacks %q", name)
		}
	}
	if !strings.HasSuffix(text, "https://counts.example.org/label/reports/2026-W47/\n") {
		t.Errorf("the text does not lead to the report: %s", text)
	}
	w.BaseURL = ""
	for name := range reportFiles(t, siteOf(t, w)) {
		if path.Base(name) != "index.html" {
			t.Errorf("%s without an address", name)
		}
	}
}

// TestReportInGerman: no English is left.
func TestReportInGerman(t *testing.T) {
	t.Parallel()
	w := reportWorld()
	w.Language = content.German
	files := siteOf(t, w)
	page := rendertest.Words(rendertest.Page(t, files, "reports/2026-W47/index.html").Selection)
	for _, want := range []string{"Woche 47, 2026", "16. November – 22. November 2026", "Am meisten gewonnen", "Andere Konten", "Davor: Woche 46, 2026"} {
		if !strings.Contains(page, want) {
			t.Errorf("it does not say %q: %s", want, page)
		}
	}
	text := rendertest.Read(t, files, "reports/2026-W47/email.txt")
	if strings.Contains(text, "followers") || !strings.Contains(text, "Wie vollständig die Zahlen sind") {
		t.Errorf("the e-mail is %s", text)
	}
}
