package sentence

import (
	"strconv"
	"strings"
	"testing"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/row"
	"datarocks/history/series"
	"datarocks/history/trend"
	"datarocks/render/rendertest"
	"datarocks/render/roster"
)

// metricOf is a metric as a site shows it.
func metricOf(t testing.TB, source content.Source, name string) content.MetricSetting {
	t.Helper()
	setting := source.Setting(content.EveryDay)
	for _, info := range setting.Metrics {
		if info.Metric == name {
			return content.MetricSetting{SourceSetting: setting, MetricInfo: info}
		}
	}
	t.Fatalf("%s has no %s", source, name)
	return content.MetricSetting{}
}

// daily makes a subject of one word a day, of which the last is some days before the
// newest: a count ("20"), a count of another account ("20@b"), no row ("-"), or one
// without a count ("x").
func daily(t testing.TB, metric content.MetricSetting, w content.Window, late content.Day, words string) Subject {
	t.Helper()
	s := series.New("vola", metric.Key())
	days := strings.Fields(words)
	for i, word := range days {
		r := row.Row{Date: rendertest.Newest - late - content.Day(len(days)-1-i), Artist: "vola", Source: metric.Source, Metric: metric.Metric}
		what, account, _ := strings.Cut(word, "@")
		if n, err := strconv.ParseInt(what, 10, 64); err == nil {
			r.Value, r.Ref = &n, "a"+account
		} else {
			r.Status, r.Reason = fetch.Failed, paid
		}
		if what != "-" {
			s.Add(r)
		}
	}
	track := roster.Track{Platform: &roster.Platform{MetricSetting: metric}, Series: s, Due: rendertest.Newest - 2}
	return Subject{Artist: "Vola", Track: track, Window: w, Newest: rendertest.Newest}
}

// many are so many days of a count.
func many(days int, count string) string { return strings.Repeat(count+" ", days) }

