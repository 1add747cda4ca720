package records

import (
	"cmp"
	"fmt"
	"slices"

	"datarocks/content"
	"datarocks/history"
	"datarocks/history/row"
)

// importResult is the outcome of an import, or of one that is only tried.
type importResult struct {
	history.Imported                // written, or to be written
	DryRun           bool           `json:"dryRun"`
	Series           []importSeries `json:"series"`
	Differences      []difference   `json:"differences"`
	Ignored          []string       `json:"ignoredColumns"`
	Passed           int            `json:"passedOver"`             // by --pick
	Gains            bool           `json:"gainsLeftOut,omitempty"` // of subscribers, which are no counts
	Asked            []askedArtist  `json:"artists,omitempty"`      // of an import from Wikidata
	Problems         []string       `json:"problems"`
}

// stay counts rows in whose place something else stays.
func (r importResult) stay() (n int) {
	for _, s := range r.Series {
		n += s.Live + s.Kept
	}
	return n
}

// importSeries is what becomes of the rows of one artist and metric.
type importSeries struct {
	Artist   string         `json:"artist"`
	Source   content.Source `json:"source"`
	Metric   string         `json:"metric"`
	First    content.Day    `json:"first"`
	Last     content.Day    `json:"last"`
	New      int            `json:"new"`
	Same     int            `json:"same"`
	Live     int            `json:"live"`
	Kept     int            `json:"kept"`
	Replaced int            `json:"replaced"`
}

// seriesOf sums a plan up. Its changes come sorted by day.
func seriesOf(plan history.ImportPlan) []importSeries {
	all := []importSeries{}
	at := make(map[row.SeriesKey]int)
	for _, change := range plan.Changes {
		key := change.SeriesKey()
		i, ok := at[key]
		if !ok {
			i = len(all)
			at[key] = i
			all = append(all, importSeries{Artist: change.Artist, Source: change.Source, Metric: change.Metric, First: change.Date})
		}
		s := &all[i]
		s.Last = change.Date
		*map[history.Outcome]*int{
			history.ImportNew: &s.New, history.ImportSame: &s.Same, history.ImportLive: &s.Live,
			history.ImportKept: &s.Kept, history.ImportReplaced: &s.Replaced,
		}[change.Outcome]++
	}
	slices.SortFunc(all, func(a, b importSeries) int {
		return cmp.Or(cmp.Compare(a.Artist, b.Artist), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Metric, b.Metric))
	})
	return all
}

// difference is a count of the files that is not the one stored.
type difference struct {
	File    string          `json:"file"`
	Line    int             `json:"line"`
	Date    content.Day     `json:"date"`
	Artist  string          `json:"artist"`
	Source  content.Source  `json:"source"`
	Metric  string          `json:"metric"`
	Outcome history.Outcome `json:"outcome"`
	Value   *int64          `json:"value"` // null where it is left out, too
	Stored  *int64          `json:"stored"`

	text, place string
	of          content.Metric
}

func differences(plan history.ImportPlan) []difference {
	all := []difference{}
	for _, change := range plan.Changes {
		if change.Outcome == history.ImportNew || change.Outcome == history.ImportSame {
			continue
		}
		stored := row.Row{}
		if change.Stored != nil {
			stored = *change.Stored
		}
		all = append(all, difference{
			File: change.File, Line: change.Line, Date: change.Date, Artist: change.Artist, Source: change.Source, Metric: change.Metric,
			Outcome: change.Outcome, Value: change.Value, Stored: stored.Value, text: compared(change, stored), place: placeOf(change.ImportRow), of: change.Of(),
		})
	}
	slices.SortStableFunc(all, func(a, b difference) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return all
}

// withoutCounts are differences for whom everybody reads.
func withoutCounts(all []difference) []difference {
	for i, d := range all {
		what := "another count stays"
		if d.Outcome == history.ImportReplaced {
			what = "another count is replaced"
		}
		all[i].Value, all[i].Stored = nil, nil
		all[i].text = fmt.Sprintf("%s: %s on %s, %s: %s; the numbers are left out: the site is private", d.place, d.Artist, d.of, d.Date, what)
	}
	return all
}

// compared describes what is in the file, what is stored, and which of them stays.
func compared(change history.ImportChange, stored row.Row) string {
	who, outcome := "what is stored", "stays"
	switch {
	case change.Outcome == history.ImportLive:
		who = "the live count"
	case stored.Via == row.ViaManual || stored.Status == row.Withdrawn:
		who = "what a person decided"
	case stored.Via != "":
		who = "the count of " + stored.Via
	}
	if change.Outcome == history.ImportReplaced {
		outcome = "is replaced"
	}
	row, where := change.Row, "in the file"
	if row.Value != nil {
		row.Reason = "" // a note on what it replaces
	}
	if row.Via == fromWikidata {
		where = "on Wikidata"
	}
	return fmt.Sprintf("%s: %s on %s, %s: %s %s; %s, %s, %s", placeOf(change.ImportRow),
		change.Artist, change.Of(), change.Date, standing(row), where, who, standing(stored), outcome)
}
