// Package doctor looks at everything that a run needs, and changes nothing: keys,
// AWS, GitHub, history and site. A file is one of these.
//
// A check returns findings, each with its cure and with the exit code that a run
// would end with. All checks run at once, so that one that waits costs no other
// its time; what several of them need is looked at once, by the first. Findings
// are printed in an order that does not change.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
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
	d.subject = sync.OnceValues(func() (string, error) { return askSubject(d) })
	d.past = sync.OnceValues(func() (*history.History, error) { return loadPast(d) })
	d.published = sync.OnceValues(func() (publish.Published, error) { return readSite(d) })
	found := slices.Concat(checkContent(d).of("content"), checkWebhooks(d).of("notify"), d.look([]check{
		{"", checkSources},
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

// Doctor is the verb.
type Doctor struct {
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

// doctor is one look at everything. What several checks need is looked at once.
type doctor struct {
	*shell.World // whose context ends with the time for the checks
	flags        *Doctor
	now          time.Time
	site         *content.Site // nil where it cannot be read
	onAWS        bool

	login     func() login
	subject   func() (string, error)
	past      func() (*history.History, error)
	published func() (publish.Published, error)
}

// login is the identity that AWS sees.
type login struct {
	cfg     aws.Config
	account string // "" where that is not known
	found   findings
	works   bool // as far as is known
}

// errNoLogin is why something on AWS was not looked at; the check of the login
// has the rest.
var errNoLogin = errors.New("not looked at: the login to AWS does not work")

// reach opens a place, unless that must fail for want of a login.
func reach(d *doctor, flag, where string) (settings.Place, error) {
	at, err := settings.ParsePlace(flag, where)
	if err == nil && at.Folder == "" && !d.login().works {
		err = errNoLogin
	}
	return at, err
}

// checkContent reads the content, and the settings that a run refuses.
func checkContent(d *doctor) (found findings) {
	f := d.flags
	for _, err := range settings.KeepApart(f.History, f.Content, f.Site) {
		found = append(found, d.trouble(shell.ExitUsage, err).of("settings")...)
	}
	for _, where := range []string{f.History, f.Site} {
		at, err := settings.ParsePlace("", where)
		d.onAWS = d.onAWS || err == nil && at.Folder == ""
	}
	site, err := f.LoadSite()
	if err != nil {
		text, _ := settings.Describe(err)
		for line := range strings.SplitSeq(text, "\n") {
			found = append(found, finding{State: stateWrong, Text: line, code: shell.ExitUsage})
		}
		return found
	}
	d.site = site
	return append(found, fine("%s: %s, %s", f.Content, shell.Plural(len(site.Artists), "artist"), shell.Plural(len(site.Sources), "source"))...)
}

// checkWebhooks names those that get the news. Nothing is posted: they would show
// it.
func checkWebhooks(d *doctor) findings {
	hooks, err := nightly.Webhooks(d.flags.NotifyFlags)
	if err != nil {
		return d.trouble(shell.ExitUsage, err)
	}
	var found findings
	for _, hook := range hooks {
		found = append(found, fine("%s: the address is well-formed; not tried, as it would show a message", hook)...)
	}
	return found
}
