package importer

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/content"
	"datarocks/history"
)

const (
	studioTable = "Date,Views,Subscribers\n"

	studioHeader = "set YouTube Studio to English, choose Date in the table of Analytics, Advanced mode, and export it; its header begins Date,Views"
	studioZero   = "take it out if it means that nothing was got; a day of 0 stands among quiet days"
)

func TestYouTubeStudio(t *testing.T) {
	tests := []struct {
		name, file string
		want       string
		gains      bool
	}{
		{"views of days", "Date,Views,Watch time (hours)\nTotal,99,1.5\n2023-01-01,40,0.7\n2023-01-02,59,0.8\n", "2023-01-01 vola youtube/daily-views 40 f:3\n2023-01-02 vola youtube/daily-views 59 f:4", false},
		{"gains of subscribers are no counts", studioTable + "Total,99,7\n2023-01-01,40,9\n2023-01-02,59,-2\n", "2023-01-01 vola youtube/daily-views 40 f:3\n2023-01-02 vola youtube/daily-views 59 f:4", true},
		{"gains alone", "Date,Subscribers\n2023-01-01,40\n", "", true},
		{"a day without a number", studioTable + "2023-01-01,,\n2023-01-02,59,\n", "2023-01-02 vola youtube/daily-views 59 f:3", true},
		{"before the first video", "Date,Views\n2023-01-01,0\n2023-01-02,0\n2023-01-03,900\n2023-01-04,7\n", "2023-01-01 vola youtube/daily-views 0 f:2\n2023-01-02 vola youtube/daily-views 0 f:3\n2023-01-03 vola youtube/daily-views 900 f:4\n2023-01-04 vola youtube/daily-views 7 f:5", false},
		{"days that are not loaded yet", "Date,Views\n2023-01-01,1000\n2023-01-02,0\n", "f:3: 0 for vola on youtube/daily-views on 2023-01-02, beside days of 1000 - " + studioZero, false},
		{"a total in small letters", "DATE,views\ntotal,5\n2023-01-01,5\n", "2023-01-01 vola youtube/daily-views 5 f:3", false},
		{"a number for people", "Date,Views\n2023-01-01,\"1,234\"\n", `f:2: "1,234" has a thousands separator, or is a fraction - write digits only, such as 1234`, false},
		{"a negative view", "Date,Views\n2023-01-01,-5\n", "f:2: \"-5\" is negative - write a count, or none", false},
		{"a day twice", "Date,Views\n2023-01-01,5\n2023-01-01,6\n", "f:3: 6 for vola on youtube/daily-views on 2023-01-01, and 5 in f:2 - keep the right one of the two", false},
		{"months", "Date,Views\n2023-01,5\n", `f:2: "2023-01" is no date that can be read in only one way - write the UTC day as YYYY-MM-DD`, false},
		{"a day ahead", "Date,Views\n2026-11-24,5\n", "f:2: 2026-11-24 lies ahead; today is 2026-11-23 - write the UTC day of the count", false},
		{"in German", "Datum,Aufrufe,Abonnenten\n2023-01-01,5,1\n", "f:1: has no column Date, or neither Views nor Subscribers - " + studioHeader, false},
		{"no days", "Geography,Views\nUS,5\n", "f:1: has no column Date, or neither Views nor Subscribers - " + studioHeader, false},
		{"of videos", "Content,Video title,Date,Views\nx,y,2023-01-01,5\n", "f:1: has a column \"Content\": it is of single videos - choose Date in the table of Advanced mode, and export it again\n" +
			"f:1: has a column \"Video title\": it is of single videos - choose Date in the table of Advanced mode, and export it again", false},
		{"two of views", "Date,Views,views\n2023-01-01,5,6\n", `f:1: has the columns "Views" and "views", which may be the same - keep one of the two`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, result := read(t, YouTubeStudio, of("vola", ""), File{"f", []byte(test.file)})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if result.Gains != test.gains {
				t.Errorf("gains are left out: %v, want %v", result.Gains, test.gains)
			}
		})
	}
}

// TestSubscribersFromTheStart adds up gains, where nothing speaks against it.
func TestSubscribersFromTheStart(t *testing.T) {
	const gains = "Date,Subscribers\n"
	fromStart := of("vola", "")
	fromStart.FromStart = true
	tests := []struct {
		name  string
		files []string
		want  string
	}{
		{"days in a row", []string{gains + "Total,8\n2023-01-01,0\n2023-01-02,9\n2023-01-03,-2\n2023-01-04,1\n"}, "2023-01-01 0 2023-01-02 9 2023-01-03 7 2023-01-04 8"},
		{"newest first", []string{gains + "2023-01-03,-2\n2023-01-02,9\n2023-01-01,1\n"}, "2023-01-01 1 2023-01-02 10 2023-01-03 8"},
		{"another minus", []string{gains + "2023-01-01,3\n2023-01-02,\u22122\n"}, "2023-01-01 3 2023-01-02 1"},
		{"files of years, which overlap", []string{gains + "2024-01-01,5\n2023-12-31,4\n", gains + "2023-12-30,3\n2023-12-31,4\n"}, "2023-12-30 3 2023-12-31 7 2024-01-01 12"},
		{"a gap", []string{gains + "2023-01-01,3\n2023-01-04,2\n"}, "f0:3: 2023-01-02 to 2023-01-03 have no subscribers, which add up only from day to day - export these days, too, or leave out --from-start"},
		{"a day without a number", []string{gains + "2023-01-01,3\n2023-01-02,\n2023-01-03,2\n"}, "f0:4: 2023-01-02 has no subscribers, which add up only from day to day - export this day, too, or leave out --from-start"},
		{"below nothing", []string{gains + "2023-01-01,3\n2023-01-02,-4\n"}, "f0:3: subscribers add up to -1 on 2023-01-02 - the days do not begin with the channel's first; export them from there, or leave out --from-start"},
		{"a day twice", []string{gains + "2023-01-01,3\n2023-01-01,4\n"}, "f0:3: 4 subscribers on 2023-01-01, and 3 in f0:2 - keep the right one of the two"},
		{"a fraction", []string{gains + "2023-01-01,3.5\n"}, `f0:2: "3.5" is a fraction - write the whole number that the platform gave`},
		{"too large", []string{gains + "2023-01-01,9007199254740991\n2023-01-02,1\n"}, "f0:3: subscribers add up to 9007199254740992 on 2023-01-02 - correct the numbers, which are too large for counts"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var files []File
			for i, text := range test.files {
				files = append(files, File{"f" + string(rune('0'+i)), []byte(text)})
			}
			got, result := read(t, YouTubeStudio, fromStart, files...)
			if len(result.Rows) > 0 {
				got = levels(t, result.Rows)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("levels (-want +got):\n%s", diff)
			}
		})
	}
}

// levels writes the days and values of rows, which are exact.
func levels(t *testing.T, rows []history.ImportRow) string {
	t.Helper()
	var all []string
	for _, row := range rows {
		if row.Of() != content.YouTube.Default() || row.Step != 0 || row.Artist != "vola" {
			t.Errorf("a row of %s of %s with step %d", row.Of(), row.Artist, row.Step)
		}
		all = append(all, fmt.Sprintf("%s %d", row.Date, *row.Value))
	}
	return strings.Join(all, " ")
}
