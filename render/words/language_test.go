package words

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/render/rendertest"
)

func TestNumber(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64][2]string{
		0: {"0", "0"}, 7: {"7", "7"}, 999: {"999", "999"}, 1000: {"1,000", "1.000"}, 12345: {"12,345", "12.345"},
		1_000_000: {"1,000,000", "1.000.000"}, -1: {"−1", "−1"}, -999: {"−999", "−999"}, -1234: {"−1,234", "−1.234"},
		fetch.MaxCount: {"9,007,199,254,740,991", "9.007.199.254.740.991"},
	} {
		if got := [2]string{en.Number(n), de.Number(n)}; got != want {
			t.Errorf("%d is written %q, want %q", n, got, want)
		}
	}
}

func TestCompact(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		n       int64
		en, deu string
	}{
		{0, "0", "0"},
		{9_999, "9,999", "9.999"},
		{10_000, "10.0K", "10.000"},
		{10_049, "10.0K", "10.049"},
		{10_050, "10.1K", "10.050"},
		{99_949, "99.9K", "99.949"},
		{99_950, "100K", "99.950"},
		{343_088, "343K", "343.088"},
		{999_499, "999K", "999.499"},
		{999_500, "1.00M", "1,00\u00a0Mio."},
		{1_000_000, "1.00M", "1,00\u00a0Mio."},
		{2_217_904, "2.22M", "2,22\u00a0Mio."},
		{9_994_999, "9.99M", "9,99\u00a0Mio."},
		{9_995_000, "10.0M", "10,0\u00a0Mio."},
		{99_950_000, "100M", "100\u00a0Mio."},
		{999_499_999, "999M", "999\u00a0Mio."},
		{999_500_000, "1.00B", "1,00\u00a0Mrd."},
		{12_345_678_901, "12.3B", "12,3\u00a0Mrd."},
	} {
		if en, deu := en.Compact(test.n), de.Compact(test.n); en != test.en || deu != test.deu {
			t.Errorf("%d is written %q and %q, want %q and %q", test.n, en, deu, test.en, test.deu)
		}
	}
}

