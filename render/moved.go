package render

import (
	"strings"

	"datarocks/render/roster"
)

// movedView is a page at an address that an artist had before.
type movedView struct {
	Lang, Name string
	To         string // where it leads
	Canonical  string // the full address of that; "" where the site's is unknown
	NoIndex    bool
}

// movedPages writes pages at the addresses that the artist had before, which lead to the
// page and to the embed page of today.
func movedPages(w *writer, a *roster.Artist) error {
	for _, id := range a.Formerly {
		for _, below := range []string{"", "embed/"} {
			from, to := roster.ArtistPath(id)+below, a.Path+below
			page := movedView{
				Lang: string(w.words.Code), Name: a.Name, To: strings.Repeat("../", strings.Count(from, "/")) + to, NoIndex: w.frame.NoIndex,
			}
			if base := w.frame.Site.BaseURL; base != "" {
				page.Canonical = base + to
			}
			if err := w.page(from+"index.html", "moved", page); err != nil {
				return err
			}
		}
	}
	return nil
}
