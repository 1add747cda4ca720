package content

import "testing"

// TestLastFMLinks: what stands in an address of Last.fm is escaped twice, where it
// matters, and people also paste what is escaped once.
func TestLastFMLinks(t *testing.T) {
	for name, path := range map[string]string{
		"Florence + the Machine": "Florence+%252B+the+Machine", "+44": "%252B44", "100% Silk": "100%2525+Silk", "AC/DC": "AC%2FDC",
		"Simon & Garfunkel": "Simon+&+Garfunkel", "#1 Dads": "%231+Dads", "Why?": "Why%3F", "Mötley Crüe": "M%C3%B6tley+Cr%C3%BCe",
	} {
		if got := LastFMPath(name); got != path {
			t.Errorf("%s is at %s, want %s", name, got, path)
		}
		if source, got, ok := ParseLink("https://www.last.fm/music/" + path); !ok || source != LastFM || got != name {
			t.Errorf("%s is read as %q on %s", path, got, source)
		}
	}
	for path, name := range map[string]string{"%2B44": "+44", "Sigur%20R%C3%B3s": "Sigur Rós", "100%25+Silk": "100% Silk"} {
		if _, got, _ := ParseLink("last.fm/music/" + path); got != name {
			t.Errorf("%s is read as %q, want %q", path, got, name)
		}
	}
}
