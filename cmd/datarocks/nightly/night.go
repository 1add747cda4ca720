// Package nightly is one night: ask the platforms, record the answers, publish
// the site, report what became of it.
//
// Counts come first, as none can be asked again for its day. A Night reads content,
// settings and history before it asks anybody, so that a mistake there costs nothing,
// and looks at the site only once the counts are recorded, so that a fault there
// costs none. Before it asks what costs money, it tries whether the history can be
// written. Counts that cannot be recorded are saved in a file; those of a run that is
// interrupted are recorded within seconds. Past days that cannot be recorded cost
// nothing: they are asked for again. A Target is what visitors see: it refuses
// invented counts in place of real ones.
//
// Watch reports how the night ended, whichever way that was: on the job's page, to
// the issues of the workflow, to webhooks, and to who waits for a ping.
package nightly

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"datarocks/cmd/datarocks/notify"
	"datarocks/cmd/datarocks/report"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/gate"
	"datarocks/history/store"
	"datarocks/render/roster"
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
	flags        Flags
	where        string           // the site's place, for what is reported of it; "" where none is published
	distribution settings.Setting // what is before that
	at           time.Time        // when it began; its day is that of every count
	stage        stage            // how far it came
	site         *content.Site
	store        store.Store
	past         *history.History // what is recorded; after Fetch with tonight's counts
	wanted       []fetch.Ask      // all that the run is to have counts of
	asks         []fetch.Ask      // what of it is still to be asked
	postponed    int              // accounts that are left to the next nights
	counters     settings.Counters
	hooks        []notify.Webhook
	bulletin     *sentence.Bulletin // what is new; nil without webhooks, or where nothing was asked
	unsaved      string             // the file of counts that could not be recorded
	summary      report.Summary
}

// New returns a night that has not begun. where is the place of the site; "" where
// none is published.
func New(w *shell.World, f Flags, where string) *Night {
	at := f.At(w)
	named := TargetFlags{Distribution: strings.Split(w.Getenv("DATAROCKS_DISTRIBUTION"), ",")} // what a flag names is known later
	return &Night{World: w, flags: f, where: where, distribution: named.Setting(), at: at, summary: report.Summary{Day: content.DayOf(at)}}
}

// Begin reads all that a run needs before it asks anybody, so that a mistake
// in content or settings costs nothing.
func (n *Night) Begin() (err error) {
	n.stage = reading
	site, store, err := n.flags.Open(n.World)
	hooks, hookErr := notify.Webhooks(n.flags.NotifyFlags)
	_, pingErr := notify.OpenPing(n.World)
	n.site, n.store, n.hooks = site, store, hooks
	if err := shell.Together(err, hookErr, pingErr); err != nil {
		return err
	}
	if n.counters, err = settings.OpenCounters(n.World, n.site, fetch.Options{UserAgent: settings.PlatformAgent(n.World, n.site)}); err != nil {
		return err
	}
	if err := n.refuseOtherTimes(); err != nil && !n.flags.DryRun {
		return err
	}
	n.stage = loading
	if n.past, err = settings.LoadHistory(n.World, store, n.site, n.at); err != nil {
		return err
	}
	n.stage = reading
	if n.wanted, err = n.flags.Chosen(n.site, n.past.Due(n.site, n.summary.Day, true)); err != nil {
		if broken := n.site.Problems(); len(broken) > 0 {
			return shell.Together(err, broken) // whose artist is there, and bad
		}
		return err
	}
	n.asks = n.due()
	if n.flags.Refresh {
		n.asks = refreshed(n)
	}
	postpone(n)
	n.summary = report.New(n.site, n.summary.Day, n.wanted, n.counters.Missing)
	n.summary.Broken = n.site.Problems()
	n.summary.StandIdle(n.past.Newest)
	n.summary.Discreet = settings.Discreet(n.World, n.site)
	return nil
}

// due is what the day lacks of what was chosen.
func (n *Night) due() []fetch.Ask {
	asks, _ := n.flags.Chosen(n.site, n.past.Due(n.site, n.summary.Day, false)) // Begin has refused what is not there
	return asks
}

