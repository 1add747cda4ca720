package render

import (
	"fmt"

	"datarocks/content"
	"datarocks/render/chart"
	"datarocks/render/words"
)

// comparePage is what the template "compare" shows. The page is the same
// whatever is compared: its script reads that from the address, and the counts
// from the artists' data.json.
type comparePage struct {
	frame
	Label   string // what is counted, until the script knows better
	Windows []windowTab
	Data    compareData
}

// compareData is what the script needs to begin.
type compareData struct {
	Artist  string          `json:"artist"` // shown where the address names none
	Source  content.Source  `json:"source"`
	Window  content.Window  `json:"window"`
	Windows []compareWindow `json:"windows"`
	Sources []compareSource `json:"sources"`
	Words   compareWords    `json:"words"`
	Option  map[string]any  `json:"option"` // of the chart, with one line as the model of all
}

type compareWindow struct {
	ID   content.Window `json:"id"`
	Name string         `json:"name"`
	Days int            `json:"days"` // 0 for all
}

type compareSource struct {
	ID    content.Source `json:"id"`
	Name  string         `json:"name"`
	Label string         `json:"label"`
	// Locked says that the counts are in no file to take away, so that the
	// script has none.
	Locked bool `json:"locked,omitempty"`
	// Events are what happened to the whole roster on the source.
	Events []markData `json:"events,omitempty"`
}

// compareWords is what the script says, in the page's language.
type compareWords struct {
	chartWords
	Remove   words.Phrase1 `json:"remove"`
	None     string        `json:"none"`
	Full     words.Phrase1 `json:"full"`
	Unknown  words.Phrase1 `json:"unknown"`
	Locked   words.Phrase1 `json:"locked"`
	NoSeries words.Phrase2 `json:"noSeries"`
	NoBase   words.Phrase2 `json:"noBase"`
	NoBasis  string        `json:"noBasis"`
	InWindow words.Phrase1 `json:"inWindow"`
	Failed   words.Phrase1 `json:"failed"`
	Drawn    words.Phrase3 `json:"drawn"`
	OfIndex  words.Phrase2 `json:"ofIndex"`
	Hundred  string        `json:"hundred"`
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

func (r *renderer) compare() error {
	l := r.words
	page := &comparePage{frame: r.frame("compare/", l.Frame.Title.With(l.Compare.Title, r.Site.Title), l.Compare.About), Data: r.compareData()}
	info, _ := page.Data.Source.Info()
	page.Label = l.Label(info)
	for _, w := range content.Windows {
		page.Windows = append(page.Windows, windowTab{w, l.Window(w), w == r.Site.Window})
	}
	names := namesFile{SchemaVersion: schemaVersion, Artists: []nameEntry{}}
	for _, a := range r.rosterOrder() {
		names.Artists = append(names.Artists, nameEntry{a.ID, a.Name, a.Aliases})
	}
	if err := r.out.writeJSON(namesName, names); err != nil {
		return err
	}
	return r.page("compare/index.html", "compare", page)
}

// comparison is the address at which an artist's counts stand beside others', on
// the first source that has some for download; "" where none has.
func (r *renderer) comparison(a *artist, root string) string {
	for _, t := range a.tracks {
		if _, counted := t.series.Last(); counted && t.setting.Download {
			return fmt.Sprintf("%scompare/#%s;%s;%s;count", root, a.ID, t.info.Source, r.Site.Window)
		}
	}
	return ""
}

func (r *renderer) compareData() compareData {
	l, said := r.words, &r.words.Compare
	data := compareData{
		Artist: r.Site.Default,
		Window: r.Site.Window,
		Option: chart.CompareOption(),
		Words: compareWords{
			chartWords: newChartWords(l),
			Remove:     said.Remove,
			None:       said.None,
			Full:       said.Full,
			Unknown:    said.Unknown,
			Locked:     said.Locked,
			NoSeries:   said.NoSeries,
			NoBase:     said.NoBase,
			NoBasis:    l.Artist.NoBasis,
			InWindow:   said.NoCount,
			Failed:     said.Failed,
			Drawn:      said.Drawn,
			OfIndex:    said.OfIndex,
			Hundred:    said.Hundred,
		},
	}
	for _, w := range content.Windows {
		data.Windows = append(data.Windows, compareWindow{w, l.Window(w), w.Days()})
	}
	for _, setting := range r.Site.Sources {
		info, _ := setting.Source.Info()
		data.Sources = append(data.Sources, compareSource{info.Source, info.Name, l.Label(info), !setting.Download, platformMarks(l, r.platform(setting).events)})
		// The page begins with a source that it can draw.
		if data.Source == "" && setting.Download {
			data.Source = info.Source
		}
	}
	if data.Source == "" && len(data.Sources) > 0 {
		data.Source = data.Sources[0].ID
	}
	return data
}
