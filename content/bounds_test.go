package content

import (
	"strings"
	"testing"
)

// TestTimelineBounds: a slip in a year is refused in its line.
func TestTimelineBounds(t *testing.T) {
	today, err := ParseDay("2026-11-30")
	if err != nil {
		t.Fatal(err)
	}
	for date, want := range map[string]string{
		"1900-01-01": "", "2026-11-30": "", "2036-11-30": "",
		"2036-12-01": "artists/a.md:4: date 2036-12-01 is more than ten years ahead - correct the year; the last day may be 2036-11-30",
		"9999-12-31": "artists/a.md:4: date 9999-12-31 is more than ten years ahead",
		"1899-12-31": "artists/a.md:4: date 1899-12-31 is before 1900-01-01 - correct the year",
		"0205-02-07": "artists/a.md:4: date 0205-02-07 is before 1900-01-01",
		"0000-01-01": "artists/a.md:4: date 0000-01-01 is before 1900-01-01",
		"20250-01-1": `artists/a.md:4: date "20250-01-1" is no day of the calendar`,
	} {
		files := folder(map[string]string{
			"site.md":      goodSite,
			"artists/a.md": "---\nname: A\naccounts: {spotify: 4ybFZ2Ab08V8hueghSXm6E}\ntimeline: [{date: " + date + ", title: Album}]\n---\n",
		})
		_, err := Load(AsOf(files, today))
		if (err == nil) != (want == "") || err != nil && !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", date, err, want)
		}
	}
	if _, err := Load(folder(map[string]string{
		"site.md": goodSite, "artists/a.md": "---\nname: A\naccounts: {spotify: 4ybFZ2Ab08V8hueghSXm6E}\ntimeline: [{date: 9999-12-31, title: Album}]\n---\n",
	})); err == nil {
		t.Error("without a day, a date that calendars cannot have is taken")
	}
}

// TestDevices: an id is a folder on every machine that has the content.
func TestDevices(t *testing.T) {
	for _, id := range []string{"con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9", "CON", "Aux"} {
		for _, dir := range []string{"artists/", "pages/"} {
			text := goodArtist
			if dir == "pages/" {
				text = "---\ntitle: T\n---\n"
			}
			_, err := Load(folder(map[string]string{"site.md": goodSite, "artists/opeth.md": strings.ReplaceAll(goodArtist, "0yb", "1yb"), dir + id + ".md": text}))
			if want := dir + id + ".md: Windows cannot have a file named " + strings.ToLower(id); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s%s: got %v", dir, id, err)
			}
		}
	}
	site := &Site{}
	for called, want := range map[string]string{"Con": "con-2", "AUX": "aux-2", "Com 1": "com-1", "Console": "console", "Com10": "com10"} {
		if got := site.FreeID(called); got != want {
			t.Errorf("for %s it is %q, want %q", called, got, want)
		}
	}
}

// TestIsTimelineDay: the days that it allows are those that load.
func TestIsTimelineDay(t *testing.T) {
	today, _ := ParseDay("2026-11-23")
	for text, want := range map[string]bool{
		"1899-12-31": false, "1900-01-01": true, "2026-11-23": true, "2036-11-23": true, "2036-11-24": false,
	} {
		day, err := ParseDay(text)
		if err != nil {
			t.Fatal(err)
		}
		files := folder(map[string]string{"site.md": goodSite, "artists/opeth.md": strings.Replace(goodArtist, "\n---\n", "\ntimeline: [{date: "+text+", title: T}]\n---\n", 1)})
		_, err = Load(AsOf(files, today))
		if got := IsTimelineDay(day, today); got != want || (err == nil) != want {
			t.Errorf("%s: %t, and it loads with %v; want %t", text, got, err, want)
		}
	}
}
