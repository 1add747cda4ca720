package data

import (
	"encoding/json"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"datarocks/content"
	"datarocks/history/series"
	"datarocks/render/rendertest"
	"datarocks/render/roster"
)

// The files that are written entry by entry, in whole.
type (
	apiArtists struct {
		apiArtistsHead
		Artists []apiArtist `json:"artists"`
	}
	apiLatest struct {
		apiLatestHead
		Counts []apiCount `json:"counts"`
	}
)

// strictly reads JSON that has every field of a type or may lack it, and no
// other.
func strictly[T any](t testing.TB, files fs.FS, name string) T {
	t.Helper()
	var value T
	text := rendertest.Read(t, files, name)
	dec := json.NewDecoder(strings.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&value); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if dec.More() {
		t.Errorf("%s holds more than one value", name)
	}
	return value
}

// TestAPI reads the API as a program would: from index.json on.
func TestAPI(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	files, h := filesOf(t, w), w.History(t)
	index := strictly[apiIndex](t, files, "api/v1/index.json")
	if index.SchemaVersion != 1 || *index.Newest != rendertest.Newest || !index.Updated.Equal(h.Series("dream-theater", content.Spotify.Default()).At) {
		t.Errorf("index.json begins %+v", index)
	}
	if got := []bool{index.Sources[0].Download, index.Sources[1].Download}; !slices.Equal(got, []bool{true, false}) || !strings.Contains(index.Note, "download") {
		t.Errorf("downloads are %v: %s", got, index.Note)
	}
	if first, _ := h.Series("dream-theater", content.Spotify.Default()).First(); *index.Files.All.From != first.Day {
		t.Errorf("all.csv is from %s", index.Files.All.From)
	}
	leads := []string{index.Files.Artists, index.Files.Latest, index.Files.Status, index.Files.All.Path, index.Files.Schema}
	for i, ref := range index.Artists {
		if data := strictly[Artist](t, files, path.Join("api/v1", ref.Data)); data.ID != w.Artists[i].ID || data.ID != ref.ID {
			t.Errorf("%s is at %s", ref.ID, ref.Data)
		}
	}
	for i, a := range strictly[apiArtists](t, files, "api/v1/artists.json").Artists {
		if want := w.Artists[i]; a.Name != want.Name || !maps.Equal(a.Accounts, want.Accounts) || len(a.Timeline) != len(want.Timeline) {
			t.Errorf("%+v, want %+v", a, want)
		}
	}
	for _, to := range leads {
		if _, err := fs.Stat(files, path.Join("api/v1", to)); err != nil {
			t.Error(err)
		}
	}
}

func TestLatest(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.Sources[1].Download = true
	h := w.History(t)
	latest := strictly[apiLatest](t, filesOf(t, w), "api/v1/latest.json")
	if len(latest.Counts) != 6 {
		t.Fatalf("%d counts", len(latest.Counts))
	}
	for _, c := range latest.Counts {
		s := h.Series(c.Artist, c.Source.Default())
		last, ok := s.Last()
		if ok != (c.Value != nil) || ok && (*c.Value != last.Value || *c.Date != last.Day || !c.Updated.Equal(s.At)) {
			t.Errorf("%+v, want %v", c, last)
		}
		for _, window := range content.Windows {
			change, ok := s.Change(window)
			got, listed := c.Changes[window]
			if ok != listed || ok && (got != apiChange{change.From.Day, change.Diff()}) {
				t.Errorf("%s %s %s: %+v, want %+v", c.Artist, c.Source, window, got, change)
			}
		}
	}
	if got := latest.Counts[3].Missing; got != "http 402: no credits" {
		t.Errorf("missing because %q", got)
	}
}

// TestAllCSV compares the rows with those of the artists' own files.
func TestAllCSV(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.Sources[1].Download = true
	files := filesOf(t, w)
	var want [][]string
	for _, a := range w.Artists {
		for _, row := range csvRows(t, files, "artists/"+a.ID+"/data.csv")[1:] {
			want = append(want, append(slices.Insert(row, 1, a.ID), "1"))
		}
	}
	if diff := cmp.Diff(want, csvRows(t, files, "api/v1/all.csv")[1:]); diff != "" {
		t.Error(diff)
	}
}

