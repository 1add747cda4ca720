package words

import (
	"testing"

	"datarocks/content"
)

// TestEvent: an event is written with its kind, once.
func TestEvent(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind            content.EventKind
		title           string
		english, german string
	}{
		{"album", "Parasomnia", "Album “Parasomnia”", "Album „Parasomnia“"},
		{"album", "Album “Parasomnia”", "Album “Parasomnia”", "Album “Parasomnia”"},
		{"album", "album: Parasomnia", "album: Parasomnia", "album: Parasomnia"},
		{"album", "Tour de France", "Album “Tour de France”", "Album „Tour de France“"},
		{"album", "Album", "Album “Album”", "Album „Album“"},
		{"album", "Albumin", "Album “Albumin”", "Album „Albumin“"},
		{"ep", "Restoration", "EP “Restoration”", "EP „Restoration“"},
		{"single", "{1}", "Single “{1}”", "Single „{1}“"},
		{"concert", "Konzert in Köln", "Concert: Konzert in Köln", "Konzert in Köln"},
		{"other", "Something", "Something", "Something"},
		{"", "Something", "Something", "Something"},
	} {
		e := content.Event{Kind: test.kind, Title: test.title}
		if got := en.Event(e); got != test.english {
			t.Errorf("%s %s is %s, want %s", test.kind, test.title, got, test.english)
		}
		if got := de.Event(e); got != test.german {
			t.Errorf("%s %s is %s, want %s", test.kind, test.title, got, test.german)
		}
	}
}

// TestEveryKindHasWords, but for what is of no kind.
func TestEveryKindHasWords(t *testing.T) {
	t.Parallel()
	for _, kind := range content.EventKinds {
		if has := en.kind(kind) != ""; has == (kind == content.OtherEvent) {
			t.Errorf("of %s: %t", kind, has)
		}
	}
}
