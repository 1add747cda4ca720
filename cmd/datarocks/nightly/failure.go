package nightly

import (
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history/archive"
	"datarocks/history/row"
	"datarocks/publish"
)

// failure is what a person needs to know of a run that failed: what went wrong, what
// became of the counts, what visitors see, since when, and what to do.
type failure struct {
	Day      content.Day
	Headline string
	Lines    []string // the error, line by line
	Counts   string   // what became of them
	Shown    string   // what visitors see
	Since    string
	Missing  string   // the days of the last month without counts
	Cures    []string // what to do, in words
	Commands []string // and as lines for a shell

	shown content.Day // of the newest count that visitors see; 0 where it is not known
}

// crash is a fault of datarocks.
type crash struct{ cause any }

func (c *crash) Error() string { return fmt.Sprintf("datarocks crashed: %v", c.cause) }

// errNothingCounted means that there is nothing to publish.
var errNothingCounted = errors.New("no count was ever recorded, so there is nothing to publish")

// failure describes the error that ended the run.
func (n *Night) failure(err error) failure {
	text, cure := settings.Describe(err)
	hint := shell.AsFailure(err).Hint
	f := failure{Day: n.summary.Day, Lines: shell.Few(strings.Split(text, "\n")), Headline: n.headline(err)}
	for _, cure := range []string{cure, hint} {
		if cure != "" && !slices.Contains(f.Cures, cure) {
			f.Cures = append(f.Cures, cure)
		}
	}
	ctx, cancel := n.looking()
	defer cancel()
	f.Counts = n.fate()
	var up bool
	if n.where != "" {
		f.Shown, f.shown, up = n.shows(ctx)
	}
	days, daysErr := n.days(ctx)
	f.Missing = missing(days, n.summary.Day)
	f.Since = n.since(days, daysErr, f.shown, up)
	f.Commands = n.commands(err, f.Cures)
	return f
}

// looking bounds what is looked at for a report: a run that is stopped has no time.
func (n *Night) looking() (context.Context, context.CancelFunc) {
	most := 15 * time.Second
	if n.Ctx.Err() != nil {
		most = 2 * time.Second
	}
	return context.WithTimeout(context.WithoutCancel(n.Ctx), most)
}

// headlines are what failed, by how far the run came.
var headlines = map[stage]string{
	starting:   "Settings are wrong, so nothing was asked.",
	reading:    "Content or settings are wrong, so nothing was asked.",
	loading:    "The history cannot be read, so nothing was asked.",
	asking:     "The platforms could not be asked.",
	recording:  "The history cannot be written, so the counts could not be recorded.",
	opening:    "The site cannot be read, so nothing was published.",
	rendering:  "The pages could not be made, so nothing was published.",
	publishing: "Publishing stopped half-way. The next run goes on where this one stopped.",
}

func (n *Night) headline(err error) string {
	_, crashed := errors.AsType[*crash](err)
	_, refused := errors.AsType[*publish.RefusedError](err)
	switch {
	case crashed:
		return "datarocks crashed: this is a fault of the program."
	case n.Ctx.Err() != nil:
		return "The run was stopped before it was done."
	case errors.Is(err, errNothingCounted):
		return "No count was ever recorded, so there is nothing to publish."
	case refused, n.stage == publishing && shell.AsFailure(err).Code == shell.ExitUsage:
		return "The new site was refused, to protect the one that visitors see."
	}
	return headlines[n.stage]
}

