package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"datarocks/content"
	"datarocks/history"
	"datarocks/publish"
)

type doctorCommand struct {
	contentFlags
	historyFlags
	clockFlags
	notifyFlags
	jsonFlag
	Site         string        `default:"public" env:"DATAROCKS_SITE" placeholder:"WHERE" help:"Site: a folder, or s3://bucket/prefix (${env}; ${default})."`
	Distribution []string      `sep:"," env:"DATAROCKS_DISTRIBUTION" placeholder:"ID" help:"CloudFront distribution; may repeat (${env})."`
	Stack        string        `default:"datarocks" placeholder:"NAME" help:"Name of the CloudFormation stack (${default})."`
	Paid         bool          `help:"Ask also sources that take money, for one count each."`
	Write        bool          `help:"Try whether the history's bucket may be written, by its v1/conditions.txt."`
	Timeout      time.Duration `default:"1m" placeholder:"DURATION" help:"Longest that a check may take (${default})."`
}

// state is how something stands for the next run.
type state string

const (
	stateFine  state = "ok"
	stateNote  state = "note"    // not looked at, or not wanted; no fault
	stateWarn  state = "warning" // a run goes on without it
	stateWrong state = "wrong"   // a run fails
)

// finding is what the doctor says of one thing.
type finding struct {
	Check string `json:"check"`
	State state  `json:"state"`
	Text  string `json:"text"`
	Cure  string `json:"cure,omitempty"`

	code int // of the doctor
}

func fine(check, format string, args ...any) finding {
	return finding{Check: check, State: stateFine, Text: fmt.Sprintf(format, args...)}
}

func note(check, format string, args ...any) finding {
	return finding{Check: check, State: stateNote, Text: fmt.Sprintf(format, args...)}
}

func warn(check, cure, format string, args ...any) finding {
	return finding{check, stateWarn, fmt.Sprintf(format, args...), cure, exitIncomplete}
}

// trouble is an error after which a run would end with code, unless the error
// knows another one.
func (d *doctor) trouble(check string, code int, err error) finding {
	text, cure := describe(err)
	var known *failure
	if errors.As(err, &known) {
		code, cure = known.code, cmp.Or(known.hint, cure)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		text, cure = fmt.Sprintf("no answer within %v", d.flags.Timeout), "try again, or with a longer --timeout"
	}
	f := finding{check, stateWrong, strings.ReplaceAll(text, "\n", "; "), cure, code}
	if code == exitIncomplete {
		f.State = stateWarn
	}
	return f
}

// doctor looks at everything that a run needs, and changes nothing.
type doctor struct {
	*world // whose context ends with the time for the checks
	flags  *doctorCommand
	now    time.Time
	site   *content.Site // nil where it cannot be read
	onAWS  bool

	// What several checks need is looked at once, by the first.
	login     func() login
	subject   func() (string, error)
	past      func() (*history.History, error)
	published func() (publish.Published, error)
}

// Run looks at all at once and tells it in an order that does not change.
func (c *doctorCommand) Run(w *world) error {
	if c.Timeout <= 0 {
		return settingsError("it is like 30s", "--timeout: %v is no time to wait", c.Timeout)
	}
	d := &doctor{flags: c, now: c.at(w)}
	found := append(d.content(), d.webhooks()...)
	ctx, cancel := context.WithTimeout(w.ctx, c.Timeout)
	defer cancel()
	bounded := *w
	bounded.ctx = ctx
	d.world = &bounded
	d.login, d.subject = sync.OnceValue(d.logIn), sync.OnceValues(d.askSubject)
	d.past, d.published = sync.OnceValues(d.loadPast), sync.OnceValues(d.readSite)
	found = append(found, d.look(
		d.sources, d.whoIsIn, d.history, d.siteNow, d.distributions, d.stackNow, d.gitHubToken, d.schedule, d.address,
	)...)
	if h, err := d.past(); err == nil {
		defer h.Close()
	}
	if w.ctx.Err() != nil {
		return fmt.Errorf("stopped: %w", context.Cause(w.ctx))
	}
	return d.tell(found)
}

