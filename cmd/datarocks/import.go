package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/history"
	"datarocks/history/importer"
)

type importCommand struct {
	contentFlags
	historyFlags
	clockFlags
	jsonFlag
	Kind   string   `arg:"" enum:"ancestor,ancestor-rest,spotify-for-artists,csv,unsaved" help:"ancestor, ancestor-rest, spotify-for-artists, csv or unsaved."`
	Path   []string `arg:"" help:"Files; of the ancestor also folders."`
	Artist string   `placeholder:"ID" help:"The artist, of files that are of one."`
	Source string   `placeholder:"ID" help:"The source, of CSV files that are of one."`
	Prefer bool     `help:"Replace what is stored and differs, live counts too."`
	DryRun bool     `help:"Change nothing; print what would change."`
}

// Run reads everything, plans, and only then writes. One problem in one file,
// and nothing is imported.
func (c *importCommand) Run(w *world) error {
	read, err := c.read(w)
	if err != nil {
		return c.refuse(w, err)
	}
	store, err := c.open(w)
	if err != nil {
		return err
	}
	if err := c.refuseDemo(w, store); err != nil {
		return err
	}
	plan, err := history.PlanImport(w.ctx, store, read.Rows, c.mode())
	if err != nil {
		return err
	}
	if err := doubts(plan); err != nil {
		return c.refuse(w, err)
	}
	if c.DryRun {
		return c.tell(w, plan, read, plan.Writes(), plan.Unreadable())
	}
	imported, err := c.apply(w, store, plan)
	if overtaken := plan.Writes().Rows - imported.Rows; err == nil && overtaken > 0 {
		w.say("%s lost to what a run recorded meanwhile; import again to see", plural(overtaken, "row"))
	}
	return c.tell(w, plan, read, imported, err)
}

// refuseDemo keeps real counts from being mixed with invented ones.
func (c *importCommand) refuseDemo(w *world, store history.Store) error {
	h, err := w.loadHistory(store, c.at(w))
	if err != nil {
		return err
	}
	return h.Close()
}

func (c *importCommand) mode() history.ImportMode {
	switch {
	case c.Kind == string(importer.Unsaved):
		return history.ImportAsItIs
	case c.Prefer:
		return history.ImportPreferred
	}
	return history.ImportBehind
}

// read takes in all files and what is needed to understand them.
func (c *importCommand) read(w *world) (importer.Result, error) {
	kind := importer.Kind(c.Kind)
	o := importer.Options{Artist: c.Artist, Source: content.Source(c.Source), Now: c.at(w)}
	if err := c.checkFlags(kind); err != nil {
		return importer.Result{}, err
	}
	if kind != importer.Unsaved { // whose rows have ids, also of artists that are gone
		site, err := c.load()
		if err != nil {
			return importer.Result{}, err
		}
		o.Artists = site.Artists
		ids := make(map[string]bool)
		for _, a := range site.Artists {
			ids[a.ID] = true
		}
		if err := known("--artist", said(c.Artist), ids); err != nil {
			return importer.Result{}, &failure{exitUsage, err, ""}
		}
	}
	files, err := readFiles(kind, c.Path)
	if err != nil {
		return importer.Result{}, err
	}
	return importer.Read(kind, files, o)
}

// checkFlags refuses flags that a kind has no use for: who says them expects
// something of them.
func (c *importCommand) checkFlags(kind importer.Kind) error {
	_, isSource := content.Source(c.Source).Info()
	switch ofOne := kind == importer.AncestorREST || kind == importer.SpotifyForArtists; {
	case ofOne && c.Artist == "":
		return settingsError("the artist's id is the name of its file in content/artists", "%s: the files do not say whose counts they hold; say --artist ID", kind)
	case c.Artist != "" && !ofOne && kind != importer.CSV:
		return settingsError("leave it out", "--artist: files of the kind %s name their artists", kind)
	case c.Source != "" && kind != importer.CSV:
		return settingsError("leave it out", "--source: files of the kind %s name their source", kind)
	case c.Source != "" && !isSource:
		return settingsError("the sources are "+sourceIDs(), "--source: %s is no source", c.Source)
	case c.Prefer && kind == importer.Unsaved:
		return settingsError("`datarocks accept` and `reject` decide on a single count", "--prefer: rows of a failed run are joined as they are")
	}
	return nil
}

