package render

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/history"
)

// track is one source of one artist: how it is asked, and what came of it.
type track struct {
	setting content.SourceSetting
	info    content.SourceInfo
	series  *history.Series
}

// label is what is counted: "Spotify followers".
func (t track) label() string { return t.info.Name + " " + t.info.Metric }

// tracks gives the sources of an artist in the order of the site.
func (r *renderer) tracks(a content.Artist) []track {
	var tracks []track
	for _, setting := range r.Site.Sources {
		if _, ok := a.Accounts[setting.Source]; !ok {
			continue
		}
		info, _ := setting.Source.Info()
		tracks = append(tracks, track{setting, info, r.History.Series(a.ID, setting.Source)})
	}
	return tracks
}

// artist is an artist being rendered.
type artist struct {
	content.Artist
	at     string // the page's path: "artists/vola/"
	tracks []track
	first  content.Day // the oldest count on any source, or the newest day
	newest content.Day // the last day the site knows of
}

func (r *renderer) artist(a content.Artist) *artist {
	view := &artist{a, artistPath(a.ID), r.tracks(a), r.History.Newest, r.History.Newest}
	for _, t := range view.tracks {
		if first, ok := t.series.First(); ok {
			view.first = min(view.first, first.Day)
		}
	}
	return view
}

func artistPath(id string) string { return "artists/" + id + "/" }

// updated is when the newest count of the artist was asked; zero where there
// is none.
func (a *artist) updated() time.Time {
	var t time.Time
	for _, track := range a.tracks {
		t = later(t, track.series.At)
	}
	return t
}

func (r *renderer) artists() error {
	for _, entry := range r.Site.Artists {
		a := r.artist(entry)
		for _, step := range []func(*artist) error{r.artistPage, r.embedPage, r.download} {
			if err := step(a); err != nil {
				return fmt.Errorf("artist %s: %w", a.ID, err)
			}
		}
	}
	return nil
}

// artistPage is what the templates "artist" and "embed" show.
type artistPage struct {
	frame
	Name     string
	Initials string
	Genre    string
	Day      string // the last one with an answer; "" before the first
	Windows  []windowTab
	Cards    []card
	Data     pageData
	Table    table
	Gaps     []gapRow
	Timeline []timelineRow
	Notes    template.HTML
	Page     string // address of the artist's page, from the embed page
	Embed    string // code for another page; "" where the site's address is unknown
}

type windowTab struct {
	Window  content.Window
	Label   string
	Checked bool
}

type gapRow struct{ Source, Days, Reason string }

type timelineRow struct{ Day, Title string }

func (r *renderer) artistPage(a *artist) error {
	notes, err := markdown(a.Body, 2)
	if err != nil {
		return fmt.Errorf("notes: %w", err)
	}
	page := r.newArtistPage(a, a.at)
	page.Notes = notes
	if !r.History.Empty() {
		page.Table = newTable(a)
	}
	page.Gaps = gapRows(a)
	for _, event := range a.Timeline {
		page.Timeline = append(page.Timeline, timelineRow{date(event.Day), event.Title})
	}
	if page.Canonical != "" {
		page.Embed = fmt.Sprintf(`<iframe src="%sembed/" title="%s" width="100%%" height="%d" loading="lazy"></iframe>`,
			template.HTMLEscapeString(page.Canonical), template.HTMLEscapeString(a.Name+" – followers"), embedHeight)
	}
	return r.page(a.at+"index.html", "artist", page)
}

// embedHeight is the height in pixels that holds an embed page of two cards
// below each other on a phone.
const embedHeight = 560

func (r *renderer) embedPage(a *artist) error {
	at := a.at + "embed/"
	page := r.newArtistPage(a, at)
	page.NoIndex = true
	page.Canonical = ""
	if r.Site.BaseURL != "" {
		page.Canonical = r.Site.BaseURL + a.at
	}
	page.Page = page.Root + a.at
	return r.page(at+"index.html", "embed", page)
}

func (r *renderer) newArtistPage(a *artist, at string) *artistPage {
	page := &artistPage{
		frame:    r.frame(at, a.Name+" · "+r.Site.Title, description(a)),
		Name:     a.Name,
		Initials: initials(a.Name),
		Genre:    a.Genre,
		Day:      r.day(),
	}
	page.Updated = a.updated()
	for _, w := range content.Windows {
		page.Windows = append(page.Windows, windowTab{w, windowName(w), w == r.Site.Window})
	}
	page.Data = newPageData(a, page.Root+a.at)
	for _, t := range a.tracks {
		page.Cards = append(page.Cards, newCard(a, t, &page.Data))
	}
	return page
}

// description is the page in one sentence, for search engines and previews.
func description(a *artist) string {
	var counts []string
	for _, t := range a.tracks {
		if last, ok := t.series.Last(); ok {
			counts = append(counts, fmt.Sprintf("%s %s on %s", group(last.Value), t.label(), date(last.Day)))
		}
	}
	if len(counts) == 0 {
		return a.Name + ": no count yet."
	}
	return a.Name + ": " + strings.Join(counts, ", ") + "."
}

// gapRows lists the gaps of all sources, the newest first.
func gapRows(a *artist) []gapRow {
	var rows []gapRow
	for _, t := range a.tracks {
		gaps := t.series.Gaps(a.first, a.newest, t.setting.Every)
		for i := len(gaps) - 1; i >= 0; i-- {
			rows = append(rows, gapRow{t.info.Name, span(gaps[i]), why(gaps[i])})
		}
	}
	return rows
}
