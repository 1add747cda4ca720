package edit

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
)

func event(t testing.TB, date string, kind content.EventKind, title string) content.Event {
	t.Helper()
	day, err := content.ParseDay(date)
	if err != nil {
		t.Fatal(err)
	}
	return content.Event{Day: day, Kind: kind, Title: title}
}

// load reads an artist's file.
func load(file []byte) (content.Artist, error) {
	site := fstest.MapFS{"site.md": {Data: []byte("---\ntitle: T\nsources: [spotify]\n---\n")}}
	loaded, err := content.LoadWith(site, content.Draft{ID: "opeth", File: file})
	if err != nil {
		return content.Artist{}, err
	}
	artist := loaded.Artists[0]
	artist.BodyLine = 0
	return artist, nil
}

// checkAdded reads a file before and after: it differs in nothing but the added events.
func checkAdded(t *testing.T, before, after []byte, added []content.Event) {
	t.Helper()
	want, err := load(before)
	if err != nil {
		t.Fatalf("before: %v in\n%s", err, before)
	}
	got, err := load(after)
	if err != nil {
		t.Fatalf("after: %v in\n%s", err, after)
	}
	var kept []content.Event // the events that were there, in their order
	var new []content.Event
	left := slices.Clone(want.Timeline)
	for _, e := range got.Timeline {
		if len(left) > 0 && e == left[0] {
			kept, left = append(kept, e), left[1:]
		} else {
			new = append(new, e)
		}
	}
	sorted := func(events []content.Event) []content.Event {
		events = slices.Clone(events)
		slices.SortFunc(events, func(a, b content.Event) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		return events
	}
	if diff := cmp.Diff(want.Timeline, kept); diff != "" {
		t.Errorf("what was there: %s\n%s", diff, after)
	}
	if diff := cmp.Diff(sorted(added), sorted(new)); diff != "" {
		t.Errorf("what is new: %s\n%s", diff, after)
	}
	want.Timeline, got.Timeline = nil, nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s\n%s", diff, after)
	}
}

const (
	fileHead = "---\nname: Opeth\naccounts: {spotify: 0ybFZ2Ab08V8hueghSXm6E}\n"
	fileTail = "---\n\nNotes: {a}\n"
)

