package artists

import (
	"errors"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
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

// contactPattern keeps to what a header may hold.
var contactPattern = regexp.MustCompile(`^[!-~]*(@|://)[!-~]*$`)

// finder identifies itself to the two, as both of them want. patience bounds its waiting.
func (f LookupFlags) finder(w *shell.World, site *content.Site, patience time.Duration) (*lookup.Finder, error) {
	contact := strings.TrimSpace(f.Contact)
	switch {
	case contact == "" && site.BaseURL == "":
		return nil, shell.Refuse("say --contact with your e-mail or web address, or base_url in site.md", "Wikidata and MusicBrainz want to know who asks them")
	case contact != "" && (!contactPattern.MatchString(contact) || len(contact) > 200):
		return nil, shell.Refuse("", "--contact: not an address such as you@example.org or https://example.org")
	}
	agent := settings.UserAgent(site)
	if contact != "" {
		agent = shell.Agent() + " (" + contact + ")"
	}
	service := func(variable string, pace fetch.Pace) (lookup.Service, error) {
		origin, err := settings.Origin(w, variable)
		if err != nil {
			return lookup.Service{}, shell.Fail(shell.ExitUsage, err, "")
		}
		o := fetch.Options{UserAgent: agent, Timeout: 20 * time.Second, Patience: patience, MaxBody: lookup.MaxBody}
		if origin == "" {
			o.Pace = pace // a simulated one has no limits to keep to
		}
		return lookup.Service{Client: fetch.NewClient(o), Origin: origin}, nil
	}
	wikidata, err := service("WIKIDATA_ENDPOINT", lookup.WikidataPace)
	if err != nil {
		return nil, err
	}
	musicBrainz, err := service("MUSICBRAINZ_ENDPOINT", lookup.MusicBrainzPace)
	return lookup.New(wikidata, musicBrainz), err
}

// path is the file of an artist as it is seen from here.
func (f LookupFlags) path(id string) string {
	return strings.TrimSuffix(f.Content, "/") + "/artists/" + id + ".md"
}
