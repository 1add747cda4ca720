// Package doctor looks at everything that a run needs, and changes nothing: keys,
// AWS, GitHub, history and site. A file is a check.
//
// A check returns findings, each with its cure and with the exit code that a run
// would end with. All checks run at once, so that one that waits costs no other
// its time; what several of them need is looked at once, by the first. Findings
// are printed in an order that does not change.
package doctor

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"datarocks/cmd/datarocks/shell"
	"datarocks/history"
	"datarocks/publish"
)

// Run runs all checks and prints their findings.
func (f *Doctor) Run(w *shell.World) error {
	if f.Timeout <= 0 {
		return shell.Refuse("it is like 30s", "--timeout: %v is no time to wait", f.Timeout)
	}
	ctx, cancel := context.WithTimeout(w.Ctx, f.Timeout)
	defer cancel()
	bounded := *w
	bounded.Ctx = ctx
	d := &doctor{World: &bounded, flags: f, now: f.At(w)}
	d.login = sync.OnceValue(func() login { return logIn(d) })
	d.token = sync.OnceValues(func() (claims, error) { return askToken(d) })
	d.past = sync.OnceValues(func() (*history.History, error) { return loadPast(d) })
	d.published = sync.OnceValues(func() (publish.Published, error) { return readSite(d) })
	found := slices.Concat(checkContent(d).of("content"), checkWebhooks(d).of("notify"), d.look([]check{
		{"", checkSources},
		{"", checkKeys},
		{"AWS login", checkLogin},
		{"history", checkHistory},
		{"site", checkSite},
		{"distribution", checkDistributions},
		{"stack", checkStack},
		{"GitHub token", checkToken},
		{"schedule", checkSchedule},
		{"base URL", checkAddress},
	}))
	if h, err := d.past(); err == nil {
		defer h.Close()
	}
	if w.Ctx.Err() != nil {
		return fmt.Errorf("stopped: %w", context.Cause(w.Ctx))
	}
	return found.print(w, f.JSON)
}

// check looks at one thing.
type check struct {
	name string
	look func(*doctor) findings
}

func (d *doctor) look(checks []check) findings {
	found := make([]findings, len(checks))
	bar := d.Progress(len(checks), "looking")
	defer bar.Finish()
	var done atomic.Int32
	var all sync.WaitGroup
	for i, check := range checks {
		all.Go(func() {
			found[i] = check.look(d).of(check.name)
			bar.Set(int(done.Add(1)))
		})
	}
	all.Wait()
	return slices.Concat(found...)
}
