package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"datarocks/content"
	"datarocks/history"
	"datarocks/history/trend"
)

// moved is who moved, worked out anew.
type moved struct {
	name       string
	own, count int64
	percent    float64
	from       content.Day
	hasPercent bool
	place      int
}

// TestReportNumbers works out every number of every report anew, from the counts
// of the artists alone.
func TestReportNumbers(t *testing.T) {
	t.Parallel()
	random := randomWorld(3)
	for i := range random.Artists {
		random.Artists[i].Name = fmt.Sprintf("Artist %d", i)
	}
	for name, w := range map[string]*world{"report": reportWorld(), "random": random} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files, h := w.render(t), w.history(t)
			rows := 0
			r := &renderer{Input: Input{Site: &w.Site, History: h}, words: languages[0]}
			roster := r.rosterOrder()
			for page := range reportFiles(t, files) {
				if !strings.HasSuffix(page, "index.html") {
					continue
				}
				doc := document(t, files, page)
				end := sundayOf(t, words(find(find(doc, "main", "")[0], "p", "")[0]))
				for _, setting := range w.Sources {
					section := sectionOf(doc, setting.Source)
					checkCounted(t, w, doc, setting, end)
					if section == nil {
						continue
					}
					all := movesOf(h, &w.Site, roster, setting, end)
					for _, table := range find(section, "table", "moves") {
						rows += checkMoves(t, page, table, all)
					}
				}
			}
			if rows < 100 {
				t.Errorf("only %d rows were looked at", rows)
			}
		})
	}
}

// sundayOf reads the last day of a report.
func sundayOf(t *testing.T, days string) content.Day {
	t.Helper()
	_, last, _ := strings.Cut(days, " – ")
	for day := newest; day > newest-1000; day-- {
		if languages[0].date(day) == last {
			return day
		}
	}
	t.Fatalf("what are the days %q?", days)
	return 0
}

func sectionOf(doc *html.Node, source content.Source) *html.Node {
	for _, n := range find(doc, "section", "card") {
		if attribute(n, "aria-labelledby") == string(source) {
			return n
		}
	}
	return nil
}

// movesOf goes over the artists in the order of the roster.
func movesOf(h *history.History, site *content.Site, roster []content.Artist, setting content.SourceSetting, end content.Day) []moved {
	events := trend.SampleRoster(site, setting, h.Series).EventsIn(end-14, end)
	var all []moved
	for i, a := range roster {
		s := h.Series(a.ID, setting.Source)
		to := end
		for setting.Every == content.EveryWeek && to > end-6 {
			if _, ok := s.Value(to); ok {
				break
			}
			to--
		}
		count, ok := s.Value(to)
		from := to - 7
		earlier, too := s.Value(from)
		if !too {
			from--
			earlier, too = s.Value(from)
		}
		if !ok || !too || len(s.Seams(from+1, to)) > 0 {
			continue
		}
		m := moved{name: a.Name, own: count - earlier, count: count, from: from, place: i}
		known := true
		for _, e := range events {
			if from < e.Day && e.Day <= to {
				before, ok1 := s.Value(max(e.From, from))
				after, ok2 := s.Value(e.Day)
				known = known && ok1 && ok2
				m.own -= after - before
			}
		}
		if !known {
			continue
		}
		if earlier > 0 {
			m.percent, m.hasPercent = float64(m.own)/float64(earlier)*100, earlier >= 1000
		}
		all = append(all, m)
	}
	return all
}

// checkMoves compares a table with what it should hold, and gives its rows.
func checkMoves(t *testing.T, page string, table *html.Node, all []moved) int {
	t.Helper()
	l := languages[0]
	inPercent := words(find(table, "caption", "")...) == l.Ranking.ByPercent
	var want []string
	for _, sign := range []int{1, -1} {
		sorted := slices.DeleteFunc(slices.Clone(all), func(m moved) bool {
			return int64(sign)*m.own <= 0 || inPercent && !m.hasPercent
		})
		slices.SortStableFunc(sorted, func(a, b moved) int {
			if inPercent {
				return sign * cmp.Compare(b.percent, a.percent)
			}
			return sign * cmp.Compare(b.own, a.own)
		})
		for _, m := range sorted[:min(5, len(sorted))] {
			main, side := l.signed(m.own), l.signedPercent(m.percent)
			if inPercent {
				main, side = side, main
			}
			want = append(want, strings.Join([]string{m.name, main, side, l.number(m.count)}, "|"))
		}
	}
	var got []string
	for _, row := range find(table, "tr", "") {
		if cells := find(row, "td", ""); len(cells) == 3 {
			got = append(got, strings.Join([]string{words(find(row, "bdi", "")...), raw(cells[0]), raw(cells[1]), raw(cells[2])}, "|"))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s, %s:\n%q, want\n%q", page, words(find(table, "caption", "")...), got, want)
	}
	return len(got)
}

// raw is the text of an element as it is.
func raw(n *html.Node) string {
	var text strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			text.WriteString(d.Data)
		}
	}
	return text.String()
}

// checkCounted works out how complete a source was from what it answered.
func checkCounted(t *testing.T, w *world, doc *html.Node, setting content.SourceSetting, end content.Day) {
	t.Helper()
	got, due := 0, 0
	for _, a := range w.Artists {
		gotOne, dueOne, since, last := 0, 0, false, content.Day(-1000)
		for day := end - 400; day <= end; day++ {
			answer := ""
			for _, s := range w.samples[day] {
				if s.Artist == a.ID && s.Source == setting.Source {
					answer = "reason"
					if s.Count.Status == "" {
						answer, since, last = "count", true, day
					}
				}
			}
			covered := setting.Every == content.EveryWeek && day-last < 7
			if day > end-7 && answer == "count" {
				gotOne++
				dueOne++
			} else if day > end-7 && (answer == "reason" || since && !covered) {
				dueOne++
			}
		}
		if setting.Every == content.EveryWeek {
			gotOne, dueOne = min(gotOne, 1), min(dueOne, 1)
		}
		got, due = got+gotOne, due+dueOne
	}
	info, _ := setting.Source.Info()
	want := fmt.Sprintf("%s %d of %d counts of the week", info.Name, got, due)
	tiles := words(find(doc, "ul", "tiles")...)
	if due > 0 && !strings.Contains(tiles, want) || due == 0 && strings.Contains(tiles, info.Name) {
		t.Errorf("%s: %s is not in %s", end, want, tiles)
	}
}