// TestAddEvents: new entries stand where their days belong, and no other byte changes.
func TestAddEvents(t *testing.T) {
	added := []content.Event{event(t, "2008-05-30", "album", "Watershed"), event(t, "2011-09-13", "", "It's 2112: [a] #b"), event(t, "1999-10-18", "ep", "Still Life")}
	const still, water, it = "{date: 1999-10-18, title: Still Life, kind: ep}", "{date: 2008-05-30, title: Watershed, kind: album}", `{date: 2011-09-13, title: "It's 2112: [a] #b"}`
	for name, tt := range map[string]struct{ timeline, want string }{
		"none":                {"", "timeline:\n  - " + still + "\n  - " + water + "\n  - " + it + "\n"},
		"none, and a comment": {"# to come\n", "# to come\ntimeline:\n  - " + still + "\n  - " + water + "\n  - " + it + "\n"},
		"empty":               {"timeline: [ ]   # none yet\ngenre: Metal\n", "timeline:   # none yet\n  - " + still + "\n  - " + water + "\n  - " + it + "\ngenre: Metal\n"},
		"empty, below":        {"timeline:\n  [ # none yet\n  ]\n", "timeline:\n  [" + still + ", " + water + ", " + it + " # none yet\n  ]\n"},
		"oldest first": {
			"timeline:\n  # the first\n  - date: 2001-03-12 # a Monday\n    title: Blackwater Park\n    # of which\n\n  # then\n  - title: Pale Communion\n    date: 2014-08-26\n\n# end\ngenre: Metal\n",
			"timeline:\n  - date: 1999-10-18\n    title: Still Life\n    kind: ep\n  # the first\n  - date: 2001-03-12 # a Monday\n    title: Blackwater Park\n    # of which\n" +
				"  - date: 2008-05-30\n    title: Watershed\n    kind: album\n  - date: 2011-09-13\n    title: \"It's 2112: [a] #b\"\n" +
				"\n  # then\n  - title: Pale Communion\n    date: 2014-08-26\n\n# end\ngenre: Metal\n",
		},
		"newest first": {
			"timeline:\n-   {title: Pale Communion, date: 2014-08-26}\n-   {date: 2001-03-12,\n     title: Blackwater Park} # a\n# end\n",
			"timeline:\n-   {title: Pale Communion, date: 2014-08-26}\n-   " + it + "\n-   " + water + "\n-   {date: 2001-03-12,\n     title: Blackwater Park} # a\n-   " + still + "\n# end\n",
		},
		"in no order": {
			"timeline:\n    - {date: 2001-03-12, title: A}\n    - {date: 2014-08-26, title: B}\n    -\n      date: 2003-04-22\n      title: |\n        # C\n    # end\n",
			"timeline:\n    - {date: 2001-03-12, title: A}\n    - {date: 2014-08-26, title: B}\n    -\n      date: 2003-04-22\n      title: |\n        # C\n" +
				"    - date: 1999-10-18\n      title: Still Life\n      kind: ep\n    - date: 2008-05-30\n      title: Watershed\n      kind: album\n    - date: 2011-09-13\n      title: \"It's 2112: [a] #b\"\n    # end\n",
		},
		"of one day": {
			"timeline:\n  - {date: 2008-05-30, title: Tour}\n  - {date: 2008-05-30, title: Video}\n",
			"timeline:\n  - " + still + "\n  - {date: 2008-05-30, title: Tour}\n  - {date: 2008-05-30, title: Video}\n  - " + water + "\n  - " + it + "\n",
		},
		"brackets": {
			"timeline: [{date: 2014-08-26, title: Ä}, {date: 2001-03-12, title: B} ] # a\n",
			"timeline: [{date: 2014-08-26, title: Ä}, {date: 2001-03-12, title: B}, " + still + ", " + water + ", " + it + " ] # a\n",
		},
		"brackets over lines": {
			"timeline: [\n  {date: 2014-08-26, title: A}, # a\n  {date: 2001-03-12, title: 人間椅子} # b\n]\n",
			"timeline: [\n  {date: 2014-08-26, title: A}, # a\n  {date: 2001-03-12, title: 人間椅子}, # b\n  " + still + ",\n  " + water + ",\n  " + it + "\n]\n",
		},
		"brackets over lines with a comma at the end": {
			"timeline: [\n  {date: 2014-08-26,\n   title: A}, # a\n]\n",
			"timeline: [\n  {date: 2014-08-26,\n   title: A}, # a\n  " + still + ",\n  " + water + ",\n  " + it + ",\n]\n",
		},
		"a bracket behind the last": {
			"timeline: [ {date: 2014-08-26, title: A},\n  {date: 2001-03-12, title: B}]\n",
			"timeline: [ {date: 2014-08-26, title: A},\n  {date: 2001-03-12, title: B}, " + still + ", " + water + ", " + it + "]\n",
		},
		"a key in quotes": {"\"timeline\":\n- {date: 2014-08-26, title: A}\n", "\"timeline\":\n- " + still + "\n- " + water + "\n- " + it + "\n- {date: 2014-08-26, title: A}\n"},
	} {
		for end, with := range map[string]func(string) []byte{
			"lines":           func(s string) []byte { return []byte(s) },
			"lines of CR, LF": func(s string) []byte { return []byte("\ufeff" + strings.ReplaceAll(s, "\n", "\r\n")) },
		} {
			before, want := with(fileHead+tt.timeline+fileTail), with(fileHead+tt.want+fileTail)
			got, err := AddEvents(before, added)
			if err != nil {
				t.Errorf("%s, %s: %v", name, end, err)
				continue
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("%s, %s: %s", name, end, diff)
			}
			checkAdded(t, before, got, added)
		}
	}
}