func TestPercent(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		p       float64
		en, deu string
	}{
		{0, "0 %", "0 %"},
		{1e-9, "<0.01 %", "<0,01 %"},
		{math.SmallestNonzeroFloat64, "<0.01 %", "<0,01 %"},
		{0.00499, "<0.01 %", "<0,01 %"},
		{0.005, "0.01 %", "0,01 %"},
		{0.994, "0.99 %", "0,99 %"},
		{0.995, "1.0 %", "1,0 %"},
		{9.96, "10.0 %", "10,0 %"},
		{99.94, "99.9 %", "99,9 %"},
		{99.95, "100 %", "100 %"},
		{1234.5, "1,235 %", "1.235 %"},
		{float64(fetch.MaxCount) * 100, "900,719,925,474,099,072 %", "900.719.925.474.099.072 %"},
	} {
		space := func(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }
		if en, deu := space(en.Percent(test.p)), space(de.Percent(test.p)); en != test.en || deu != test.deu {
			t.Errorf("%v is written %q and %q, want %q and %q", test.p, en, deu, test.en, test.deu)
		}
	}
	if got := en.SignedPercent(-0.05) + de.SignedPercent(0.05) + de.SignedPercent(0); got != "−0.05\u00a0%+0,05\u00a0%0\u00a0%" {
		t.Errorf("with signs: %q", got)
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	march, moment := rendertest.Day("2026-03-05"), rendertest.Newest.Time().Add(197*60*1e9)
	for _, test := range []struct{ got, want string }{
		{en.Date(rendertest.Newest), "23 November 2026"},
		{de.Date(rendertest.Newest), "23. November 2026"},
		{de.Date(march), "5. März 2026"},
		{en.ShortDate(march), "5 Mar 2026"},
		{de.ShortDate(rendertest.Newest), "23. Nov. 2026"},
		{en.Near(march, rendertest.Newest), "5 March 2026"}, // more than half a year ago
		{de.Near(march, rendertest.Newest), "5. März 2026"},
		{en.Near(rendertest.Newest-180, rendertest.Newest), "27 May"},
		{de.Near(rendertest.Newest-180, rendertest.Newest), "27. Mai"},
		{en.Near(rendertest.Newest-181, rendertest.Newest), "26 May 2026"},
		{en.Near(rendertest.Newest+30, rendertest.Newest), "23 December"},
		{en.Near(rendertest.Newest+60, rendertest.Newest), "22 January 2027"},
		{en.Near(rendertest.Newest, rendertest.Newest-365), "23 November 2026"},
		{de.Near(march-365, rendertest.Newest), "5. März 2025"},
		{en.Weekday(rendertest.Newest), "Mon 23"},
		{de.Weekday(rendertest.Newest), "Mo 23."},
		{en.Moment(moment), "23 November 2026, 03:17 UTC"},
		{de.Moment(moment), "23. November 2026, 03:17 UTC"},
		{de.ShortMoment(moment), "23. Nov., 03:17 UTC"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

// TestNumbersAreTheirs compares our separators with those of Unicode's CLDR.
func TestNumbersAreTheirs(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(11, 12))
	for _, l := range []*Language{en, de} {
		printer := message.NewPrinter(l.tag)
		for range 1000 {
			n := random.Int64N(1 << random.IntN(53))
			if got, want := l.Number(n), printer.Sprint(number.Decimal(n)); got != want {
				t.Fatalf("%s: %d is written %q, CLDR has %q", l.Code, n, got, want)
			}
			v := float64(random.IntN(100_000)) / 100
			if got, want := l.decimal(v, 2), printer.Sprint(number.Decimal(v, number.Scale(2))); got != want {
				t.Fatalf("%s: %v is written %q, CLDR has %q", l.Code, v, got, want)
			}
		}
	}
	// English here has the space of ISO 31 that German has anyway.
	if got, want := de.Percent(50), message.NewPrinter(de.tag).Sprint(number.Percent(0.5, number.Scale(1))); got != want {
		t.Errorf("per cent is written %q, CLDR has %q", got, want)
	}
}

func TestEveryLanguageIsThere(t *testing.T) {
	t.Parallel()
	for _, code := range content.Languages {
		if In(code).Code != code {
			t.Errorf("no table for %s", code)
		}
	}
	if In("").Code != content.Languages[0] {
		t.Error("not the same language is meant where none is named")
	}
}

func TestPlurals(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64][2]string{
		0: {"0 artists", "0 Fans auf Deezer"}, 1: {"1 artist", "1 Fan auf Deezer"}, 2: {"2 artists", "2 Fans auf Deezer"},
		21: {"21 artists", "21 Fans auf Deezer"}, 10_000: {"10,000 artists", "10.000 Fans auf Deezer"},
		fetch.MaxCount: {"9,007,199,254,740,991 artists", "9.007.199.254.740.991 Fans auf Deezer"},
	} {
		got := [2]string{en.Roster.Artists.Of(en, n).With(en.Number(n)), de.Fans.Counted.Of(de, n).With(de.Number(n), "Deezer")}
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestFill(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ got, want string }{
		{Phrase2("{2} of {1}").With("{2}", "{1}"), "{1} of {2}"},
		{Phrase1("{1}{1} {").With("a"), "aa {"},
		{Phrase1("{2} {x} {1").With("a"), "{2} {x} {1"},
		{Phrase4("{1}{2}{3}{4}").With("a", "", "c", "d"), "acd"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

func TestWindowNames(t *testing.T) {
	t.Parallel()
	for _, l := range []*Language{en, de} {
		seen := map[string]bool{}
		for _, w := range content.Windows {
			name := l.Window(w)
			if seen[name] || name == "" {
				t.Errorf("the name of %s in %s is %q", w, l.Code, name)
			}
			seen[name] = true
		}
	}
}

// TestMetrics: the words for a metric are its own.
func TestMetrics(t *testing.T) {
	t.Parallel()
	for _, source := range content.Sources {
		for _, metric := range source.Metrics {
			if got := en.Metric(source.Source.Setting(content.EveryDay).Of(metric)).Name; !strings.HasSuffix(got, strings.ReplaceAll(metric.Metric, "-", " ")) {
				t.Errorf("%s counts %s, and is said to count %s", source.Source, metric.Metric, got)
			}
		}
	}
}
