package records

import (
	"strings"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history"
	"datarocks/history/purge"
)

// forgetResult is what went or would go.
type forgetResult struct {
	history.Forgotten
	Versions *int     `json:"versions,omitempty"` // older ones that the bucket kept; nil where they stay
	Done     bool     `json:"done"`
	Problems []string `json:"problems"`
}

// print prints the result, and where else the counts are.
func (c *Forget) print(w *shell.World, plan *history.ForgetPlan, older *purge.Plan) error {
	result := forgetResult{Forgotten: plan.Forgotten(), Done: c.Yes && !c.DryRun, Problems: []string{}}
	for _, problem := range plan.Unreadable() {
		result.Problems = append(result.Problems, problem.Error())
	}
	if older != nil {
		n := older.Versions()
		result.Versions = &n
	}
	if err := w.Result(c.JSON, result, func() { c.printSeries(w, result, plan.Metric) }); err != nil || !result.Done {
		return err
	}
	w.Hint("the site shows them until `" + c.Command(w, "run", "--allow-removal") + "`, or `" + c.Command(w, "render") + "` and `datarocks publish --allow-removal`")
	if c.Before == "" {
		w.Hint("while content names the account, the next run asks it again; an import brings rows back, too")
	} else {
		w.Hint("an import brings rows back")
	}
	if strings.HasPrefix(c.History, "s3://") && older == nil {
		w.Hint("a bucket with versioning keeps the objects as they were: the same command with --versions deletes these, with an administrator's login")
	}
	return nil
}

// printSeries prints what goes: of each source, or of one metric of it.
func (c *Forget) printSeries(w *shell.World, result forgetResult, metric string) {
	rows := 0
	for _, s := range result.Series {
		name := content.Metric{Source: s.Source, Name: metric}.Title()
		if metric == "" {
			name = s.Source.Default().Title()
		}
		w.Print("%s, %s, %s to %s: %s", c.Artist, name, s.First, s.Last, shell.Plural(s.Rows, "row"))
		rows += s.Rows
	}
	verb := "forgotten"
	if !result.Done {
		verb = "would forget"
	}
	if c.DryRun {
		verb = "dry run, " + verb
	}
	versions := ""
	if result.Versions != nil {
		versions = ", and " + shell.Plural(*result.Versions, "older version")
	}
	w.Print("%s %s in %s and %s of %s%s", verb, shell.Plural(rows, "row"), shell.Plural(result.Objects, "day object"), shell.Plural(result.Rollups, "rollup"), c.History, versions)
}