// said gives what a flag names, if it does.
func said(name string) []string {
	if name == "" {
		return nil
	}
	return []string{name}
}

// readFiles reads what was named. Every name that is of no use is told.
func readFiles(kind importer.Kind, paths []string) ([]importer.File, error) {
	var files []importer.File
	var problems content.Problems
	for _, name := range paths {
		found, err := readPath(kind, name)
		if several, ok := errors.AsType[content.Problems](err); ok {
			problems = append(problems, several...)
		} else if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return files, nil
}

func readPath(kind importer.Kind, name string) ([]importer.File, error) {
	refuse := func(what, instead string) error {
		return content.Problems{{File: name, What: what, Instead: instead}}
	}
	info, err := os.Stat(name)
	switch {
	case strings.Contains(name, "://"):
		return nil, refuse("is not on this machine", "copy it here, such as by `aws s3 cp --recursive`")
	case errors.Is(err, fs.ErrNotExist):
		return nil, refuse("there is no such file", "correct its name")
	case err != nil:
		return nil, refuse("cannot be read: "+cause(err).Error(), "make it a file that can be read")
	case info.IsDir() && kind == importer.Ancestor:
		return importer.Folder(os.DirFS(name), name)
	case !info.Mode().IsRegular():
		return nil, refuse("is not a file", "name the files in it")
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, refuse("cannot be read: "+cause(err).Error(), "make it a file that can be read")
	}
	return []importer.File{{Name: name, Data: data}}, nil
}

// doubts are problems that only the history shows.
func doubts(plan history.ImportPlan) error {
	var problems content.Problems
	for _, zero := range plan.Doubtful {
		problems = append(problems, importer.DoubtfulZero(zero.ImportRow))
	}
	if len(problems) == 0 {
		return nil
	}
	return problems
}

// refuse tells what is wrong with the files.
func (c *importCommand) refuse(w *world, err error) error {
	problems, ok := errors.AsType[content.Problems](err)
	if !ok {
		return err
	}
	if c.JSON {
		if err := w.printJSON(map[string]content.Problems{"problems": problems}); err != nil {
			return err
		}
		return codeOnly(exitUsage)
	}
	return &failure{exitUsage, problems, fmt.Sprintf("nothing was imported; correct %s and import again", plural(len(problems), "problem"))}
}

// apply writes what was planned.
func (c *importCommand) apply(w *world, store history.Store, plan history.ImportPlan) (history.Imported, error) {
	bar := w.progress(plan.Writes().Days, "importing")
	defer bar.finish()
	return plan.Apply(w.ctx, store, c.at(w).Truncate(time.Second), bar.set)
}

// importResult is what is printed with --json.
type importResult struct {
	history.Imported                // written, or to be written
	DryRun           bool           `json:"dryRun"`
	Series           []importSeries `json:"series"`
	Differences      []difference   `json:"differences"`
	Ignored          []string       `json:"ignoredColumns"`
	Problems         []string       `json:"problems"`
}

// importSeries is what becomes of the rows of one artist and source.
type importSeries struct {
	Artist   string         `json:"artist"`
	Source   content.Source `json:"source"`
	First    content.Day    `json:"first"`
	Last     content.Day    `json:"last"`
	New      int            `json:"new"`
	Same     int            `json:"same"`
	Live     int            `json:"live"`
	Kept     int            `json:"kept"`
	Replaced int            `json:"replaced"`
}

// seriesOf sums a plan up. Its changes come sorted by day.
func seriesOf(plan history.ImportPlan) []importSeries {
	all := []importSeries{}
	at := make(map[[2]string]int)
	for _, change := range plan.Changes {
		key := [2]string{change.Artist, string(change.Source)}
		i, ok := at[key]
		if !ok {
			i = len(all)
			at[key] = i
			all = append(all, importSeries{Artist: change.Artist, Source: change.Source, First: change.Date})
		}
		s := &all[i]
		s.Last = change.Date
		*map[history.Outcome]*int{
			history.ImportNew: &s.New, history.ImportSame: &s.Same, history.ImportLive: &s.Live,
			history.ImportKept: &s.Kept, history.ImportReplaced: &s.Replaced,
		}[change.Outcome]++
	}
	slices.SortFunc(all, func(a, b importSeries) int {
		return cmp.Or(cmp.Compare(a.Artist, b.Artist), cmp.Compare(a.Source, b.Source))
	})
	return all
}

// difference is a count of the files that is not the one stored.
type difference struct {
	File    string          `json:"file"`
	Line    int             `json:"line"`
	Date    content.Day     `json:"date"`
	Artist  string          `json:"artist"`
	Source  content.Source  `json:"source"`
	Outcome history.Outcome `json:"outcome"`
	Value   *int64          `json:"value"`
	Stored  *int64          `json:"stored"`

	text string
}

func differences(plan history.ImportPlan) []difference {
	all := []difference{}
	for _, change := range plan.Changes {
		if change.Outcome == history.ImportNew || change.Outcome == history.ImportSame {
			continue
		}
		stored := history.Row{}
		if change.Stored != nil {
			stored = *change.Stored
		}
		all = append(all, difference{
			File: change.File, Line: change.Line, Date: change.Date, Artist: change.Artist, Source: change.Source,
			Outcome: change.Outcome, Value: change.Value, Stored: stored.Value, text: compared(change, stored),
		})
	}
	slices.SortStableFunc(all, func(a, b difference) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return all
}

// compared tells what is in the file, what is stored, and which of them stays.
func compared(change history.ImportChange, stored history.Row) string {
	who := "what is stored"
	switch {
	case change.Outcome == history.ImportLive:
		who = "the live count"
	case stored.Via == history.ViaManual || stored.Status == history.Retracted:
		who = "what a person decided"
	case stored.Via != "":
		who = "the count of " + stored.Via
	}
	text := fmt.Sprintf("%s:%d: %s on %s, %s: %s in the file; %s, %s, ", change.File, change.Line,
		change.Artist, change.Source, change.Date, standing(inFile(change)), who, standing(stored))
	if change.Outcome == history.ImportReplaced {
		return text + "is replaced"
	}
	return text + "stays"
}

// inFile gives the row without the note on what it replaces.
func inFile(change history.ImportChange) history.Row {
	row := change.Row
	if row.Value != nil {
		row.Reason = ""
	}
	return row
}

// tell prints what was imported, or would be, and gives the outcome.
func (c *importCommand) tell(w *world, plan history.ImportPlan, read importer.Result, imported history.Imported, err error) error {
	result := importResult{
		Imported: imported, DryRun: c.DryRun, Series: seriesOf(plan), Differences: differences(plan),
		Ignored: append([]string{}, read.Ignored...), Problems: []string{},
	}
	if c.JSON {
		if err != nil {
			text, _ := describe(err)
			result.Problems = strings.Split(text, "\n")
		}
		if err := w.printJSON(result); err != nil {
			return err
		}
	} else {
		c.print(w, result)
	}
	switch {
	case err == nil:
		return nil
	case c.JSON:
		return codeOnly(exitFailed)
	}
	if c.DryRun {
		return &failure{exitFailed, err, "the import would store these days' rows beside it, and leave it as it is"}
	}
	return &failure{exitFailed, err, "what is told as imported is stored; the same import again goes on where this one ended"}
}

func (c *importCommand) print(w *world, result importResult) {
	for _, column := range result.Ignored {
		w.say("ignored column %s", column)
	}
	live, kept := 0, 0
	for _, s := range result.Series {
		info, _ := s.Source.Info()
		w.print("%s, %s, %s to %s: %s", s.Artist, info.Name, s.First, s.Last, outcomes(s))
		live, kept = live+s.Live, kept+s.Kept
	}
	for _, d := range result.Differences {
		w.print("%s", d.text)
	}
	verb := "imported"
	if c.DryRun {
		verb = "dry run, would import"
	}
	w.print("%s %s of %s into %s", verb, plural(result.Rows, "row"), plural(result.Days, "day"), c.History)
	if live+kept > 0 && !c.Prefer && c.Kind != string(importer.Unsaved) {
		w.hint("--prefer replaces the counts that stay")
	}
	if result.Rows > 0 && !c.DryRun {
		w.hint("`datarocks render` or the next run shows it")
	}
}

// outcomes counts the rows of a series by what becomes of them.
func outcomes(s importSeries) string {
	parts := []string{fmt.Sprintf("%d new", s.New), fmt.Sprintf("%d already there", s.Same)}
	for _, part := range []struct {
		n    int
		what string
	}{{s.Live, "where a live count stays"}, {s.Kept, "where another count stays"}, {s.Replaced, "replaced"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	return strings.Join(parts, ", ")
}
