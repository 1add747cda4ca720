package main

import (
	"cmp"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	gocmp "github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history/row"
	"datarocks/publish/manifest"
)

// mostAnnotations is how many GitHub shows of a step.
const mostAnnotations = 10

// check looks at what a command printed.
func (r *ran) check() {
	r.Helper()
	if found := leaked(r.stdout + r.stderr + r.summary + r.outputs); len(found) > 0 {
		r.fail("it printed the keys %v", found)
	}
	annotations := 0
	for line := range strings.Lines(r.stdout + r.stderr) {
		if strings.HasPrefix(line, "::warning") || strings.HasPrefix(line, "::error") || strings.HasPrefix(line, "::notice") {
			annotations++
		}
	}
	if annotations > mostAnnotations {
		r.fail("%d annotations, of which GitHub shows %d", annotations, mostAnnotations)
	}
	for _, panicked := range []string{"panic:", "goroutine 1", "%!"} {
		if strings.Contains(r.stdout+r.stderr+r.summary, panicked) {
			r.fail("it printed %s", panicked)
		}
	}
	if r.code != 0 && r.stderr == "" {
		r.fail("it failed without a word")
	}
}

// dawn compares the history and the site with what they must hold.
func (o *operator) dawn() {
	o.Helper()
	o.checkHistory()
	o.checkSite()
}

// checkHistory reads the history as one who leaves would.
func (o *operator) checkHistory() {
	o.Helper()
	c, stdout, stderr := o.command("export", "--format", "ndjson")
	c.Env = append(c.Env, "GITHUB_ACTIONS=")
	if err := c.Run(); err != nil {
		if len(o.recorded) == 0 {
			return
		}
		o.Fatalf("%s: export: %v\n%s", o.label, err, stderr)
	}
	got := make(map[counted]int64)
	for line := range strings.Lines(stdout.String()) {
		var r row.Row
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			o.Fatalf("%s: export: %v: %s", o.label, err, line)
		}
		at := counted{r.Date, cmp.Or(o.former[r.Artist], r.Artist), content.Metric{Source: r.Source, Name: r.Metric}}
		switch _, twice := got[at]; {
		case twice:
			o.Errorf("%s: two rows of %v", o.label, at)
		case r.Value != nil:
			got[at] = *r.Value
		case r.Reason == "":
			o.Errorf("%s: no count of %v, and no reason", o.label, at)
		}
	}
	o.compare("history", o.recorded, got)
}

// compare reports the places in which two sets of counts differ.
func (o *operator) compare(what string, want, got map[counted]int64) {
	o.Helper()
	if maps.Equal(want, got) {
		return
	}
	var lines []string
	all := maps.Clone(want)
	maps.Copy(all, got)
	for _, at := range slices.SortedFunc(maps.Keys(all), byDay) {
		w, wanted := want[at]
		g, have := got[at]
		if w != g || wanted != have {
			lines = append(lines, fmt.Sprintf("%s %s %s: want %d (%t), got %d (%t)", at.day, at.artist, at.metric, w, wanted, g, have))
		}
	}
	o.Errorf("%s: the %s differs in %d places:\n%s", o.label, what, len(lines), strings.Join(lines[:min(20, len(lines))], "\n"))
}

