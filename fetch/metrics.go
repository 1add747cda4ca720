package fetch

import (
	"cmp"

	"datarocks/content"
)

// Answer is what a source answered of one account.
type Answer struct {
	Count                  // of the source's default metric
	More  map[string]Count // of further metrics, by name

	days *Days // of a Historian
}

// of returns the count of a metric. Where the account itself has none, as it is gone or
// was not asked, that holds for its further metrics, too.
func (a Answer) of(metric content.Metric) Count {
	if more, ok := a.More[metric.Name]; ok {
		more.Name = cmp.Or(more.Name, a.Name)
		return more
	}
	if _, ok := a.Value(); ok && metric != metric.Source.Default() {
		return Missing(Unavailable, "the answer has no "+metric.Name)
	}
	return a.Count
}

// known reports whether anything was learnt.
func (a Answer) known() bool { return a.Count != Count{} || len(a.More) > 0 }

// missing is the answer without any count, and why.
func missing(status Status, reason string) Answer { return Answer{Count: Missing(status, reason)} }

// answers makes answers of counts of the default metric.
func answers(counts map[string]Count) map[string]Answer {
	all := make(map[string]Answer, len(counts))
	for account, c := range counts {
		all[account] = Answer{Count: c}
	}
	return all
}

// counts are those of the default metric.
func counts(answers map[string]Answer) map[string]Count {
	all := make(map[string]Count, len(answers))
	for account, a := range answers {
		all[account] = a.Count
	}
	return all
}
