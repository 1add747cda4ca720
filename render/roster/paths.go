package roster

import "datarocks/content"

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
func RankingPath(source content.Source, w content.Window) string {
	return "ranking/" + string(source) + "/" + string(w) + "/"
}
