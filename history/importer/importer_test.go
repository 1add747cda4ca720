package importer

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history"
	"datarocks/history/row"
)

var options = Options{
	Artists: []content.Artist{
		{
			ID: "dream-theater", Name: "Dream Theater", Aliases: []string{"DT", "majesty"},
			Accounts: map[content.Source]string{content.Spotify: "2aaLAng2L2aWD2FClzwiep", content.Twitter: "dreamtheaternet"},
		},
		{ID: "haunted", Name: "The Haunted"},
		{ID: "haunted-uk", Name: "Haunted!"},
		{ID: "queensryche", Name: "Queensrÿche"},
		{ID: "vola", Name: "VOLA", Accounts: map[content.Source]string{content.Spotify: "0VolaVolaVolaVolaVola0"}},
	},
	Now: time.Date(2026, 11, 23, 3, 17, 42, 5, time.UTC),
}

// read returns the rows as "day artist metric value file:line", or the problems.
func read(t *testing.T, kind Kind, o Options, files ...File) (string, Result) {
	t.Helper()
	result, err := Read(kind, files, o)
	if err != nil {
		if problems, ok := errors.AsType[content.Problems](err); !ok || len(problems) == 0 || len(result.Rows) > 0 {
			t.Fatalf("%d rows, and %v", len(result.Rows), err)
		}
		return err.Error(), result
	}
	var lines []string
	for _, row := range result.Rows {
		info, _ := row.Source.Info()
		if _, ok := info.Find(row.Metric); !ok {
			t.Errorf("metric %s of %s", row.Metric, row.Source)
		}
		if kind != Unsaved && (row.Via != "import:"+string(kind) || !row.At.Equal(o.Now.Truncate(time.Second)) || row.Ref != "" || row.Status != "") {
			t.Errorf("provenance of %+v", row)
		}
		value := "none"
		if row.Value != nil {
			value = fmt.Sprint(*row.Value)
		}
		lines = append(lines, fmt.Sprintf("%s %s %s %s %s:%d", row.Date, row.Artist, row.Of(), value, row.File, row.Line))
	}
	return strings.Join(lines, "\n"), result
}

// of makes options for files of one artist.
func of(artist string, source content.Source) Options {
	o := options
	o.Artist, o.Source = artist, source
	return o
}

// metric adds a metric to the source of options, and lead what leads where none is named.
func metric(o Options, name string) Options {
	o.Metric = name
	return o
}

func lead(o Options, name string) Options {
	o.Lead = name
	return o
}

// timelineOfANewArtist has 0 of everything on the days before somebody came.
const timelineOfANewArtist = `2023-01-01 dream-theater spotify/listeners 0 f:2
2023-01-01 dream-theater spotify/streams 0 f:2
2023-01-01 dream-theater spotify 0 f:2
2023-01-02 dream-theater spotify/listeners 0 f:3
2023-01-02 dream-theater spotify/streams 0 f:3
2023-01-02 dream-theater spotify 0 f:3
2023-01-03 dream-theater spotify/listeners 9 f:4
2023-01-03 dream-theater spotify/streams 9 f:4
2023-01-03 dream-theater spotify 14 f:4
2023-01-04 dream-theater spotify/listeners 9 f:5
2023-01-04 dream-theater spotify/streams 9 f:5
2023-01-04 dream-theater spotify 17 f:5`

// by makes options for tables with a separator.
func by(separator rune) Options { return separated(options, separator) }

func separated(o Options, separator rune) Options {
	o.Separator = separator
	return o
}

// TestPick: of several counts of a day one is taken, by its time or else by its line.
func TestPick(t *testing.T) {
	tests := []struct {
		name, data string
		want       map[Pick]string
	}{
		{"by lines", "2023-01-01,5\n2023-01-01,7\n2023-01-01,6\n2023-01-02,8\n", map[Pick]string{
			PickFirst: "2023-01-01 5:2, 2023-01-02 8:5; 2 passed over", PickLast: "2023-01-01 6:4, 2023-01-02 8:5; 2 passed over", PickMax: "2023-01-01 7:3, 2023-01-02 8:5; 2 passed over",
		}},
		{"by times", "2023-01-01T12:00Z,5\n2023-01-01T20:00Z,7\n2023-01-01T10:00+02:00,6\n2023-01-01T23:30-05:00,9\n", map[Pick]string{
			PickFirst: "2023-01-01 6:4, 2023-01-02 9:5; 2 passed over", PickLast: "2023-01-01 7:3, 2023-01-02 9:5; 2 passed over", PickMax: "2023-01-01 7:3, 2023-01-02 9:5; 2 passed over",
		}},
		{"newest first", "2023-01-01T20:00Z,7\n2023-01-01T12:00Z,8\n", map[Pick]string{
			PickFirst: "2023-01-01 8:3; 1 passed over", PickLast: "2023-01-01 7:2; 1 passed over", PickMax: "2023-01-01 8:3; 1 passed over",
		}},
		{"of one time", "2023-01-01T20:00Z,7\n2023-01-01T20:00Z,8\n", map[Pick]string{
			PickFirst: "2023-01-01 7:2; 1 passed over", PickLast: "2023-01-01 8:3; 1 passed over", PickMax: "2023-01-01 8:3; 1 passed over",
		}},
		{"a zero that is not picked", "2023-01-01,0\n2023-01-01,700\n2023-01-02,800\n", map[Pick]string{
			PickLast: "2023-01-01 700:3, 2023-01-02 800:4; 1 passed over", PickMax: "2023-01-01 700:3, 2023-01-02 800:4; 1 passed over",
		}},
	}
	for _, test := range tests {
		for pick, want := range test.want {
			o := of("vola", content.Spotify)
			o.Pick = pick
			result, err := Read(CSV, []File{{"c.csv", []byte("date,value\n" + test.data)}}, o)
			var rows []string
			for _, row := range result.Rows {
				rows = append(rows, fmt.Sprintf("%s %d:%d", row.Date, *row.Value, row.Line))
			}
			if got := fmt.Sprintf("%s; %d passed over", strings.Join(rows, ", "), result.Passed); err != nil || got != want {
				t.Errorf("%s, %s: %s, %v; want %s", test.name, pick, got, err, want)
			}
		}
	}
	o := of("vola", content.Spotify)
	o.Pick = PickFirst
	if _, err := Read(CSV, []File{{"c.csv", []byte("date,value\n2023-01-01,0\n2023-01-01,700\n2023-01-02,800\n")}}, o); err == nil {
		t.Error("a picked zero is taken beside large counts")
	}
}