// look runs checks at once, so that one that waits costs no other its time.
func (d *doctor) look(checks ...func() []finding) []finding {
	found := make([][]finding, len(checks))
	bar := d.progress(len(checks), "looking")
	defer bar.finish()
	var done atomic.Int32
	var all sync.WaitGroup
	for i, check := range checks {
		all.Go(func() {
			found[i] = check()
			bar.set(int(done.Add(1)))
		})
	}
	all.Wait()
	return slices.Concat(found...)
}

// content reads what people wrote, and the settings that a run refuses.
func (d *doctor) content() (found []finding) {
	c := d.flags
	for _, err := range []error{refusePublic(c.History, c.Site), refuseContent(c.Content, c.Site)} {
		if err != nil {
			found = append(found, d.trouble("settings", exitUsage, err))
		}
	}
	for _, where := range []string{c.History, c.Site} {
		at, err := parsePlace("", where)
		d.onAWS = d.onAWS || err == nil && at.folder == ""
	}
	site, err := c.load()
	if err != nil {
		text, _ := describe(err)
		for line := range strings.SplitSeq(text, "\n") {
			found = append(found, finding{Check: "content", State: stateWrong, Text: line, code: exitUsage})
		}
		return found
	}
	d.site = site
	return append(found, fine("content", "%s: %s, %s", c.Content, plural(len(site.Artists), "artist"), plural(len(site.Sources), "source")))
}

// verdictOf is the doctor's exit code: that of a run, where a run would fail.
func verdictOf(found []finding) int {
	for _, code := range []int{exitUsage, exitFailed, exitIncomplete} {
		if slices.ContainsFunc(found, func(f finding) bool { return f.code == code }) {
			return code
		}
	}
	return exitDone
}

func (d *doctor) tell(found []finding) error {
	code := verdictOf(found)
	for _, f := range found {
		switch f.State {
		case stateWarn, stateWrong:
			d.annotate(level(f.code), f.Check+": "+f.line())
		}
	}
	if !d.flags.JSON {
		d.table(found)
		return codeOnly(code)
	}
	err := d.printJSON(struct {
		Checks   []finding `json:"checks"`
		ExitCode int       `json:"exitCode"`
	}{found, code})
	return errors.Join(err, codeOnly(code))
}

// line is what was found, and the cure, as content tells its problems.
func (f finding) line() string { return join(" - ", f.Text, f.Cure) }

// table prints a line for each finding. Colour only repeats what its first word
// says.
func (d *doctor) table(found []finding) {
	width := 0
	for _, f := range found {
		width = max(width, len(f.Check))
	}
	colours := map[state]string{stateFine: "32", stateNote: "2", stateWarn: "33", stateWrong: "31"}
	coloured := d.colours()
	for _, f := range found {
		first := fmt.Sprintf("%-7s", f.State)
		if coloured {
			first = "\x1b[" + colours[f.State] + "m" + first + "\x1b[0m"
		}
		d.print("%s  %-*s  %s", first, width, f.Check, f.line())
	}
}

// colours says whether results go to a terminal that shows them
// (no-color.org).
func (w *world) colours() bool {
	file, isFile := w.stdout.(*os.File)
	return isFile && term.IsTerminal(int(file.Fd())) && w.getenv("NO_COLOR") == "" && w.getenv("TERM") != "dumb"
}

// webhooks tells who is told what is new. Nothing is posted: they would show it.
func (d *doctor) webhooks() []finding {
	const check = "notify"
	hooks, err := d.flags.webhooks()
	if err != nil {
		return []finding{d.trouble(check, exitUsage, err)}
	}
	var found []finding
	for _, hook := range hooks {
		found = append(found, fine(check, "%s: the address is well-formed; not tried, as it would show a message", hook))
	}
	return found
}
