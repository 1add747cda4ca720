package edit

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"datarocks/content"
)

// eventsOf reads lines such as "2025-02-07 album Parasomnia"; "-" is no kind.
func eventsOf(t *testing.T, lines string) (events []content.Event) {
	t.Helper()
	for line := range strings.Lines(lines) {
		fields := strings.SplitN(strings.TrimSpace(line), " ", 3)
		events = append(events, event(t, fields[0], content.EventKind(strings.Trim(fields[1], "-")), fields[2]))
	}
	return events
}

func linesOf(missing []content.Event, moved []Moved) string {
	var lines []string
	for _, e := range missing {
		lines = append(lines, fmt.Sprintf("%s %s %s", e.Day, e.Kind, e.Title))
	}
	for _, m := range moved {
		lines = append(lines, fmt.Sprintf("%s is %s now", m.Was.Title, m.Is.Day))
	}
	return strings.Join(lines, "\n")
}

func TestMissing(t *testing.T) {
	for name, tt := range map[string]struct{ timeline, found, want string }{
		"nothing is there":                   {"", "2025-02-07 album Parasomnia", "2025-02-07 album Parasomnia"},
		"nothing is found":                   {"2025-02-07 album Parasomnia", "", ""},
		"the same":                           {"2025-02-07 album Parasomnia", "2025-02-07 album Parasomnia", ""},
		"written by hand":                    {"2025-02-07 - Album “Parasomnia”", "2025-02-07 album Parasomnia", ""},
		"written by hand without quotes":     {"2025-02-07 - Album Parasomnia is out", "2025-02-07 album Parasomnia", ""},
		"written with accents":               {"2025-02-07 - MÉTAL, Hurlant!", "2025-02-07 album Metal Hurlant", ""},
		"a few days away":                    {"2025-02-10 - Album “Parasomnia”", "2025-02-07 album Parasomnia", ""},
		"of another kind on its day":         {"2025-02-07 single Parasomnia", "2025-02-07 album Parasomnia", ""},
		"a single before its album":          {"2025-02-07 - Album “Parasomnia”", "2025-02-03 single Parasomnia\n2025-02-07 album Parasomnia", "2025-02-03 single Parasomnia"},
		"a single of no album":               {"2025-02-07 - Parasomnia", "2025-02-03 single Parasomnia", ""},
		"album and single of one day":        {"", "2025-02-07 album Parasomnia\n2025-02-07 single Parasomnia", "2025-02-07 album Parasomnia"},
		"two of one day":                     {"", "1991-09-17 album Use Your Illusion I\n1991-09-17 album Use Your Illusion II", "1991-09-17 album Use Your Illusion I\n1991-09-17 album Use Your Illusion II"},
		"one of two of one day":              {"1991-09-17 - Album “Use Your Illusion II”", "1991-09-17 album Use Your Illusion I\n1991-09-17 album Use Your Illusion II", "1991-09-17 album Use Your Illusion I"},
		"another in quotes":                  {"2025-02-07 - Tour of “Parasomnia” begins with Opeth", "2025-02-07 album Opeth", "2025-02-07 album Opeth"},
		"with another article":               {"1988-09-07 - Album “And Justice for All”", "1988-09-07 album …and Justice for All", ""},
		"signs alone":                        {"2017-03-03 - Album “÷”\n2021-10-29 - Album “=”", "2017-03-03 album ÷\n2021-10-29 album =\n2017-03-03 album ×", "2017-03-03 album ×"},
		"Japanese quotes":                    {"2025-02-07 - アルバム「無限」", "2025-02-07 album 無限", ""},
		"moved":                              {"2026-12-01 album Parasomnia", "2027-01-15 album Parasomnia", "Parasomnia is 2027-01-15 now"},
		"moved, written by hand":             {"2026-12-01 - Album “Parasomnia”", "2027-01-15 album Parasomnia", "Album “Parasomnia” is 2027-01-15 now"},
		"moved, without quotes":              {"2026-12-01 - Album Parasomnia", "2027-01-15 album Parasomnia", "Album Parasomnia is 2027-01-15 now"},
		"a single months before its album":   {"2026-12-01 album Parasomnia", "2026-10-01 single Parasomnia\n2026-12-01 album Parasomnia", "2026-10-01 single Parasomnia"},
		"a year later":                       {"2024-01-01 album Parasomnia", "2026-12-01 album Parasomnia", "2026-12-01 album Parasomnia"},
		"two of one title in a year, one of": {"2019-01-24 album Weezer", "2019-01-24 album Weezer\n2019-03-01 album Weezer", "2019-03-01 album Weezer"},
		"two of one title in a year":         {"", "2019-01-24 album Weezer\n2019-03-01 album Weezer", "2019-01-24 album Weezer\n2019-03-01 album Weezer"},
		"the nearer of two":                  {"2026-06-01 single Echo\n2026-12-01 single Echo", "2026-11-01 single Echo", "Echo is 2026-11-01 now"},
		"an album named as a kind":           {"2000-01-01 - Tour", "2000-01-01 album Tour\n2003-08-04 album Tour de France", "2003-08-04 album Tour de France"},
		"a title of kind alone, in quotes":   {"2000-01-01 - Album “Single”", "2000-01-01 album Single", ""},
	} {
		timeline, found := eventsOf(t, tt.timeline), eventsOf(t, tt.found)
		missing, moved := Missing(timeline, found)
		if got := linesOf(missing, moved); got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, tt.want)
		}
	}
}

// TestNothingIsMissingTwice is the law: with what is missing added, nothing is, and
// nothing else has moved.
func TestNothingIsMissingTwice(t *testing.T) {
	for seed := range uint64(3000) {
		random := rand.New(rand.NewPCG(3, seed))
		few := func() content.Event {
			titles := []string{"A", "Album A", "Single “A”", "A B", "B", "Album “A B”", "÷", "Tour A", "“A” and “B”"}
			kinds := []content.EventKind{"album", "ep", "single", ""}
			return content.Event{Day: content.Day(14000 + random.IntN(30)*random.IntN(30)), Kind: kinds[random.IntN(len(kinds))], Title: titles[random.IntN(len(titles))]}
		}
		timeline, found := make([]content.Event, random.IntN(6)), make([]content.Event, random.IntN(8))
		for i := range timeline {
			timeline[i] = few()
		}
		for i := range found {
			found[i] = few()
			found[i].Kind = content.EventKinds[random.IntN(3)]
		}
		missing, moved := Missing(timeline, found)
		again, movedAgain := Missing(append(slices.Clone(timeline), missing...), found)
		other := slices.DeleteFunc(slices.Clone(movedAgain), func(m Moved) bool { return slices.Contains(moved, m) })
		if len(again) > 0 || len(other) > 0 {
			t.Fatalf("seed %d: with\n%s\nadded to\n%s\nof\n%s\nit is\n%s", seed, linesOf(missing, moved), linesOf(timeline, nil), linesOf(found, nil), linesOf(again, movedAgain))
		}
	}
}
