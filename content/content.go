// Package content reads what people write: the site's settings, one Markdown
// file per artist, and a few pages.
//
//	site.md                   title, language, base_url, default, sources, window, embed, visibility
//	artists/dream-theater.md  name, accounts, aliases, genre, timeline, paused; body: the team's notes
//	pages/about.md            title; body
//
// Each file is YAML front matter between two lines of "---", then Markdown. A
// file's name without ".md" is the artist's id, which is also its address on
// the site and its key in the history, so it never changes; the name may.
//
// Load is strict, because a slip here would become a false number: an unknown
// key, an account of the wrong form or one account of two artists is an
// error. It reports every problem at once, each with its file and line and
// what to write instead.
package content

// Site is everything people wrote.
type Site struct {
	Title      string
	Language   Language        // of the words around names and numbers
	BaseURL    string          // where the site is served, ending in "/"; "" if it is not known
	Default    string          // id of the artist that is shown first
	Sources    []SourceSetting // at least one
	Window     Window          // the window a page opens with
	Embed      []string        // origins that may frame embed pages; "*" for all, empty for none
	Visibility Visibility
	Artists    []Artist // at least one; sorted by id
	Pages      []Page   // sorted by id

	// Broken are the files of artists and pages that the site is without, sorted;
	// only LoadSound leaves any out.
	Broken []Broken `json:",omitempty"`
}

// Broken is a file of an artist or of a page that has problems, so the site is
// without it.
type Broken struct {
	Folder   string   // "artists" or "pages"
	ID       string   // of the artist or page; "" where the file is nobody's
	Problems Problems // at least one, all of this file
}

// SourceSetting is a source the site asks and shows, in the order of site.md.
type SourceSetting struct {
	SourceInfo
	Chosen   []MetricInfo // of Metrics, in the order in which they are shown; the first leads
	Every    Cadence
	Download bool // whether its counts are in the files for download
	Publish  bool // whether a public site shows its figures from a dashboard
	Ratio    bool // whether followers are set against daily listeners
	Paused   Day  // from which on it is not asked; 0 for none
}

// Cadence is how often a source is asked.
type Cadence string

// The cadences site.md may name.
const (
	EveryDay  Cadence = "day"
	EveryWeek Cadence = "week"
)

// Language is the language of a site: its fixed words, and how it writes
// numbers and days. What people and platforms wrote stays as it is.
type Language string

// The languages site.md may name.
const (
	English Language = "en"
	German  Language = "de"
)

// Languages lists every language; the first is meant where site.md names none.
var Languages = []Language{English, German}

// Visibility is who the site is for.
type Visibility string

// A private site asks search engines to stay away.
const (
	Public  Visibility = "public"
	Private Visibility = "private"
)

// Artist is one artist and the accounts that are the artist's.
type Artist struct {
	ID       string
	Name     string
	Accounts map[Source]string // at least one; also on sources the site does not ask
	Aliases  []string          // other names
	Formerly []string          `json:",omitempty"` // ids the artist had before, under which counts are stored
	Genre    string            // "" if there is none
	Timeline []Event           // sorted by day
	Paused   Day               `json:",omitzero"` // from which on nothing of the artist is asked; 0 for none
	Body     string            // Markdown
	BodyLine int               `json:"-"` // of the file, where Body starts
}

// Page is a page of text, such as the one that explains the counts.
type Page struct {
	ID       string
	Title    string
	Body     string // Markdown
	BodyLine int    `json:"-"` // of the file, where Body starts
}

// PausedSince returns the day from which on a source is not asked for an artist, as one
// of the two is paused; ok is false where it still is on a day, or again.
func PausedSince(a Artist, s SourceSetting, on Day) (since Day, ok bool) {
	for _, day := range []Day{a.Paused, s.Paused} {
		if day != 0 && day <= on && (!ok || day < since) {
			since, ok = day, true
		}
	}
	return since, ok
}
