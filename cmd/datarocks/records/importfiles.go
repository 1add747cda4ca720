package records

import (
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch/lookup"
	"datarocks/history/importer"
)

// taken is what an import has read.
type taken struct {
	importer.Result
	site      *content.Site      // nil of rows of a failed run
	followers []lookup.Followers // of Wikidata
}

// read takes in all files and what is needed to understand them, or asks Wikidata.
func (c *Import) read(w *shell.World) (taken, error) {
	kind := importer.Kind(c.Kind)
	if err := c.checkFlags(kind); err != nil {
		return taken{}, err
	}
	if c.Kind == wikidata {
		return c.askWikidata(w)
	}
	site, o, err := c.options(w)
	if err != nil {
		return taken{}, err
	}
	files, err := importer.Files(kind, c.Path)
	if err != nil {
		return taken{}, err
	}
	result, err := importer.Read(kind, files, o)
	return taken{Result: result, site: site}, err
}

// options are what the files do not hold. The site is nil of rows of a failed run,
// which have ids, also of artists that are gone.
func (c *Import) options(w *shell.World) (*content.Site, importer.Options, error) {
	o := importer.Options{Artist: c.Artist, Now: c.At(w), Pick: importer.Pick(c.Pick), FromStart: c.FromStart}
	if c.Separator != "" {
		var err error
		if o.Separator, err = importer.ParseSeparator(c.Separator); err != nil {
			return nil, o, shell.Refuse(`say tab, ";", "|" or ","`, "--separator: %w", err)
		}
	}
	if c.Kind == string(importer.Unsaved) {
		return nil, o, nil
	}
	site, err := c.LoadSite()
	if err != nil {
		return nil, o, err
	}
	o.Artists = site.Artists
	if c.Artist != "" {
		err = settings.CheckArtist(site, c.Artist)
	}
	if err == nil && c.Source != "" {
		err = c.source(site, &o)
	}
	return site, o, err
}

// source reads --source. A source alone may have several metrics in a file; a file
// that does not say which it has is of the one that leads in site.md.
func (c *Import) source(site *content.Site, o *importer.Options) error {
	metric, err := settings.ParseMetric("--source", c.Source)
	if err != nil {
		return err
	}
	o.Source = metric.Source
	if strings.Contains(c.Source, "/") {
		o.Metric = metric.Name
		return nil
	}
	o.Lead = settings.Lead(site, metric.Source).Name
	return nil
}

// checkFlags refuses flags that a kind has no use for: who writes them expects
// something of them.
func (c *Import) checkFlags(kind importer.Kind) error {
	timeline := kind == importer.SpotifyForArtists || kind == importer.YouTubeStudio
	switch ofOne := timeline || kind == importer.AncestorREST; {
	case c.Kind == wikidata:
		return c.checkWikidataFlags()
	case len(c.Path) == 0:
		return shell.Refuse("name the files", "%s: there are no files to read", kind)
	case ofOne && c.Artist == "":
		return shell.Refuse("the artist's id is the name of its file in content/artists", "%s: the files do not say whose counts they hold; say --artist ID", kind)
	case c.Artist != "" && !ofOne && kind != importer.CSV:
		return shell.Refuse("leave it out", "--artist: files of the kind %s name their artists", kind)
	case c.Source != "" && kind != importer.CSV:
		return shell.Refuse("leave it out", "--source: files of the kind %s name their source", kind)
	case c.Pick != "" && kind != importer.CSV:
		return shell.Refuse("leave it out", "--pick: files of the kind %s have one count of a day", kind)
	case c.Separator != "" && kind != importer.CSV && !timeline:
		return shell.Refuse("leave it out", "--separator: files of the kind %s are no tables", kind)
	case c.FromStart && kind != importer.YouTubeStudio:
		return shell.Refuse("leave it out", "--from-start: files of the kind %s hold levels", kind)
	case c.Prefer && kind == importer.Unsaved:
		return shell.Refuse("`datarocks accept` and `datarocks withdraw` decide on a single count", "--prefer: rows of a failed run are joined as they are")
	}
	if c.Source == "" {
		return nil
	}
	_, err := settings.ParseMetric("--source", c.Source)
	return err
}

// checkWikidataFlags refuses what is for files. A live count is what a platform said,
// so Wikidata is never preferred.
func (c *Import) checkWikidataFlags() error {
	for _, flag := range []struct {
		name string
		said bool
		why  string
	}{
		{"--source", c.Source != "", "Wikidata is asked for all sources"},
		{"--pick", c.Pick != "", "where Wikidata has two counts of a day, none is taken"},
		{"--separator", c.Separator != "", "Wikidata is no table"},
		{"--from-start", c.FromStart, "Wikidata has levels"},
		{"--prefer", c.Prefer, "a live count is surer than what somebody wrote into Wikidata"},
	} {
		if flag.said {
			return shell.Refuse("leave it out", "%s: %s", flag.name, flag.why)
		}
	}
	if len(c.Path) > 0 {
		return shell.Refuse("leave it out; --artist ID asks for one artist", "%s: Wikidata is asked, no file is read", c.Path[0])
	}
	return nil
}
