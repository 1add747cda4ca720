package artists

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch/lookup"
)

// LookupFlags name the content, and who asks for what is to be written there.
type LookupFlags struct {
	settings.ContentFlags
	Contact string `env:"DATAROCKS_CONTACT" placeholder:"WHERE" help:"Your e-mail or web address, for Wikidata and MusicBrainz (${env}; base_url)."`
}

// loadWith reads the content with one more artist, see content.LoadWith.
func (f LookupFlags) loadWith(draft content.Draft) (*content.Site, error) {
	if err := settings.CheckFolder("--content", f.Content); err != nil {
		return nil, err
	}
	if _, err := os.Stat(f.Content); errors.Is(err, fs.ErrNotExist) {
		return nil, shell.Refuse("`datarocks init DIR` begins a folder; --content names another", "--content: there is no folder %s", f.Content)
	}
	site, err := f.LoadSiteWith(func(files fs.FS) (*content.Site, error) { return content.LoadWith(files, draft) })
	if problems, ok := errors.AsType[content.Problems](err); ok {
		return nil, shell.Fail(shell.ExitUsage, problems, "nothing was written")
	}
	return site, err
}

// finder identifies itself to the two, as both of them want. patience bounds its waiting.
func (f LookupFlags) finder(w *shell.World, site *content.Site, patience time.Duration) (*lookup.Finder, error) {
	return settings.Finder(w, site, f.Contact, patience)
}

// path is the file of an artist as it is seen from here.
func (f LookupFlags) path(id string) string {
	return strings.TrimSuffix(f.Content, "/") + "/artists/" + id + ".md"
}