// checkSite looks at the site as visitors and their programs see it.
func (o *operator) checkSite() {
	o.Helper()
	pages := o.cloud.Objects("pages")
	if o.titled == "" {
		if len(pages) > 0 {
			o.Errorf("%s: there is a site of %d files, and nothing was ever published", o.label, len(pages))
		}
		return
	}
	var m manifest.Manifest
	if err := json.Unmarshal([]byte(pages["manifest.json"].Body), &m); err != nil {
		o.Errorf("%s: manifest.json: %v", o.label, err)
	}
	for name, file := range m.Files {
		sum := md5.Sum([]byte(pages[name].Body))
		if _, ok := pages[name]; !ok || hex.EncodeToString(sum[:]) != file.MD5 {
			o.Errorf("%s: %s is not as the manifest has it", o.label, name)
		}
	}
	if home := pages["index.html"].Body; !strings.Contains(home, o.titled) {
		o.Errorf("%s: the home page is not titled %s", o.label, o.titled)
	}
	got := make(map[counted]int64)
	var ids, listed []string
	for _, m := range o.onSite {
		ids = append(ids, m.id)
		if !m.broken { // else its page stays, and nothing new leads there
			listed = append(listed, m.id)
		}
		o.checkPage(m, pages["artists/"+m.id+"/index.html"].Body)
		o.readData(m.id, pages["artists/"+m.id+"/data.json"].Body, got)
	}
	// Counts of X are in no file for download.
	want := maps.Clone(o.shown)
	maps.DeleteFunc(want, func(c counted, _ int64) bool {
		return c.metric.Source == content.Twitter || !slices.Contains(ids, c.artist)
	})
	o.compare("site", want, got)
	o.checkIDs(listed, pages["api/v1/artists.json"].Body)
	for old, id := range o.former {
		if slices.Contains(ids, id) && !strings.Contains(pages["artists/"+old+"/index.html"].Body, "artists/"+id+"/") {
			o.Errorf("%s: the address of %s does not lead to %s", o.label, old, id)
		}
	}
}

// checkPage looks for an artist's name and newest counts.
func (o *operator) checkPage(m member, page string) {
	o.Helper()
	if !strings.Contains(page, m.name) {
		o.Errorf("%s: the page of %s does not name %s", o.label, m.id, m.name)
	}
	for _, source := range yearSources {
		var newest counted
		for at := range o.shown {
			if at.artist == m.id && at.metric == source.Default() && at.day > newest.day {
				newest = at
			}
		}
		if newest.day > 0 && !strings.Contains(page, grouped(o.shown[newest])) {
			o.Errorf("%s: the page of %s lacks %s of %s", o.label, m.id, grouped(o.shown[newest]), source)
		}
	}
}

// grouped writes 1234567 as 1,234,567.
func grouped(n int64) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func (o *operator) readData(id, text string, into map[counted]int64) {
	o.Helper()
	var data struct {
		Sources []struct {
			Source content.Source `json:"source"`
			shownCounts
			More []shownCounts `json:"more"`
		} `json:"sources"`
	}
	if err := json.Unmarshal([]byte(text), &data); err != nil {
		o.Errorf("%s: data.json of %s: %v", o.label, id, err)
	}
	for _, s := range data.Sources {
		for _, c := range append([]shownCounts{s.shownCounts}, s.More...) {
			if c.Start == "" {
				continue
			}
			first, err := content.ParseDay(c.Start)
			if err != nil {
				o.Errorf("%s: data.json of %s: %v", o.label, id, err)
			}
			for i, n := range c.Values {
				if n != nil {
					into[counted{first + content.Day(i), id, content.Metric{Source: s.Source, Name: c.Metric}}] = *n
				}
			}
		}
	}
}

// shownCounts are the counts of a metric in a file of the site.
type shownCounts struct {
	Metric string   `json:"metric"`
	Start  string   `json:"start"`
	Values []*int64 `json:"values"`
}

// checkIDs compares the artists that programs find.
func (o *operator) checkIDs(ids []string, text string) {
	o.Helper()
	var list struct {
		Artists []struct {
			ID string `json:"id"`
		} `json:"artists"`
	}
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		o.Errorf("%s: api/v1/artists.json: %v: %.200s", o.label, err, text)
		return
	}
	var got []string
	for _, a := range list.Artists {
		got = append(got, a.ID)
	}
	slices.Sort(ids)
	slices.Sort(got)
	if diff := gocmp.Diff(ids, got); diff != "" {
		o.Errorf("%s: artists of the site (-want +got):\n%s", o.label, diff)
	}
}