// refuseOtherTimes keeps a count of now from being recorded as that of another
// day. A platform that was moved is a simulated one, and may be asked any day.
func (n *Night) refuseOtherTimes() error {
	if n.at.Sub(n.Clock()).Abs() < time.Hour {
		return nil
	}
	for _, p := range settings.Platforms {
		if n.counters.Ready[p.Source] != nil && n.Getenv(p.Endpoint()) == "" {
			return shell.Refuse("`"+n.flags.SiteFlags.Command(n.World, "render", "--now", n.at.Format(time.RFC3339))+"` shows the site as it was", "--now: %s can only be asked for its counts of now", p.Source)
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
	expire(n)
	n.stage = asking
	if len(n.asks) == 0 {
		n.rollUp()
		return nil
	}
	if err := n.tryWrite(); err != nil {
		return err
	}
	before := n.news()
	ctx, cancel := context.WithTimeout(n.Ctx, askingAtMost)
	defer cancel()
	bar := n.Progress(len(n.asks), "asking")
	snap := fetch.All(fetch.WithProgress(ctx, bar.Add), n.at, n.asks, n.counters.Ready)
	bar.Finish()
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

// tryWrite leaves out what costs money where the history cannot be written: it would
// be paid in every run of the day. What is free is asked, and saved in a file.
func (n *Night) tryWrite() error {
	free := slices.DeleteFunc(slices.Clone(n.asks), func(ask fetch.Ask) bool {
		source := n.summary.Of(ask.Source)
		return source != nil && source.Lacking == "" && source.MicroUSD > 0
	})
	if len(free) == len(n.asks) {
		return nil
	}
	err := n.past.TryWrite(n.Ctx, n.summary.Day)
	if err == nil || n.Ctx.Err() != nil {
		return n.Ctx.Err()
	}
	for _, ask := range n.asks {
		if source := n.summary.Of(ask.Source); source.MicroUSD > 0 {
			source.Reason = "not asked, as it costs money and the history cannot be written"
		}
	}
	n.asks = free
	if len(free) == 0 {
		n.stage = recording
		return err
	}
	text, _ := settings.Describe(err)
	n.Say("%s; what costs money is not asked", text)
	return nil
}

// record keeps the answers of the platforms.
func (n *Night) record(ctx context.Context, snap fetch.Snapshot) error {
	verdicts := gate.Judge(n.past.Series, n.site, snap)
	if err := n.past.Err(); err != nil {
		return err
	}
	n.summary.Asked(snap, verdicts)
	recorded, err := n.past.Record(ctx, snap, verdicts)
	n.summary.Rows = recorded.Rows
	if err != nil {
		n.stage = recording
		return n.save(err)
	}
	if err := recordDays(ctx, n, snap); err != nil {
		return err
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

// rescueTime is how long an interrupted run may take to keep what it has. GitHub ends
// a job that is cancelled after 7.5 s.
const rescueTime = 6 * time.Second

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
	n.summary.Unrecorded = true
	name, problem := shell.WriteFresh("datarocks-unsaved-"+n.at.UTC().Format("20060102T150405Z"), ".ndjson", unsaved.Lines())
	if problem != nil {
		// The log of the run may still save them.
		n.Say("the counts are in no file; save these lines as one, and `%s` takes them into the history", n.importing("FILE"))
		_, _ = n.Stderr.Write(unsaved.Lines())
		return errors.Join(err, fmt.Errorf("save the counts: %w", problem))
	}
	n.unsaved = name
	n.Say("the counts are in %s", name)
	return shell.Fail(shell.ExitFailed, err, "`"+n.importing(name)+"` takes them into the history")
}

// Measured reports whether any count was ever recorded.
func (n *Night) Measured() bool { return n.past.Measured() }

// PublishTo opens the site, which is not looked at before the counts are recorded,
// and makes it show them.
func (n *Night) PublishTo(where string, f TargetFlags) error {
	n.stage = opening
	n.distribution = f.Setting()
	all := &renderings{Night: n}
	defer all.close()
	t, err := OpenTarget(n.World, where, f)
	// The mark is set before the older site is published. So it is looked for once the
	// site is read, and again once this one is published.
	if kept := all.keptBack(); kept != nil {
		if mark, ok := errors.AsType[*keptError](kept); ok && err == nil && (t.unfinished() || endsSometime(n.site)) {
			return all.goBack(t, mark.Mark)
		}
		return kept
	}
	if err != nil {
		return err
	}
	return n.publish(all, t)
}

// publish renders what is recorded and makes the target show it.
func (n *Night) publish(all *renderings, t *Target) error {
	n.stage = rendering
	site, err := all.render()
	if err != nil {
		return err
	}
	n.stage = publishing
	n.summary.Site, err = t.publish(n.World, site, all.again)
	if kept, ok := errors.AsType[*keptError](all.keptBack()); ok {
		return all.goBack(t, kept.Mark)
	}
	if failed := shell.AsFailure(err); failed != nil {
		return shell.Fail(failed.Code, err, n.flags.Complete(n.World, failed.Hint))
	}
	return checkVisibility(n.World, n.flags.ContentFlags, n.site, t)
}

// deadLink takes in a link of what people wrote that leads nowhere.
func (n *Night) deadLink(p content.Problem) {
	n.summary.Broken = append(n.summary.Broken, n.flags.Seen(content.Problems{p})...)
}

// news are those of the newest counts; none without webhooks.
func (n *Night) news() []sentence.Notice {
	if len(n.hooks) == 0 {
		return nil
	}
	return sentence.News(roster.New(n.site, n.past))
}

// Notify posts the news once the site shows them. A webhook that fails is named,
// which changes nothing about the run.
func (n *Night) Notify() {
	if n.bulletin == nil || len(n.bulletin.Notices) == 0 || n.past.Err() != nil {
		return
	}
	if n.summary.Site == nil {
		n.bulletin.Site = "" // which does not show it
	}
	n.summary.Notified = notify.Post(n.Ctx, n.hooks, n.bulletin, settings.UserAgent(n.site))
}

// End prints the summary and returns the outcome of a night, that of publishing
// first.
func (n *Night) End(published error) error {
	n.settle()
	n.summary.Describe(n.site, n.past)
	n.summary.Print(n.World, n.flags.SiteFlags, n.flags.JSON)
	if published != nil {
		return published
	}
	if !n.summary.Complete() {
		return shell.Exit(shell.ExitIncomplete)
	}
	return nil
}

// settle takes in what the history has of the day.
func (n *Night) settle() {
	n.summary.Settle(n.wanted, n.due(), n.past)
	for i, problem := range n.summary.Problems {
		n.summary.Problems[i] = n.flags.Complete(n.World, problem)
	}
}

// partial reports whether the run is of some artists or sources only, so that nothing
// is known of the others.
func (n *Night) partial() bool {
	return n.flags.DryRun || len(n.flags.Artist)+len(n.flags.Source) > 0
}
