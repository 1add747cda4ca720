package render

import (
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/render/rendertest"
	"datarocks/render/roster"
	"datarocks/render/sentence"
	"datarocks/render/words"
)

// numbersOf are all counts of YouTube, and the differences of a day and of a week, as a
// page or a file might write them.
func numbersOf(t *testing.T, w *rendertest.World) map[string]bool {
	t.Helper()
	l, h, found := words.In(w.Language), w.History(t), make(map[string]bool)
	add := func(n int64) {
		if n = max(n, -n); n > 999 {
			found[strconv.FormatInt(n, 10)], found[l.Number(n)] = true, true
			if n >= 1_000_000 {
				found[l.Compact(n)] = true
			}
		}
	}
	for _, a := range w.Artists {
		for _, metric := range []content.Metric{rendertest.Subscribers, rendertest.ChannelViews} {
			s := h.Series(a.ID, metric)
			for p := range s.Points() {
				add(p.Value)
				for _, days := range []content.Day{1, 7} {
					if metric == rendertest.Subscribers && days == 1 {
						continue // 10,000 is in other files, too
					}
					if before, after, ok := s.Both(p.Day-days, p.Day); ok {
						add(after - before)
					}
				}
			}
		}
	}
	if len(found) < 60 {
		t.Fatalf("only %d texts stand for counts", len(found))
	}
	return found
}

// lastingFiles are what others have taken away, or what stays as it is.
func lastingFiles(name string) bool {
	return strings.HasPrefix(name, "reports/") || path.Base(name) == "feed.xml" || path.Ext(name) == ".ics"
}

// forPrograms are what a source that is not for download is not in.
func forPrograms(name string) bool {
	return strings.HasPrefix(name, "api/") || path.Ext(name) == ".csv" || slices.Contains([]string{"data.json", "oembed.json", "manifest.json"}, path.Base(name))
}

// found are the counts that a text has.
func found(text string, numbers map[string]bool) (all []string) {
	for n := range numbers {
		if strings.Contains(text, n) {
			all = append(all, n)
		}
	}
	slices.Sort(all)
	return all
}

// TestLimitedFiles: what lasts, and what is for programs, has no count of a source whose
// counts are not kept, and nothing that was worked out of them; its pages have them.
func TestLimitedFiles(t *testing.T) {
	t.Parallel()
	for _, amended := range []bool{false, true} {
		for _, language := range []content.Language{content.English, content.German} {
			w := rendertest.Limited(amended)
			w.Language = language
			numbers := numbersOf(t, w)
			lasting := 0
			for name, text := range rendertest.All(t, siteOf(t, w)) {
				if lastingFiles(name) {
					lasting++
					if strings.Contains(text, "YouTube") {
						t.Errorf("%s, amended %v: %s has something of YouTube", language, amended, name)
					}
				}
				if all := found(text, numbers); lastingFiles(name) || forPrograms(name) {
					if len(all) > 0 {
						t.Errorf("%s, amended %v: %s has %q", language, amended, name, all)
					}
				} else if name == "artists/metallica/index.html" && len(all) < 3 {
					t.Errorf("%s, amended %v: %s has %q alone", language, amended, name, all)
				}
			}
			if lasting < 10 {
				t.Errorf("only %d files last", lasting)
			}
		}
	}
}

// TestLimitedMessages: neither has what webhooks and the page of a job get.
func TestLimitedMessages(t *testing.T) {
	t.Parallel()
	for _, amended := range []bool{false, true} {
		w := rendertest.Limited(amended)
		h := w.History(t)
		r := roster.New(&w.Site, h)
		texts := append(sentence.Moved(r), sentence.RecentPlatformEvents(r)...)
		held := false
		for _, n := range sentence.News(r) {
			texts = append(texts, n.Text)
			if n.Kind == sentence.KindHeld {
				held = true
				if want := ": the count of 23 November is held: a sudden zero."; !strings.HasPrefix(n.Text, "YouTube") || !strings.HasSuffix(n.Text, want) {
					t.Errorf("the notice of a held count is %q, want YouTube%s", n.Text, want)
				}
			}
		}
		why := sentence.Absent(r, "opeth", rendertest.Subscribers)
		standings := sentence.NewStandings(&w.Site, h, 10)
		if len(texts) < 3 || !held || why == "" {
			t.Errorf("amended %v: there are only %q, and %q", amended, texts, why)
		}
		texts = append(append(texts, why), standings.Sources...)
		for _, row := range standings.Rows {
			texts = append(texts, row.Counts...)
		}
		for _, text := range texts {
			if all := found(text, numbersOf(t, w)); len(all) > 0 {
				t.Errorf("amended %v: %q has %q", amended, text, all)
			}
		}
		if slices.Contains(standings.Sources, "YouTube") || !slices.Contains(standings.Sources, "Instagram") {
			t.Errorf("the page of the job has %q", standings.Sources)
		}
	}
}

// isThere reports whether a site has a file.
func isThere(files fs.FS, name string) bool {
	_, err := fs.Stat(files, name)
	return err == nil
}

