// Package nightly is one night: ask the platforms, record the answers, publish
// the site, report what became of it.
//
// A Night reads content, settings and history before it asks anybody, so that a
// mistake there costs nothing, and records before it publishes, so that a bucket
// that cannot be written costs no counts. Counts that cannot be recorded are
// saved in a file; those of a run that is interrupted are recorded within
// seconds, because none can be asked again for that day. A Target is what
// visitors see: it refuses invented counts in place of real ones. The news are
// posted last, and no webhook changes the outcome.
package nightly

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/gate"
	"datarocks/render"
	"datarocks/render/sentence"
)

// Flags are those of a night.
type Flags struct {
	settings.SiteFlags
	settings.AskFlags
	settings.NotifyFlags
	settings.JSONFlag
}

// Night is one run over the platforms.
type Night struct {
	*shell.World
	flags    Flags
	at       time.Time // when it began; its day is that of every count
	site     *content.Site
	past     *history.History // what is recorded; after Fetch with tonight's counts
	wanted   []fetch.Ask      // all that the run is to have counts of
	asks     []fetch.Ask      // what of it is still to be asked
	counters settings.Counters
	hooks    []Webhook
	bulletin *sentence.Bulletin // what is new; nil without webhooks, or where nothing was asked
	summary  summary
}

// Begin reads all that a run needs before it asks anybody, so that a mistake
// in content or settings costs nothing.
func Begin(w *shell.World, f Flags) (*Night, error) {
	n := &Night{World: w, flags: f, at: f.At(w)}
	site, store, err := f.Open(w)
	hooks, hookErr := Webhooks(f.NotifyFlags)
	if err := shell.Together(err, hookErr); err != nil {
		return nil, err
	}
	n.site, n.hooks = site, hooks
	if n.counters, err = settings.OpenCounters(w, n.site, fetch.Options{UserAgent: settings.UserAgent(n.site)}); err != nil {
		return nil, err
	}
	if err := n.refuseOtherTimes(); err != nil && !f.DryRun {
		return nil, err
	}
	if n.past, err = settings.LoadHistory(w, store, n.at); err != nil {
		return nil, err
	}
	if n.asks, err = n.due(f.Refresh); err != nil {
		return nil, err
	}
	if n.wanted, err = n.due(true); err != nil {
		return nil, err
	}
	n.summary = newSummary(n.site, content.DayOf(n.at), n.wanted, n.counters.Missing)
	return n, nil
}

// due is what the day lacks of what was chosen, or all of it.
func (n *Night) due(all bool) ([]fetch.Ask, error) {
	return n.flags.Chosen(n.site, n.past.Due(n.site, content.DayOf(n.at), all))
}

// Close frees what the history holds.
func (n *Night) Close() error { return n.past.Close() }

// refuseOtherTimes keeps a count of now from being recorded as that of another
// day. A platform that was moved is a simulated one, and may be asked any day.
func (n *Night) refuseOtherTimes() error {
	if n.at.Sub(n.Clock()).Abs() < time.Hour {
		return nil
	}
	for _, p := range settings.Platforms {
		if n.counters.Ready[p.Source] != nil && n.Getenv(p.Endpoint()) == "" {
			return shell.Refuse("`datarocks render --now` shows the site as it was", "--now: %s can only be asked for its counts of now", p.Source)
		}
	}
	return nil
}

// askingMemory is how much, in bytes, asking and recording take before the
// collector works harder: 10,000 artists need half of it, and without a limit the
// runtime takes twice what is needed. A larger roster takes what it must.
const askingMemory = 72 << 20

// Thrifty keeps memory small until the function it returns is called; afterwards
// time counts more.
func Thrifty(w *shell.World) (generous func()) {
	if w.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	before := debug.SetMemoryLimit(askingMemory)
	return func() { debug.SetMemoryLimit(before) }
}

// askingAtMost bounds how long the platforms are asked, so that one that never
// answers does not cost the others' counts.
const askingAtMost = 25 * time.Minute

// Fetch asks the platforms and records their answers.
func (n *Night) Fetch() error {
	if len(n.asks) == 0 {
		n.rollUp()
		return nil
	}
	before := n.news()
	ctx, cancel := context.WithTimeout(n.Ctx, askingAtMost)
	defer cancel()
	snap := fetch.All(ctx, n.at, n.asks, n.counters.Ready)
	if err := n.Ctx.Err(); err != nil {
		return n.rescue(snap, err)
	}
	if err := n.record(n.Ctx, snap); err != nil {
		return err
	}
	if len(n.hooks) > 0 && n.summary.Rows > 0 {
		n.bulletin = sentence.NewBulletin(n.site, n.summary.Day, before, n.news())
	}
	return nil
}

