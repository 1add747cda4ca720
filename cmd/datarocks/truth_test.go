package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
)

// truthNow is five nights after X removed accounts in the demo, and in another
// year than that night.
var truthNow = time.Date(2027, 1, 2, 12, 0, 0, 0, time.UTC)

const truthBase = "https://counts.example.org/"

// TestTruthOfTheDemo and TestTruthOfAnImportedPast read every sentence of a site,
// and work out anew, from the exported table alone, each number, day and per cent
// in it. A sentence that they do not know is an error, and so is one that lacks.
func TestTruthOfTheDemo(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.CopyFS(filepath.Join(folder, "content"), content.Shipped()); err != nil {
		t.Fatal(err)
	}
	site := strings.Replace(readIn(t, content.Shipped(), "site.md"), "# base_url: https://datarocks.example.org/", "base_url: "+truthBase, 1)
	if err := os.Remove(filepath.Join(folder, "content/site.md")); err != nil {
		t.Fatal(err)
	}
	writeFile(t, folder, "content/site.md", site)
	perform(t, "demo", "--no-serve", "--nights", "216", "--content", folder+"/content", "--site", folder+"/public", "--history", folder+"/data")
	checkTruths(t, folder, folder+"/data",
		"gained", "in", "began", "young", "has", "record", "apart", "gaps", "path", "percent", "fell", "mark", "dated mark",
		"event", "title", "week", "lift", "lift usual", "lift left", "lift how", "early", "lift young", "lift gap", "reached", "milestone",
		"rank base", "rank since", "roster")
}

func TestTruthOfAnImportedPast(t *testing.T) {
	cloud := openCloud(t) // a folder waits for the disk, day by day
	defer cloud.Close()
	for _, variable := range cloud.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	folder := t.TempDir()
	newPast(content.DayOf(truthNow)).write(t, folder)
	where := []string{"--content", folder + "/content", "--history", "s3://counts"}
	perform(t, append([]string{"import", "csv", folder + "/counts.csv"}, where...)...)
	perform(t, append([]string{"import", "unsaved", folder + "/rows.ndjson"}, where...)...)
	perform(t, append([]string{"render", "--out", folder + "/public"}, where...)...)
	checkTruths(t, folder, "s3://counts",
		"gained", "lost", "kept", "has", "had", "none", "never", "once", "young", "no basis", "seam", "missing", "held", "in", "to", "since",
		"began", "from to", "percent", "under", "record", "record ever", "apart", "gaps", "path", "fell", "rose", "mark", "dated mark", "event",
		"title", "week", "lift", "lift from", "lift usual", "lift alone", "lift left", "lift how", "early", "overlaps", "lift young",
		"lift gap", "lift seam", "no counts", "reached", "milestone", "earlier", "expected", "trials", "off", "expectation", "rank since",
		"rank from to", "rank base", "not counted", "never counted", "unknown purge", "roster")
}

// perform runs the program.
func perform(t *testing.T, args ...string) {
	t.Helper()
	var out bytes.Buffer
	clock := func() time.Time { return truthNow }
	getenv := func(name string) string {
		if strings.HasPrefix(name, "AWS_") {
			return os.Getenv(name)
		}
		return ""
	}
	w := &shell.World{Ctx: t.Context(), Stdout: &out, Stderr: &out, Getenv: getenv, Clock: clock}
	if code := execute(w, args); code != shell.ExitDone {
		t.Fatalf("%v: exit code %d\n%s", args, code, out.String())
	}
}

// checkTruths reads the site in a folder, and wants each of some kinds of facts to
// be told at least once.
func checkTruths(t *testing.T, folder, counts string, kinds ...string) {
	t.Helper()
	perform(t, "export", "--history", counts, "--out", folder+"/all.csv")
	site, err := content.Load(os.DirFS(folder + "/content"))
	if err != nil {
		t.Fatal(err)
	}
	c := &truths{t, nil, reader{make(map[string]int)}, folder + "/public"}
	c.readTimelines(site)
	c.books = readBooks(t, site, folder+"/all.csv")
	c.readRoster()
	c.checkSite()
	for _, kind := range kinds {
		if c.met[kind] == 0 {
			t.Errorf("nothing was told of the kind %q", kind)
		}
	}
	t.Log(c.met)
}

// checkSite reads all pages.
func (c *truths) checkSite() {
	c.checkRoster()
	c.checkStatus()
	c.checkEvents()
	for _, s := range c.Sources {
		for _, w := range content.Windows {
			c.checkRanking(s, w)
		}
	}
	purges, weeks := c.siteItems()
	dates := purges
	for _, a := range c.Artists {
		c.checkArtist(a)
		c.checkFeed("artists/"+a.ID+"/", c.items(a))
		dates = append(dates, c.items(a)...)
	}
	c.checkFeed("", append(weeks, dates...))
	c.checkCalendar(dates)
}

// readTimelines takes the events of the artists from their pages, as the demo
// invents some.
func (c *truths) readTimelines(site *content.Site) {
	for i := range site.Artists {
		a := &site.Artists[i]
		invented := a.Timeline
		a.Timeline = nil
		for _, details := range every(c.page("artists/"+a.ID), "details") {
			if parts(details, "summary")[0] != "Timeline" {
				continue
			}
			for _, li := range every(every(details, "ul.timeline")[0], "li") {
				said := parts(li, "b", "bdi")
				day, err := readDay(said[0])
				if err != nil {
					c.Fatal(err)
				}
				a.Timeline = append(a.Timeline, content.Event{Day: day, Title: said[1]})
			}
		}
		for _, e := range invented {
			if !slices.Contains(a.Timeline, e) {
				c.Errorf("the page of %s lacks %s", a.ID, e.Title)
			}
		}
	}
}

// readRoster takes the order of the artists from the page.
func (c *truths) readRoster() {
	for _, name := range writtenAll(every(c.page(""), "bdi.name")) {
		i := slices.IndexFunc(c.Artists, func(a content.Artist) bool { return a.Name == name })
		if i < 0 {
			c.Fatalf("the roster has %s", name)
		}
		c.roster = append(c.roster, c.Artists[i])
	}
	if len(c.roster) != len(c.Artists) {
		c.Fatal(fmt.Errorf("the roster has %d artists", len(c.roster)))
	}
}