// TestAddEventsRefuses what only a person can change.
func TestAddEventsRefuses(t *testing.T) {
	added := []content.Event{event(t, "2008-05-30", "album", "Watershed")}
	for _, file := range []string{
		"", "no front matter", "---\nname: A\n", "---\n---\n", "---\n[\n---\n", "---\n- a\n---\n", "---\n{name: A}\n---\n",
		"---\rname: A\r---\r", "---\ntimeline: x\n---\n", "---\ntimeline:\n---\n", "---\ntimeline: [a]\n---\n", "---\ntimeline: &a [{date: 2001-01-01, title: T}]\n---\n",
	} {
		if got, err := AddEvents([]byte(file), added); !errors.Is(err, ErrForm) {
			t.Errorf("%q: %v, %s", file, err, got)
		}
		if got, err := AddEvents([]byte(file), nil); err != nil || string(got) != file {
			t.Errorf("%q with nothing added: %v, %s", file, err, got)
		}
	}
}

// TestTitlesAreReadAsTheyAreMeant in every form of an entry.
func TestTitlesAreReadAsTheyAreMeant(t *testing.T) {
	for _, title := range hostileNames {
		checkTitle(t, title)
	}
}

func FuzzTitle(f *testing.F) {
	for _, title := range hostileNames {
		f.Add(title)
	}
	f.Fuzz(func(t *testing.T, title string) {
		title = strings.TrimSpace(title)
		if content.CheckName(title) == nil && strings.ToValidUTF8(title, "") == title {
			checkTitle(t, title)
		}
	})
}

func checkTitle(t *testing.T, title string) {
	t.Helper()
	added := []content.Event{event(t, "2008-05-30", "single", title)}
	for _, timeline := range []string{"", "timeline: [{date: 2001-03-12, title: B}]\n", "timeline:\n- date: 2001-03-12\n  title: B\n"} {
		before := []byte(fileHead + timeline + fileTail)
		after, err := AddEvents(before, added)
		if err != nil {
			t.Fatalf("%q: %v", title, err)
		}
		checkAdded(t, before, after, added)
	}
	pasted := fileHead + "timeline:\n" + strings.Join(Lines(added), "\n") + "\n" + fileTail
	if a, err := load([]byte(pasted)); err != nil || !slices.Equal(a.Timeline, added) {
		t.Errorf("%q pasted: %v, %v", title, a.Timeline, err)
	}
}

// FuzzAddEvents: into a file that loads, events are added, or it stays as it is.
func FuzzAddEvents(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(randomTimeline(rand.New(rand.NewPCG(1, seed))), "Watershed", -3)
	}
	f.Fuzz(func(t *testing.T, front, title string, days int) {
		before := []byte(fileHead + front + fileTail)
		title = strings.TrimSpace(title)
		was, err := load(before)
		if err != nil || content.CheckName(title) != nil || strings.ToValidUTF8(title, "") != title {
			return
		}
		day := event(t, "2008-05-30", "", "").Day + content.Day(days%9000)
		added := []content.Event{{Day: day, Kind: content.AlbumEvent, Title: title}, {Day: day + 400, Title: title}}
		after, err := AddEvents(before, added)
		if err != nil {
			return
		}
		if got, err := load(after); err != nil || len(got.Timeline) != len(was.Timeline)+2 {
			// The caller refuses it, as AddEvents allows. It must be rare: a form of
			// YAML that no person writes.
			if !strings.ContainsAny(front, "?&*!|>\"'%\r") && !strings.Contains(front, "...") {
				t.Errorf("%v, %+v in\n%s\nof\n%s", err, got.Timeline, after, before)
			}
			return
		}
		checkAdded(t, before, after, added)
	})
}

