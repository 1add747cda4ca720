package report

import (
	"fmt"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content/legible"
	"datarocks/history/series"
)

// Next is what to do about a run that lacks something.
type Next struct {
	Cures     []string // in words
	Commands  []string // as lines for a shell
	Elsewhere []string // Markdown of ours: without a shell, as on a phone
}

// Next is what to do about what the run did not get. settle is the address of the
// workflow that decides on counts; "" where there is none.
func (s Summary) Next(w *shell.World, f settings.SiteFlags, settle string) (next Next) {
	var counts []string
	for _, source := range s.Sources {
		if source.Hint != "" {
			next.Cures = append(next.Cures, source.Name+": "+source.Hint)
		}
		for _, held := range source.Held {
			next.Commands = append(next.Commands, s.accepting(w, f.HistoryFlags, source, held))
			counts = append(counts, fmt.Sprintf("%s %s %s", held.Artist, source.written, held.day(s.Day)))
		}
	}
	if len(counts) > 0 {
		next.Cures = append(next.Cures, "look whether what is held is right: `accept` it, or `withdraw` it instead")
		next.Commands = next.Commands[:min(legible.MostOfAKind, len(counts))]
		counts = counts[:len(next.Commands)]
		if settle != "" {
			next.Elsewhere = append(next.Elsewhere, fmt.Sprintf("Without a laptop: open [Settle](%s), press *Run workflow*, and put this into *More of them*: `%s`",
				settle, strings.Join(counts, "; ")))
		}
	}
	if len(s.Broken) > 0 {
		next.Cures = append(next.Cures, mending(w, f))
	}
	if len(s.Problems) > 0 {
		next.Cures = append(next.Cures, f.Restoring(w))
	}
	return next
}

// mending is what to do about files of artists and pages that are wrong.
func mending(w *shell.World, f settings.SiteFlags) string {
	return fmt.Sprintf("mend the files; `%s` names all that is wrong. What is published of an artist stays until then", f.Check(w))
}

// staleDays is after how many days without a count one account is worth an issue, where
// its source counts others.
const staleDays = 7

// stale are the accounts that have been without a count for so long, a line each.
func (s Source) stale() (lines []string) {
	for _, g := range s.Gaps() {
		days := int(s.day - g.last)
		if g.last == 0 || days < staleDays+int(series.Interval(s.every))-1 {
			continue
		}
		reason := g.Reason
		if g.held {
			reason = "held: " + reason
		}
		lines = append(lines, fmt.Sprintf("%s: %s has had no count for %s, since %s: %s", s.Name, g.Artist, shell.Plural(days, "day"), Date(g.last), reason))
	}
	return lines
}

// Lasting describes what does not heal by itself, though the runs publish: what went
// wrong with this one, sources and accounts that have given no count for days, files
// that are wrong. It is "" where there is none.
func (s Summary) Lasting(fault *Failure, next Next) string {
	var items []string
	if fault != nil {
		items = append(items, "**"+fault.Headline+"**: "+escape(strings.Join(fault.Lines, " ")))
		next.Cures = slices.Concat(fault.Cures, next.Cures)
		next.Commands = slices.Concat(fault.Commands, next.Commands)
	}
	var stale []string
	for _, source := range s.Sources {
		if source.Silent() {
			items = append(items, "**"+escape(source.Name)+"** "+escape(source.Silence()))
		} else {
			stale = append(stale, source.stale()...)
		}
	}
	var unread []string
	for _, problem := range s.Problems {
		unread = append(unread, "history: "+problem)
	}
	for _, lines := range [][]string{shortened(stale, "account", "without a count"), shortened(s.Broken.Lines(), "problem", "in the files of artists and pages"), shortened(unread, "object", "that cannot be read")} {
		for _, line := range lines {
			items = append(items, escape(line))
		}
	}
	if len(items) == 0 {
		return ""
	}
	return cutLines(write("lasting", struct {
		Next
		Items []string
	}{next, items}), maxIssue)
}
