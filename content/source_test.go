package content

import (
	"strings"
	"testing"
)

func TestValidAccount(t *testing.T) {
	tests := map[Source]struct{ valid, invalid []string }{
		Spotify: {
			valid:   []string{"2aaLAng2L2aWD2FClzwiep"},
			invalid: []string{"", "2aaLAng2L2aWD2FClzwie", "2aaLAng2L2aWD2FClzwiepp", "2aaLAng2L2aWD2FClzwie-", "../search?q=aaaaaaaaaa", "2aaLAng2L2aWD2FClzwiep\n"},
		},
		Twitter: {
			valid:   []string{"a", "dreamtheaternet", "_Under_score_", "007", "1234567890123456789"},
			invalid: []string{"", "sixteencharacter", "@opeth", "dash-ed", "dötted", "12345678901234567890", "a b"},
		},
		Deezer: {
			valid:   []string{"1", "119"},
			invalid: []string{"", "0", "0119", "-1", "1.0", "Metallica", "1234567890123456789"},
		},
		Bluesky: {
			valid:   []string{"opeth.bsky.social", "Opeth.COM", "did:plc:z72i7hdynmk6r22z27h6tvur", "did:web:opeth.com"},
			invalid: []string{"", "opeth", "@opeth.com", "opeth.com/", "-a.com", "a..com", "did:", "opeth.123"},
		},
		Mastodon: {
			valid:   []string{"opeth@mastodon.social", "a.b-c_d@sub.example.org"},
			invalid: []string{"", "opeth", "@opeth@mastodon.social", "opeth@localhost", "opeth@a b.c", "opeth.@a.org", "opeth@mastodon.social/x"},
		},
		ListenBrainz: {
			valid:   []string{"28503ab7-8bf2-4666-a7bd-2644bfc7cb1d"},
			invalid: []string{"", "28503AB7-8bf2-4666-a7bd-2644bfc7cb1d", "28503ab78bf24666a7bd2644bfc7cb1d", "28503ab7-8bf2-4666-a7bd-2644bfc7cb1"},
		},
		LastFM: {
			valid:   []string{"Dream Theater", "X", "AC/DC", "聖飢魔II"},
			invalid: []string{"", " X", "X ", "a\nb", strings.Repeat("x", 257), "https://www.last.fm/music/X"},
		},
		Wikipedia: {
			valid: []string{
				"Opeth", "Tool (band)", "Tool_(band)", "tool (band)", "AC/DC", "Therapy?", "Guns N' Roses", "+44 (band)", "聖飢魔II", "Motörhead", "4 Non Blondes",
				"de:Die Ärzte", "simple:Metallica", "zh-yue:BABYMETAL", "zh-min-nan:Queen", "...And You Will Know Us by the Trail of Dead", "!!!", "Re:Stacks", "de: Opeth",
			},
			invalid: []string{
				"", ".", "..", "...", "de:", ":Opeth", "de::Opeth", "_Opeth", "Opeth_", " Opeth", "Opeth ", "Opeth#History", "A|B", "[Opeth]", "<b>", "{{Opeth}}", "a\nb",
				strings.Repeat("x", 256), "https://en.wikipedia.org/wiki/Opeth", "Talk:Opeth", "de:Spezial:Suche",
			},
		},
		Instagram: {
			valid:   []string{"metallica", "dream.theater", "_under_", "0", strings.Repeat("x", 30)},
			invalid: []string{"", "@opeth", ".opeth", "opeth.", "o peth", "öpeth", "opeth/", strings.Repeat("x", 31), "opeth){id}"},
		},
		YouTube: {
			valid:   []string{"UCbulh9WdLtEXiooRcYK7SWw", "UC-_0123456789abcdefghij"},
			invalid: []string{"", "@metallica", "metallica", "ucbulh9WdLtEXiooRcYK7SWw", "UCbulh9WdLtEXiooRcYK7SW", "UCbulh9WdLtEXiooRcYK7SWww", "UCbulh9WdLtEXiooRcYK7SW,"},
		},
	}
	for _, info := range Sources {
		tt, ok := tests[info.Source]
		if !ok {
			t.Errorf("no accounts to try for %s", info.Source)
		}
		for _, account := range append(tt.valid, info.Example) {
			if !info.ValidAccount(account) {
				t.Errorf("%s refuses %q", info.Source, account)
			}
		}
		for _, account := range tt.invalid {
			if info.ValidAccount(account) {
				t.Errorf("%s takes %q", info.Source, account)
			}
		}
	}
}

func TestSourceInfo(t *testing.T) {
	for _, want := range Sources {
		got, ok := want.Source.Info()
		if !ok || got.Source != want.Source || got.Name == "" || got.Default().Metric == "" || got.Account == "" {
			t.Errorf("%s: got %+v, %v", want.Source, got, ok)
		}
	}
	if _, ok := Source("myspace").Info(); ok {
		t.Error("myspace is a source")
	}
}
