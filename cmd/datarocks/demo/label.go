package demo

import (
	"embed"
	"io/fs"

	"datarocks/content"
)

// What a demo shows must not be taken for anybody's numbers, so the label and its
// artists are invented, too.
//
//go:embed content
var invented embed.FS

// Label returns the invented label: its settings and artists, and the page on the
// method that comes with datarocks.
func Label() (*content.Site, error) {
	files, err := fs.Sub(invented, "content")
	if err != nil {
		return nil, err
	}
	label, err := content.Load(files)
	if err != nil {
		return nil, err
	}
	shipped, err := content.Load(content.Shipped())
	if err != nil {
		return nil, err
	}
	label.Pages = shipped.Pages
	return label, nil
}

// Play returns somebody's settings and pages with the invented label's name and
// artists, so that no invented number stands beside a real artist.
func Play(site *content.Site) (*content.Site, error) {
	label, err := Label()
	if err != nil {
		return nil, err
	}
	played := *site
	played.Title, played.Default, played.Artists = label.Title, label.Default, label.Artists
	if played.BaseURL == "" {
		played.BaseURL = label.BaseURL
	}
	return &played, nil
}

// sized is the day on which the artists have the sizes below.
var sized, _ = content.ParseDay("2026-11-01")

// followers are those of each artist on Spotify; any other has 20,000.
var followers = map[string]float64{
	"ostrobelle":       1_200_000,
	"umbergate-parade": 200_000,
	"the-tin-aurorae":  150_000,
	"saltspindle":      85_000,
	"hexley-undertow":  19_000,
	"oyvara":           12_000,
	"saint-ferrule":    7_000,
	"marlo-quennevik":  5_500,
	"nachtfalterhaus":  800,
	"vellum-antlers":   500,
}

// shares are what of that the other platforms have, about.
var shares = map[content.Source]float64{
	content.Spotify:      1,
	content.Deezer:       0.12,
	content.Twitter:      0.08,
	content.LastFM:       0.6,
	content.Instagram:    0.9,
	content.YouTube:      0.35,
	content.Bluesky:      0.004,
	content.ListenBrainz: 0.004,
	content.Mastodon:     0.001,
}