// TestAddEventsToAnyTimeline is the law: whatever a person has written, what is added is
// there, all else is as it was, and nothing is missing any more.
func TestAddEventsToAnyTimeline(t *testing.T) {
	for seed := range uint64(400) {
		random := rand.New(rand.NewPCG(2, seed))
		before := []byte(fileHead + randomTimeline(random) + fileTail)
		if random.IntN(3) == 0 {
			before = []byte(strings.ReplaceAll(string(before), "\n", "\r\n"))
		}
		was, err := load(before)
		if err != nil {
			t.Fatalf("%v in\n%s", err, before)
		}
		found := make([]content.Event, 1+random.IntN(6))
		for i := range found {
			found[i] = randomEvent(random, content.EventKinds[random.IntN(3)])
		}
		missing, _ := Missing(was.Timeline, found)
		after, err := AddEvents(before, missing)
		if err != nil {
			t.Fatalf("%v in\n%s", err, before)
		}
		checkAdded(t, before, after, missing)
		checkLines(t, string(before), string(after))
		now, _ := load(after)
		if again, _ := Missing(now.Timeline, found); len(again) > 0 {
			t.Errorf("still missing: %v in\n%s", again, after)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// checkLines reports lines of a file that are no longer in it, in their order. Brackets
// and the line of an empty list may have changed.
func checkLines(t *testing.T, before, after string) {
	t.Helper()
	left := splitLines(after)
	for _, line := range splitLines(before) {
		at := slices.Index(left, line)
		if at < 0 && !strings.ContainsAny(line, "[]}") {
			t.Fatalf("%q is not in\n%s", line, after)
		}
		left = left[at+1:]
	}
}

func randomEvent(random *rand.Rand, kind content.EventKind) content.Event {
	titles := append([]string{"Still Life", "Album “Still Life”", "Damnation", "Deliverance", "Album Damnation"}, hostileNames...)
	day := content.Day(14000 + random.IntN(40))
	if random.IntN(3) == 0 {
		day += 3000
	}
	return content.Event{Day: day, Kind: kind, Title: titles[random.IntN(len(titles))]}
}

// randomTimeline returns a timeline as a person may write it, among other keys.
func randomTimeline(random *rand.Rand) string {
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	comment := func(indent string) string {
		return pick("", "", "\n", indent+"# a note\n", "\n"+indent+"# - {date: x}\n")
	}
	events := make([]content.Event, random.IntN(5))
	for i := range events {
		events[i] = randomEvent(random, append(content.EventKinds, "", "")[random.IntN(len(content.EventKinds)+2)])
	}
	switch random.IntN(3) {
	case 0:
		slices.SortStableFunc(events, byDay)
	case 1:
		slices.SortStableFunc(events, func(a, b content.Event) int { return byDay(b, a) })
	}
	indent := pick("", "  ", "    ")
	form := entryForm{lead: indent + pick("- ", "-   "), braces: random.IntN(2) == 0}
	var text strings.Builder
	text.WriteString(pick("", "genre: Metal\n", "# a comment\n"))
	switch brackets := random.IntN(3) == 0; {
	case len(events) == 0:
		text.WriteString(pick("", "timeline: []\n", "timeline: [ ] # none\n", "timeline: [\n]\n"))
	case brackets:
		between, last := pick(", ", ",", ",\n  ", ", # a\n  "), pick("", ",", " ", "\n", " # b\n", ", # b\n")
		text.WriteString("timeline: [" + pick("", " ", "\n  ") + strings.Join(entryForm{braces: true}.lines(events), between) + last + "]\n")
	default:
		text.WriteString("timeline:" + pick("", "  # releases") + "\n")
		for _, e := range events {
			end := "\n"
			if e.Kind != "" || form.braces { // behind a title it may be a part of that
				end = pick("\n", " # checked\n")
			}
			text.WriteString(comment(pick("", indent, "      ")) + strings.Join(form.lines([]content.Event{e}), "\n") + end)
		}
		text.WriteString(comment(pick("", indent, "      ")))
	}
	if !strings.Contains(text.String(), "genre") {
		text.WriteString(pick("", "genre: Metal\n", "aliases: [O]\n"))
	}
	return text.String()
}
