package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/gate"
	"datarocks/render"
)

type runCommand struct {
	contentFlags
	historyFlags
	clockFlags
	askFlags
	notifyFlags
	jsonFlag
	targetFlags
	Site string `default:"public" env:"DATAROCKS_SITE" placeholder:"WHERE" help:"Site: a folder, or s3://bucket/prefix (${env}; ${default})."`
}

// Run is the nightly run: load content, ask the platforms for what today's
// history lacks, record the answers, render everything, publish what changed.
func (c *runCommand) Run(w *world) error {
	if err := errors.Join(refusePublic(c.History, c.Site), refuseContent(c.Content, c.Site)); err != nil {
		return err
	}
	generous := thrifty(w)
	defer generous()
	n, err := c.night(w)
	if err != nil {
		return err
	}
	defer n.past.Close()
	// What is published is read before anybody is asked: a bucket that cannot
	// be reached must not cost a night's counts.
	target, err := w.openTarget(c.Site, c.Distribution)
	if err != nil {
		return err
	}
	target.limits = c.limits()
	if c.DryRun {
		return n.rehearse(target, c.JSON)
	}
	if err := n.fetch(); err != nil {
		return err
	}
	generous()
	if !n.past.Measured() {
		_ = n.end(c.JSON) // which is the lesser failure
		return &failure{exitFailed, errors.New("no count was ever recorded, so there is nothing to publish"), n.cure()}
	}
	// What was counted is told also when it could not be published.
	n.summary.Site, err = n.show(target)
	n.notify()
	if incomplete := n.end(c.JSON); err == nil {
		err = incomplete
	}
	return err
}

// show renders what is recorded and publishes it.
func (n *night) show(t *target) (*published, error) {
	site, done, err := renderTemp(render.Input{Site: n.site, History: n.past, Version: version()})
	if err != nil {
		return nil, err
	}
	defer done()
	return n.publish(site, t)
}

type fetchCommand struct {
	contentFlags
	historyFlags
	clockFlags
	askFlags
	notifyFlags
	jsonFlag
}

// Run asks and records, and leaves the site alone.
func (c *fetchCommand) Run(w *world) error {
	defer thrifty(w)()
	n, err := (&runCommand{contentFlags: c.contentFlags, historyFlags: c.historyFlags, clockFlags: c.clockFlags, askFlags: c.askFlags, notifyFlags: c.notifyFlags}).night(w)
	if err != nil {
		return err
	}
	defer n.past.Close()
	if c.DryRun {
		return n.printRehearsal(n.rehearsal(), c.JSON)
	}
	if err := n.fetch(); err != nil {
		return err
	}
	n.notify()
	return n.end(c.JSON)
}

// askingMemory is how much, in bytes, asking and recording take before the
// collector works harder: 10,000 artists need half of it, and without a word the
// runtime takes twice what is needed. A larger roster takes what it must.
const askingMemory = 72 << 20

// thrifty keeps memory small until the function it gives is called; afterwards
// time counts more.
func thrifty(w *world) (generous func()) {
	if w.getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	before := debug.SetMemoryLimit(askingMemory)
	return func() { debug.SetMemoryLimit(before) }
}

// night is one run over the platforms.
type night struct {
	*world
	clockFlags
	only     askFlags
	at       time.Time // when it began; its day is that of every count
	site     *content.Site
	store    history.Store
	past     *history.History // what is recorded; after fetch with tonight's counts
	wanted   []fetch.Ask      // all that the run is to have counts of
	asks     []fetch.Ask      // what of it is still to be asked
	counters counters
	hooks    []webhook
	bulletin *render.Bulletin // what is new; nil where nobody is to be told, or nothing was asked
	summary  summary
}

// night reads all that a run needs before it asks anybody, so that a mistake
// in content or settings costs nothing.
func (c *runCommand) night(w *world) (*night, error) {
	n := &night{world: w, clockFlags: c.clockFlags, only: c.askFlags, at: c.at(w)}
	var contentErr, settingErr, hookErr error
	n.site, contentErr = c.load()
	n.store, settingErr = c.open(w)
	n.hooks, hookErr = c.webhooks()
	if err := bothUsage(contentErr, bothUsage(settingErr, hookErr)); err != nil {
		return nil, err
	}
	var err error
	if n.counters, err = w.counters(n.site, fetch.Options{UserAgent: userAgent(n.site)}); err != nil {
		return nil, err
	}
	if err := n.refuseOtherTimes(); err != nil && !c.DryRun {
		return nil, err
	}
	if n.past, err = w.loadHistory(n.store, n.at); err != nil {
		return nil, err
	}
	day := content.DayOf(n.at)
	if n.asks, err = c.chosen(n.site, n.past.Due(n.site, day, c.Refresh)); err != nil {
		return nil, err
	}
	n.wanted, err = c.chosen(n.site, n.past.Due(n.site, day, true))
	if err != nil {
		return nil, err
	}
	n.summary = newSummary(n.site, day, n.wanted, n.counters.missing)
	return n, nil
}