// TestAllCSVHasRoom cuts old days off where a spreadsheet could not open all.
func TestAllCSVHasRoom(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	for range 60_000 {
		w.Artists = append(w.Artists, content.Artist{Accounts: map[content.Source]string{content.Spotify: "x", content.Twitter: "x"}})
	}
	s := &roster.Survey{Roster: roster.New(&w.Site, w.History(t))}
	s.History.Newest = rendertest.Newest
	first := newFirstDays(s, func(p *roster.Platform) bool { return p.Download })
	if days := rendertest.Newest - first.live + 1; days*60_000 > maxRows || (days+1)*60_000 < maxRows {
		t.Errorf("%d days", days)
	}
}

// TestEventKinds: the API has an event's kind and bare title, feed and calendar have both
// in words.
func TestEventKinds(t *testing.T) {
	t.Parallel()
	w := rendertest.Full()
	w.Artists[0].Timeline = []content.Event{{Day: rendertest.Newest - 20, Title: "Live"}, {Day: rendertest.Newest - 3, Kind: content.AlbumEvent, Title: "Parasomnia"}}
	files := filesOf(t, w)
	timeline := strictly[apiArtists](t, files, "api/v1/artists.json").Artists[0].Timeline
	want := []apiEvent{{Date: rendertest.Newest - 20, Title: "Live"}, {rendertest.Newest - 3, "Parasomnia", "album"}}
	if diff := cmp.Diff(want, timeline); diff != "" {
		t.Error(diff)
	}
	text := rendertest.Read(t, files, "api/v1/artists.json")
	if !strings.Contains(text, `"kind":"album"`) && !strings.Contains(text, `"kind": "album"`) || strings.Count(text, `"kind"`) != 1 {
		t.Errorf("one event has a kind: %s", text)
	}
	if titles := rendertest.XML(t, files, "feed.xml")["title"]; !slices.Contains(titles, "Dream Theater: Album “Parasomnia”") || !slices.Contains(titles, "Dream Theater: Live") {
		t.Errorf("titles are %q", titles)
	}
}

func TestAPIStatus(t *testing.T) {
	t.Parallel()
	status := strictly[apiStatus](t, filesOf(t, rendertest.Full()), "api/v1/status.json")
	want := apiDay{rendertest.Newest, []apiAnswers{
		{Source: content.Spotify, apiMetricAnswers: apiMetricAnswers{Metric: "followers", Asked: 2, Got: 2, Missing: map[string]int{}}},
		{Source: content.Twitter, apiMetricAnswers: apiMetricAnswers{Metric: "followers", Asked: 2, Got: 1, Missing: map[string]int{"http 402: no credits": 1}}},
	}}
	if diff := cmp.Diff(want, status.Days[0], cmp.AllowUnexported(apiAnswers{})); diff != "" || len(status.Days) != roster.AnswerDays {
		t.Errorf("%d days: %s", len(status.Days), diff)
	}
}

func TestEmptyAPI(t *testing.T) {
	t.Parallel()
	w := rendertest.New()
	w.Artist("vola", "VOLA")
	files := filesOf(t, w)
	if index := strictly[apiIndex](t, files, "api/v1/index.json"); index.Newest != nil || index.Updated != nil || index.Files.All.From != nil {
		t.Errorf("%+v", index)
	}
	if latest := strictly[apiLatest](t, files, "api/v1/latest.json"); len(latest.Counts) != 1 || latest.Counts[0].Value != nil {
		t.Errorf("%+v", latest)
	}
	if got := strings.Count(rendertest.Read(t, files, "api/v1/all.csv"), "\n"); got != 1 {
		t.Errorf("all.csv has %d lines", got)
	}
	if status := strictly[apiStatus](t, files, "api/v1/status.json"); len(status.Days) != 0 {
		t.Errorf("%+v", status)
	}
}