// TestAmounts has a sentence for all that may happen to what is so many in a day.
func TestAmounts(t *testing.T) {
	t.Parallel()
	views, plays := metricOf(t, content.Wikipedia, "views"), metricOf(t, content.LastFM, "plays")
	listeners := metricOf(t, content.Spotify, "listeners")
	for _, test := range []struct {
		name    string
		c       Subject
		en, deu string
	}{
		{
			"more", daily(t, views, content.Week, 2, many(7, "100")+many(7, "112")),
			"Vola had 784 Wikipedia page views in 7 days, 12.0 % more than in the 7 days before.",
			"Vola hatte in 7 Tagen 784 Wikipedia-Seitenaufrufe, 12,0 % mehr als in den 7 Tagen davor.",
		},
		{
			"fewer, and a day early", daily(t, views, content.Week, 1, many(7, "100")+many(7, "50")),
			"Vola had 350 Wikipedia page views in 7 days, 50.0 % fewer than in the 7 days before.",
			"Vola hatte in 7 Tagen 350 Wikipedia-Seitenaufrufe, 50,0 % weniger als in den 7 Tagen davor.",
		},
		{
			"as many", daily(t, views, content.Week, 2, many(14, "1")),
			"Vola had 7 Wikipedia page views in 7 days, as many as in the 7 days before.",
			"Vola hatte in 7 Tagen 7 Wikipedia-Seitenaufrufe, so viele wie in den 7 Tagen davor.",
		},
		{
			"after none", daily(t, views, content.Week, 2, many(7, "0")+"1 0 0 0 0 0 0"),
			"Vola had 1 Wikipedia page view in 7 days, where the 7 days before had none.",
			"Vola hatte in 7 Tagen 1 Wikipedia-Seitenaufruf, nach keinem in den 7 Tagen davor.",
		},
		{
			"none at all", daily(t, views, content.Week, 2, many(14, "0")),
			"Vola had 0 Wikipedia page views in 7 days, as many as in the 7 days before.",
			"Vola hatte in 7 Tagen 0 Wikipedia-Seitenaufrufe, so viele wie in den 7 Tagen davor.",
		},
		{
			"nothing to compare with", daily(t, views, content.Week, 2, many(7, "3")),
			"Vola had 21 Wikipedia page views in 7 days.",
			"Vola hatte in 7 Tagen 21 Wikipedia-Seitenaufrufe.",
		},
		{
			"whole weeks", daily(t, views, content.Quarter, 2, many(84, "10")+many(84, "20")),
			"Vola had 1,740 Wikipedia page views in 90 days; the last 84 of these days had 100 % more than the 84 before those.",
			"Vola hatte in 90 Tagen 1.740 Wikipedia-Seitenaufrufe; die letzten 84 dieser Tage hatten 100 % mehr als die 84 vor diesen.",
		},
		{
			"whole weeks with fewer", daily(t, views, content.Quarter, 2, many(84, "20")+many(84, "10")),
			"Vola had 960 Wikipedia page views in 90 days; the last 84 of these days had 50.0 % fewer than the 84 before those.",
			"Vola hatte in 90 Tagen 960 Wikipedia-Seitenaufrufe; die letzten 84 dieser Tage hatten 50,0 % weniger als die 84 vor diesen.",
		},
		{
			"whole weeks with as many", daily(t, views, content.Quarter, 2, many(168, "10")),
			"Vola had 900 Wikipedia page views in 90 days; the last 84 of these days had as many as the 84 before those.",
			"Vola hatte in 90 Tagen 900 Wikipedia-Seitenaufrufe; die letzten 84 dieser Tage hatten so viele wie die 84 vor diesen.",
		},
		{
			"whole weeks after none, but not the days before the 90", daily(t, views, content.Quarter, 2, many(30, "7")+many(84, "0")+many(84, "1")),
			"Vola had 84 Wikipedia page views in 90 days; the last 84 of these days follow 84 days that had none.",
			"Vola hatte in 90 Tagen 84 Wikipedia-Seitenaufrufe; die letzten 84 dieser Tage folgen auf 84 Tage, die keine hatten.",
		},
		{
			"all", daily(t, views, content.All, 2, many(10, "10")),
			"Vola had 100 Wikipedia page views from 12 November to 21 November.",
			"Vola hatte vom 12. November bis zum 21. November 100 Wikipedia-Seitenaufrufe.",
		},
		{
			"unknown days", daily(t, views, content.Week, 2, many(10, "10")+"x 10 x 10"),
			"Vola had 10 Wikipedia page views on 21 November; the numbers of 2 of the 7 days to 21 November are not known: " + paid + ".",
			"Vola hatte am 21. November 10 Wikipedia-Seitenaufrufe; die Zahlen von 2 der 7 Tage bis zum 21. November sind nicht bekannt: " + paid + ".",
		},
		{
			"the source is behind", daily(t, views, content.Week, 4, many(14, "10")),
			"Vola had 70 Wikipedia page views in the 7 days to 19 November, as many as in the 7 days before; Wikipedia is missing since 20 November: not asked.",
			"Vola hatte in den 7 Tagen bis zum 19. November 70 Wikipedia-Seitenaufrufe, so viele wie in den 7 Tagen davor; Wikipedia fehlt seit dem 20. November: nicht gefragt.",
		},
		{
			"the night failed", daily(t, views, content.Week, 0, many(14, "10")+"- - - x"),
			"Vola had 70 Wikipedia page views in the 7 days to 19 November, as many as in the 7 days before; Wikipedia is missing since 20 November: " + paid + ".",
			"Vola hatte in den 7 Tagen bis zum 19. November 70 Wikipedia-Seitenaufrufe, so viele wie in den 7 Tagen davor; Wikipedia fehlt seit dem 20. November: " + paid + ".",
		},
		{
			"young", daily(t, views, content.Week, 2, "10 20"),
			"Vola had 20 Wikipedia page views on 21 November; counted since 20 November, too short for 7 days.",
			"Vola hatte am 21. November 20 Wikipedia-Seitenaufrufe; gezählt seit dem 20. November, zu kurz für 7 Tage.",
		},
		{
			"another article", daily(t, views, content.Week, 2, many(12, "10")+"10@b 10@b"),
			"Vola had 10 Wikipedia page views on 21 November; another account is counted since 20 November, and the two are kept apart.",
			"Vola hatte am 21. November 10 Wikipedia-Seitenaufrufe; seit dem 20. November wird ein anderes Konto gezählt, beide werden nicht vermischt.",
		},
		{
			"most for long", daily(t, views, content.Week, 2, many(7, "90")+many(70, "10")+many(7, "20")),
			"Vola had 140 Wikipedia page views in 7 days, 100 % more than in the 7 days before, the most in 7 days since 11 September.",
			"Vola hatte in 7 Tagen 140 Wikipedia-Seitenaufrufe, 100 % mehr als in den 7 Tagen davor, die meisten in 7 Tagen seit dem 11. September.",
		},
		{
			"fewest of all measured", daily(t, views, content.Week, 2, many(30, "10")+"x "+many(47, "10")+many(7, "5")),
			"Vola had 35 Wikipedia page views in 7 days, 50.0 % fewer than in the 7 days before, the fewest in 7 measured days since the first count on 29 August.",
			"Vola hatte in 7 Tagen 35 Wikipedia-Seitenaufrufe, 50,0 % weniger als in den 7 Tagen davor, die wenigsten in 7 gemessenen Tagen seit der ersten Zählung am 29. August.",
		},
		{
			"eight outdone weeks", daily(t, views, content.Week, 2, many(56, "10")+many(7, "20")),
			"Vola had 140 Wikipedia page views in 7 days, 100 % more than in the 7 days before, the most in 7 days since the first count on 20 September.",
			"Vola hatte in 7 Tagen 140 Wikipedia-Seitenaufrufe, 100 % mehr als in den 7 Tagen davor, die meisten in 7 Tagen seit der ersten Zählung am 20. September.",
		},
		{
			"a day too few for that", daily(t, views, content.Week, 2, many(55, "10")+many(7, "20")),
			"Vola had 140 Wikipedia page views in 7 days, 100 % more than in the 7 days before.",
			"Vola hatte in 7 Tagen 140 Wikipedia-Seitenaufrufe, 100 % mehr als in den 7 Tagen davor.",
		},
		{
			"plays", daily(t, plays, content.Week, 0, "1000 1001 1002 1003 1004 1005 1006 1007 1009 1011 1013 1015 1017 1019 1021"),
			"Vola had 14 Last.fm plays (counted as a difference) in 7 days, 100 % more than in the 7 days before.",
			"Vola hatte in 7 Tagen 14 Last.fm-Wiedergaben (als Differenz gezählt), 100 % mehr als in den 7 Tagen davor.",
		},
		{
			"a missed night of plays", daily(t, plays, content.Week, 0, "1000 1001 1002 1003 1004 1005 x 1007 1008"),
			"Vola had 1 Last.fm play (counted as a difference) on 23 November; the numbers of 2 of the 7 days to 23 November are not known: " + paid + ".",
			"Vola hatte am 23. November 1 Last.fm-Wiedergabe (als Differenz gezählt); die Zahlen von 2 der 7 Tage bis zum 23. November sind nicht bekannt: " + paid + ".",
		},
		{
			"plays that were corrected", daily(t, plays, content.Week, 0, "1000 1001 1002 1003 1004 1005 900 901 902"),
			"Vola had 1 Last.fm play (counted as a difference) on 23 November; the count was corrected downwards on 21 November.",
			"Vola hatte am 23. November 1 Last.fm-Wiedergabe (als Differenz gezählt); die Zahl wurde am 21. November nach unten berichtigt.",
		},
		{
			"the first plays", daily(t, plays, content.Week, 0, "1000"),
			"Vola has 1,000 Last.fm plays; counted for the first time on 23 November.",
			"Vola hat 1.000 Last.fm-Wiedergaben; am 23. November zum ersten Mal gezählt.",
		},
		{
			"plays every other night", daily(t, plays, content.Week, 0, "1000 x 1002"),
			"Vola has 1,002 Last.fm plays; no two days in a row are counted yet, so there is no difference.",
			"Vola hat 1.002 Last.fm-Wiedergaben; noch sind keine zwei Tage in Folge gezählt, also gibt es keine Differenz.",
		},
		{
			"plays that stay away", daily(t, plays, content.Week, 0, "1000 1001 1002 1003 1004 1005 1006 1007 x"),
			"Vola had 7 Last.fm plays (counted as a difference) in the 7 days to 22 November; Last.fm plays are missing since 23 November: " + paid + ".",
			"Vola hatte in den 7 Tagen bis zum 22. November 7 Last.fm-Wiedergaben (als Differenz gezählt); Last.fm-Wiedergaben fehlen seit dem 23. November: " + paid + ".",
		},
		{
			"a sum of two years", daily(t, views, content.All, 2, many(400, "10")),
			"Vola had 4,000 Wikipedia page views from 18 October 2025 to 21 November 2026.",
			"Vola hatte vom 18. Oktober 2025 bis zum 21. November 2026 4.000 Wikipedia-Seitenaufrufe.",
		},
		{
			"no figure of a dashboard is missing after an import", daily(t, listeners, content.Week, 5, many(14, "100")),
			"Vola had 100 Spotify daily listeners on average over the 7 days to 18 November, as many as in the 7 days before.",
			"Vola hatte im Mittel über die 7 Tage bis zum 18. November 100 Spotify-Hörer am Tag, so viele wie in den 7 Tagen davor.",
		},
		{
			"people are not summed", daily(t, listeners, content.FourWeek, 0, many(28, "100")+many(28, "101")),
			"Vola had 101 Spotify daily listeners on average over 28 days, 1.0 % more than in the 28 days before.",
			"Vola hatte im Mittel über 28 Tage 101 Spotify-Hörer am Tag, 1,0 % mehr als in den 28 Tagen davor.",
		},
		{
			"people of all days", daily(t, listeners, content.All, 0, "1 2"),
			"Vola had 2 Spotify daily listeners on average from 22 November to 23 November.",
			"Vola hatte im Mittel vom 22. November bis zum 23. November 2 Spotify-Hörer am Tag.",
		},
		{
			"too much", daily(t, views, content.Week, 2, many(7, "9007199254740991")),
			"Vola had 9,007,199,254,740,991 Wikipedia page views on 21 November; the sum is too large to be exact.",
			"Vola hatte am 21. November 9.007.199.254.740.991 Wikipedia-Seitenaufrufe; die Summe ist zu groß, um genau zu sein.",
		},
		{
			"nothing yet", daily(t, views, content.Week, 0, "x"),
			"Vola has no count of Wikipedia page views yet: " + paid + ".",
			"Vola hat noch keine Zahl der Wikipedia-Seitenaufrufe: " + paid + ".",
		},
	} {
		if got := plainSpaces(of(en, test.c)); got != test.en {
			t.Errorf("%s:\n%s, want\n%s", test.name, got, test.en)
		}
		if got := plainSpaces(of(de, test.c)); got != test.deu {
			t.Errorf("%s:\n%s, want\n%s", test.name, got, test.deu)
		}
	}
}

