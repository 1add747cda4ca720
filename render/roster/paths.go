package roster

import (
	"slices"

	"datarocks/content"
)

// Where pages are, below the site's address.
const (
	StatusPath  = "status/"
	ReportsPath = "reports/"
	// WindowHash is how an address of an artist's page names the window to show:
	// it stays in the browser, so that a CDN keeps one page for all windows.
	WindowHash = "#window="
)

// ArtistPath returns the path of an artist's page.
func ArtistPath(id string) string { return "artists/" + id + "/" }

// RankingPath returns the path of a source's ranking over a window.
func RankingPath(metric content.Metric, w content.Window) string {
	return "ranking/" + metric.Slug() + "/" + string(w) + "/"
}

// Kept lists the folders of the artists and pages whose files have problems: the
// site has nothing new for them, and what was last published there stays.
func Kept(site *content.Site) []string {
	var kept []string
	for _, b := range site.Broken {
		switch {
		case b.ID == "":
		case b.Folder == "artists":
			kept = append(kept, ArtistPath(b.ID))
		default:
			kept = append(kept, b.ID+"/")
		}
	}
	slices.Sort(kept)
	return slices.Compact(kept)
}
