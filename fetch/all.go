package fetch

import (
	"context"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"datarocks/content"
)

// All asks every source at once and waits for all of them. It cannot fail:
// what went wrong stands beside each count that is missing because of it, and
// in Snapshot.Sources.
//
// Each account is asked for once, in the order of the asks, even where several
// asks name it. An ask of a source that is not in sources gets no sample: a
// source that is not configured leaves no trace in the history.
func All(ctx context.Context, at time.Time, asks []Ask, sources map[content.Source]Counter) Snapshot {
	accounts := bySource(asks, sources)
	ids := slices.Sorted(maps.Keys(accounts))
	answers := make([]map[string]Count, len(ids))
	snap := Snapshot{At: at, Sources: make([]Result, len(ids))}

	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Go(func() {
			var err error
			var asked atomic.Int64
			own := WithProgress(ctx, func(n int) { asked.Add(int64(n)); reportAsked(ctx, n) })
			answers[i], err = count(own, sources[id], accounts[id])
			reportAsked(ctx, len(accounts[id])-int(asked.Load())) // of a source that reports nothing, or ended early
			snap.Sources[i] = Result{Source: id, Asked: len(accounts[id]), Got: got(answers[i]), Err: err}
		})
	}
	wg.Wait()

	for _, ask := range asks {
		if i, ok := slices.BinarySearch(ids, ask.Source); ok {
			snap.Samples = append(snap.Samples, Sample{Ask: ask, Count: answers[i][ask.Account]})
		}
	}
	return snap
}

// bySource groups the distinct accounts of the asks that someone can answer.
func bySource(asks []Ask, sources map[content.Source]Counter) map[content.Source][]string {
	seen := make(map[Ask]bool, len(asks))
	accounts := make(map[content.Source][]string)
	for _, ask := range asks {
		k := Ask{Source: ask.Source, Account: ask.Account}
		if sources[ask.Source] == nil || seen[k] {
			continue
		}
		seen[k] = true
		accounts[ask.Source] = append(accounts[ask.Source], ask.Account)
	}
	return accounts
}

// count asks one source and returns a count of every account: what the Counter
// learnt of it, or why it learnt nothing.
func count(ctx context.Context, c Counter, accounts []string) (map[string]Count, error) {
	learnt, err := safely(func() (map[string]Count, error) { return c.Count(ctx, slices.Clone(accounts)) })
	missing := Missing(Failed, "the source gave no answer for this account")
	if err != nil {
		source := Explain(err)
		missing, err = Missing(Failed, source.Reason), source
	}
	counts := make(map[string]Count, len(accounts))
	for _, account := range accounts {
		counts[account] = missing
		if c := learnt[account]; c != (Count{}) {
			counts[account] = c
		}
	}
	return counts, err
}

// safely makes an error of a panic: a library that trips over one odd answer must
// not take the counts of others with it. Each goroutine that asks needs it, as a panic
// ends the program unless its own goroutine recovers it.
func safely(ask func() (map[string]Count, error)) (counts map[string]Count, err error) {
	defer func() {
		if p := recover(); p != nil {
			counts, err = nil, &SourceError{
				Reason: "datarocks failed on the answer",
				Hint:   "this is a bug; please report it",
				Err:    fmt.Errorf("panic: %v\n%s", p, debug.Stack()),
			}
		}
	}()
	return ask()
}

// got counts the accounts that have a number.
func got(counts map[string]Count) int {
	n := 0
	for _, c := range counts {
		if _, ok := c.Value(); ok {
			n++
		}
	}
	return n
}
