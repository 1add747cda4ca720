package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"datarocks/publish"
)

// target is what visitors see: a bucket, the CDN before it, and what the bucket
// held when it was opened.
type target struct {
	where  string
	bucket publish.Bucket
	cdn    publish.CDN // nil where there is none
	have   publish.Published
}

func (w *world) openTarget(where string, distributions []string) (*target, error) {
	bucket, err := w.openSite(where)
	if err != nil {
		return nil, err
	}
	cdn, err := w.openCDN(distributions)
	if err != nil {
		return nil, err
	}
	have, err := publish.Read(w.ctx, bucket)
	if err != nil {
		return nil, fmt.Errorf("site %s: %w", where, err)
	}
	return &target{where, bucket, cdn, have}, nil
}

// siteFacts are what manifest.json tells of a site.
type siteFacts struct {
	Demo    bool       `json:"demo"`
	Updated *time.Time `json:"updated"` // newest count; nil where there is none
}

// plan says what has to change for the target to hold the site.
func (t *target) plan(site fs.FS) (publish.Plan, error) {
	plan, err := publish.NewPlan(site, t.have)
	if err != nil {
		return plan, err
	}
	var rendered struct{ Site siteFacts }
	// A site without facts is none of datarocks; NewPlan has its say on it.
	if data, err := fs.ReadFile(site, "manifest.json"); err == nil {
		if err := json.Unmarshal(data, &rendered); err != nil {
			return plan, fmt.Errorf("read manifest.json: %w", err)
		}
	}
	return plan, t.refuse(rendered.Site)
}

// refuse keeps real counts that visitors see from being replaced by invented
// ones, or by none.
func (t *target) refuse(site siteFacts) error {
	if t.have.Manifest == nil || t.have.Manifest.Site == nil {
		return nil
	}
	var shown siteFacts
	if err := json.Unmarshal(t.have.Manifest.Site, &shown); err != nil {
		return fmt.Errorf("read manifest.json of %s: %w", t.where, err)
	}
	switch {
	case shown.Demo || shown.Updated == nil:
		return nil
	case site.Demo:
		return settingsError("name another site", "%s shows real counts; a demo does not replace them", t.where)
	case site.Updated == nil:
		return settingsError("correct --history, or name another site", "%s shows counts, and this site has none", t.where)
	}
	return nil
}

// published says what became of a site.
type published struct {
	Where       string `json:"where"`
	Uploaded    int    `json:"uploaded"`
	Deleted     int    `json:"deleted"`
	Unchanged   int    `json:"unchanged"`
	Bytes       int64  `json:"bytes"`       // uploaded
	Invalidated int    `json:"invalidated"` // paths
}

// publish makes a target hold the site. When only the invalidation failed, the
// site is published, and both results are given.
func (w *world) publish(site fs.FS, t *target) (*published, error) {
	plan, err := t.plan(site)
	if err != nil {
		return nil, err
	}
	bar := w.progress(len(plan.Uploads), "publishing")
	defer bar.finish()
	outcome := &published{Where: t.where, Uploaded: len(plan.Uploads), Deleted: len(plan.Deletes), Unchanged: plan.Unchanged, Bytes: plan.Bytes()}
	if t.cdn != nil {
		outcome.Invalidated = len(plan.Invalidations())
	}
	err = publish.Apply(w.ctx, plan, site, t.bucket, t.cdn, publish.Options{Progress: func(done, _ int) { bar.set(done) }})
	var late *publish.InvalidationError
	switch {
	case errors.As(err, &late):
		outcome.Invalidated = 0
		return outcome, &failure{exitIncomplete, fmt.Errorf("published, but visitors may see the former site for up to a day: %w", err), strings.Join(late.Commands(), "; ")}
	case err != nil:
		return nil, &failure{exitFailed, err, "run it again: it goes on where this run stopped"}
	}
	return outcome, nil
}

func (p *published) String() string {
	text := fmt.Sprintf("%s in %s: %d written, %d deleted, %d unchanged",
		plural(p.Uploaded+p.Unchanged, "file"), p.Where, p.Uploaded, p.Deleted, p.Unchanged)
	if p.Invalidated > 0 {
		text += ", " + plural(p.Invalidated, "path") + " invalidated"
	}
	return text
}

// printPlan tells what publishing would change.
func (w *world) printPlan(site fs.FS, t *target) error {
	plan, err := t.plan(site)
	if err != nil {
		return err
	}
	w.print("%s", strings.TrimRight(plan.String(), "\n"))
	if paths := plan.Invalidations(); t.cdn != nil && len(paths) > 0 {
		w.print("and invalidate %s", plural(len(paths), "path"))
	}
	return nil
}
