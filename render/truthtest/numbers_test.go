package truthtest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"datarocks/content"
	"datarocks/history/trendtest"
	"datarocks/render/rendertest"
)

// compact writes a count in three digits from 10,000 on.
func compact(n int64) string {
	for _, unit := range []struct {
		size   float64
		suffix string
	}{{1e9, "B"}, {1e6, "M"}, {1e3, "K"}} {
		switch v := float64(n) / unit.size; {
		case n < 10_000:
			return number(n)
		case v >= 99.95:
			return fmt.Sprintf("%.0f%s", v, unit.suffix)
		case v >= 9.995:
			return fmt.Sprintf("%.1f%s", v, unit.suffix)
		case v >= 0.9995:
			return fmt.Sprintf("%.2f%s", v, unit.suffix)
		}
	}
	return number(n)
}

// delta is a change beside a count, in per cent where it can be.
func (v view) delta() string {
	from, to, ok := v.Change(v.window)
	if !ok {
		return "–"
	}
	diff, way := v.Diff(from, to), "→ unchanged "
	switch {
	case diff > 0:
		way = "▲ up "
	case diff < 0:
		way = "▼ down "
	}
	if v.Counts[from] == 0 {
		return way + signed(diff)
	}
	return way + strings.TrimPrefix(percent(trendtest.Share(abs(diff), v.Counts[from])), "+")
}

// checkCards reads the heads of an artist's cards.
func (s *site) checkCards(at string, a content.Artist, page *goquery.Selection) {
	for _, v := range s.views(a, content.All) {
		head := page.Find("article.s-" + string(v.info.Source) + " header").First()
		var why []string
		if absence := v.absence(); absence != "" {
			why = []string{absence}
		}
		s.equal(at, texts(head.Find("p.why")), why)
		if v.Empty() {
			s.equal(at, texts(head.Find("p.num")), []string{"–"})
			continue
		}
		want := []string{number(v.Counts[v.Last()])}
		for _, v.window = range content.Windows {
			delta := v.delta()
			if from, to, ok := v.Change(v.window); ok && v.Counts[from] > 0 {
				delta += " " + signed(v.Diff(from, to))
			}
			if from, _, ok := v.Change(v.window); ok {
				delta += " since " + full(from)
			}
			want = append(want, delta)
		}
		s.equal(at, texts(head.Find("p.num > b, p.num > span.w")), want)
	}
}

// checkRows reads the table of the roster, but for names and lines.
func (s *site) checkRows(page *goquery.Selection) {
	var got, want []string
	page.Find("#roster tbody td.n").Each(func(_ int, cell *goquery.Selection) {
		got = append(got, rendertest.Words(cell)+"|"+cell.Find(".why").AttrOr("title", ""))
	})
	for _, a := range s.roster {
		for _, setting := range s.Sources {
			v := s.view(a, setting.Source, s.Window)
			switch _, tracked := a.Accounts[setting.Source]; {
			case !tracked:
				want = append(want, "no account –|")
			case v.Empty():
				want = append(want, "no count|"+v.absence())
			case slices.Contains(v.gaps(v.newest, v.newest), v.newest):
				want = append(want, compact(v.Counts[v.Last()])+" "+v.delta()+" of "+short(v.Last())+"|"+v.absence())
			default:
				want = append(want, compact(v.Counts[v.Last()])+" "+v.delta()+"|")
			}
		}
	}
	s.equal("roster", got, want)
}