// fate is what became of the counts of the day.
func (n *Night) fate() string {
	switch {
	case n.unsaved != "":
		return "asked, but not recorded: they are saved in " + n.unsaved
	case n.past == nil || n.stage < asking:
		return "not asked yet; a run before midnight UTC still gets them"
	}
	if !n.summary.settled {
		n.settle()
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
	world := *n.World
	world.Ctx = ctx
	about, next, err := published(ctx, &world, n.where)
	switch {
	case err != nil:
		return "not known: the site cannot be read", 0, false
	case about.Updated.IsZero():
		return "no site yet", 0, true
	}
	day = content.DayOf(about.Updated)
	text = "the counts of " + date(day) + age(n.summary.Day-day)
	if next {
		text += ", and perhaps a part of the new site; the next run completes it"
	}
	return text, day, true
}

func age(days content.Day) string {
	switch {
	case days <= 0:
		return ""
	case days == 1:
		return ", of yesterday"
	}
	return fmt.Sprintf(", %d days old", days)
}

// days are those of which the history has anything.
func (n *Night) days(ctx context.Context) ([]content.Day, error) {
	if n.store == nil {
		return nil, errors.New("it cannot be opened")
	}
	listing, err := archive.List(ctx, n.store, row.DaysPrefix)
	return listing.Sorted(), err
}

// recent is how many days back a report looks.
const recent = 30

// missing names the days before the run of which the history has nothing, since its
// first one.
func missing(days []content.Day, today content.Day) string {
	if len(days) == 0 {
		return ""
	}
	var absent []content.Day
	for day := max(days[0], today-recent); day < today; day++ {
		if _, found := slices.BinarySearch(days, day); !found {
			absent = append(absent, day)
		}
	}
	if len(absent) == 0 {
		return "none of the last 30"
	}
	var spans []string
	for i := 0; i < len(absent); {
		j := i
		for j+1 < len(absent) && absent[j+1] == absent[j]+1 {
			j++
		}
		span := absent[i].Time().Format("2 January")
		if j > i {
			span += " to " + absent[j].Time().Format("2 January")
		}
		spans = append(spans, span)
		i = j + 1
	}
	return fmt.Sprintf("%d of the last 30: %s", len(absent), strings.Join(spans, ", "))
}

// since is when things were in order for the last time.
func (n *Night) since(days []content.Day, err error, shown content.Day, up bool) string {
	today := n.summary.Day
	switch {
	case err == nil && len(days) > 0 && days[len(days)-1] < today:
		newest := days[len(days)-1]
		return "the last counts recorded are of " + date(newest) + ", " + ago(today-newest)
	case up && shown != 0 && shown < today-1:
		return "the site was brought up to date for the last time on " + date(shown) + ", " + ago(today-shown)
	case err == nil && len(days) == 0:
		return "nothing was ever recorded"
	case err != nil && !up:
		return "not known: neither the history nor the site can be read"
	}
	return "this run; the one before went well"
}

func ago(days content.Day) string {
	if days == 1 {
		return "yesterday"
	}
	return fmt.Sprintf("%d days ago", days)
}

// date writes a day as people do.
func date(day content.Day) string { return day.Time().Format("2 January 2006") }

// moreDeletes is how a cure lets a run delete more.
var moreDeletes = regexp.MustCompile(`--max-delete (\d+)`)

// commands are what to type next, and then to run again.
func (n *Night) commands(err error, cures []string) []string {
	_, inContent := errors.AsType[content.Problems](err)
	_, refused := errors.AsType[*publish.RefusedError](err)
	_, crashed := errors.AsType[*crash](err)
	doctor := n.command("doctor")
	switch {
	case crashed, n.Ctx.Err() != nil:
		return []string{n.again()}
	case inContent:
		return []string{n.flags.SiteFlags.Command(n.World, "check"), n.again()}
	case n.unsaved != "":
		commands := []string{n.command("doctor", "--write"), n.importing(n.unsaved), n.again()}
		if download := n.download(); download != "" {
			commands = slices.Insert(commands, 1, download)
		}
		return commands
	case n.stage == recording:
		return []string{n.command("doctor", "--write"), n.again()}
	case refused:
		text := strings.Join(cures, " ")
		var more []string
		if strings.Contains(text, "--allow-removal") {
			more = append(more, "allow-removal", "")
		}
		if found := moreDeletes.FindStringSubmatch(text); found != nil {
			more = append(more, "max-delete", found[1])
		}
		return []string{n.again(more...)}
	case n.stage == rendering:
		return []string{n.flags.SiteFlags.Command(n.World, "render"), n.again()}
	case n.stage == publishing:
		return []string{n.again()}
	}
	return []string{doctor, n.again()}
}

// again starts the run once more, with more switches, each followed by its value.
func (n *Night) again(more ...string) string {
	repository, workflow := n.Getenv("GITHUB_REPOSITORY"), workflowFile(n.Getenv("GITHUB_WORKFLOW_REF"))
	onGitHub := n.OnGitHub() && repository != "" && workflow != ""
	words := []string{"run"}
	line := "gh workflow run " + shell.Quote(workflow) + " --repo " + shell.Quote(repository)
	for i := 0; i+1 < len(more); i += 2 {
		name, value := more[i], more[i+1]
		words = append(words, "--"+name)
		if value != "" {
			words = append(words, value)
		} else {
			value = "true"
		}
		line += " -f " + shell.Quote(name+"="+value)
	}
	if onGitHub {
		return line
	}
	return n.command(words...)
}

// workflowFile is the file of a workflow, of "owner/name/.github/workflows/x.yml@ref".
func workflowFile(ref string) string {
	file, _, ok := strings.Cut(ref, "@")
	if !ok {
		return ""
	}
	return path.Base(file)
}

// download brings the file of unsaved counts here, where the run is one on GitHub.
func (n *Night) download() string {
	run, repository := n.Getenv("GITHUB_RUN_ID"), n.Getenv("GITHUB_REPOSITORY")
	if !n.OnGitHub() || run == "" || repository == "" {
		return ""
	}
	return "gh run download " + shell.Quote(run) + " --repo " + shell.Quote(repository) +
		" --name " + shell.Quote("unsaved-"+run+"-"+n.Getenv("GITHUB_RUN_ATTEMPT"))
}
