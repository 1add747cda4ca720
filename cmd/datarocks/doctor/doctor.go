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
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history"
	"datarocks/publish"
)

// Flags choose what is looked at.
type Flags struct {
	settings.SiteFlags
	settings.NotifyFlags
	settings.JSONFlag
	Site         string        `default:"public" env:"DATAROCKS_SITE" placeholder:"WHERE" help:"Site: a folder, or s3://bucket/prefix (${env}; ${default})."`
	Distribution []string      `sep:"," env:"DATAROCKS_DISTRIBUTION" placeholder:"ID" help:"CloudFront distribution; may repeat (${env})."`
	Stack        string        `default:"datarocks" placeholder:"NAME" help:"Name of the CloudFormation stack (${default})."`
	Paid         bool          `help:"Ask also sources that take money, for one count each."`
	Write        bool          `help:"Try whether the history's bucket may be written, by its v1/conditions.txt."`
	Timeout      time.Duration `default:"1m" placeholder:"DURATION" help:"Longest that a check may take (${default})."`
}

// doctor is one look at everything.
type doctor struct {
	*shell.World // whose context ends with the time for the checks
	flags        Flags
	now          time.Time
	site         *content.Site // nil where it cannot be read
	onAWS        bool

	login     func() login
	subject   func() (string, error)
	past      func() (*history.History, error)
	published func() (publish.Published, error)
}

// Look runs all checks and prints their findings.
func Look(w *shell.World, f Flags) error {
	if f.Timeout <= 0 {
		return shell.Refuse("it is like 30s", "--timeout: %v is no time to wait", f.Timeout)
	}
	ctx, cancel := context.WithTimeout(w.Ctx, f.Timeout)
	defer cancel()
	bounded := *w
	bounded.Ctx = ctx
	d := &doctor{World: &bounded, flags: f, now: f.At(w)}
	d.login = sync.OnceValue(func() login { return logIn(d) })
	d.subject = sync.OnceValues(func() (string, error) { return askSubject(d) })
	d.past = sync.OnceValues(func() (*history.History, error) { return loadPast(d) })
	d.published = sync.OnceValues(func() (publish.Published, error) { return readSite(d) })
	found := append(checkContent(d), checkWebhooks(d)...)
	found = append(found, d.look(
		checkSources, checkLogin, checkHistory, checkSite, checkDistributions, checkStack, checkToken, checkSchedule, checkAddress,
	)...)
	if h, err := d.past(); err == nil {
		defer h.Close()
	}
	if w.Ctx.Err() != nil {
		return fmt.Errorf("stopped: %w", context.Cause(w.Ctx))
	}
	return d.print(found)
}

func (d *doctor) look(checks ...func(*doctor) []finding) []finding {
	found := make([][]finding, len(checks))
	bar := d.Progress(len(checks), "looking")
	defer bar.Finish()
	var done atomic.Int32
	var all sync.WaitGroup
	for i, check := range checks {
		all.Go(func() {
			found[i] = check(d)
			bar.Set(int(done.Add(1)))
		})
	}
	all.Wait()
	return slices.Concat(found...)
}
