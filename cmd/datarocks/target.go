package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"datarocks/publish"
	"datarocks/publish/manifest"
)

// target is what visitors see: a bucket, the CDN before it, and what the bucket
// held when it was opened.
type target struct {
	where         string
	bucket        publish.Bucket
	bills         bool        // for its requests
	cdn           publish.CDN // nil where there is none
	distributions int         // of the CDN
	have          publish.Published
	limits        publish.Limits // of what may be taken from visitors
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
	_, isFolder := bucket.(*publish.Dir)
	return &target{where: where, bucket: bucket, bills: !isFolder, cdn: cdn, distributions: len(named(distributions)), have: have}, nil
}

// check refuses a site that the target must not hold, and gives the limits that
// hold for any other.
func (t *target) check(site fs.FS) (publish.Limits, error) {
	rendered, err := publish.About(site)
	if errors.Is(err, fs.ErrNotExist) {
		return t.limits, nil // none of datarocks'; its plan has its say on it
	}
	if err != nil {
		return t.limits, err
	}
	shown, err := t.shown()
	if err != nil {
		return t.limits, err
	}
	if rendered.Demo || shown.Demo {
		return anything(), t.refuse(rendered) // invented counts may vanish
	}
	return t.limits, t.refuse(rendered)
}

// shown is what is known of the site that visitors see.
func (t *target) shown() (manifest.About, error) {
	about, err := t.have.About()
	if err != nil {
		return about, fmt.Errorf("%s: %w", t.where, err)
	}
	return about, nil
}

// refuse keeps real counts that visitors see from being replaced by invented
// ones, or by none.
func (t *target) refuse(site manifest.About) error {
	shown, err := t.shown()
	switch {
	case err != nil:
		return err
	case shown.Demo || shown.Updated.IsZero():
		return nil
	case site.Demo:
		return settingsError("name another site", "%s shows real counts; a demo does not replace them", t.where)
	case site.Updated.IsZero():
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

	Cost *publish.Cost `json:"cost,omitempty"` // of the requests; nil where nobody asks money for them
}

// anything lets a site be replaced by whatever there is: one that can be made
// again at any time, or that visitors do not see.
func anything() publish.Limits {
	var limits publish.Limits
	limits.AllowRemoval = true
	_ = limits.MaxDelete.UnmarshalText([]byte("100%")) // a constant is not malformed
	return limits
}

// publish makes a target hold the site. When only the invalidation failed, the
// site is published, and both results are given.
func (w *world) publish(site fs.FS, t *target) (*published, error) {
	limits, err := t.check(site)
	if err != nil {
		return nil, err
	}
	var bar progress
	defer func() { bar.finish() }()
	job := publish.Job{
		Site: site, Bucket: t.bucket, CDN: t.cdn,
		Progress: func(done, total int) {
			if done == 1 {
				bar = w.progress(total, "publishing")
			}
			bar.set(done)
		},
		Notice: func(text string) { w.say("%s", text) },
	}
	plan, err := publish.Publish(w.ctx, job, t.have, w.clock(), limits)
	outcome := &published{Where: t.where, Uploaded: len(plan.Uploads), Deleted: len(plan.Deletes), Unchanged: plan.Unchanged, Bytes: plan.Bytes()}
	if t.cdn != nil {
		outcome.Invalidated = len(plan.Asked(t.distributions))
	}
	outcome.Cost = t.cost(plan)
	var late *publish.InvalidationError
	switch {
	case errors.As(err, &late):
		outcome.Invalidated = 0
		outcome.Deleted -= len(late.Undeleted)
		return outcome, &failure{exitIncomplete, notDropped(late, err), strings.Join(late.Commands(), "; ")}
	case err != nil && plan.Unchanged+len(plan.Uploads) == 0:
		return nil, err // there is no such plan
	case err != nil:
		return nil, notPublished(err)
	}
	return outcome, nil
}

// notDropped tells what visitors see while CloudFront keeps former pages.
func notDropped(late *publish.InvalidationError, err error) error {
	left := ""
	if n := len(late.Undeleted); n > 0 {
		left = ", and deleting " + plural(n, "file") + " is left to the next run"
	}
	return fmt.Errorf("published, but visitors may see the former site for up to a day%s: %w", left, err)
}

// notPublished gives the cure of a failed run.
func notPublished(err error) error {
	var refused *publish.RefusedError
	if errors.As(err, &refused) {
		return &failure{exitFailed, err, strings.Join(refused.Cures, "; ")}
	}
	return &failure{exitFailed, err, "run it again: it goes on where this run stopped"}
}

func (p *published) String() string {
	text := fmt.Sprintf("%s in %s: %d written, %d deleted, %d unchanged",
		plural(p.Uploaded+p.Unchanged, "file"), p.Where, p.Uploaded, p.Deleted, p.Unchanged)
	if p.Invalidated > 0 {
		text += ", " + plural(p.Invalidated, "path") + " invalidated"
	}
	return text
}
