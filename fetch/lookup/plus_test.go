package lookup

import (
	"slices"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/wikidata"
)

// TestPlusOfLastFM: a plus of a name is read however Wikidata has it, and is looked
// for in every way in which the two have it.
func TestPlusOfLastFM(t *testing.T) {
	info, _ := content.LastFM.Info()
	for value, want := range map[string]string{
		"Florence+%252B+the+Machine": "Florence + the Machine", "Florence+%2B+the+Machine": "Florence + the Machine", "Florence+++the+Machine": "Florence + the Machine",
		"Florence + the Machine": "Florence + the Machine", "%252B44": "+44", "%2B44": "+44", "+44": "+44", "Dream+Theater": "Dream Theater",
		"AC%2FDC": "AC/DC", "AC/DC": "AC/DC", "100% Pure": "100% Pure", "Mot%C3%B6rhead": "Motörhead",
	} {
		var c wikidata.Claim
		c.Mainsnak.Datavalue.Value = fetch.Text(value)
		if got, ok := accountOf(c, info); !ok || got != want {
			t.Errorf("%s is %q, want %q", value, got, want)
		}
	}
	all := addresses(content.LastFM, "+44")
	if !slices.Contains(all, "https://www.last.fm/music/%252B44") || !slices.Contains(all, "https://www.last.fm/music/%2B44") {
		t.Errorf("+44 is looked for at %s", strings.Join(all, " "))
	}
	if all := addresses(content.LastFM, "Dream Theater"); len(all) != 1 {
		t.Errorf("Dream Theater is looked for at %s", strings.Join(all, " "))
	}
}

// TestQuestionOfNoArtist: the address of a search is neither an artist nor a name.
func TestQuestionOfNoArtist(t *testing.T) {
	for text, want := range map[string]string{
		"https://x.com/search?q=opeth": "a search, not an artist's page", "x.com/home": "a page of X itself, not", "https://open.spotify.com/album/1": "an album, not",
		"spotify:track:1": "a track, not", "https://deezer.page.link/x": "a short link", "https://www.threads.net/@opeth": "a page of Threads",
	} {
		if _, err := ParseQuestion(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}
