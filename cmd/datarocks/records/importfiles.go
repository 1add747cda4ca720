package records

import (
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history/importer"
)

// read takes in all files and what is needed to understand them.
func (c *Import) read(w *shell.World) (importer.Result, error) {
	kind := importer.Kind(c.Kind)
	o := importer.Options{Artist: c.Artist, Source: content.Source(c.Source), Now: c.At(w), Pick: importer.Pick(c.Pick)}
	if err := c.checkFlags(kind); err != nil {
		return importer.Result{}, err
	}
	if c.Separator != "" {
		var err error
		if o.Separator, err = importer.ParseSeparator(c.Separator); err != nil {
			return importer.Result{}, shell.Refuse(`say tab, ";", "|" or ","`, "--separator: %w", err)
		}
	}
	if kind != importer.Unsaved { // whose rows have ids, also of artists that are gone
		site, err := c.LoadSite()
		if err != nil {
			return importer.Result{}, err
		}
		o.Artists = site.Artists
		if c.Artist != "" {
			err = settings.CheckArtist(site, c.Artist)
		}
		if err != nil {
			return importer.Result{}, err
		}
	}
	files, err := importer.Files(kind, c.Path)
	if err != nil {
		return importer.Result{}, err
	}
	return importer.Read(kind, files, o)
}

// checkFlags refuses flags that a kind has no use for: who writes them expects
// something of them.
func (c *Import) checkFlags(kind importer.Kind) error {
	switch ofOne := kind == importer.AncestorREST || kind == importer.SpotifyForArtists; {
	case ofOne && c.Artist == "":
		return shell.Refuse("the artist's id is the name of its file in content/artists", "%s: the files do not say whose counts they hold; say --artist ID", kind)
	case c.Artist != "" && !ofOne && kind != importer.CSV:
		return shell.Refuse("leave it out", "--artist: files of the kind %s name their artists", kind)
	case c.Source != "" && kind != importer.CSV:
		return shell.Refuse("leave it out", "--source: files of the kind %s name their source", kind)
	case c.Pick != "" && kind != importer.CSV:
		return shell.Refuse("leave it out", "--pick: files of the kind %s have one count of a day", kind)
	case c.Separator != "" && kind != importer.CSV && kind != importer.SpotifyForArtists:
		return shell.Refuse("leave it out", "--separator: files of the kind %s are no tables", kind)
	case c.Prefer && kind == importer.Unsaved:
		return shell.Refuse("`datarocks accept` and `datarocks withdraw` decide on a single count", "--prefer: rows of a failed run are joined as they are")
	}
	if c.Source == "" {
		return nil
	}
	_, err := settings.ParseSource("--source", c.Source)
	return err
}
