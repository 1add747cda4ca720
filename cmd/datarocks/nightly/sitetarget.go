package nightly

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
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
	Distribution []string          `sep:"," env:"DATAROCKS_DISTRIBUTION" placeholder:"ID" help:"CloudFront distribution to invalidate; may repeat; none if there is none any more (${env})."`
	AllowRemoval bool              `help:"Let artists and counts vanish that visitors see: those of an artist who left, counts that were forgotten, or all that is newer."`
	MaxDelete    publish.MaxDelete `placeholder:"N" help:"Delete at most so many files, or a share of them such as 50% (a third)."`
}

// CheckTarget refuses a place and distributions that are malformed, and asks nobody.
func CheckTarget(w *shell.World, where string, f TargetFlags) error {
	_, err := settings.OpenSite(w, where)
	_, cdnErr := settings.OpenCDN(w, f.Distributions())
	return shell.Together(err, cdnErr)
}

// Distributions are those to invalidate: nil where none is named, and none, though not
// nil, where there is none any more.
func (f TargetFlags) Distributions() []string {
	ids := settings.Distributions(f.Distribution)
	if len(ids) == 1 && ids[0] == settings.NoDistribution {
		return []string{}
	}
	return ids
}

// Setting is how the distributions are named in a command.
func (f TargetFlags) Setting() settings.Setting {
	return settings.Setting{Flag: "--distribution", Value: strings.Join(settings.Distributions(f.Distribution), ",")}
}

// OpenTarget reads what a site shows now.
func OpenTarget(w *shell.World, where string, f TargetFlags) (*Target, error) {
	bucket, err := settings.OpenSite(w, where)
	if err != nil {
		return nil, err
	}
	cdn, err := settings.OpenCDN(w, f.Distributions())
	if err != nil {
		return nil, err
	}
	have, err := publish.Read(w.Ctx, bucket)
	if err != nil {
		return nil, notRead(where, err)
	}
	have.Behind = f.Distributions()
	_, isFolder := bucket.(*publish.Dir)
	return &Target{
		where: where, bucket: bucket, bills: !isFolder, cdn: cdn, distributions: len(f.Distributions()), have: have,
		limits: publish.Limits{AllowRemoval: f.AllowRemoval, MaxDelete: f.MaxDelete},
	}, nil
}

// LookAgain reads what the site shows by now.
func (t *Target) LookAgain(w *shell.World) error {
	have, err := publish.Read(w.Ctx, t.bucket)
	if err != nil {
		return notRead(t.where, err)
	}
	have.Behind = t.have.Behind
	t.have = have
	return nil
}

// unfinished reports whether a run is at work there or stopped half-way.
func (t *Target) unfinished() bool { return t.have.Manifest != nil && t.have.Manifest.Next != nil }

// notRead is why nothing is published, with the cure for want of a right.
func notRead(where string, err error) error {
	err = fmt.Errorf("site %s: nothing is published, and visitors see what was there before: %w", where, err)
	if !settings.IsDenied(err) {
		return err
	}
	return shell.Fail(shell.ExitFailed, err, "a run lists the site's bucket and reads it: s3:ListBucket and s3:GetObject; `datarocks doctor` tries both")
}

// OpenFolder reads what a folder on this machine shows. All in it may vanish: what
// visitors see is published from there, and guarded then.
func OpenFolder(w *shell.World, where string) (*Target, error) {
	t, err := OpenTarget(w, where, TargetFlags{Distribution: []string{settings.NoDistribution}})
	if err == nil {
		t.limits = anything()
	}
	return t, err
}

// AllowOlder lets the site become older, whatever runs publish meanwhile, and lets
// artists and counts vanish.
func (t *Target) AllowOlder() { t.limits.AllowRemoval, t.limits.Overtake = true, true }

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
	case t.have.Unreadable != nil && !shown.Demo && shown.Updated.IsZero() && (site.Demo || site.Updated.IsZero()):
		return shell.Refuse("name another site, or move "+manifest.Name+" away", "%s: %w; so whether it shows real counts is not known, and a site without any does not replace it",
			t.where, t.have.Unreadable)
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