// definition is a part of schema.json.
type definition struct {
	Required   []string
	Properties map[string]struct {
		Ref   string `json:"$ref"`
		Items struct {
			Ref string `json:"$ref"`
		}
		AdditionalProperties struct {
			Ref string `json:"$ref"`
		}
	}
}

// TestSchema compares what is published with what is written: the same names,
// and required is what is never left out.
func TestSchema(t *testing.T) {
	t.Parallel()
	var schema struct {
		Defs map[string]definition `json:"$defs"`
	}
	if err := json.Unmarshal([]byte(rendertest.Read(t, filesOf(t, rendertest.Full()), "api/v1/schema.json")), &schema); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]any{
		"index": apiIndex{}, "source": apiSource{}, "files": apiFiles{}, "csv": apiCSV{}, "ref": apiRef{},
		"artists": apiArtists{}, "artist": apiArtist{}, "event": apiEvent{},
		"metric": apiMetric{}, "latest": apiLatest{}, "count": apiCount{}, "newestCount": apiNewest{}, "change": apiChange{},
		"window": apiWindow{}, "compared": apiCompared{}, "amount": apiAmount{},
		"status": apiStatus{}, "moreStatus": apiMoreStatus{}, "answersOfDay": apiDay{}, "answers": apiAnswers{}, "metricAnswers": apiMetricAnswers{},
		"held": apiHeld{}, "platformEvent": apiPlatformEvent{},
		"data": Artist{}, "series": SourceSeries{}, "counts": Counts{}, "gap": series.Gap{},
	} {
		var all, required []string
		for _, field := range reflect.VisibleFields(reflect.TypeOf(value)) {
			if field.Anonymous {
				continue
			}
			key, optional, _ := strings.Cut(field.Tag.Get("json"), ",")
			all = append(all, key)
			if optional == "" {
				required = append(required, key)
			}
		}
		def := schema.Defs[name]
		if diff := cmp.Diff(slices.Sorted(slices.Values(all)), slices.Sorted(maps.Keys(def.Properties))); diff != "" {
			t.Errorf("%s (-written +published): %s", name, diff)
		}
		if diff := cmp.Diff(slices.Sorted(slices.Values(required)), slices.Sorted(slices.Values(def.Required))); diff != "" {
			t.Errorf("%s always has (-written +published): %s", name, diff)
		}
		for key, p := range def.Properties {
			for _, ref := range []string{p.Ref, p.Items.Ref, p.AdditionalProperties.Ref} {
				if _, ok := schema.Defs[strings.TrimPrefix(ref, "#/$defs/")]; ref != "" && !ok {
					t.Errorf("%s.%s refers to %s", name, key, ref)
				}
			}
		}
	}
}

// TestCutCountsForPrograms: where only the label sees the site, it may take the counts
// away: with how far they are cut, and the range of a change in place of the change.
func TestCutCountsForPrograms(t *testing.T) {
	t.Parallel()
	w := rendertest.Limited(true)
	w.Visibility, w.Sources[0].Download = content.Private, true
	files := filesOf(t, w)
	for name, part := range parts(w) {
		for which, schema := range map[string]*jsonschema.Schema{"old": old(t, part), "new": compiled(t, rendertest.Read(t, files, "api/v1/schema.json"), part)} {
			if err := validate(t, schema, rendertest.Read(t, files, name)); err != nil {
				t.Errorf("%s by the %s schema: %v", name, which, err)
			}
		}
	}
	latest := rendertest.Read(t, files, "api/v1/latest.json")
	for _, want := range []string{
		`"metric":"subscribers","kind":"stock","date":"2026-11-23","value":9230000,`, `"step":10000,"ranges":{`,
		`"7d":{"from":"2026-11-16","least":60001,"most":79999}`,
	} {
		if !strings.Contains(latest, want) {
			t.Errorf("latest.json lacks %s:\n%s", want, latest)
		}
	}
	if text := rendertest.Read(t, files, "artists/metallica/data.json"); !strings.Contains(text, `"cut":[{"from":"2026-07-27","step":10000}]`) {
		t.Errorf("data.json does not have how far counts are cut:\n%s", text[:500])
	}
}
