package render

import (
	"fmt"

	"datarocks/content"
	"datarocks/render/cards"
	"datarocks/render/chart"
	"datarocks/render/data"
	"datarocks/render/roster"
	"datarocks/render/words"
)

// compareView is what the template "compare" shows. The page is the same
// whatever is compared: its script reads that from the address, and the counts
// from the artists' data.json.
type compareView struct {
	frame
	Label   string // what is counted, until the script knows better
	Windows []windowTab
	Data    compareData
}

// compareData is what the script needs to begin.
type compareData struct {
	Artist  string          `json:"artist"` // shown where the address names none
	Source  string          `json:"source"` // slug of a metric
	Window  content.Window  `json:"window"`
	Windows []compareWindow `json:"windows"`
	Sources []compareSource `json:"sources"`
	Words   compareWords    `json:"words"`
	Option  map[string]any  `json:"option"` // of the chart, with one line as the model of all
}

type compareWindow struct {
	ID   content.Window `json:"id"`
	Name string         `json:"name"`
	Days int            `json:"days"` // to the newest day; 0 for all
}

type compareSource struct {
	ID    string `json:"id"` // slug of the metric
	Name  string `json:"name"`
	Label string `json:"label"`
	// Of and Metric name the series in data.json that it is, where that is not the one of
	// the source that ID names.
	Of     content.Source `json:"of,omitempty"`
	Metric string         `json:"metric,omitempty"`
	// Kind is that of the metric; "" for a level.
	Kind content.Kind `json:"kind,omitempty"`
	// Locked reports whether the counts are in no file to take away, so that the
	// script has none.
	Locked bool `json:"locked,omitempty"`
	// Events are what happened to the whole roster on the source.
	Events []cards.Mark `json:"events,omitempty"`
}

// compareWords is the texts of the script, in the page's language.
type compareWords struct {
	cards.Words
	words.CompareScript
}

// namesFile is compare/artists.json: whom one can find and compare, in the order
// of the roster. It is a file of its own because a roster may have 10,000
// artists, and it changes only when the roster does.
type namesFile struct {
	SchemaVersion int         `json:"schemaVersion"`
	Artists       []nameEntry `json:"artists"`
}

type nameEntry struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Aliases []string `json:"aliases,omitempty"`
}

const namesName = "compare/artists.json"

// comparePage writes the page, and the file of names.
func comparePage(w *writer, s *roster.Survey) error {
	l := w.words
	page := &compareView{
		frame:   w.frame.at("compare/", l.Frame.Title.With(l.Compare.Title, s.Site.Title), l.Compare.About),
		Data:    newCompareData(l, s),
		Windows: windowTabs(l, s.Site.Window),
	}
	for _, shown := range page.Data.Sources {
		if shown.ID == page.Data.Source {
			page.Label = shown.Label
		}
	}
	names := namesFile{SchemaVersion: data.SchemaVersion, Artists: []nameEntry{}}
	for _, a := range s.Artists {
		names.Artists = append(names.Artists, nameEntry{a.ID, a.Name, a.Aliases})
	}
	if err := data.WriteJSON(w.out, namesName, names); err != nil {
		return err
	}
	return w.page("compare/index.html", "compare", page)
}

// comparison is the address at which an artist's counts stand beside others', on
// the first source that has some for download; "" where none has.
func comparison(site *content.Site, a *roster.Artist, root string) string {
	source := comparedSource(a)
	if source == "" {
		return ""
	}
	return fmt.Sprintf("%scompare/#%s;%s;%s;count", root, a.ID, source, site.Window)
}

// comparedSource returns the first source that has counts of an artist for download;
// "" where none has.
func comparedSource(a *roster.Artist) string {
	for _, t := range a.Derived() {
		if t.Counted() && t.Download {
			return t.Slug()
		}
	}
	return ""
}

func newCompareData(l *words.Language, s *roster.Survey) compareData {
	shown := compareData{
		Artist:  s.Site.Default,
		Sources: []compareSource{},
		Window:  s.Site.Window,
		Option:  chart.CompareOption(),
		Words:   compareWords{cards.NewWords(l), l.Compare.CompareScript},
	}
	for _, w := range content.Windows {
		shown.Windows = append(shown.Windows, compareWindow{w, l.Window(w), w.Days(s.History.Newest)})
	}
	for _, p := range s.Derived() {
		source := compareSource{
			ID: p.Slug(), Name: l.Title(p.MetricSetting), Label: l.Label(p.MetricSetting), Locked: !p.Download, Events: cards.PlatformMarks(l, p.Events),
		}
		if !p.Key().IsDefault() {
			source.Of, source.Metric = p.Source, p.Metric
		}
		if !p.IsStock() {
			source.Kind, shown.Words.Daily = p.Kind, &l.Daily.DailyScript
		}
		shown.Sources = append(shown.Sources, source)
		// The page begins with a source that it can draw.
		if shown.Source == "" && p.Download {
			shown.Source = p.Slug()
		}
	}
	if shown.Source == "" && len(shown.Sources) > 0 {
		shown.Source = shown.Sources[0].ID
	}
	return shown
}
