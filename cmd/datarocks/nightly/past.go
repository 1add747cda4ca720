package nightly

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/fetch"
	"datarocks/history/gate"
	"datarocks/history/row"
)

// recordDays keeps what the platforms know of past days. They can be asked for them
// again, so what cannot be recorded now is no loss: it stays due, the summary names it,
// and the night goes on. Only a run that is stopped, or a history whose counts cannot be
// read back, ends with an error.
func recordDays(ctx context.Context, n *Night, snap fetch.Snapshot) error {
	recorded, err := n.past.RecordDays(ctx, snap, gate.JudgeDays(n.past.Series))
	n.summary.Rows += recorded.Rows
	n.summary.PastDays, n.summary.Postponed = recorded.Days, n.postponed
	damaged := n.past.Err()
	switch {
	case damaged != nil:
		return damaged
	case err == nil:
		return nil
	case unreadable(err):
		n.Say("%s; their rows are beside them", err)
		return nil
	case n.Ctx.Err() != nil:
		n.stage = recording
		return err
	}
	text, cure := settings.Describe(err)
	if cure == "" {
		cure = "`" + n.command("doctor", "--write") + "` shows whether the history can be written"
	}
	n.summary.NotRecorded(snap, text+"\nthe next run asks for them again", cure)
	return nil
}

// unreadable reports whether an error is only that objects of days cannot be read. Then
// all rows are stored.
func unreadable(err error) bool {
	switch e := err.(type) {
	case *row.UnreadableError:
		return true
	case interface{ Unwrap() []error }:
		return !slices.ContainsFunc(e.Unwrap(), func(err error) bool { return !unreadable(err) })
	}
	inner := errors.Unwrap(err)
	return inner != nil && unreadable(inner)
}

// askPastAnew asks for all past days of a source once more, where it is named: counts may
// have been corrected that are too old to be asked for each night.
func askPastAnew(n *Night, asks []fetch.Ask) {
	for i, ask := range asks {
		if info, _ := ask.Source.Info(); info.Past() && n.flags.Names(ask.Source) {
			asks[i].Since = info.PastFrom
		}
	}
}

// askedOnce is for how long one night asks for years of past days. The rest of what
// askingAtMost allows is for what goes wrong.
const askedOnce = askingAtMost * 4 / 5

// postpone leaves accounts to the next nights that a source has to be asked all its past
// of, where they are more than one night can ask for.
func postpone(n *Night) {
	left := make(map[fetch.Ask]bool)
	for source, counter := range n.counters.Ready {
		expecter, ok := counter.(fetch.Expecter)
		if !ok {
			continue
		}
		var first []fetch.Ask
		var others, accounts []string
		for _, ask := range n.asks {
			switch {
			case ask.Source != source:
			case ask.Since != 0 && !n.past.Series(ask.Artist, ask.Metric).HasCounts():
				first, accounts = append(first, ask), append(accounts, ask.Account)
			default:
				others = append(others, ask.Account)
			}
		}
		// How many too many they are.
		over := sort.Search(len(first), func(over int) bool {
			return expecter.Expect(slices.Concat(others, accounts[:len(first)-over])) <= askedOnce
		})
		for _, ask := range first[len(first)-over:] {
			left[ask] = true
		}
	}
	drop := func(ask fetch.Ask) bool { return left[ask] }
	n.asks, n.wanted = slices.DeleteFunc(n.asks, drop), slices.DeleteFunc(n.wanted, drop)
	n.postponed = len(left)
}

// plannedPast is what recording past days would take.
type plannedPast struct {
	Accounts  int     `json:"accounts"`
	Rows      int     `json:"rows"`
	Days      int     `json:"days"`      // objects that are written
	Rewritten int     `json:"rewritten"` // of these, those that are there already
	Rollups   int     `json:"rollups"`   // objects that are made again
	Later     int     `json:"later"`     // accounts that are left to the next nights
	USD       float64 `json:"usd"`

	MicroUSD int `json:"-"`
}

// What S3 takes for a request, in millionths of a US dollar: $0.005 for 1,000 PUTs and
// $0.0004 for 1,000 GETs (aws.amazon.com/s3/pricing, November 2026).
const (
	microUSDaPut = 5.0
	microUSDaGet = 0.4
)

// planPast returns nil where no source is asked for past days.
func planPast(n *Night) (*plannedPast, error) {
	asks := slices.DeleteFunc(slices.Clone(n.asks), func(ask fetch.Ask) bool { return n.counters.Ready[ask.Source] == nil })
	plan, err := n.past.PlanDays(asks, n.summary.Day)
	if err != nil || plan.Accounts == 0 {
		return nil, err
	}
	p := &plannedPast{
		Accounts: plan.Accounts, Rows: plan.Rows, Days: plan.Days, Rewritten: plan.Rewritten, Rollups: plan.Rollups, Later: n.postponed,
	}
	if strings.HasPrefix(n.flags.History, "s3://") {
		p.MicroUSD = int(microUSDaPut*float64(plan.Days+plan.Rollups) + microUSDaGet*float64(plan.Rewritten))
		p.USD = float64(p.MicroUSD) / 1e6
	}
	return p, nil
}

// Text is the plan in words.
func (p plannedPast) Text() string {
	text := "past days: up to " + shell.Plural(p.Rows, "row") + " of " + shell.Plural(p.Accounts, "account") + " into " +
		shell.Plural(p.Days, "day")
	if p.Rewritten > 0 {
		text += fmt.Sprintf(" (%d written again)", p.Rewritten)
	}
	if p.Rollups > 0 {
		text += ", and " + shell.Plural(p.Rollups, "rollup")
	}
	if p.MicroUSD > 0 {
		text += ": " + price(p.MicroUSD)
	}
	if p.Later > 0 {
		text += "; leaves " + shell.Plural(p.Later, "account") + " to the next nights"
	}
	return text
}

// price names even what is less than a cent.
func price(microUSD int) string {
	if microUSD < 10_000 {
		return "less than $0.01"
	}
	return settings.Price(microUSD)
}