// publish makes a target hold the site, or what again returns where another run came
// between; nil where the site cannot be made again. When only the invalidation
// failed, the site is published, and both results are returned.
func (t *Target) publish(w *shell.World, site fs.FS, again func() (fs.FS, error)) (*Published, error) {
	limits, err := t.check(site)
	if err != nil {
		return nil, err
	}
	var bar shell.Progress
	defer func() { bar.Finish() }()
	job := publish.Job{
		Site: site, Bucket: t.bucket, CDN: t.cdn, Again: again,
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
	outcome.Waiting, outcome.Cost = plan.Waiting(), t.cost(plan)
	if t.cdn != nil {
		outcome.Invalidated = len(plan.Asked(t.distributions))
	}
	kept, isKept := errors.AsType[*shell.Failure](err)
	late, isLate := errors.AsType[*publish.InvalidationError](err)
	switch {
	case isKept: // the site is not to be made again
		return nil, kept
	case isLate:
		outcome.Invalidated = 0
		outcome.Deleted -= len(late.Undeleted)
		return outcome, t.late(late, err)
	case err != nil && plan.Unchanged+len(plan.Uploads) == 0:
		return nil, err // there is no such plan
	case err != nil:
		return nil, notPublished(err)
	}
	t.forgotten(w)
	return outcome, t.unreadable(w)
}

// forgotten names distributions that had the site before, where only others are named.
func (t *Target) forgotten(w *shell.World) {
	if t.cdn == nil || t.have.Manifest == nil {
		return
	}
	for _, id := range t.have.Manifest.Distributions {
		if !slices.Contains(t.have.Behind, id) {
			w.Warn("distribution " + id + " is not named any more: if visitors still reach the site by it, they see the former one for up to a day")
		}
	}
}

// unreadable reports a manifest that could not be read and was replaced. One that may
// not be read is written anew each night, and every file with it.
func (t *Target) unreadable(w *shell.World) error {
	if t.have.Unreadable == nil {
		return nil
	}
	text, _ := settings.Describe(t.have.Unreadable)
	err := fmt.Errorf("published, but %s of %s could not be read: %s. All was compared with the listing and written again, the file too; files that the site no longer has stay",
		manifest.Name, t.where, text)
	if publish.IsRefusal(t.have.Unreadable) {
		return shell.Fail(shell.ExitIncomplete, err, "give the role or user s3:GetObject on it, or each run writes every file again")
	}
	w.Warn(err.Error())
	return nil
}

// late describes what visitors see while CloudFront keeps former pages, and the cure.
func (t *Target) late(late *publish.InvalidationError, err error) error {
	if !errors.Is(err, publish.ErrNotNamed) {
		return shell.Fail(shell.ExitIncomplete, notDropped(late, err), strings.Join(late.Commands(), "; "))
	}
	cure := "publish with --distribution"
	if len(late.Distributions) > 0 {
		cure = "publish with --distribution " + strings.Join(late.Distributions, ",")
	}
	what := "published, but visitors may see the former site for up to a day"
	if len(late.Paths) == 0 {
		what = "published"
	}
	return shell.Fail(shell.ExitIncomplete, fmt.Errorf("%s: %w", what, err), cure+"; if it is gone, with --distribution "+settings.NoDistribution)
}

// Publish makes a target hold the site, or what again returns where another run came
// between; nil where the site cannot be made again. It prints the outcome.
func (t *Target) Publish(w *shell.World, site fs.FS, again func() (fs.FS, error), asJSON bool) error {
	outcome, err := t.publish(w, site, again)
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
	return t.Publish(w, files, nil, asJSON)
}

// published returns what the manifest of a site records, and whether a run is at work
// there or stopped half-way.
func published(w *shell.World, where string) (about manifest.About, next bool, err error) {
	bucket, err := settings.OpenSite(w, where)
	if err != nil {
		return about, false, err
	}
	data, _, err := bucket.Get(w.Ctx, manifest.Name)
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
