package nightly

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"datarocks/cmd/datarocks/report"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/publish"
	"datarocks/publish/manifest"
	"datarocks/render"
)

// Target is what visitors see: a bucket, the CDN before it, and what the bucket
// held when it was opened.
type Target struct {
	where         string
	bucket        publish.Bucket
	bills         bool        // for its requests
	cdn           publish.CDN // nil where there is none
	distributions int         // of the CDN
	have          publish.Published
	limits        publish.Limits // of what may be taken from visitors
}

// TargetFlags limit what publishing may do.
type TargetFlags struct {
	Distribution []string          `sep:"," env:"DATAROCKS_DISTRIBUTION" placeholder:"ID" help:"CloudFront distribution to invalidate; may repeat (${env})."`
	AllowRemoval bool              `help:"Let artists and counts vanish that visitors see: those of an artist who left, counts that were forgotten, or all that is newer."`
	MaxDelete    publish.MaxDelete `placeholder:"N" help:"Delete at most so many files, or a share of them such as 50% (a third)."`
}

// CheckTarget refuses a place and distributions that are malformed, and asks nobody.
func CheckTarget(w *shell.World, where string, f TargetFlags) error {
	_, err := settings.OpenSite(w, where)
	_, cdnErr := settings.OpenCDN(w, f.Distribution)
	return shell.Together(err, cdnErr)
}

// OpenTarget reads what a site shows now.
func OpenTarget(w *shell.World, where string, f TargetFlags) (*Target, error) {
	bucket, err := settings.OpenSite(w, where)
	if err != nil {
		return nil, err
	}
	cdn, err := settings.OpenCDN(w, f.Distribution)
	if err != nil {
		return nil, err
	}
	have, err := publish.Read(w.Ctx, bucket)
	if err != nil {
		return nil, fmt.Errorf("site %s: %w", where, err)
	}
	_, isFolder := bucket.(*publish.Dir)
	return &Target{
		where: where, bucket: bucket, bills: !isFolder, cdn: cdn, distributions: len(settings.Distributions(f.Distribution)), have: have,
		limits: publish.Limits{AllowRemoval: f.AllowRemoval, MaxDelete: f.MaxDelete},
	}, nil
}

// OpenFolder reads what a folder on this machine shows. All in it may vanish: what
// visitors see is published from there, and guarded then.
func OpenFolder(w *shell.World, where string) (*Target, error) {
	t, err := OpenTarget(w, where, TargetFlags{})
	if err == nil {
		t.limits = anything()
	}
	return t, err
}

// check refuses a site that the target must not hold, and returns the limits that
// hold for any other.
func (t *Target) check(site fs.FS) (publish.Limits, error) {
	rendered, err := publish.About(site)
	if errors.Is(err, fs.ErrNotExist) {
		return t.limits, nil // none of datarocks'; its plan is checked
	}
	if err != nil {
		return t.limits, err
	}
	shown, err := Shown(t.where, t.have)
	if err != nil {
		return t.limits, err
	}
	if rendered.Demo || shown.Demo {
		return anything(), t.Refuse(rendered) // invented counts may vanish
	}
	return t.limits, t.Refuse(rendered)
}

// Shown is what is known of the site that visitors see at a place.
func Shown(where string, have publish.Published) (manifest.About, error) {
	about, err := have.About()
	if err != nil {
		return about, fmt.Errorf("%s: %w", where, err)
	}
	return about, nil
}

// Refuse keeps real counts that visitors see from being replaced by invented
// ones, or by none.
func (t *Target) Refuse(site manifest.About) error {
	shown, err := Shown(t.where, t.have)
	switch {
	case err != nil:
		return err
	case shown.Demo || shown.Updated.IsZero():
		return nil
	case site.Demo:
		return shell.Refuse("name another site", "%s shows real counts; a demo does not replace them", t.where)
	case site.Updated.IsZero():
		return shell.Refuse("correct --history, or name another site", "%s shows counts, and this site has none", t.where)
	}
	return nil
}

// cost is what the requests of a plan cost; nil where they are free.
func (t *Target) cost(plan publish.Plan) *publish.Cost {
	if !t.bills {
		return nil
	}
	cost := plan.Cost(t.distributions)
	return &cost
}

// Published is the outcome of publishing a site.
type Published = report.Published