// TestAmountsAreNotGained: no sentence of what is so many in a day has a verb of levels.
func TestAmountsAreNotGained(t *testing.T) {
	t.Parallel()
	for _, metric := range []content.MetricSetting{metricOf(t, content.Wikipedia, "views"), metricOf(t, content.Spotify, "listeners"), metricOf(t, content.LastFM, "plays")} {
		for _, w := range content.Windows {
			for _, words := range []string{many(200, "5"), "10 20 30", many(100, "1") + many(9, "1000"), "x", "5"} {
				c := daily(t, metric, w, 0, words)
				for _, text := range []string{of(en, c), OfPicture(en, c), of(de, c)} {
					for _, verb := range []string{"gained", "lost", "gewonnen", "verloren", "best", "worst"} {
						if strings.Contains(text, verb) {
							t.Errorf("%s", text)
						}
					}
				}
			}
		}
	}
}

func TestAmountEvent(t *testing.T) {
	t.Parallel()
	views := metricOf(t, content.Wikipedia, "views")
	e := trend.PlatformEvent{From: rendertest.Newest - 1, Day: rendertest.Newest, Median: 0.6, Usual: -0.004, Artists: 10}
	if got, want := PlatformEvent(en, views, e, rendertest.Newest), "Wikipedia page views of all artists on 23 November were 1.6 times those of the same weekday before, in the median of 10 artists, where 1.0 times is usual."; got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
	e.From, e.Median = rendertest.Newest-3, -0.4
	if got, want := PlatformEvent(de, views, e, rendertest.Newest), "Wikipedia-Seitenaufrufe aller Künstler waren vom 21. November bis zum 23. November das 0,60-Fache derselben Wochentage davor, im Median von 10 Künstlern; üblich ist das 1,0-Fache."; got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
}

// TestStandingOfAmounts: the line names its days, as it stands beside levels.
func TestStandingOfAmounts(t *testing.T) {
	t.Parallel()
	c := daily(t, metricOf(t, content.Wikipedia, "views"), content.Week, 2, many(7, "100")+many(7, "112"))
	if got, want := plainSpaces(NewLatest(en, c.Track, content.Week, c.Newest).line(en)), "784 page views in 7 days (+12.0 %)"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	c = daily(t, metricOf(t, content.Wikipedia, "views"), content.Week, 2, "100")
	if got, want := NewLatest(en, c.Track, content.Week, c.Newest).line(en), "no count"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