// TestLimitedPages: what may not be worked out, or is too coarse for it, is nowhere; with
// the amendment the exact metric is as others.
func TestLimitedPages(t *testing.T) {
	t.Parallel()
	for _, amended := range []bool{false, true} {
		files := siteOf(t, rendertest.Limited(amended))
		for page, want := range map[string]bool{
			"ranking/youtube/7d/index.html": false, "ranking/youtube-views/7d/index.html": amended, "ranking/instagram/7d/index.html": true, "ranking/spotify/7d/index.html": true,
		} {
			if isThere(files, page) != want {
				t.Errorf("amended %v: %s is there: %v, want %v", amended, page, !want, want)
			}
		}
		if href, _ := rendertest.Page(t, files, "index.html").Find("header nav a[href*=ranking]").Attr("href"); !isThere(files, href+"index.html") {
			t.Errorf("amended %v: the menu leads to %q", amended, href)
		}
		compared := rendertest.Read(t, files, "compare/index.html")
		if strings.Contains(compared, `"id":"youtube"`) || strings.Contains(compared, `"id":"youtube-views"`) != amended || !strings.Contains(compared, `"id":"instagram"`) {
			t.Errorf("amended %v: the wrong metrics are compared", amended)
		}
		moved := rendertest.Texts(t, files, "index.html", "[aria-label='Who moved'] li")
		if len(moved) == 0 || strings.Contains(moved[0], "YouTube") {
			t.Errorf("amended %v: who moved is %q", amended, moved)
		}
		const page = "artists/metallica/index.html"
		lifts := rendertest.Texts(t, files, page, "table.lifts td.of")
		if slices.Contains(lifts, "YouTube") || slices.Contains(lifts, "YouTube views") != amended || !slices.Contains(lifts, "Instagram") {
			t.Errorf("amended %v: lifts are of %q", amended, lifts)
		}
		milestones := strings.Join(rendertest.Texts(t, files, page, "details ul.timeline li"), "\n")
		if strings.Contains(milestones, "subscribers") || strings.Contains(milestones, "3,000,000,000 YouTube views") != amended {
			t.Errorf("amended %v: milestones are\n%s", amended, milestones)
		}
	}
}

// TestLimitedCards: a card has the counts that are kept, what is not known of them or not
// shown, once, and a change of what is cut as a range.
func TestLimitedCards(t *testing.T) {
	t.Parallel()
	const (
		strict = "Its terms let us show counts of 28 days, but no ranking, comparison or forecast of them."
		loose  = "Its terms let us keep counts for 1,095 days."
	)
	for _, test := range []struct {
		amended bool
		texts   map[string][]string // by what selects them
	}{
		{false, map[string][]string{
			"[aria-labelledby=h-youtube] .how":             {"YouTube cuts its counts: 8,220,000 stands for 8,220,000 to 8,229,999.", strict},
			"[aria-labelledby=h-youtube] .num b":           {"8,220,000"},
			"[aria-labelledby=h-youtube] .num .w-7d":       {"▲ up +60.0K to +80.0K since 16 November 2026"},
			"[aria-labelledby=h-youtube] .num .w-90d":      {"–"},
			"[aria-labelledby=h-youtube-views] .how":       {strict},
			"[aria-labelledby=h-youtube-views] .num b":     {"3,082,117,753"},
			"[aria-labelledby=h-youtube-views] .num .w-7d": {"–"},
			"[aria-labelledby=h-instagram] .how":           {},
			".say .w-7d":                                   {"Metallica gained 60,001 to 79,999 YouTube subscribers in 7 days."},
		}},
		{true, map[string][]string{
			"[aria-labelledby=h-youtube] .how":             {"YouTube cuts its counts: 9,230,000 stands for 9,230,000 to 9,239,999.", loose},
			"[aria-labelledby=h-youtube] .num .w-90d":      {"▲ up +980K to +1.00M since 25 August 2026"},
			"[aria-labelledby=h-youtube-views] .how":       {"Counted as a difference from day to day. The level is 3,479,740,557.", loose},
			"[aria-labelledby=h-youtube-views] .num .w-7d": {"30,253,909 views in 7 days → unchanged 0 % 0 compared with the 7 days before"},
		}},
	} {
		files := siteOf(t, rendertest.Limited(test.amended))
		for selector, want := range test.texts {
			got := rendertest.Texts(t, files, "artists/metallica/index.html", selector)
			for i := range got {
				got[i] = strings.ReplaceAll(got[i], "\u00a0", " ")
			}
			if !slices.Equal(got, want) {
				t.Errorf("amended %v: %s has %q, want %q", test.amended, selector, got, want)
			}
		}
		// Who stays below a step may have moved either way.
		const opeth = "artists/opeth/index.html"
		number := rendertest.Texts(t, files, opeth, "[aria-labelledby=h-youtube] .num .w-7d")
		if want := "≈ no change that shows less than ±1,000 since 15 November 2026"; len(number) != 1 || number[0] != want {
			t.Errorf("amended %v: a number that stays has %q, want %q", test.amended, number, want)
		}
	}
}