// refuseOtherTimes keeps a count of now from being recorded as that of another
// day. A platform that was moved is a simulated one, and may be asked any day.
func (n *night) refuseOtherTimes() error {
	if n.at.Sub(n.clock()).Abs() < time.Hour {
		return nil
	}
	for _, p := range platforms {
		if n.counters.ready[p.source] != nil && n.getenv(p.endpoint) == "" {
			return settingsError("`datarocks render --now` shows the site as it was", "--now: %s can only be asked for its counts of now", p.source)
		}
	}
	return nil
}

// bothUsage joins two usage errors into one, so that both are seen.
func bothUsage(a, b error) error {
	if a == nil || b == nil {
		return errors.Join(a, b)
	}
	return &failure{exitUsage, errors.Join(a, b), ""}
}

// loadHistory reads the history, which must be a real one.
func (w *world) loadHistory(s history.Store, asOf time.Time) (*history.History, error) {
	h, err := history.Load(w.ctx, s, asOf)
	switch {
	case errors.Is(err, history.ErrMixed):
		return nil, &failure{exitFailed, err, "move the object files of the demo away; each of their rows says \"via\":\"demo\""}
	case err != nil:
		return nil, err
	case h.Demo:
		return nil, settingsError("use `datarocks demo`, or another --history", "this is the history of a demo: its counts are invented")
	}
	return h, nil
}

// askingAtMost bounds how long the platforms are asked, so that one that never
// answers does not cost the others' counts.
const askingAtMost = 25 * time.Minute

// fetch asks the platforms and records what they say.
func (n *night) fetch() error {
	if len(n.asks) == 0 {
		n.rollUp()
		return nil
	}
	before := n.news()
	ctx, cancel := context.WithTimeout(n.ctx, askingAtMost)
	defer cancel()
	snap := fetch.All(ctx, n.at, n.asks, n.counters.ready)
	if err := n.ctx.Err(); err != nil {
		return n.rescue(snap, err)
	}
	if err := n.record(n.ctx, snap); err != nil {
		return err
	}
	n.compose(before)
	return nil
}

// record keeps what the platforms said.
func (n *night) record(ctx context.Context, snap fetch.Snapshot) error {
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
func (n *night) rollUp() {
	if err := n.past.Rollup(n.ctx); err != nil {
		n.say("%s; reading the history takes longer without it", err)
	}
}

// rescueTime is how long an interrupted run may take to keep what it has.
const rescueTime = 10 * time.Second

// rescue records the counts that were answered before the run was interrupted:
// some of them cost money, and none can be asked again for that day.
func (n *night) rescue(snap fetch.Snapshot, stopped error) error {
	snap.Samples = slices.DeleteFunc(snap.Samples, func(s fetch.Sample) bool {
		_, ok := s.Count.Value()
		return !ok
	})
	ctx, cancel := context.WithTimeout(context.WithoutCancel(n.ctx), rescueTime)
	defer cancel()
	if err := n.record(ctx, snap); err != nil {
		return err
	}
	return fmt.Errorf("stopped while asking; %s recorded, run it again for the others: %w", plural(len(snap.Samples), "count"), stopped)
}

// save writes counts that could not be recorded to a file.
func (n *night) save(err error) error {
	var unsaved *history.UnsavedError
	if !errors.As(err, &unsaved) {
		return err
	}
	name := "datarocks-unsaved-" + n.at.UTC().Format("20060102T150405Z") + ".ndjson"
	if problem := os.WriteFile(name, unsaved.Lines(), 0o600); problem != nil {
		// Whoever keeps what is printed can still save them.
		n.say("the counts are in no file; save these lines as one, and `datarocks import unsaved FILE` takes them into the history")
		_, _ = n.stderr.Write(unsaved.Lines())
		return errors.Join(err, fmt.Errorf("save the counts: %w", problem))
	}
	n.say("the counts are in %s", name)
	return &failure{exitFailed, err, "`datarocks import unsaved " + name + "` takes them into the history"}
}

// end prints the summary and gives the run's outcome.
func (n *night) end(asJSON bool) error {
	due, err := n.only.chosen(n.site, n.past.Due(n.site, n.summary.Day, false))
	if err != nil {
		return err
	}
	n.summary.stand(due, n.past)
	n.summary.hold(n.wanted, n.past)
	n.summary.tell(n.site, n.past)
	n.summarise(asJSON)
	n.tellGitHub()
	if n.summary.complete() {
		return nil
	}
	return &failure{code: exitIncomplete}
}

// renderTemp renders into a temporary folder; done removes it.
func renderTemp(in render.Input) (files fs.FS, done func(), err error) {
	folder, err := os.MkdirTemp("", "datarocks-")
	if err != nil {
		return nil, nil, fmt.Errorf("render site: %w", err)
	}
	done = func() { os.RemoveAll(folder) }
	root, err := os.OpenRoot(folder)
	if err == nil {
		defer root.Close()
		err = render.Site(root, in)
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	return os.DirFS(folder), done, nil
}
