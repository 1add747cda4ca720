package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/gate"
)

// trial is one source, which is asked for one count.
type trial struct {
	info   content.SourceInfo
	artist string // its name
	ask    fetch.Ask
	known  *finding // what is said without asking; nil where it is asked
}

// sources asks each source for the first artist it has, once: a key that is
// refused, or an app without counts, shows with any account.
func (d *doctor) sources() []finding {
	if d.site == nil {
		return nil
	}
	options := fetch.Options{UserAgent: userAgent(d.site), Patience: -1}
	ready := make(map[content.Source]fetch.Counter)
	var trials []trial
	var asks []fetch.Ask
	for _, setting := range d.site.Sources {
		t, counter := d.prepare(setting.Source, options)
		if t.known == nil {
			ready[setting.Source] = counter
			asks = append(asks, t.ask)
		}
		trials = append(trials, t)
	}
	snap := fetch.All(d.ctx, d.now, asks, ready)
	verdicts := make([]history.Verdict, len(snap.Samples))
	past, err := d.past()
	if err == nil {
		verdicts = gate.Judge(past.Series, d.site, snap)
	}
	var found []finding
	hope := err != nil || past.Measured()
	for _, t := range trials {
		f := d.outcome(t, snap, verdicts)
		hope = hope || f.State == stateFine || t.known != nil && t.known.Cure == paidCure
		found = append(found, f)
	}
	if !hope {
		found = append(found, finding{
			"sources", stateWrong, "none gives a count and none was ever recorded, so there is nothing to publish",
			"mend one of them, or set its keys; `datarocks demo` needs none", exitFailed,
		})
	}
	return found
}

const paidCure = "--paid tries it"

// prepare tells what can be said without asking.
func (d *doctor) prepare(source content.Source, o fetch.Options) (trial, fetch.Counter) {
	info, _ := source.Info()
	t := trial{info: info}
	say := func(f finding) (trial, fetch.Counter) { t.known = &f; return t, nil }
	i := slices.IndexFunc(platforms, func(p platform) bool { return p.source == source })
	if i < 0 {
		return say(d.trouble(string(source), exitUsage, errors.New("this version cannot ask it")))
	}
	for _, a := range d.site.Artists {
		if account, ok := a.Accounts[source]; ok && t.artist == "" {
			t.artist, t.ask = a.Name, fetch.Ask{Artist: a.ID, Source: source, Account: account}
		}
	}
	counter, lacking, err := d.counter(platforms[i], o)
	switch {
	case err != nil:
		return say(d.trouble(info.Name, exitUsage, err))
	case lacking != "":
		return say(note(info.Name, "not configured: %s not set", lacking))
	case t.artist == "":
		return say(note(info.Name, "no artist has an account there"))
	case info.PriceMicroUSD > 0 && !d.flags.Paid:
		f := note(info.Name, "not tried: costs %s", price(info.PriceMicroUSD))
		f.Cure = paidCure
		return say(f)
	}
	return t, counter
}

// outcome tells what a source said.
func (d *doctor) outcome(t trial, snap fetch.Snapshot, verdicts []history.Verdict) finding {
	if t.known != nil {
		return *t.known
	}
	for _, result := range snap.Sources {
		if result.Source == t.ask.Source && result.Err != nil {
			told := fetch.Explain(result.Err)
			return warn(t.info.Name, cmp.Or(told.Hint, d.reachCure(t.ask.Source)), "%s", fetch.Reason(told))
		}
	}
	i := slices.IndexFunc(snap.Samples, func(s fetch.Sample) bool { return s.Source == t.ask.Source })
	sample := snap.Samples[i]
	n, ok := sample.Count.Value()
	file := fmt.Sprintf("%s/artists/%s.md", d.flags.Content, t.ask.Artist)
	switch {
	case ok && !verdicts[i].Held:
		return fine(t.info.Name, "%s: %d %s", t.artist, n, t.info.Metric)
	case ok:
		return warn(t.info.Name, "compare it with the artist's page there; a name that is right goes under aliases in "+file,
			"%s (%s): would be held: %s", t.artist, t.ask.Account, verdicts[i].Why)
	case sample.Count.Status == fetch.Failed:
		return warn(t.info.Name, d.reachCure(t.ask.Source), "%s (%s): %s", t.artist, t.ask.Account, sample.Count.Reason)
	}
	return warn(t.info.Name, "correct the account in "+file+", or take it out", "%s (%s): %s", t.artist, t.ask.Account, sample.Count.Reason)
}

// reachCure is what to do about a source that does not answer as it should and
// names no cure.
func (d *doctor) reachCure(source content.Source) string {
	for _, p := range platforms {
		if p.source == source && d.getenv(p.endpoint) != "" {
			return "correct or unset " + p.endpoint
		}
	}
	return "a run tries for longer; if it stays so, check the network and the platform's own status page"
}
