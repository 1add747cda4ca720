package truthtest

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/history"
	"datarocks/history/store"
	"datarocks/render"
	"datarocks/render/rendertest"
)

// newCut has artists whose subscribers YouTube cuts to three digits: some rise, some
// fall, one stays, some days are exact, and some are missing.
func newCut(seed uint64) *past {
	random := rand.New(rand.NewPCG(seed, 17))
	p := &past{files: make(map[string]string), objects: make(map[content.Day]*strings.Builder)}
	p.files["site.md"] = "---\ntitle: Counts\nbase_url: " + base + "\nsources:\n  youtube: {amendment: true}\n"
	for i := range 6 {
		id := fmt.Sprintf("artist-%d", i)
		p.files["artists/"+id+".md"] = fmt.Sprintf("---\nname: %s\naccounts:\n  youtube: UC%022d\n", id, i)
		n, pace := 900*math.Pow(6, float64(i)), 0.004*random.Float64()-0.001*float64(i%3)
		for ago := 120; ago >= 0; ago-- {
			n *= 1 + pace*random.Float64()
			if i == 3 {
				n = 200_001
			}
			step := int64(math.Pow10(max(0, len(strconv.Itoa(int(n)))-3)))
			switch {
			case ago > 0 && random.Float64() < 0.05:
				continue
			case step == 1 || i > 2 && i < 5 && random.Float64() < 0.3:
				p.row(ago, id, content.YouTube, `"value":%d,"via":"import:wikidata"`, int64(n))
			default:
				p.row(ago, id, content.YouTube, `"value":%d,"step":%d,"via":"import:wikidata"`, int64(n)/step*step, step)
			}
		}
	}
	return p
}

// between is what a count of a day may be.
type between struct{ low, high int64 }

// readBetween reads what each count may be from the day objects.
func readBetween(t *testing.T, folder string) map[string]map[content.Day]between {
	t.Helper()
	all := make(map[string]map[content.Day]between)
	objects, err := fs.Glob(os.DirFS(folder), "v1/days/*/*/*.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range objects {
		data, err := fs.ReadFile(os.DirFS(folder), name)
		if err != nil {
			t.Fatal(err)
		}
		for dec := json.NewDecoder(strings.NewReader(string(data))); dec.More(); {
			var r struct {
				row
				Step int64
			}
			if err := dec.Decode(&r); err != nil {
				t.Fatal(err)
			}
			if all[r.Artist] == nil {
				all[r.Artist] = make(map[content.Day]between)
			}
			may := between{*r.Value, *r.Value}
			for r.Step > 1 && may.high < may.low+r.Step-1 {
				may.high++
			}
			all[r.Artist][r.Date] = may
		}
	}
	return all
}

// readEnd reads one end of a range: "+1.02M".
func readEnd(t *testing.T, text string) int64 {
	t.Helper()
	text = strings.ReplaceAll(strings.Replace(text, "−", "-", 1), ",", "")
	size := map[byte]float64{'K': 1e3, 'M': 1e6, 'B': 1e9}[text[len(text)-1]]
	if size == 0 {
		size = 1
	} else {
		text = text[:len(text)-1]
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return int64(math.Round(n * size))
}

var (
	shownRange  = regexp.MustCompile(`^(▲ up|▼ down|≈ no change that shows) ([+−]?[0-9.,KMB]+) to ([+−]?[0-9.,KMB]+) since`)
	shownWithin = regexp.MustCompile(`^≈ no change that shows less than ±([0-9.,KMB]+) since`)
)

// TestCut works out again what each change of a count that is cut may be, and wants no
// text to tell more, or anything else.
func TestCut(t *testing.T) {
	t.Parallel()
	kinds := make(map[string]int)
	for seed := range uint64(3) {
		folder := t.TempDir()
		of := newCut(seed).write(t, folder)
		h, err := history.Load(t.Context(), store.NewHastyDir(folder), (today + 1).Time())
		if err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		s := &site{T: t, books: readBooks(t, of, folder), past: h}
		s.files = rendertest.Files(t, func(root *os.Root) error {
			return render.Site(root, render.Input{Site: of, History: h, Version: "test"})
		})
		counts := readBetween(t, folder)
		for _, a := range s.Artists {
			page := s.page("artists/" + a.ID + "/")
			for _, w := range content.Windows {
				v := s.view(a, content.YouTube, w)
				from, to, ok := v.Change(w)
				number := strings.Join(texts(page.Find(".card .num .w-"+string(w))), " ")
				label, _ := page.Find(".card .plot .w-" + string(w) + " svg[role=img]").Attr("aria-label")
				if !ok {
					kinds["none"]++
					if !strings.HasPrefix(number, "–") {
						t.Errorf("%s, %s: %q, where there is no change", a.ID, w, number)
					}
					continue
				}
				before, after := counts[a.ID][from], counts[a.ID][to]
				may := between{after.low - before.high, after.high - before.low}
				kinds[s.checkRange(a.ID+", "+string(w), number, plain(label), v, may, from, to)]++
			}
		}
		for name, text := range rendertest.All(t, s.files) {
			if strings.HasPrefix(name, "ranking/") || strings.Contains(text, " best ") && strings.HasSuffix(name, ".html") || strings.Contains(text, "ilestone/") {
				t.Errorf("%s is about what is known as a range only", name)
			}
		}
	}
	for _, kind := range []string{"none", "exact", "gained", "lost", "same", "either"} {
		if kinds[kind] == 0 {
			t.Errorf("no change is of the kind %q: %v", kind, kinds)
		}
	}
}

// checkRange reads a change on a card and in the words of its picture, and returns of
// which kind it is.
func (s *site) checkRange(where, shown, label string, v view, may between, from, to content.Day) string {
	s.Helper()
	if may.low == may.high {
		if shownRange.MatchString(shown) || shownWithin.MatchString(shown) {
			s.Errorf("%s: %q of counts that are exact", where, shown)
		}
		return "exact"
	}
	kind, begins := "same", fmt.Sprintf("%s has %s YouTube subscribers, no change that shows %s", v.name, number(v.Counts[to]), v.span(from, to))
	switch {
	case may.low > 0:
		kind, begins = "gained", fmt.Sprintf("%s gained %s to %s YouTube subscriber", v.name, number(may.low), number(may.high))
	case may.high < 0:
		kind, begins = "lost", fmt.Sprintf("%s lost %s to %s YouTube subscriber", v.name, number(-may.high), number(-may.low))
	case may.low != -may.high:
		kind = "either"
	}
	if !strings.HasPrefix(label, begins) || strings.Contains(label, "%") {
		s.Errorf("%s: %q, want %q", where, label, begins)
	}
	if kind == "same" {
		found := shownWithin.FindStringSubmatch(shown)
		if found == nil || readEnd(s.T, found[1]) != may.high+1 {
			s.Errorf("%s: %q, want less than %d", where, shown, may.high+1)
		}
		return kind
	}
	found := shownRange.FindStringSubmatch(shown)
	if found == nil {
		s.Errorf("%s: %q is no range", where, shown)
		return kind
	}
	low, high := readEnd(s.T, found[2]), readEnd(s.T, found[3])
	if low > may.low || high < may.high || float64(may.low-low) > 0.01*math.Abs(float64(may.low)) || float64(high-may.high) > 0.01*math.Abs(float64(may.high)) {
		s.Errorf("%s: %q, want %d to %d", where, shown, may.low, may.high)
	}
	return kind
}
