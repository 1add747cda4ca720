package nightly

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"datarocks/cmd/datarocks/report"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history/archive"
	"datarocks/history/row"
	"datarocks/publish"
)

// crash is a fault of datarocks.
type crash struct{ cause any }

func (c *crash) Error() string { return fmt.Sprintf("datarocks crashed: %v", c.cause) }

// ErrNothingCounted means that there is nothing to publish.
var ErrNothingCounted = errors.New("no count was ever recorded, so there is nothing to publish")

// EndWithout ends a night without anything to publish.
func (n *Night) EndWithout() error {
	_ = n.End(nil) // which is the lesser failure
	return shell.Fail(shell.ExitFailed, ErrNothingCounted, n.cure())
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

// failure describes the error that ended the run.
func (n *Night) failure(err error) report.Failure {
	text, cure := settings.Describe(err)
	f := report.Failure{Day: n.summary.Day, Lines: shell.Few(strings.Split(text, "\n")), Headline: n.headline(err)}
	hint := shell.AsFailure(err).Hint
	if n.unsaved != "" {
		hint = "" // a command below is the same
	}
	cures := []string{cure, hint}
	if _, inContent := errors.AsType[content.Problems](err); inContent {
		cures = append(cures, "correct these lines and push that; a run takes the files as they are on its branch")
	}
	if errors.Is(err, ErrNothingCounted) {
		f.Lines, cures = n.summary.Refusals()
	}
	f.Cures = distinct(cures...)
	ctx, cancel := n.looking()
	defer cancel()
	f.Counts = n.fate()
	var up bool
	if n.where != "" {
		f.Shown, f.Newest, up = n.shows(ctx)
	}
	days, daysErr := n.days(ctx)
	f.Missing = report.Missing(days, n.summary.Day)
	f.Since = report.Since(n.summary.Day, report.Known{Days: days, Err: daysErr, Newest: f.Newest, Site: up || n.where == ""})
	f.Commands, f.Elsewhere = n.commands(err, f.Cures)
	if shell.AsFailure(err).Code == shell.ExitUsage {
		f.Commands = append(n.job().resetting(text), f.Commands...)
	}
	return f
}

// distinct leaves out cures that are empty or there already.
func distinct(cures ...string) (all []string) {
	for _, cure := range cures {
		if cure != "" && !slices.Contains(all, cure) {
			all = append(all, cure)
		}
	}
	return all
}

// looking bounds what is looked at for a report: a run that is stopped has no time.
func (n *Night) looking() (context.Context, context.CancelFunc) {
	most := 15 * time.Second
	if n.Ctx.Err() != nil {
		most = 2 * time.Second
	}
	return context.WithTimeout(context.WithoutCancel(n.Ctx), most)
}

// stage is how far a night came.
type stage int

const (
	starting   stage = iota
	reading          // content and settings
	loading          // the history
	asking           // the platforms
	recording        // into the history
	opening          // the site
	rendering        // the new site
	publishing       // it
)

// headlines are what failed, by how far the run came.
var headlines = map[stage]string{
	starting:   "Settings are wrong, so nothing was asked.",
	reading:    "Content or settings are wrong, so nothing was asked.",
	loading:    "The history cannot be read, so nothing was asked.",
	asking:     "The platforms could not be asked.",
	recording:  "The history cannot be written, so the counts could not be recorded.",
	opening:    "The site cannot be read, so nothing was published.",
	rendering:  "The pages could not be made, so nothing was published.",
	publishing: "Publishing failed. The next run goes on where this one stopped.",
}

func (n *Night) headline(err error) string {
	_, crashed := errors.AsType[*crash](err)
	_, refused := errors.AsType[*publish.RefusedError](err)
	switch {
	case crashed:
		return "datarocks crashed: this is a fault of the program."
	case n.Ctx.Err() != nil:
		return "The run was stopped before it was done."
	case errors.Is(err, ErrNothingCounted):
		return "No count was ever recorded, so there is nothing to publish."
	case refused, n.stage == publishing && shell.AsFailure(err).Code == shell.ExitUsage:
		return "The new site was refused, to protect the one that visitors see."
	}
	return headlines[n.stage]
}

// fate is what became of the counts of the day.
func (n *Night) fate() string {
	if n.past == nil || n.stage < asking {
		return "not asked yet; a run before midnight UTC still gets them"
	}
	if !n.summary.Settled {
		n.settle()
	}
	if n.unsaved != "" {
		return "asked, but not recorded: they are saved in " + n.unsaved
	}
	counted, accounts := 0, 0
	for _, source := range n.summary.Sources {
		if source.Lacking == "" {
			counted, accounts = counted+source.Counted, accounts+source.Accounts-source.Later
		}
	}
	return fmt.Sprintf("%d of %d recorded", counted, accounts)
}

// shows is what visitors see, in words and by the day of the newest count. up reports
// whether that was found out.
func (n *Night) shows(ctx context.Context) (text string, day content.Day, up bool) {
	w := *n.World
	w.Ctx = ctx
	about, next, err := published(&w, n.where)
	switch {
	case err != nil:
		return "not known: the site cannot be read", 0, false
	case about.Updated.IsZero():
		return "no site yet", 0, true
	}
	day = content.DayOf(about.Updated)
	text = "the counts of " + report.Date(day) + report.Age(n.summary.Day-day)
	if next {
		text += ", and perhaps a part of the new site; the next run completes it"
	}
	return text, day, true
}

// days are those of which the history has any count, as far as that can be found out;
// else those on which a run recorded anything.
func (n *Night) days(ctx context.Context) ([]content.Day, error) {
	if n.store == nil {
		return nil, errors.New("it cannot be opened")
	}
	listing, err := archive.List(ctx, n.store, row.DaysPrefix)
	days := listing.Sorted()
	if err != nil || len(n.wanted) == 0 {
		return days, err
	}
	open := slices.DeleteFunc(slices.Clone(days), func(day content.Day) bool { return day < n.summary.Day-report.Recent })
	for _, ask := range n.wanted {
		if len(open) == 0 {
			break
		}
		of := n.past.Series(ask.Artist, ask.Metric)
		open = slices.DeleteFunc(open, func(day content.Day) bool {
			_, counted := of.Value(day)
			return counted
		})
	}
	return slices.DeleteFunc(days, func(day content.Day) bool { return slices.Contains(open, day) }), nil
}

// moreDeletes is how a cure lets a run delete more.
var moreDeletes = regexp.MustCompile(`--max-delete (\d+)`)

// commands are what to type next, and then to run again; elsewhere is what to do where
// nothing can be typed.
func (n *Night) commands(err error, cures []string) (commands, elsewhere []string) {
	_, inContent := errors.AsType[content.Problems](err)
	_, refused := errors.AsType[*publish.RefusedError](err)
	_, crashed := errors.AsType[*crash](err)
	_, cure := settings.Describe(err) // of AWS
	switch {
	case crashed, n.Ctx.Err() != nil, n.stage == starting:
		return []string{n.rerun()}, n.elsewhere()
	case inContent:
		return []string{n.flags.SiteFlags.Command(n.World, "check"), n.rerun()}, n.elsewhere()
	case n.unsaved != "":
		commands = []string{n.command("doctor", "--write"), n.importing(n.unsaved), n.rerun()}
		if download := n.job().download(); download != "" {
			commands = slices.Insert(commands, 1, download)
		}
		return commands, n.taking()
	case n.stage == recording:
		return []string{n.command("doctor", "--write"), n.rerun()}, n.elsewhere()
	case refused:
		text := strings.Join(cures, " ")
		var more []string
		if strings.Contains(text, "--allow-removal") {
			more = append(more, "allow-removal", "")
		}
		if found := moreDeletes.FindStringSubmatch(text); found != nil {
			more = append(more, "max-delete", found[1])
		}
		if len(more) == 0 {
			return []string{n.rerun()}, n.elsewhere()
		}
		if strings.Contains(text, "datarocks restore") && strings.Contains(err.Error(), "counts ") {
			// Counts are lost, and not only an artist gone: nobody should let them go from a phone.
			return []string{n.flags.HistoryFlags.Command(n.World, "restore"), n.rerun(), "# only if they are to go:", n.rerun(more...)}, nil
		}
		return []string{"# only if that is meant:", n.rerun(more...)}, n.elsewhere(more...)
	case n.stage == rendering:
		return []string{n.flags.SiteFlags.Command(n.World, "render"), n.rerun()}, n.elsewhere()
	case n.stage == publishing && cure == "":
		return []string{n.rerun()}, n.elsewhere()
	}
	return []string{n.command("doctor"), n.rerun()}, n.elsewhere()
}

// importing is the command that takes in a file of counts that were not recorded.
func (n *Night) importing(file string) string {
	return n.flags.HistoryFlags.Command(n.World, "import", "unsaved", file)
}

// command is one of a night, with its settings.
func (n *Night) command(words ...string) string {
	all := append(n.flags.SiteFlags.Settings(), settings.Setting{Flag: "--site", Value: n.where, Default: "public"})
	if n.where != "" {
		all = append(all, n.distribution)
	}
	return settings.Command(n.World, words, all...)
}

// rerun is the command that starts the run once more, with more switches, each followed
// by its value.
func (n *Night) rerun(more ...string) string {
	repository, workflow := n.Getenv("GITHUB_REPOSITORY"), workflowFile(n.Getenv("GITHUB_WORKFLOW_REF"))
	here := []string{"run"}
	there := []string{"gh", "workflow", "run", shell.Quote(workflow), "--repo", shell.Quote(repository)}
	for i := 0; i+1 < len(more); i += 2 {
		name, value := more[i], more[i+1]
		here = append(here, "--"+name)
		if value != "" {
			here = append(here, value)
		}
		there = append(there, "-f", shell.Quote(name+"="+cmp.Or(value, "true")))
	}
	if n.OnGitHub() && repository != "" && workflow != "" && n.job().takes(more...) {
		return strings.Join(there, " ")
	}
	return n.command(here...)
}

// elsewhere is how a browser starts the run once more, with inputs each followed by its
// value.
func (n *Night) elsewhere(more ...string) []string {
	file := workflowFile(n.Getenv("GITHUB_WORKFLOW_REF"))
	address := n.job().page(file)
	if address == "" || !n.job().takes(more...) {
		return nil
	}
	text := []string{"Without a laptop: open [" + strings.TrimSuffix(file, path.Ext(file)) + "](" + address + ") and press *Run workflow*"}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] == "" {
			text = append(text, "with `"+more[i]+"` ticked")
		} else {
			text = append(text, "with `"+more[i]+"` "+more[i+1])
		}
	}
	if len(more) > 0 {
		text = append(text, "if that is meant")
	}
	return []string{strings.Join(text, ", ") + "."}
}

// taking is how a browser takes in the counts that the run could not record.
func (n *Night) taking() []string {
	address, run := n.job().page(settleWorkflow), n.Getenv("GITHUB_RUN_ID")
	if address == "" || run == "" {
		return nil
	}
	return []string{"Without a laptop: once the history can be written, open [Settle](" + address + "), press *Run workflow*, and put `" + run + "` into the field for a run."}
}

// next is what to do about what a night that published did not get.
func (n *Night) next() report.Next {
	return n.summary.Next(n.World, n.flags.SiteFlags, n.job().page(settleWorkflow))
}

// job is the one on GitHub that the run is of, if it is of one.
func (n *Night) job() job { return job{n.World} }