// anything lets a site be replaced by any other: one that can be made again at
// any time, or that visitors do not see.
func anything() publish.Limits {
	var limits publish.Limits
	limits.AllowRemoval = true
	_ = limits.MaxDelete.UnmarshalText([]byte("100%")) // a constant is not malformed
	return limits
}

// publish makes a target hold the site. When only the invalidation failed, the
// site is published, and both results are returned.
func (t *Target) publish(w *shell.World, site fs.FS) (*Published, error) {
	limits, err := t.check(site)
	if err != nil {
		return nil, err
	}
	var bar shell.Progress
	defer func() { bar.Finish() }()
	job := publish.Job{
		Site: site, Bucket: t.bucket, CDN: t.cdn,
		Progress: func(done, total int) {
			if done == 1 {
				bar = w.Progress(total, "publishing")
			}
			bar.Set(done)
		},
		Notice: func(text string) { w.Say("%s", text) },
	}
	plan, err := publish.Publish(w.Ctx, job, t.have, w.Clock(), limits)
	outcome := &Published{Where: t.where, Uploaded: len(plan.Uploads), Deleted: len(plan.Deletes), Unchanged: plan.Unchanged, Bytes: plan.Bytes()}
	if t.cdn != nil {
		outcome.Invalidated = len(plan.Asked(t.distributions))
	}
	outcome.Cost = t.cost(plan)
	var late *publish.InvalidationError
	switch {
	case errors.As(err, &late):
		outcome.Invalidated = 0
		outcome.Deleted -= len(late.Undeleted)
		return outcome, shell.Fail(shell.ExitIncomplete, notDropped(late, err), strings.Join(late.Commands(), "; "))
	case err != nil && plan.Unchanged+len(plan.Uploads) == 0:
		return nil, err // there is no such plan
	case err != nil:
		return nil, notPublished(err)
	}
	return outcome, nil
}

// Publish makes a target hold the site, and prints the outcome.
func (t *Target) Publish(w *shell.World, site fs.FS, asJSON bool) error {
	outcome, err := t.publish(w, site)
	if outcome == nil {
		return err
	}
	return errors.Join(err, w.Result(asJSON, outcome, func() { w.Print("%s", outcome) }))
}

// notDropped describes what visitors see while CloudFront keeps former pages.
func notDropped(late *publish.InvalidationError, err error) error {
	left := ""
	if n := len(late.Undeleted); n > 0 {
		left = ", and deleting " + shell.Plural(n, "file") + " is left to the next run"
	}
	return fmt.Errorf("published, but visitors may see the former site for up to a day%s: %w", left, err)
}

// notPublished adds the cure to the error of a failed run.
func notPublished(err error) error {
	if refused, ok := errors.AsType[*publish.RefusedError](err); ok {
		return shell.Fail(shell.ExitFailed, err, strings.Join(refused.Cures, "; "))
	}
	return shell.Fail(shell.ExitFailed, err, "run it again: it goes on where this run stopped")
}

// Render renders a site of this version into a temporary folder; done removes it.
func Render(in render.Input) (files fs.FS, done func(), err error) {
	in.Version = shell.Version()
	folder, err := os.MkdirTemp("", "datarocks-")
	if err != nil {
		return nil, nil, fmt.Errorf("render site: %w", err)
	}
	done = func() { os.RemoveAll(folder) }
	root, err := os.OpenRoot(folder)
	if err == nil {
		defer root.Close()
		err = render.Site(root, in)
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	return os.DirFS(folder), done, nil
}

// Show renders a site, makes the target hold it and prints the outcome.
func (t *Target) Show(w *shell.World, in render.Input, asJSON bool) error {
	files, done, err := Render(in)
	if err != nil {
		return err
	}
	defer done()
	return t.Publish(w, files, asJSON)
}

// published returns what the manifest of a site records, and whether a run is at work
// there or stopped half-way.
func published(ctx context.Context, w *shell.World, where string) (about manifest.About, next bool, err error) {
	bucket, err := settings.OpenSite(w, where)
	if err != nil {
		return about, false, err
	}
	data, _, err := bucket.Get(ctx, manifest.Name)
	if errors.Is(err, fs.ErrNotExist) {
		return about, false, nil
	}
	if err != nil {
		return about, false, err
	}
	m, err := manifest.Decode(data, "")
	if err != nil {
		return about, false, err
	}
	about, err = manifest.Read[manifest.About](m.Site)
	return about, m.Next != nil, err
}
