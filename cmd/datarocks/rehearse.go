package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"datarocks/content"
	"datarocks/publish"
	"datarocks/render"
)

// rehearsal is what a run would do: the answer to --dry-run.
type rehearsal struct {
	Asks    []rehearsedSource `json:"asks,omitempty"`
	Depends bool              `json:"siteDependsOnAnswers,omitempty"` // nothing is recorded yet
	Notify  *rehearsedNews    `json:"notify,omitempty"`
	Site    *rehearsedSite    `json:"site,omitempty"`
	Refused []string          `json:"refused,omitempty"`
}

// rehearsedSource is what one source would be asked.
type rehearsedSource struct {
	Source  content.Source `json:"source"`
	Lacking string         `json:"notSet,omitempty"` // keys without which it is not configured
	Artists []string       `json:"artists"`
	USD     float64        `json:"usd"`

	name     string
	microUSD int
}

// rehearsedSite is what publishing would change.
type rehearsedSite struct {
	Where         string           `json:"where"`
	Changes       []publish.Change `json:"changes"`
	Unchanged     int              `json:"unchanged"`
	Bytes         int64            `json:"bytes"`         // to upload
	Invalidations []string         `json:"invalidations"` // paths; none without a distribution
	Cost          *publish.Cost    `json:"cost,omitempty"`

	plan publish.Plan
}

// rehearse tells what a run would do.
func (n *night) rehearse(t *target, asJSON bool) error {
	r := n.rehearsal()
	if r.Depends = !n.past.Measured(); r.Depends {
		return n.printRehearsal(r, asJSON)
	}
	files, done, err := renderTemp(render.Input{Site: n.site, History: n.past, Version: version()})
	if err != nil {
		return err
	}
	defer done()
	return n.rehearsePublishing(r, files, t, asJSON)
}

// rehearsePublishing tells what publishing would change, and what it costs. A
// plan that would be refused is told as well, to show why.
func (w *world) rehearsePublishing(r rehearsal, files fs.FS, t *target, asJSON bool) error {
	limits, err := t.check(files)
	if err != nil {
		return err
	}
	plan, err := publish.NewPlan(files, t.have, w.clock())
	if err != nil {
		return err
	}
	r.Site = t.rehearsed(plan)
	refusal := plan.Check(limits)
	var refused *publish.RefusedError
	if errors.As(refusal, &refused) {
		r.Refused = refused.Problems
	}
	err = w.printRehearsal(r, asJSON)
	if refusal != nil {
		err = errors.Join(err, notPublished(refusal))
	}
	return err
}

func (t *target) rehearsed(plan publish.Plan) *rehearsedSite {
	site := &rehearsedSite{
		Where: t.where, Changes: plan.Changes(), Unchanged: plan.Unchanged, Bytes: plan.Bytes(),
		Invalidations: []string{}, plan: plan,
	}
	if paths := plan.Asked(t.distributions); t.distributions > 0 && len(paths) > 0 {
		site.Invalidations = paths
	}
	site.Cost = t.cost(plan)
	return site
}

// cost is what the requests of a plan cost; nil where nobody asks money for them.
func (t *target) cost(plan publish.Plan) *publish.Cost {
	if !t.bills {
		return nil
	}
	cost := plan.Cost(t.distributions)
	return &cost
}

// rehearsedNews is who would be told what is new. What that will be, the answers
// decide; what the newest counts say already shows how it would read.
type rehearsedNews struct {
	To  []string `json:"to"` // hosts and services
	Now []string `json:"newsSoFar"`
}

// rehearsal tells who would be asked, and who would be told.
func (n *night) rehearsal() rehearsal {
	r := rehearsal{Asks: n.rehearseAsks()}
	if len(n.hooks) > 0 {
		r.Notify = &rehearsedNews{To: []string{}, Now: []string{}}
		for _, hook := range n.hooks {
			r.Notify.To = append(r.Notify.To, hook.String())
		}
		for _, notice := range render.NewBulletin(n.site, n.summary.Day, nil, n.news()).Notices {
			r.Notify.Now = append(r.Notify.Now, notice.Text)
		}
	}
	return r
}

func (r *rehearsedNews) String() string {
	text := fmt.Sprintf("would tell %s what the answers bring\n", strings.Join(r.To, ", "))
	if len(r.Now) == 0 {
		return text + "  the newest counts so far bring nothing\n"
	}
	return text + "  the newest counts so far bring:\n  " + strings.Join(r.Now, "\n  ") + "\n"
}

// rehearseAsks tells what would be asked and what that costs.
func (n *night) rehearseAsks() []rehearsedSource {
	var all []rehearsedSource
	for _, source := range n.summary.Sources {
		s := rehearsedSource{Source: source.Source, Lacking: source.Lacking, Artists: []string{}, name: source.Name}
		for _, ask := range n.asks {
			if ask.Source == source.Source && source.Lacking == "" {
				s.Artists = append(s.Artists, ask.Artist)
			}
		}
		info, _ := source.Source.Info()
		s.microUSD = len(s.Artists) * info.PriceMicroUSD
		s.USD = float64(s.microUSD) / 1e6
		all = append(all, s)
	}
	return all
}

func (w *world) printRehearsal(r rehearsal, asJSON bool) error {
	if asJSON {
		return w.printJSON(r)
	}
	w.print("%s", strings.TrimRight(r.String(), "\n"))
	return nil
}

// String gives the rehearsal as a person reads it.
func (r rehearsal) String() string {
	var b strings.Builder
	for _, s := range r.Asks {
		b.WriteString(s.String())
	}
	if r.Notify != nil {
		b.WriteString(r.Notify.String())
	}
	if r.Depends {
		b.WriteString("site: nothing is recorded yet, so it depends on the answers\n")
	}
	if r.Site != nil && len(r.Asks) > 0 {
		b.WriteString("site, from what is recorded so far:\n")
	}
	if r.Site != nil {
		b.WriteString(r.Site.String())
	}
	return b.String()
}

func (s rehearsedSource) String() string {
	if s.Lacking != "" {
		return fmt.Sprintf("%s: not configured, %s not set\n", s.name, s.Lacking)
	}
	text := fmt.Sprintf("%s: would ask for %s, %s\n", s.name, plural(len(s.Artists), "count"), price(s.microUSD))
	if len(s.Artists) > 0 {
		text += "  " + strings.Join(s.Artists, " ") + "\n"
	}
	return text
}

func (s *rehearsedSite) String() string {
	text := s.plan.String()
	if n := len(s.Invalidations); n > 0 {
		text += fmt.Sprintf("and invalidate %s: %s\n", plural(n, "path"), strings.Join(s.Invalidations, " "))
	}
	if s.Cost != nil {
		text += fmt.Sprintf("for %s\n", s.Cost)
	}
	return text
}
