package doctor

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
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
	known  findings // without asking; nil where it is asked
}

// checkSources asks each source for the first artist it has, once: a key that is
// refused, or an app without counts, shows with any account.
func checkSources(d *doctor) findings {
	if d.site == nil {
		return nil
	}
	options := fetch.Options{UserAgent: settings.PlatformAgent(d.World, d.site), Patience: -1}
	ready := make(map[content.Source]fetch.Counter)
	var trials []trial
	var asks []fetch.Ask
	for _, setting := range d.site.Sources {
		t, counter := prepare(d, setting.SourceInfo, options)
		if t.known == nil {
			ready[setting.Source] = counter
			asks = append(asks, t.ask)
		}
		trials = append(trials, t)
	}
	snap := fetch.All(d.Ctx, d.now, asks, ready)
	past, err := d.past()
	verdicts := make([]history.Verdict, len(snap.Samples))
	if err == nil {
		verdicts = gate.Judge(past.Series, d.site, snap)
	}
	var found findings
	hope := err != nil || past.Measured()
	for _, t := range trials {
		f := outcomeOf(d, t, snap, verdicts).of(t.info.Name)
		hope = hope || f[0].State == stateFine || f[0].Cure == paidCure
		found = append(found, f...)
	}
	if !hope {
		found = append(found, wrong("mend one of them, or set its keys; `datarocks demo` needs none",
			"none gives a count and none was ever recorded, so there is nothing to publish").of("sources")...)
	}
	return found
}

const paidCure = "--paid tries it"

// prepare finds what is known without asking.
func prepare(d *doctor, info content.SourceInfo, o fetch.Options) (trial, fetch.Counter) {
	t := trial{info: info}
	p, ok := settings.PlatformOf(info.Source)
	if !ok {
		t.known = d.trouble(shell.ExitUsage, errors.New("this version cannot ask it")).of(string(info.Source))
		return t, nil
	}
	for _, a := range d.site.Artists {
		if account, ok := a.Accounts[info.Source]; ok && t.artist == "" {
			t.artist, t.ask = a.Name, fetch.Ask{Artist: a.ID, Metric: info.Source.Default(), Account: account}
		}
	}
	counter, lacking, err := p.Open(d.World, d.site, o)
	switch {
	case err != nil:
		t.known = d.trouble(shell.ExitUsage, err)
	case lacking != "":
		t.known = note("not configured: %s not set", lacking)
		if p.Contact {
			t.known[0].Cure = settings.Supply(info.Name, lacking)
		}
	case t.artist == "":
		t.known = note("no artist has an account there")
	case info.PriceMicroUSD > 0 && !d.flags.Paid:
		t.known = note("not tried: costs %s", settings.Price(info.PriceMicroUSD))
		t.known[0].Cure = paidCure
	}
	return t, counter
}

// outcomeOf is the answer of a source.
func outcomeOf(d *doctor, t trial, snap fetch.Snapshot, verdicts []history.Verdict) findings {
	if t.known != nil {
		return t.known
	}
	for _, result := range snap.Sources {
		if result.Source == t.ask.Source && result.Err != nil {
			explained := fetch.Explain(result.Err)
			return warn(cmp.Or(explained.Hint, reachCure(d, t.ask.Source)), "%s", fetch.Reason(explained))
		}
	}
	i := slices.IndexFunc(snap.Samples, func(s fetch.Sample) bool { return s.Source == t.ask.Source })
	sample := snap.Samples[i]
	n, ok := sample.Count.Value()
	file := fmt.Sprintf("%s/artists/%s.md", d.flags.Content, t.ask.Artist)
	switch {
	case ok && !verdicts[i].Held && settings.Discreet(d.World, d.site):
		return fine("%s: counted; the number is left out, as the site is private", t.artist)
	case ok && !verdicts[i].Held:
		return fine("%s: %d %s", t.artist, n, t.info.Default().Metric)
	case ok:
		return warn("compare it with the artist's page there; a name that is right goes under aliases in "+file,
			"%s (%s): would be held: %s", t.artist, t.ask.Account, verdicts[i].Why)
	case sample.Count.Status == fetch.Failed:
		return warn(reachCure(d, t.ask.Source), "%s (%s): %s", t.artist, t.ask.Account, sample.Count.Reason)
	}
	return warn("correct the account in "+file+", or take it out", "%s (%s): %s", t.artist, t.ask.Account, sample.Count.Reason)
}

// reachCure is what to do about a source that does not answer as it should and
// names no cure.
func reachCure(d *doctor, source content.Source) string {
	if p, ok := settings.PlatformOf(source); ok && d.Getenv(p.Endpoint()) != "" {
		return "correct or unset " + p.Endpoint()
	}
	return "a run tries for longer; if it stays so, check the network and the platform's own status page"
}
