package nightly

import (
	_ "embed"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"text/template"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/publish"
	"datarocks/render"
	"datarocks/render/sentence"
)

// planText is how a plan is printed.
//
//go:embed plan.tmpl
var planText string

var parsedPlan = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"plural": shell.Plural, "price": settings.Price, "join": strings.Join,
	}).Parse(planText))
})

// dryRun is what a run would do: the answer to --dry-run.
type dryRun struct {
	Asks    []plannedSource `json:"asks,omitempty"`
	Seconds float64         `json:"expectedSeconds,omitempty"` // of asking
	Past    *plannedPast    `json:"past,omitempty"`
	Expired int             `json:"expired,omitempty"`              // days whose counts may not be kept any longer
	Depends bool            `json:"siteDependsOnAnswers,omitempty"` // nothing is recorded yet
	Notify  *plannedNews    `json:"notify,omitempty"`
	Site    *plannedSite    `json:"site,omitempty"`
	Refused []string        `json:"refused,omitempty"`
}

// plannedSource is what one source would be asked.
type plannedSource struct {
	Source  content.Source `json:"source"`
	Lacking string         `json:"notSet,omitempty"` // keys without which it is not configured
	Artists []string       `json:"artists"`
	USD     float64        `json:"usd"`
	Units   int            `json:"units,omitempty"` // of the platform's quota
	Seconds float64        `json:"expectedSeconds"`

	Name     string `json:"-"`
	MicroUSD int    `json:"-"`
	Share    string `json:"-"` // of the quota
}

// plannedNews is who would get the news. The answers decide on them; those of the
// newest counts so far show how it would read.
type plannedNews struct {
	To  []string `json:"to"` // hosts and services
	Now []string `json:"newsSoFar"`

	Hidden bool `json:"-"` // nothing is listed, as it is not to be printed
}

// plannedSite is what publishing would change.
type plannedSite struct {
	Where         string           `json:"where"`
	Changes       []publish.Change `json:"changes"`
	Unchanged     int              `json:"unchanged"`
	Bytes         int64            `json:"bytes"`         // to upload
	Invalidations []string         `json:"invalidations"` // paths; none without a distribution
	Cost          *publish.Cost    `json:"cost,omitempty"`

	Plan publish.Plan `json:"-"`
}

// DryRun prints what a run would do. Without a target it stops before the site. What
// is bad in the content, so that a run would leave it out, is named.
func (n *Night) DryRun(t *Target) error {
	err := n.dryRun(t)
	n.SayFew(n.summary.Broken.Lines())
	if err == nil && len(n.summary.Broken) > 0 {
		return shell.Exit(shell.ExitIncomplete)
	}
	return err
}

func (n *Night) dryRun(t *Target) error {
	past, err := planPast(n)
	if err != nil {
		return err
	}
	d := dryRun{Asks: n.plannedAsks(), Past: past, Expired: n.past.Expired(n.site, n.summary.Day), Notify: n.plannedNews()}
	d.expect(n)
	if d.Depends = t != nil && !n.past.Measured(); t == nil || d.Depends {
		return d.print(n.World, n.flags.JSON)
	}
	files, done, err := Render(render.Input{Site: n.site, History: n.past, Notice: n.deadLink})
	if err != nil {
		return err
	}
	defer done()
	return t.dryRun(n.World, d, files, n.flags.JSON)
}

// DryRun prints what publishing would change, and what it costs.
func (t *Target) DryRun(w *shell.World, files fs.FS, asJSON bool) error {
	return t.dryRun(w, dryRun{}, files, asJSON)
}

// dryRun adds the site to a plan and prints it. One that would be refused is
// printed as well, to show why.
func (t *Target) dryRun(w *shell.World, d dryRun, files fs.FS, asJSON bool) error {
	limits, err := t.check(files)
	if err != nil {
		return err
	}
	plan, err := publish.NewPlan(files, t.have, w.Clock())
	if err != nil {
		return err
	}
	d.Site = t.planned(plan)
	refusal := plan.Check(limits)
	if refused, ok := errors.AsType[*publish.RefusedError](refusal); ok {
		d.Refused = refused.Problems
	}
	err = d.print(w, asJSON)
	if refusal != nil {
		err = errors.Join(err, notPublished(refusal))
	}
	return err
}

func (t *Target) planned(plan publish.Plan) *plannedSite {
	site := &plannedSite{
		Where: t.where, Changes: plan.Changes(), Unchanged: plan.Unchanged, Bytes: plan.Bytes(),
		Invalidations: []string{}, Cost: t.cost(plan), Plan: plan,
	}
	if paths := plan.Asked(t.distributions); t.distributions > 0 && len(paths) > 0 {
		site.Invalidations = paths
	}
	return site
}

func (n *Night) plannedAsks() []plannedSource {
	var all []plannedSource
	for _, setting := range n.site.Sources {
		s := plannedSource{Source: setting.Source, Lacking: n.counters.Missing[setting.Source], Artists: []string{}, Name: setting.Name}
		for _, ask := range n.asks {
			if ask.Source == setting.Source && s.Lacking == "" && !slices.Contains(s.Artists, ask.Artist) {
				s.Artists = append(s.Artists, ask.Artist)
			}
		}
		s.MicroUSD = len(s.Artists) * setting.PriceMicroUSD
		s.USD = float64(s.MicroUSD) / 1e6
		quota := settings.QuotaOf(setting.Source)
		s.Units, s.Share = quota.Of(len(s.Artists)), quota.Share(len(s.Artists))
		all = append(all, s)
	}
	return all
}

func (n *Night) plannedNews() *plannedNews {
	if len(n.hooks) == 0 {
		return nil
	}
	news := &plannedNews{To: []string{}, Now: []string{}}
	for _, hook := range n.hooks {
		news.To = append(news.To, hook.String())
	}
	if n.summary.Discreet {
		news.Hidden = true // it has counts
		return news
	}
	for _, notice := range sentence.NewBulletin(n.site, n.summary.Day, nil, n.news()).Notices {
		news.Now = append(news.Now, notice.Text)
	}
	return news
}

func (d dryRun) print(w *shell.World, asJSON bool) error {
	return w.Result(asJSON, d, func() { w.Print("%s", strings.TrimRight(shell.Fill(parsedPlan(), "plan", d), "\n")) })
}