// record keeps the answers of the platforms.
func (n *Night) record(ctx context.Context, snap fetch.Snapshot) error {
	verdicts := gate.Judge(n.past.Series, n.site, snap)
	if err := n.past.Err(); err != nil {
		return err
	}
	n.summary.asked(snap, verdicts)
	recorded, err := n.past.Record(ctx, snap, verdicts)
	n.summary.Rows = recorded.Rows
	if err != nil {
		return n.save(err)
	}
	n.rollUp()
	return nil
}

// rollUp spares the next runs what this one had to read.
func (n *Night) rollUp() {
	if err := n.past.Rollup(n.Ctx); err != nil {
		n.Say("%s; reading the history takes longer without it", err)
	}
}

// rescueTime is how long an interrupted run may take to keep what it has.
const rescueTime = 10 * time.Second

// rescue records the counts that were answered before the run was interrupted:
// some of them cost money, and none can be asked again for that day.
func (n *Night) rescue(snap fetch.Snapshot, stopped error) error {
	snap.Samples = slices.DeleteFunc(snap.Samples, func(s fetch.Sample) bool {
		_, ok := s.Count.Value()
		return !ok
	})
	ctx, cancel := context.WithTimeout(context.WithoutCancel(n.Ctx), rescueTime)
	defer cancel()
	if err := n.record(ctx, snap); err != nil {
		return err
	}
	return fmt.Errorf("stopped while asking; %s recorded, run it again for the others: %w", shell.Plural(len(snap.Samples), "count"), stopped)
}

// save writes counts that could not be recorded to a file.
func (n *Night) save(err error) error {
	var unsaved *history.UnsavedError
	if !errors.As(err, &unsaved) {
		return err
	}
	name, problem := shell.WriteFresh("datarocks-unsaved-"+n.at.UTC().Format("20060102T150405Z"), ".ndjson", unsaved.Lines())
	if problem != nil {
		// The log of the run may still save them.
		n.Say("the counts are in no file; save these lines as one, and `datarocks import unsaved FILE` takes them into the history")
		_, _ = n.Stderr.Write(unsaved.Lines())
		return errors.Join(err, fmt.Errorf("save the counts: %w", problem))
	}
	n.Say("the counts are in %s", name)
	return shell.Fail(shell.ExitFailed, err, "`datarocks import unsaved "+name+"` takes them into the history")
}

// Measured reports whether any count was ever recorded.
func (n *Night) Measured() bool { return n.past.Measured() }

// EndWithout ends a night without anything to publish.
func (n *Night) EndWithout() error {
	_ = n.End(nil) // which is the lesser failure
	return shell.Fail(shell.ExitFailed, errors.New("no count was ever recorded, so there is nothing to publish"), n.cure())
}

// cure is what to do when nothing was ever counted.
func (n *Night) cure() string {
	for _, source := range n.summary.Sources {
		if len(source.Held) > 0 {
			return "accept the counts named above, or mend their accounts"
		}
	}
	if len(n.counters.Ready) > 0 {
		return "mend the sources named above and run it again"
	}
	return "set the keys of a source, SPOTIFY_ID and SPOTIFY_SECRET for one; `datarocks demo` needs none"
}

// Publish renders what is recorded and makes the target show it.
func (n *Night) Publish(t *Target) error {
	site, done, err := Render(render.Input{Site: n.site, History: n.past})
	if err != nil {
		return err
	}
	defer done()
	n.summary.Site, err = t.publish(n.World, site)
	return err
}

// End prints the summary and returns the outcome of a night, that of publishing
// first.
func (n *Night) End(published error) error {
	due, err := n.due(false)
	if err == nil {
		n.summary.stand(due, n.past)
		n.summary.hold(n.wanted, n.past)
		n.summary.describe(n.site, n.past)
		n.summary.print(n.World, n.flags.JSON)
		n.writeJobPage()
		if !n.summary.complete() {
			err = shell.Exit(shell.ExitIncomplete)
		}
	}
	if published != nil {
		return published
	}
	return err
}
