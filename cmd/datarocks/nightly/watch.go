package nightly

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"datarocks/cmd/datarocks/notify"
	"datarocks/cmd/datarocks/report"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/publish"
	"datarocks/render/sentence"
)

// Watch carries out a run and reports how it ended, whichever way that was. Nothing of
// the report changes the outcome.
func (n *Night) Watch(run func() error) error {
	ping, _ := notify.OpenPing(n.World) // Begin refuses one that is none
	if n.partial() {
		ping = notify.Ping{}
	}
	ping.Start()
	err := n.safely(run)
	n.report(ping, err)
	if n.past != nil {
		err = cmp.Or(err, n.past.Close())
	}
	return err
}

// safely makes a crash an error, so that it is reported as any other.
func (n *Night) safely(run func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			fmt.Fprintf(n.Stderr, "%s", debug.Stack())
			err = shell.Fail(shell.ExitFailed, &crash{cause}, "the end of the log shows where; please report that with the output of `datarocks version`")
		}
	}()
	return run()
}

// Refused reports a run whose command line was refused, so that it never began. What
// the environment has of its settings is known nevertheless.
func Refused(w *shell.World, err error) {
	var f Flags
	f.History, f.Content = w.Getenv("DATAROCKS_HISTORY"), w.Getenv("DATAROCKS_CONTENT")
	_ = f.Now.UnmarshalText([]byte(w.Getenv("DATAROCKS_NOW"))) // one that is malformed is none
	f.Notify = []fetch.Secret{fetch.NewSecret(w.Getenv(settings.NotifyVariable))}
	n := New(w, f, w.Getenv("DATAROCKS_SITE"))
	if f.History != "" {
		n.store, _ = f.OpenStore(w) // a place that is malformed is none
	}
	n.report(notify.Ping{}, err)
}

func (n *Night) report(ping notify.Ping, err error) {
	if n.hooks == nil {
		n.hooks, _ = notify.Webhooks(n.flags.NotifyFlags) // a bad one was refused
	}
	ended := shell.AsFailure(err)
	if ended == nil || ended.Code == shell.ExitIncomplete {
		n.reportDone(ping, err)
		return
	}
	watched := !n.partial() && !n.Attended()
	if !n.OnGitHub() && (len(n.hooks) == 0 || !watched) {
		ping.Fail(n.headline(err))
		return
	}
	f := n.failure(err)
	if n.OnGitHub() {
		n.writeJob(f.Page(n.summary), "failed", ended.Code, f.Issue(), nil)
	}
	ping.Fail(f.Short())
	if watched {
		n.announce(func(ctx context.Context, o notify.Outcome) []notify.Delivery {
			return o.Failed(ctx, f.Short(), f.Newest)
		})
	}
}

func (n *Night) reportDone(ping notify.Ping, err error) {
	if n.flags.DryRun {
		return
	}
	if n.OnGitHub() {
		n.writeDone(err)
	}
	ping.Done(fmt.Sprintf("%s %s", n.summary.Day, n.summary.Result()))
	if !n.partial() {
		n.announce(func(ctx context.Context, o notify.Outcome) []notify.Delivery { return o.Worked(ctx) })
	}
}

// announce posts an outcome of the runs.
func (n *Night) announce(post func(context.Context, notify.Outcome) []notify.Delivery) {
	if len(n.hooks) == 0 {
		return
	}
	o := notify.Outcome{Store: n.store, Hooks: n.hooks, Site: n.site, Agent: shell.Agent(), Day: n.summary.Day}
	if o.Site == nil {
		o.Site = &content.Site{Title: "datarocks"}
	} else {
		o.Agent = settings.UserAgent(o.Site)
	}
	ctx, cancel := n.looking()
	defer cancel()
	for _, d := range post(ctx, o) {
		if d.Problem != "" {
			n.Warn(d.Warning())
		}
	}
}

// writeDone writes the page of a job that published, and its outputs. err is what went
// wrong nevertheless.
func (n *Night) writeDone(err error) {
	if !n.summary.Discreet {
		n.summary.Standings = sentence.NewStandings(n.site, n.past, report.MaxStandings)
	}
	n.summary.ToDo = n.next()
	page, code := n.summary.Markdown(n.site.BaseURL), shell.ExitDone
	var fault *report.Failure
	if ended := shell.AsFailure(err); ended != nil {
		code = ended.Code
		if ended.Err != nil {
			fault = new(n.fault(err, ended.Hint))
			page = fault.Fault() + "\n\n" + page
		}
	}
	n.writeJob(page, n.summary.Result(), code, "", fault)
}

// fault is what went wrong with a night whose counts are recorded.
func (n *Night) fault(err error, hint string) report.Failure {
	text, cure := settings.Describe(err)
	f := report.Failure{Headline: "Published, with a fault", Lines: shell.Few(strings.Split(text, "\n"))}
	if n.summary.Site == nil {
		f.Headline = "Recorded, and not published"
	}
	if late, ok := errors.AsType[*publish.InvalidationError](err); ok {
		f.Commands = late.Commands()
		if !errors.Is(err, publish.ErrNotNamed) {
			hint = ""
			if strings.Contains(text, "NoSuchDistribution") {
				f.Commands = append(f.Commands, n.job().resetting("--distribution:")...)
			}
		} else if repository := n.Getenv("GITHUB_REPOSITORY"); n.OnGitHub() && repository != "" && len(late.Distributions) > 0 {
			f.Commands = append(f.Commands, "gh variable set DATAROCKS_DISTRIBUTION --repo "+shell.Quote(repository)+" --body "+shell.Quote(strings.Join(late.Distributions, ",")))
		}
	}
	f.Cures = distinct(cure, hint)
	return f
}

// writeJob writes the page of the job, and the outputs of its step: what the workflow
// makes its issues of: of a failure, and of what does not heal by itself.
func (n *Night) writeJob(page, result string, code int, failure string, fault *report.Failure) {
	silence, known := "", n.summary.Settled && !n.partial()
	if known {
		next := n.next()
		next.Commands = append(next.Commands, n.command("doctor"), n.rerun())
		silence = n.summary.Lasting(fault, next)
	}
	outputs := report.Output("result", result) + report.Output("day", n.summary.Day.String()) + report.Output("code", fmt.Sprint(code)) +
		report.Output("failure", failure) + report.Output("silence", silence) + report.Output("silence-known", fmt.Sprint(known))
	for _, to := range []struct{ variable, text string }{{"GITHUB_STEP_SUMMARY", page}, {"GITHUB_OUTPUT", outputs}} {
		if err := report.AppendTo(n.Getenv(to.variable), to.text); err != nil {
			n.Say("%s: %v", to.variable, err) // the run itself is done
		}
	}
}
