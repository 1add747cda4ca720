package fetch

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"datarocks/content"
)

// MaxFailures is how many requests in a row may fail until a source is asked no more.
const MaxFailures = 3

// Batches is the Counter of a source that takes Size accounts in one request, and
// at most InFlight requests under way at once.
type Batches struct {
	Source   content.Source
	Size     int
	InFlight int
	Pace     Pace // that its client keeps
	Ask      Asker
}

var (
	_ Reader   = Batches{}
	_ Expecter = Batches{}
)

// Asker asks for one batch. Its error is a *SourceError where every other
// request would fail too, and otherwise concerns the batch alone. What it
// learnt of accounts counts in either case.
type Asker func(ctx context.Context, batch []string) (map[string]Answer, error)

// OneMetric is the Asker of a source that has only its default metric.
func OneMetric(ask func(ctx context.Context, batch []string) (map[string]Count, error)) Asker {
	return func(ctx context.Context, batch []string) (map[string]Answer, error) {
		learnt, err := ask(ctx, batch)
		return answers(learnt), err
	}
}

// Singly asks for a batch of a platform that takes one account a request.
func Singly[T Count | Answer](ask func(ctx context.Context, account string) (T, error)) func(context.Context, []string) (map[string]T, error) {
	return func(ctx context.Context, batch []string) (map[string]T, error) {
		learnt := make(map[string]T, len(batch))
		for _, account := range batch {
			one, err := ask(ctx, account)
			if err != nil {
				return learnt, err
			}
			learnt[account] = one
		}
		return learnt, nil
	}
}

// Count is Read for the default metric alone.
func (b Batches) Count(ctx context.Context, accounts []string) (map[string]Count, error) {
	learnt, err := b.Read(ctx, accounts)
	return counts(learnt), err
}

// Read asks for all accounts. The source fails with the first *SourceError, after
// MaxFailures batches that failed in a row, or where every batch failed. An account
// whose form is not valid is not asked for.
//
// Requests are made in rounds of 1, 2, 4, ... up to InFlight, so that a refused
// key costs one request and an outage three. What a round brought is read in the
// order of the accounts: the same answers make the same counts, in whatever
// order they arrive.
func (b Batches) Read(ctx context.Context, accounts []string) (map[string]Answer, error) {
	t := tally{answers: make(map[string]Answer, len(accounts))}
	batches := slices.Collect(slices.Chunk(t.askable(b.Source, accounts), max(b.Size, 1)))
	for width := 1; len(batches) > 0; width = min(2*width, max(b.InFlight, 1)) {
		n := min(width, len(batches))
		for _, a := range round(ctx, batches[:n], b.Ask) {
			if err := t.take(ctx, a); err != nil {
				return t.answers, err
			}
		}
		batches = batches[n:]
	}
	if t.answered == 0 && t.first != nil {
		return t.answers, Explain(t.first)
	}
	return t.answers, nil
}

// Expect is that of Expecter.
func (b Batches) Expect(accounts []string) time.Duration {
	t := tally{answers: make(map[string]Answer)}
	size := max(b.Size, 1)
	requests := (len(t.askable(b.Source, accounts)) + size - 1) / size
	return Load{Requests: []int{requests}, InFlight: b.InFlight, Pace: b.Pace}.Time()
}

// answered is what came of one batch.
type answered struct {
	batch   []string
	answers map[string]Answer
	err     error
}

// round asks for batches at once. Where one learns that the source fails, those
// after it are cancelled, and those before it still get their answer.
func round(ctx context.Context, batches [][]string, ask Asker) []answered {
	answers := make([]answered, len(batches))
	contexts := make([]context.Context, len(batches))
	cancels := make([]context.CancelFunc, len(batches))
	for i := range batches {
		contexts[i], cancels[i] = context.WithCancel(ctx)
		defer cancels[i]()
	}
	var wg sync.WaitGroup
	for i, batch := range batches {
		wg.Go(func() {
			learnt, err := safely(func() (map[string]Answer, error) { return ask(contexts[i], batch) })
			answers[i] = answered{batch, learnt, err}
			reportAsked(ctx, len(batch))
			if is[*SourceError](err) {
				for _, cancel := range cancels[i+1:] {
					cancel()
				}
			}
		})
	}
	wg.Wait()
	return answers
}

// tally adds up the answers of one Count.
type tally struct {
	answers  map[string]Answer
	answered int   // batches
	failures int   // batches in a row
	first    error // of the batches that failed
}

// askable returns the accounts whose form is valid, and counts the others as
// missing.
func (t *tally) askable(source content.Source, accounts []string) []string {
	info, _ := source.Info()
	var askable []string
	for _, account := range accounts {
		if !info.ValidAccount(account) {
			t.answers[account] = missing(Unavailable, "not a valid "+info.Account)
			continue
		}
		askable = append(askable, account)
	}
	return askable
}

// take adds what came of a batch. Its error is the source's.
func (t *tally) take(ctx context.Context, a answered) error {
	maps.Copy(t.answers, a.answers)
	switch {
	case a.err == nil:
		t.answered++
		t.failures = 0
		t.fill(a.batch, "not in the answer")
		return nil
	case ctx.Err() != nil:
		return Explain(ctx.Err())
	case is[*SourceError](a.err):
		return Explain(a.err)
	}
	t.fill(a.batch, Reason(a.err))
	if t.first == nil {
		t.first = a.err
	}
	if t.failures++; t.failures >= MaxFailures {
		return Explain(a.err)
	}
	return nil
}

// fill adds why the accounts of a batch that have no count have none.
func (t *tally) fill(batch []string, reason string) {
	for _, account := range batch {
		if !t.answers[account].known() {
			t.answers[account] = missing(Failed, reason)
		}
	}
}