func TestSeparators(t *testing.T) {
	for text, want := range map[string]rune{",": ',', "comma": ',', ";": ';', "semicolon": ';', "tab": '\t', `\t`: '\t', "\t": '\t', "|": '|', "bar": '|', "": 0, "x": 0, ";;": 0} {
		if got, err := ParseSeparator(text); got != want || (err != nil) != (want == 0) {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
}

func TestRead(t *testing.T) {
	plain := options
	dt := of("dream-theater", "")
	const header = "date,artist,source,value\n"
	const zeros = "take it out if it means that nothing was got; a count of 0 stands among counts near 0"
	tests := []struct {
		name string
		kind Kind
		o    Options
		file string
		data string
		want string
	}{
		{
			"names", Ancestor, plain, "20230101.json",
			"{\n\"Queensryche\": {\"spotify\": 1},\n\"Vola\": {\"spotify\": 2, \"twitter\": null},\n\"DREAM  theater\": {\"X\": 3},\n\"The Haunted\": {\"spotify\": 4}}",
			"2023-01-01 queensryche spotify 1 f:2\n2023-01-01 vola spotify 2 f:3\n2023-01-01 dream-theater twitter 3 f:4\n2023-01-01 haunted spotify 4 f:5",
		},
		{
			"a name that is two artists'", Ancestor, plain, "20230101.json", `{"HAUNTED": {"spotify": 1}}`,
			`f:1: "HAUNTED" may be haunted or haunted-uk - write the id of the one that is meant`,
		},
		{"an id", Ancestor, plain, "20230101.json", `{"haunted": {"spotify": 1}}`, "2023-01-01 haunted spotify 1 f:1"},
		{"a part of a name", Ancestor, plain, "20230101.json", `{"Dream": {"spotify": 1}}`, `f:1: unknown artist "Dream" - did you mean Dream Theater? write dream-theater, or add the name to aliases in artists/dream-theater.md`},
		{"nothing", Ancestor, plain, "20230101.json", "{}", ""},
		{"a mark before it", Ancestor, plain, "20230101.json", "\ufeff{\"DT\":{\"spotify\":1}}\r\n", "2023-01-01 dream-theater spotify 1 f:1"},
		{"an empty file", Ancestor, plain, "20230101.json", "", "f:1: is empty - take it out, or get it again"},
		{"not JSON", Ancestor, plain, "20230101.json", "{\n\"DT\": {\"spotify\": 1,}}", "f:2: is not JSON: invalid character '}' looking for beginning of object key string - correct it, or get the file again"},
		{"a list", Ancestor, plain, "20230101.json", "[1]", `f:1: is not an object where one should be - write {"Dream Theater": {"spotify": 123}}`},
		{"one artist twice", Ancestor, plain, "20230101.json", "{\"DT\":{\"spotify\":1},\n\"Majesty\":{\"spotify\":1}}", "2023-01-01 dream-theater spotify 1 f:1"},
		{"one artist twice, otherwise", Ancestor, plain, "20230101.json", "{\"DT\":{\"spotify\":1},\n\"Majesty\":{\"spotify\":2}}", "f:2: 2 for dream-theater on spotify on 2023-01-01, and 1 in f:1 - keep the right one of the two"},
		{"a key in disguise", Ancestor, plain, "20230101.json", "{\"DT\":{\"spotify\":1,\n\"spotif\\u0079\":1}}", `f:2: "spotify" is there twice, first in line 1 - keep the right one of the two`},
		{"not UTF-8", Ancestor, plain, "20230101.json", "{\n\"Queensr\xffche\":{\"spotify\":1},\n\"DT\":{\"spotify\":0.5}}", "f:2: is not UTF-8 - save the file as UTF-8\nf:3: \"0.5\" is a fraction - write the whole number that the platform gave"},
		{"a line of its own", Ancestor, plain, "20230101.json", "{\"DT\":\n{\"spotify\":\n-1}}", `f:3: "-1" is negative - write a count, or none`},

		{"an answer", AncestorREST, dt, "rest.json", "{\"20230101\":{\"spotify\":5,\"twitter\":6},\n\"20230102\":{\"spotify\":7}}", "2023-01-01 dream-theater spotify 5 f:1\n2023-01-01 dream-theater twitter 6 f:1\n2023-01-02 dream-theater spotify 7 f:2"},
		{"a day before the sources", AncestorREST, dt, "rest.json", "{\"19990101\":{\"spotify\":5}}", "f:1: 1999-01-01 is before any of the sources began - write the UTC day of the count"},

		{
			"a timeline", SpotifyForArtists, dt, "t.csv", "\ufeffdate,listeners,streams,followers\r\n2023-01-01,9,99,5\r\n2023-01-02,9,99,\r\n\r\n2023-01-03,9,,6\r\n",
			"2023-01-01 dream-theater spotify/listeners 9 f:2\n2023-01-01 dream-theater spotify/streams 99 f:2\n2023-01-01 dream-theater spotify 5 f:2\n" +
				"2023-01-02 dream-theater spotify/listeners 9 f:3\n2023-01-02 dream-theater spotify/streams 99 f:3\n" +
				"2023-01-03 dream-theater spotify/listeners 9 f:5\n2023-01-03 dream-theater spotify 6 f:5",
		},
		{"a timeline of followers alone", SpotifyForArtists, dt, "t.csv", "date,followers\n2023-01-01,5\n2023-01-02,\n2023-01-03,6\n", "2023-01-01 dream-theater spotify 5 f:2\n2023-01-03 dream-theater spotify 6 f:4"},
		{"a mean of listeners", SpotifyForArtists, dt, "t.csv", "date,listeners,followers\n2023-01-01,9.9,5\n", "f:2: \"9.9\" is a fraction - write the whole number that the platform gave"},
		{"a quiet day", SpotifyForArtists, dt, "t.csv", "date,listeners,streams\n2023-01-01,49,49\n2023-01-02,0,0\n2023-01-03,900,49\n", "2023-01-01 dream-theater spotify/listeners 49 f:2\n2023-01-01 dream-theater spotify/streams 49 f:2\n" +
			"2023-01-02 dream-theater spotify/listeners 0 f:3\n2023-01-02 dream-theater spotify/streams 0 f:3\n2023-01-03 dream-theater spotify/listeners 900 f:4\n2023-01-03 dream-theater spotify/streams 49 f:4"},
		{"a day that cannot be so quiet", SpotifyForArtists, dt, "t.csv", "date,listeners,streams\n2023-01-01,50,7\n2023-01-02,0,0\n2023-01-03,50,900\n", "f:3: 0 for dream-theater on spotify/listeners on 2023-01-02, beside days of 50 - take it out if it means that nothing was got; a day of 0 stands among quiet days"},
		{"many quiet days, and one that is not", SpotifyForArtists, dt, "t.csv", "date,streams\n2023-01-01,0\n2023-01-02,0\n2023-01-03,7\n2023-01-04,0\n2023-01-05,9000\n2023-01-06,0\n", "2023-01-01 dream-theater spotify/streams 0 f:2\n2023-01-02 dream-theater spotify/streams 0 f:3\n2023-01-03 dream-theater spotify/streams 7 f:4\n" +
			"2023-01-04 dream-theater spotify/streams 0 f:5\n2023-01-05 dream-theater spotify/streams 9000 f:6\n2023-01-06 dream-theater spotify/streams 0 f:7"},
		{"before the first release", SpotifyForArtists, dt, "t.csv", "date,streams\n2023-01-01,0\n2023-01-02,1000\n2023-01-03,9000\n", "2023-01-01 dream-theater spotify/streams 0 f:2\n2023-01-02 dream-theater spotify/streams 1000 f:3\n2023-01-03 dream-theater spotify/streams 9000 f:4"},
		{"the end of what was loaded", SpotifyForArtists, dt, "t.csv", "date,streams\n2023-01-01,1001\n2023-01-02,0\n", "f:3: 0 for dream-theater on spotify/streams on 2023-01-02, beside days of 1001 - take it out if it means that nothing was got; a day of 0 stands among quiet days"},
		{"streams of one who is not new", SpotifyForArtists, dt, "t.csv", "date,streams\n2023-01-01,0\n2023-01-02,1001\n", "f:2: 0 for dream-theater on spotify/streams on 2023-01-01, beside days of 1001 - take it out if it means that nothing was got; a day of 0 stands among quiet days"},
		{"zeros of a new artist", SpotifyForArtists, dt, "t.csv", "date,listeners,streams,followers\n2023-01-01,0,0,0\n2023-01-02,0,0,0\n2023-01-03,9,9,14\n2023-01-04,9,9,17\n", timelineOfANewArtist},
		{"newest days first", SpotifyForArtists, dt, "t.csv", "date,followers\n2023-01-03,14\n2023-01-02,0\n2023-01-01,0\n", "2023-01-03 dream-theater spotify 14 f:2\n2023-01-02 dream-theater spotify 0 f:3\n2023-01-01 dream-theater spotify 0 f:4"},
		{"zeros of one who is not new", SpotifyForArtists, dt, "t.csv", "date,followers\n2023-01-01,0\n2023-01-02,140000\n", "f:2: 0 for dream-theater on spotify on 2023-01-01, beside 140000 on 2023-01-02 - " + zeros},
		{"zeros in the middle", SpotifyForArtists, dt, "t.csv", "date,followers\n2023-01-01,0\n2023-01-02,14\n2023-01-03,0\n", "f:4: 0 for dream-theater on spotify on 2023-01-03, beside 14 on 2023-01-02 - " + zeros},
		{"by name", SpotifyForArtists, dt, "t.csv", "Followers,\"Date\"\n5,2023-01-01\n", "2023-01-01 dream-theater spotify 5 f:2"},
		{"streams alone", SpotifyForArtists, dt, "t.csv", "date,streams\n2023-01-01,5\n", "2023-01-01 dream-theater spotify/streams 5 f:2"},
		{"no counts", SpotifyForArtists, dt, "t.csv", "date,saves\n2023-01-01,5\n", "f:1: has no column date, or none of followers, listeners and streams - export the audience timeline; its header is date,listeners,streams,followers"},
		{"no date", SpotifyForArtists, dt, "t.csv", "day,streams\n2023-01-01,5\n", "f:1: has no column date, or none of followers, listeners and streams - export the audience timeline; its header is date,listeners,streams,followers"},
		{"two of streams", SpotifyForArtists, dt, "t.csv", "date,streams,Streams\n2023-01-01,5,6\n", `f:1: has the columns "streams" and "Streams", which may be the same - keep one of the two`},
		{"two of them", SpotifyForArtists, dt, "t.csv", "date,followers,Followers\n2023-01-01,5,6\n", `f:1: has the columns "followers" and "Followers", which may be the same - keep one of the two`},

		{"plain", CSV, plain, "c.csv", header + "2023-01-01,VOLA,spotify,5\n2023-01-01,vola,X (Twitter),6\n2023-01-01,majesty,Last.fm,7\n", "2023-01-01 vola spotify 5 f:2\n2023-01-01 vola twitter 6 f:3\n2023-01-01 dream-theater lastfm 7 f:4"},
		{"repeated", CSV, plain, "c.csv", header + "2023-01-01,VOLA,spotify,5\n2023-01-01,Vola,Spotify,5\n", "2023-01-01 vola spotify 5 f:2"},
		{"no lines", CSV, plain, "c.csv", header, "f:1: has no lines below its header - take it out, or get it again"},
		{"empty lines at the end", CSV, plain, "c.csv", header + "2023-01-01,VOLA,spotify,5\n,,,\n,,,\n", "2023-01-01 vola spotify 5 f:2"},
		{"empty lines alone", CSV, plain, "c.csv", ",,,\n,,,\n", "f:1: has no header - take it out, or get it again"},
		{"nothing below a word to spreadsheets", CSV, plain, "c.csv", "sep=,\n", "f:1: has no header - take it out, or get it again"},
		{"quotes", CSV, plain, "c.csv", header + "2023-01-01,VO\"LA,spotify,5\n2023-01-02,VOLA,spotify,x\n", "f:2: is not CSV: bare \" in non-quoted-field - put a field that has quotes in quotes, and double those: \"The \"\"X\"\"\"\nf:3: \"x\" is not a count - write digits only, such as 3456789"},
		{"a metric that fits", CSV, plain, "c.csv", "date,artist,source,metric,value\n2023-01-01,vola,deezer,fans,5\n", "2023-01-01 vola deezer 5 f:2"},
		{"a metric that does not", CSV, plain, "c.csv", "date,artist,source,metric,value\n2023-01-01,vola,spotify,saves,5\n", `f:2: "saves" of Spotify are not kept - take them out; what is kept is followers, listeners, streams`},
		{"further metrics", CSV, plain, "c.csv", "date,artist,source,metric,value\n2023-01-01,vola,spotify,listeners,5\n2023-01-01,vola,spotify,Streams,6\n2023-01-01,vola,spotify,,7\n2023-01-01,vola,lastfm,plays,8\n2023-01-01,vola,wikipedia,views,9\n", "2023-01-01 vola spotify/listeners 5 f:2\n2023-01-01 vola spotify/streams 6 f:3\n2023-01-01 vola spotify 7 f:4\n2023-01-01 vola lastfm/plays 8 f:5\n2023-01-01 vola wikipedia 9 f:6"},
		{"a metric twice", CSV, plain, "c.csv", "date,artist,source,metric,value\n2023-01-01,vola,spotify,streams,5\n2023-01-01,vola,spotify,streams,6\n", "f:3: 6 for vola on spotify/streams on 2023-01-01, and 5 in f:2 - keep the right one of the two, or say --pick last, first or max"},
		{"columns of metrics", CSV, dt, "c.csv", "Date,Spotify Followers,Spotify Streams,Last.fm Plays,Spotify Monthly Listeners\n2023-01-01,5,6,7,8\n", "2023-01-01 dream-theater spotify 5 f:2\n2023-01-01 dream-theater spotify/streams 6 f:2\n2023-01-01 dream-theater lastfm/plays 7 f:2"},
		{"columns of metrics, and --source", CSV, metric(of("vola", content.Spotify), "streams"), "c.csv", "Date,Spotify Followers,Spotify Streams\n2023-01-01,5,6\n", "2023-01-01 vola spotify/streams 6 f:2"},
		{"columns of other metrics", CSV, metric(of("vola", content.Spotify), "streams"), "c.csv", "Date,Spotify Followers\n2023-01-01,5\n", "f:1: has no column of spotify/streams, which --source names - correct --source, or leave it out"},
		{"two columns of a metric", CSV, dt, "c.csv", "Date,Spotify Streams,Spotify streams\n2023-01-01,5,6\n", "f:1: has two columns of spotify/streams - keep the right one of the two"},
		{"a metric in --source", CSV, metric(of("vola", content.Spotify), "streams"), "c.csv", "date,value\n2023-01-01,5\n", "2023-01-01 vola spotify/streams 5 f:2"},
		{"a metric in --source, and a column of it", CSV, metric(of("vola", content.Spotify), "streams"), "c.csv", "date,Streams\n2023-01-01,5\n", "2023-01-01 vola spotify/streams 5 f:2"},
		{"a metric in --source, and a column of another", CSV, metric(of("vola", content.Spotify), "streams"), "c.csv", "date,Listeners\n2023-01-01,5\n", "f:2: has listeners, and --source names streams - correct --source"},
		{"a metric in --source, and a column of metrics", CSV, metric(of("vola", content.Spotify), "streams"), "c.csv", "date,metric,value\n2023-01-01,streams,5\n", "f:1: has a column of metrics, and --source names one - say --source spotify"},
		{"listeners of a day, or of a month", CSV, of("vola", content.Spotify), "c.csv", "date,Listeners\n2023-01-01,5\n", `f:2: "listeners" of Spotify may be those of a month - say --source spotify/listeners where they are of one day`},
		{"views of a day, or of all", CSV, of("vola", content.YouTube), "c.csv", "date,Views\n2023-01-01,5\n", `f:2: "views" of YouTube may be those of a day - say --source youtube/views where they are all since the beginning, or --source youtube/daily-views`},
		{"views of all days", CSV, metric(of("vola", content.YouTube), "views"), "c.csv", "date,Views\n2023-01-01,5\n", "2023-01-01 vola youtube/views 5 f:2"},
		{"views of a day", CSV, metric(of("vola", content.YouTube), "daily-views"), "c.csv", "date,Views\n2023-01-01,5\n", "2023-01-01 vola youtube/daily-views 5 f:2"},
		{"a metric of two words", CSV, plain, "c.csv", "date,artist,source,metric,value\n2023-01-01,vola,youtube,daily-views,5\n", "2023-01-01 vola youtube/daily-views 5 f:2"},
		{"a column of a metric of two words", CSV, dt, "c.csv", "Date,YouTube Daily Views\n2023-01-01,5\n", "2023-01-01 dream-theater youtube/daily-views 5 f:2"},
		{"listeners of a day", CSV, metric(of("vola", content.Spotify), "listeners"), "c.csv", "date,Listeners\n2023-01-01,5\n", "2023-01-01 vola spotify/listeners 5 f:2"},
		{"a source whose plays lead", CSV, lead(of("vola", content.LastFM), "plays"), "c.csv", "date,value\n2023-01-01,5\n", "2023-01-01 vola lastfm/plays 5 f:2"},
		{"a source whose plays lead, and a column of listeners", CSV, lead(of("vola", content.LastFM), "plays"), "c.csv", "date,listeners\n2023-01-01,5\n", "2023-01-01 vola lastfm 5 f:2"},
		{"followers, and streams beside them", CSV, of("vola", content.Spotify), "c.csv", "date,followers,streams\n2023-01-01,5,6\n", "2023-01-01 vola spotify 5 f:2"},
		{"a column of its metric", CSV, of("vola", content.Deezer), "c.csv", "day,Fans\n2023-01-01,5\n", "2023-01-01 vola deezer 5 f:2"},
		{"columns of sources", CSV, plain, "c.csv", "Date,Artist,Spotify Followers,X Followers,Deezer Fans\n2023-01-01,vola,5,,6\n", "2023-01-01 vola spotify 5 f:2\n2023-01-01 vola deezer 6 f:2"},
		{"two columns of a source", CSV, dt, "c.csv", "Date,X Followers,Twitter Followers\n2023-01-01,5,6\n", "f:1: has two columns of twitter - keep the right one of the two"},
		{"value and a column of a source", CSV, of("vola", content.Spotify), "c.csv", "Date,value,Spotify Followers\n2023-01-01,5,6\n", `f:1: has the columns "value" and "Spotify Followers", which may be the same - keep one of the two`},
		{"columns of sources, and --source", CSV, of("vola", content.Spotify), "c.csv", "Date,X Followers,Spotify Followers\n2023-01-01,6,5\n", "2023-01-01 vola spotify 5 f:2"},
		{"columns of other sources", CSV, of("vola", content.Deezer), "c.csv", "Date,Spotify Followers\n2023-01-01,5\n", "f:1: has no column of deezer, which --source names - correct --source, or leave it out"},
		{"times of a program", CSV, of("vola", content.Spotify), "c.csv", "\ufeff\"Date\",\"Spotify Followers\"\r\n\"2023-01-01T23:59:59.123Z\",\"5\"\r\n\"2023-01-03T03:00:00+00:00\",\"6\"\r\n\"2023-01-04 03:00:00.5+00:00\",\"7\"\r\n\"2023-01-05T03:00:00+0000\",\"8\"\r\n", "2023-01-01 vola spotify 5 f:2\n2023-01-03 vola spotify 6 f:3\n2023-01-04 vola spotify 7 f:4\n2023-01-05 vola spotify 8 f:5"},
		{"times of other zones", CSV, of("vola", content.Spotify), "c.csv", "date,value\n2023-01-01T00:00:00+02:00,5\n2023-01-02T23:30:00-05:00,6\n", "2022-12-31 vola spotify 5 f:2\n2023-01-03 vola spotify 6 f:3"},
		{"times without a zone", CSV, of("vola", content.Spotify), "c.csv", "date,value\n2023-01-01 23:00,5\n", `f:2: "2023-01-01 23:00" has a time, and not how far its zone is from UTC - write the UTC day as YYYY-MM-DD, or the zone as in 2024-01-02 23:30 +01:00`},
		{"days of one digit", CSV, of("vola", content.Spotify), "c.csv", "date,value\n2023-1-9,5\n2023-1-10,6\n", "2023-01-09 vola spotify 5 f:2\n2023-01-10 vola spotify 6 f:3"},
		{"days first", CSV, of("vola", content.Spotify), "c.csv", "date,value\n13/01/2023,5\n01/01/2023,6\n31/01/2023,7\n", "2023-01-13 vola spotify 5 f:2\n2023-01-01 vola spotify 6 f:3\n2023-01-31 vola spotify 7 f:4"},
		{"days first, or months", CSV, of("vola", content.Spotify), "c.csv", "date,value\n13/01/2023,5\n02/01/2023,6\n", `f:3: "02/01/2023" may be day/month or month/day - write YYYY-MM-DD: 2023-01-02 or 2023-02-01`},
		{"days first, then months", CSV, of("vola", content.Spotify), "c.csv", "date,value\n01/01/2023,5\n13/01/2023,6\n01/14/2023,7\n", `f:4: "01/14/2023" is written as MM/DD/YYYY, and line 2 as DD/MM/YYYY - write all dates as YYYY-MM-DD`},
		{"semicolons", CSV, plain, "c.csv", "date;artist;source;value\n2023-01-01;vola;spotify;5\n", `f:1: is not separated by commas - it has semicolons: say --separator ";"`},
		{"tabs", CSV, plain, "c.csv", "date\tartist\tsource\tvalue\n2023-01-01\tvola\tspotify\t5\n", "f:1: is not separated by commas - it has tabs: say --separator tab"},
		{"semicolons, as it is said", CSV, by(';'), "c.csv", "date;artist;source;value\n2023-01-01; \"vola\";spotify;5\n", "2023-01-01 vola spotify 5 f:2"},
		{"tabs, as it is said", CSV, by('\t'), "c.csv", "date\tartist\tsource\tvalue\tnote\n2023-01-01\tvola\tspotify\t5\t\n2023-01-02\tvola\tspotify\t\tx\n2023-01-03\t Dream Theater \tspotify\t6\tx\n", "2023-01-01 vola spotify 5 f:2\n2023-01-03 dream-theater spotify 6 f:4"},
		{"semicolons, as the file and the flag say", CSV, by(';'), "c.csv", "sep=;\ndate;artist;source;value\n2023-01-01;vola;spotify;5\n", "2023-01-01 vola spotify 5 f:3"},
		{"commas, but semicolons are said", CSV, by(';'), "c.csv", header + "2023-01-01,vola,spotify,5\n", "f:1: is not separated by semicolons - leave out --separator"},
		{"a comma in a number among semicolons", CSV, by(';'), "c.csv", "date;artist;source;value\n2023-01-01;vola;spotify;1,5\n", `f:2: "1,5" is a fraction - write the whole number that the platform gave`},
		{"a field too many among semicolons", CSV, by(';'), "c.csv", "date;artist;source;value\n2023-01-01;vola;spotify;1;5\n", "f:2: has 5 fields, and the header 4 - write a field for each column; quote one that has a semicolon, and write counts as digits only"},
		{"a timeline with tabs", SpotifyForArtists, separated(dt, '\t'), "t.csv", "date\tlisteners\tstreams\tfollowers\n2023-01-01\t\t\t5\n", "2023-01-01 dream-theater spotify 5 f:2"},
		{"lines of old Macs", CSV, plain, "c.csv", "date,artist,source,value\r2023-01-01,vola,spotify,5\r", "f:1: ends its lines as Macs once did - save it as CSV UTF-8"},
		{"a word to spreadsheets", CSV, plain, "c.csv", "\ufeffsep=,\r\n" + header + "2023-01-01,vola,spotify,5\n", "2023-01-01 vola spotify 5 f:3"},
		{"another word to spreadsheets", CSV, plain, "c.csv", "sep=;\ndate;artist;source;value\n2023-01-01;vola;spotify;5\n", `f:1: is not separated by commas - it has semicolons: say --separator ";"`},

		{"accounts", CSV, plain, "c.csv", "date,platform_code,identifier,value\n2023-01-01,spotify,2aaLAng2L2aWD2FClzwiep,5\n2023-01-01,x,DreamTheaterNet,6\n2023-01-01,spotify,https://open.spotify.com/artist/0VolaVolaVolaVolaVola0,7\n", "2023-01-01 dream-theater spotify 5 f:2\n2023-01-01 dream-theater twitter 6 f:3\n2023-01-01 vola spotify 7 f:4"},
		{"accounts, with other names", CSV, plain, "c.csv", "date,artist_name,platform_code,identifier,value\n2023-01-01,D. Theater,spotify,2aaLAng2L2aWD2FClzwiep,5\n", "2023-01-01 dream-theater spotify 5 f:2"},
		{"accounts of another artist's", CSV, plain, "c.csv", "date,artist_name,platform_code,identifier,value\n2023-01-01,vola,spotify,2aaLAng2L2aWD2FClzwiep,5\n", `f:2: "2aaLAng2L2aWD2FClzwiep" is the account of "dream-theater", and the line is of "vola" - correct one of the two`},
		{"accounts of nobody's", CSV, plain, "c.csv", "date,platform_code,identifier,value\n2023-01-01,spotify,2AALAng2L2aWD2FClzwiep,5\n2023-01-01,spotify,dreamtheater,5\n2023-01-01,spotify,,5\n", "f:2: no artist has the Spotify account \"2AALAng2L2aWD2FClzwiep\" - write it into the artist's file, or take these counts out\n" +
			"f:3: Spotify account \"dreamtheater\" does not have the right form - write the artist id, such as 2aaLAng2L2aWD2FClzwiep\nf:4: has no account - write the artist id"},
		{"accounts, of another metric, too", CSV, plain, "c.csv", "date,platform_code,identifier,metric_code,value\n2023-01-01,spotify,2aaLAng2L2aWD2FClzwiep,followers,5\n2023-01-01,spotify,2aaLAng2L2aWD2FClzwiep,monthly_listeners,9\n", `f:3: "monthly_listeners" of Spotify are not kept - take them out; what is kept is followers, listeners, streams`},
		{"accounts of one source", CSV, of("", content.Twitter), "c.csv", "date,identifier,followers\n2023-01-01,@dreamtheaternet,5\n", "2023-01-01 dream-theater twitter 5 f:2"},
		{"accounts of no source", CSV, plain, "c.csv", "date,identifier,value\n2023-01-01,x,5\n", "f:1: has no column source - add one, or say --source ID where the file is of one source; " + wantedHeader},
		{"accounts, and --artist", CSV, dt, "c.csv", "date,platform_code,identifier,value\n2023-01-01,spotify,2aaLAng2L2aWD2FClzwiep,5\n", "f:1: has a column of accounts, and --artist is said - leave out --artist"},

		{"several counts a day", CSV, of("vola", content.Spotify), "c.csv", "date,value\n2023-01-01,5\n2023-01-01,6\n", "f:3: 6 for vola on spotify on 2023-01-01, and 5 in f:2 - keep the right one of the two, or say --pick last, first or max"},
		{"blanks after commas", CSV, plain, "c.csv", "date, \"artist\", source, value\n2023-01-01, \"Dream Theater\", spotify, 5\n", "2023-01-01 dream-theater spotify 5 f:2"},
		{"UTF-16", CSV, plain, "c.csv", "\xff\xfed\x00", "f:1: is UTF-16 - save it as UTF-8"},
		{"a zero byte", CSV, plain, "c.csv", header + "2023-01-01,vola\x00,spotify,5\n", "f:2: has a zero byte - save it as UTF-8 text"},

		{"zeros among small counts", CSV, of("vola", content.Spotify), "c.csv", "date,value\n2023-01-01,0\n2023-01-02,0\n2023-01-03,3\n2023-01-04,0\n2023-01-05,10\n2023-01-06,400\n", "2023-01-01 vola spotify 0 f:2\n2023-01-02 vola spotify 0 f:3\n2023-01-03 vola spotify 3 f:4\n2023-01-04 vola spotify 0 f:5\n2023-01-05 vola spotify 10 f:6\n2023-01-06 vola spotify 400 f:7"},
		{"nothing but zeros", CSV, of("vola", content.Spotify), "c.csv", "date,value\n2023-01-01,0\n", "2023-01-01 vola spotify 0 f:2"},
		{
			"zeros before and after large counts", CSV, of("vola", content.Spotify), "c.csv", "date,value\n2023-01-03,0\n2023-01-01,0\n2023-01-02,11\n",
			"f:2: 0 for vola on spotify on 2023-01-03, beside 11 on 2023-01-02 - take it out if it means that nothing was got; a count of 0 stands among counts near 0\n" +
				"f:3: 0 for vola on spotify on 2023-01-01, beside 11 on 2023-01-02 - take it out if it means that nothing was got; a count of 0 stands among counts near 0",
		},
		{"another series' large counts", CSV, plain, "c.csv", header + "2023-01-01,vola,spotify,0\n2023-01-01,vola,twitter,500\n2023-01-01,haunted,spotify,500\n", "2023-01-01 vola spotify 0 f:2\n2023-01-01 vola twitter 500 f:3\n2023-01-01 haunted spotify 500 f:4"},

		{"a row", Unsaved, plain, "u", `{"date":"2026-11-22","artist":"gone","source":"spotify","metric":"followers","value":5,"at":"2026-11-22T00:00:00Z"}` + "\n\n", "2026-11-22 gone spotify 5 f:1"},
		{"a cut row", Unsaved, plain, "u", "\n" + `{"date":"2026-11-22","artist":`, "f:2: not a row: unexpected end of JSON input - take the rows as the failed run left them"},
	}
	for _, tt := range tests {
		t.Run(string(tt.kind)+" "+tt.name, func(t *testing.T) {
			got, _ := read(t, tt.kind, tt.o, File{tt.file, []byte(tt.data)})
			if diff := cmp.Diff(strings.ReplaceAll(tt.want, "f:", tt.file+":"), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCounts(t *testing.T) {
	for text, want := range map[string]any{
		"0": 0, "3456789": 3456789, "007": 7, "9007199254740991": 9007199254740991,
		"9007199254740992": "too large", "99999999999999999999999": "too large",
		"1,234": "or is a fraction", "1.234": "or is a fraction", "1,234,567": "has thousands separators - write 1234567",
		"1 234": "has thousands separators - write 1234", "1\u00a0234": "write 1234", "1'234": "write 1234", "1_234": "write 1234",
		"1\u2009234\u2009567": "has thousands separators - write 1234567", "1\u202f234": "has thousands separators - write 1234", "1’234’567": "write 1234567", "1.234.567": "write 1234567", "1.234,567": "or is a fraction",
		"12,34,567": "as India writes them - write 1234567", "1,00,000": "as India writes them - write 100000", "12,34": "is a fraction", "1,23,45": "is not a count",
		"1.2B": "is rounded", "1.2b": "is rounded", "1,2 Mio.": "is rounded", "3 Mrd": "is rounded", "1.2 million": "is rounded", "12 lakh": "is rounded", "1.2E+06": "is rounded", "1.2k": "is rounded",
		"١٢٣٤": "has digits of another script - write 1234", "۱۲": "write 12", "१२३": "write 123", "１２３": "has digits of another script - write 123", "1２": "write 12", "𝟏𝟐": "write 12",
		"١٬٢٣٤": "or is a fraction", "１，２３４，５６７": "has thousands separators - write 1234567", "１．２Ｋ": "is rounded", "\u22125": "is negative",
		"12\u200b34": "has an invisible character, U+200B", "\ufeff12": "has an invisible character, U+FEFF", "12\u00ad": "has an invisible character, U+00AD", "1\u20092": "is not a count", "$12": "is not a count", "12%": "is not a count",
		"12.0": "is a fraction", "12,5": "is a fraction", "-3": "is negative", "1.2K": "is rounded", "3M": "is rounded", "1e6": "is rounded",
		"": "is not a count", "+3": "is not a count", "n/a": "is not a count", "null": "is not a count", "0x10": "is not a count", "1 2": "is not a count",
	} {
		n, wrong := parseCount(text)
		switch want := want.(type) {
		case int:
			if wrong != nil || n != int64(want) {
				t.Errorf("%q is %d, %v", text, n, wrong)
			}
		case string:
			if wrong == nil || !strings.Contains(wrong.what+" - "+wrong.instead, want) {
				t.Errorf("%q: %v, want %q", text, wrong, want)
			}
		}
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		"2023-01-02": "2023-01-02", "20230102": "2023-01-02", "2023/01/02": "2023-01-02", "2023.01.02": "2023-01-02",
		"2023-1-2": "2023-01-02", "2023/1/2": "2023-01-02", "2023.1.2": "2023-01-02",
		"Jan 2, 2023": "2023-01-02", "January 2, 2023": "2023-01-02", "Jan 2 2023": "2023-01-02", "Jan. 2, 2023": "2023-01-02",
		"JANUARY 2ND, 2023": "2023-01-02", "January 2nd, 2023": "2023-01-02", "May 3rd 2023": "2023-05-03", "Sept 21st, 2023": "2023-09-21",
		"2 Jan 2023": "2023-01-02", "2 January 2023": "2023-01-02", "02-Jan-2023": "2023-01-02", "2-jan-2023": "2023-01-02", "02/Jan/2023": "2023-01-02",
		"2nd January 2023": "2023-01-02", "2nd of January, 2023": "2023-01-02", "02Jan2023": "2023-01-02", "2023-Jan-02": "2023-01-02",
		"2. Januar 2023": "2023-01-02", "2. Jänner 2023": "2023-01-02", "3. März 2023": "2023-03-03", "3. Mai 2023": "2023-05-03", "31. Okt. 2023": "2023-10-31", "24. Dezember 2023": "2023-12-24",
		"Mon, 02 Jan 2023": "2023-01-02", "Monday, January 2nd, 2023": "2023-01-02", "Montag, 2. Januar 2023": "2023-01-02", "Mo., 2. Januar 2023": "2023-01-02",
		"Tue, 02 Jan 2023": "", "Never 2 Jan 2023": "",

		"2023-01-02T00:00:00.000Z": "2023-01-02", "2023-01-02T23:59:59Z": "2023-01-02", "2023-01-02 00:00:00": "2023-01-02", "2023-01-02T00:00": "2023-01-02",
		"2023-01-02T23:30:00-05:00": "2023-01-03", "2023-01-02T00:30:00+01:00": "2023-01-01", "2023-01-02T23:30-0500": "2023-01-03", "2023-01-02T23:30:00-05": "2023-01-03",
		"2023-01-02 23:30 +0100": "2023-01-02", "2023-01-02 00:30 +0100": "2023-01-01", "2023-01-02 23:30 UTC": "2023-01-02", "2023-01-02 23:30:00 UTC-05:00": "2023-01-03",
		"20230102T233000Z": "2023-01-02", "20230102T233000-0500": "2023-01-03", "2023-01-02t23:30:00z": "2023-01-02",
		"Mon, 02 Jan 2023 23:30:00 GMT": "2023-01-02", "Mon, 02 Jan 2023 23:30:00 -0500": "2023-01-03", "Jan 2, 2023, 11:30 PM UTC": "2023-01-02", "Jan 2, 2023 12:30 a.m. +01:00": "2023-01-01",
		"Mon Jan 02 2023 23:30:00 GMT-0500 (Eastern Standard Time)": "2023-01-03", "Mon Jan  2 23:30:00 UTC 2023": "2023-01-02", "2023-01-02T00:30+01:00[Europe/Berlin]": "2023-01-01",
		"2023-01-02 23:30:00 +0000 UTC": "2023-01-02", "2023-01-02 23:30:00 -0500 EST": "2023-01-03", "2023–01–02": "2023-01-02", "2023‑01‑02": "2023-01-02",
		"2023-12-31T23:30:00-05:00": "2024-01-01", "2024-02-28T20:00:00\u221205:00": "2024-02-29",
		"2023-01-02 UTC": "2023-01-02", "2023-01-02Z": "2023-01-02", "2023-01-02+00:00": "2023-01-02", "2. Januar 2023 um 23:30 UTC": "2023-01-02",
		"2023-01-02+01:00": "", "2023-01-02 CET": "", "2023-01-02 23:30 EST": "", "2023-01-02 14:00:00": "", "2023-01-02 24:00Z": "", "2023-01-02 23:60Z": "",
		"2023-01-02T00:00:00+99:00": "", "2023-01-02 13:00 PM UTC": "", "2023-01-02 1:5 UTC": "", "2023-01-02 00:00 x": "", "2023-01-02x": "", "2023-01-021": "",

		"13/02/2023": "2023-02-13", "02/13/2023": "2023-02-13", "13.02.2023": "2023-02-13", "31-12-2023": "2023-12-31", "05/05/2023": "2023-05-05", "13/02/2023 23:30 -05:00": "2023-02-14",
		"01/02/2023": "", "1.2.2023": "", "02.01.2023": "", "02-01-23": "", "13/02/23": "", "13/13/2023": "", "13/02.2023": "",
		"2023-02-29": "", "2024-02-29": "2024-02-29", "Feb 30, 2023": "", "31. April 2023": "", "2023-13-01": "", "2023-00-10": "", "2023-1/2": "", "2023-01": "", "Jan 2023": "",
		"yesterday": "", "": "", "44927": "", "44927.5": "", "1672617600": "", "2 Jan 23": "", "2 Foo 2023": "",
	} {
		got := parseDate(text)
		if day := got.day.String(); (got.form != unknownForm) != (want != "") || want != "" && day != want {
			t.Errorf("%q is %s, %q; want %q", text, day, got.form, want)
		}
	}
}

func TestWhyThereIsNoDate(t *testing.T) {
	for text, want := range map[string]string{
		"":                    "has no date - write YYYY-MM-DD",
		"03/04/2023":          `"03/04/2023" may be day/month or month/day - write YYYY-MM-DD: 2023-04-03 or 2023-03-04`,
		"3.4.23":              `"3.4.23" has a year of two digits - write the UTC day as YYYY-MM-DD`,
		"12/31/24":            `"12/31/24" has a year of two digits - write the UTC day as YYYY-MM-DD`,
		"2-Jan-24":            `"2-Jan-24" has a year of two digits - write the UTC day as YYYY-MM-DD`,
		"13/13/2024":          `"13/13/2024" is no day of the calendar - write the UTC day as YYYY-MM-DD`,
		"2024-01-02T24:00Z":   `"2024-01-02T24:00Z" has a time that no clock shows - write the UTC day as YYYY-MM-DD`,
		"Mon, 2 Jan 2024":     `"Mon, 2 Jan 2024" was a Tuesday - write the UTC day as YYYY-MM-DD`,
		"２０２４-０１-０２":          `"２０２４-０１-０２" has digits of another kind than 0 to 9 - write the UTC day as YYYY-MM-DD`,
		"2 janvier 2024":      `"2 janvier 2024" is no date that can be read in only one way - write the UTC day as YYYY-MM-DD`,
		"44927":               `"44927" may be the number that a spreadsheet has for a day - give the column the format YYYY-MM-DD, and save it again`,
		"2023-01-02 14:00:00": `"2023-01-02 14:00:00" has a time, and not how far its zone is from UTC - write the UTC day as YYYY-MM-DD, or the zone as in 2024-01-02 23:30 +01:00`,
		"2023-01-02 9:30 EST": `"2023-01-02 9:30 EST" has a time, and not how far its zone is from UTC - write the UTC day as YYYY-MM-DD, or the zone as in 2024-01-02 23:30 +01:00`,
		"2023-02-29":          `"2023-02-29" is no day of the calendar - write the UTC day as YYYY-MM-DD`,
	} {
		if wrong := noDate(text); wrong.what+" - "+wrong.instead != want {
			t.Errorf("%q: %s - %s", text, wrong.what, wrong.instead)
		}
	}
}

// FuzzParseDate: what RFC 3339 has a meaning for is that UTC day, and no text has
// a day that is more than the zones of the world away from one that it names.
func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2023-01-02", "2023-01-02T23:30:00-05:00", "Mon, 02 Jan 2023 23:30:00 GMT", "13/02/2023", "2. Januar 2023", "Mon Jan  2 23:30:00 UTC 2023", "Jan 2, 2023 12:30 AM +01:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := parseDate(text)
		if at, err := time.Parse(time.RFC3339, text); err == nil && got.form != unknownForm && got.day != content.DayOf(at) {
			t.Errorf("%q is %s, want %s", text, got.day, content.DayOf(at))
		}
		if got.form == unknownForm {
			return
		}
		for _, day := range []content.Day{got.day - 1, got.day, got.day + 1} {
			if date := day.Time(); strings.Contains(text, date.Format("2006")) && strings.Contains(text, date.Format("2")) {
				return
			}
		}
		t.Errorf("%q is %s", text, got.day)
	})
}

// TestOneDateForm holds for a file; another may have its own.
func TestOneDateForm(t *testing.T) {
	a := File{"a.csv", []byte("date,value\n2023-01-01,1\n2023-01-02,2\n")}
	b := File{"b.csv", []byte("date,value\n\"May 1, 2023\",3\n\"June 1, 2023\",4\n")}
	if got, _ := read(t, CSV, of("vola", content.Spotify), a, b); strings.Count(got, "\n") != 3 {
		t.Error(got)
	}
	mixed := File{"m.csv", append(append([]byte{}, a.Data...), "20230103,3\n"...)}
	want := `m.csv:4: "20230103" is written as YYYYMMDD, and line 2 as YYYY-MM-DD - write all dates as YYYY-MM-DD`
	if got, _ := read(t, CSV, of("vola", content.Spotify), mixed); got != want {
		t.Error(got)
	}
}

func TestFilesThatDisagree(t *testing.T) {
	a := File{"a/20230101.json", []byte(`{"DT":{"spotify":1}}`)}
	b := File{"b/20230101.json", []byte(`{"DT":{"spotify":2}}`)}
	want := "b/20230101.json:1: 2 for dream-theater on spotify on 2023-01-01, and 1 in a/20230101.json:1 - keep the right one of the two"
	if got, _ := read(t, Ancestor, options, a, b); got != want {
		t.Error(got)
	}
	if got, _ := read(t, Ancestor, options, a, a); strings.Contains(got, "\n") || !strings.HasPrefix(got, "2023-01-01") {
		t.Error(got)
	}
}

func TestIgnoredColumns(t *testing.T) {
	_, result := read(t, CSV, of("vola", content.Spotify), File{"c.csv", []byte("timestp,value,daily_diff,Note\n2023-01-01,5,-1.5,x\n")})
	if diff := cmp.Diff([]string{`c.csv: "daily_diff"`, `c.csv: "Note"`}, result.Ignored); diff != "" {
		t.Error(diff)
	}
}

func TestFolder(t *testing.T) {
	files := fstest.MapFS{
		"20230102.json": {Data: []byte("b")}, "20230101.json": {Data: []byte("a")}, "more/20230103.json": {Data: []byte("c")},
		"notes.txt": {Data: []byte("d")}, ".git/20230104.json": {Data: []byte("e")}, ".hidden.json": {Data: []byte("f")},
	}
	got, err := folder(files, "past")
	want := []File{{"past/20230101.json", []byte("a")}, {"past/20230102.json", []byte("b")}, {"past/more/20230103.json", []byte("c")}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	if _, err := folder(fstest.MapFS{}, "past"); err == nil {
		t.Error("an empty folder is taken")
	}
	if _, err := folder(fstest.MapFS{"x": {Data: nil}}, "past"); !strings.Contains(fmt.Sprint(err), "past: has no files YYYYMMDD.json") {
		t.Error(err)
	}
}

func TestUnsavedRowsStayAsTheyAre(t *testing.T) {
	const line = `{"metric":"followers","date":"2026-11-22","artist":"vola","source":"spotify","value":5,"at":"2026-11-22T01:00:00+01:00","new":{"a":[1]}}`
	_, result := read(t, Unsaved, options, File{"u", []byte(line + "\r\n")})
	want, err := row.Decode([]byte(line))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]history.ImportRow{{Row: want, File: "u", Line: 1}}, result.Rows, cmp.AllowUnexported(row.Row{})); diff != "" {
		t.Error(diff)
	}
}

func TestUnknownKind(t *testing.T) {
	if _, err := Read("excel", nil, options); err == nil {
		t.Error("excel is a kind")
	}
}
