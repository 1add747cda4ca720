package report

import (
	"fmt"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
)

// Failure is what a person needs to know of a run that failed: what went wrong, what
// became of the counts, what visitors see, since when, and what to do.
type Failure struct {
	Day      content.Day
	Headline string
	Lines    []string // the error, line by line
	Counts   string   // what became of them
	Shown    string   // what visitors see; "" where the run shows them nothing
	Since    string
	Missing  string   // the days of the last month without counts
	Cures    []string // what to do, in words
	Commands []string // and as lines for a shell

	Elsewhere []string // what to do without a shell, in Markdown

	Newest content.Day // count that visitors see; 0 where it is not known
}

// maxIssue is how many bytes of Markdown an issue gets; GitHub takes 65,536 characters.
const maxIssue = 30_000

// Short is the failure in one line.
func (f Failure) Short() string {
	return strings.TrimSuffix(f.Headline, ".") + ": " + f.Lines[0]
}

// Issue is the failure in Markdown.
func (f Failure) Issue() string { return cutLines(write("failure", f), maxIssue) }

// Page is the page of a job that failed.
func (f Failure) Page(s Summary) string {
	page := "## The run of " + Date(f.Day) + " failed\n\n" + f.Issue()
	if s.Settled {
		page += "\n\n" + shell.Join("\n\n", "### What came of the sources", write("table", s), s.sentences())
	}
	return cutLines(page, maxMarkdown) + "\n"
}

// Fault is what went wrong with a night that did not fail.
func (f Failure) Fault() string { return write("fault", f) }

// Recent is how many days back a report looks.
const Recent = 30

// Missing names the days before the run without any count, since the first one with
// some; "" where there is none before.
func Missing(days []content.Day, today content.Day) string {
	if len(days) == 0 || days[0] >= today {
		return ""
	}
	var absent []content.Day
	for day := max(days[0], today-Recent); day < today; day++ {
		if _, found := slices.BinarySearch(days, day); !found {
			absent = append(absent, day)
		}
	}
	of := int(today - max(days[0], today-Recent))
	if len(absent) == 0 {
		return fmt.Sprintf("none of the last %d", of)
	}
	var spans []string
	for i := 0; i < len(absent); {
		j := i
		for j+1 < len(absent) && absent[j+1] == absent[j]+1 {
			j++
		}
		span := absent[j].Time().Format("2 January")
		if j > i {
			from := "2 January"
			if absent[i].Time().Month() == absent[j].Time().Month() {
				from = "2"
			}
			span = absent[i].Time().Format(from) + " to " + span
		}
		spans = append(spans, span)
		i = j + 1
	}
	return fmt.Sprintf("%d of the last %d: %s", len(absent), of, strings.Join(spans, ", "))
}

// Known is what could be found out after a run that failed.
type Known struct {
	Days   []content.Day // of which the history has anything
	Err    error         // why that is not known
	Newest content.Day   // the newest count that visitors see; 0 where there is none
	Site   bool          // whether that is known, or none is published
}

// Since is when things were in order for the last time.
func Since(today content.Day, k Known) string {
	switch {
	case k.Err == nil && len(k.Days) > 0 && k.Days[len(k.Days)-1] < today:
		newest := k.Days[len(k.Days)-1]
		return "the last counts recorded are of " + Date(newest) + ", " + ago(today-newest)
	case k.Newest != 0 && k.Newest < today:
		return "the site was brought up to date for the last time on " + Date(k.Newest) + ", " + ago(today-k.Newest)
	case k.Newest != 0:
		return "today: an earlier run of the day brought the site up to date"
	case k.Err == nil && (len(k.Days) == 0 || k.Days[0] == today) && k.Newest == 0:
		return "the first run"
	case k.Err != nil && !k.Site:
		return "not known: neither the history nor the site can be read"
	case !k.Site:
		return "not known: the site cannot be read"
	case k.Err != nil:
		return "not known: the history cannot be read"
	}
	return "not known: nothing is published yet"
}

func ago(days content.Day) string {
	if days == 1 {
		return "yesterday"
	}
	return fmt.Sprintf("%d days ago", days)
}

// Date writes a day as people do.
func Date(day content.Day) string { return day.Time().Format("2 January 2006") }

// Age is how old a site is, after its day.
func Age(days content.Day) string {
	switch {
	case days <= 0:
		return ""
	case days == 1:
		return ", a day old"
	}
	return fmt.Sprintf(", %d days old", days)
}
