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
	answers := make([]map[string]Answer, len(ids))
	snap := Snapshot{At: at, Sources: make([]Result, len(ids))}

	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Go(func() {
			var err error
			var asked atomic.Int64
			own := WithProgress(ctx, func(n int) { asked.Add(int64(n)); reportAsked(ctx, n) })
			answers[i], err = count(own, at, sources[id], accounts[id])
			reportAsked(ctx, len(accounts[id])-int(asked.Load())) // of a source that reports nothing, or ended early
			snap.Sources[i] = Result{Source: id, Asked: len(accounts[id]), Got: got(answers[i]), Err: err}
		})
	}
	wg.Wait()

	for _, ask := range asks {
		if i, ok := slices.BinarySearch(ids, ask.Source); ok {
			a := answers[i][ask.Account]
			snap.Samples = append(snap.Samples, Sample{Ask: ask, Count: a.of(ask.Metric), Days: a.days})
		}
	}
	return snap
}

// bySource groups the distinct accounts of the asks that someone can answer.
func bySource(asks []Ask, sources map[content.Source]Counter) map[content.Source][]Question {
	type account struct {
		source content.Source
		name   string
	}
	seen := make(map[account]bool, len(asks))
	accounts := make(map[content.Source][]Question)
	for _, ask := range asks {
		k := account{ask.Source, ask.Account}
		if sources[ask.Source] == nil || seen[k] {
			continue
		}
		seen[k] = true
		accounts[ask.Source] = append(accounts[ask.Source], Question{ask.Account, ask.Since})
	}
	return accounts
}

// count asks one source and returns an answer of every account: what the Counter
// learnt of it, or why it learnt nothing.
func count(ctx context.Context, at time.Time, c Counter, asked []Question) (map[string]Answer, error) {
	learnt, err := safely(func() (map[string]Answer, error) { return read(ctx, at, c, asked) })
	none := missing(Failed, "the source gave no answer for this account")
	if err != nil {
		source := Explain(err)
		none, err = missing(Failed, source.Reason), source
	}
	all := make(map[string]Answer, len(asked))
	for _, q := range asked {
		all[q.Account] = none
		if a := learnt[q.Account]; a.known() {
			all[q.Account] = a
		}
	}
	return all, err
}

// read asks a source by the way that learns most.
func read(ctx context.Context, at time.Time, c Counter, asked []Question) (map[string]Answer, error) {
	if h, ok := c.(Historian); ok {
		all := make(map[string]Answer, len(asked))
		err := h.Past(ctx, at, slices.Clone(asked), func(account string, p Past) { all[account] = Answer{Count: p.Count, days: p.Days} })
		return all, err
	}
	if r, ok := c.(Reader); ok {
		return r.Read(ctx, names(asked))
	}
	learnt, err := c.Count(ctx, names(asked))
	return answers(learnt), err
}

// names are the accounts of questions.
func names(asked []Question) []string {
	accounts := make([]string, len(asked))
	for i, q := range asked {
		accounts[i] = q.Account
	}
	return accounts
}

// safely makes an error of a panic: a library that trips over one odd answer must
// not take the counts of others with it. Each goroutine that asks needs it, as a panic
// ends the program unless its own goroutine recovers it.
func safely[T any](ask func() (T, error)) (learnt T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &SourceError{
				Reason: "datarocks failed on the answer",
				Hint:   "this is a bug; please report it",
				Err:    fmt.Errorf("panic: %v\n%s", p, debug.Stack()),
			}
		}
	}()
	return ask()
}

// got counts the accounts that have a number.
func got(answers map[string]Answer) int {
	n := 0
	for _, a := range answers {
		if _, ok := a.Value(); ok {
			n++
		}
	}
	return n
}
