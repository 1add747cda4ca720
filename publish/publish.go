// Package publish makes a bucket, or a directory, hold exactly a site.
//
//	have, err := publish.Read(ctx, bucket)           // what is published
//	plan, err := publish.NewPlan(site, have, now)    // what changes, and why: a dry run prints it
//	err = plan.Check(publish.Limits{})               // refuses what looks like a mistake
//	plan, err = publish.Publish(ctx, publish.Job{Site: site, Bucket: bucket, CDN: cdn}, have, now, publish.Limits{})
//
// Publish plans and checks by itself, carries the plan out, and does it all again
// if another run comes between.
//
// The site is an fs.FS, the bucket an interface of four methods, so both a
// dry run and a run into a directory are the real thing. [S3] and [CloudFront]
// are Amazon's; awstest simulates both.
//
// # Only what changed
//
// A listing has the MD5 of every object, but not its headers. These stand
// in manifest.json, where each run records what it wrote. So one listing and
// one small read show all, and a run that finds nothing new writes nothing.
// Where a bucket's listing has no MD5, the manifest stands in for it.
//
// # What visitors see
//
// A page is never live before what it needs, nor a link before the page that it
// leads to. Assets go first; then new data and new pages, which nobody can find
// yet; then the data and pages that are replaced; and the root's index.html
// last. Deletes go the other way, and begin only when every upload has succeeded
// and the CDN holds no former page that leads to what is deleted. Of that it
// drops its copies afterwards, or it could take them again.
//
// # What is deleted
//
// Only files the manifest lists, so only what datarocks wrote. Whatever else
// lives in the bucket stays. Assets are kept for a week after their last use,
// for those who still look at an older page.
//
// # What is refused
//
// The manifests list the artists, the ends and lengths of their series and the
// newest count of both sites, so no page has to be read to see that an artist
// or a count would vanish, or time go back. Then nothing is written.
//
// # After a crash
//
// A run writes the manifest twice. Before the first upload it claims: the
// manifest then lists all that the bucket may hold if the run ends early, and
// has no headers for what is about to change, because nobody can know them
// until it is done. After the last delete and invalidation it writes the
// receipt: the manifest of the new site. The next run, of the same site or of
// another, reads a claim as it reads a receipt: it uploads what has no headers
// again, deletes what the site lacks, and invalidates both. Nothing else has
// to remember how far the run came. After an [InvalidationError] the receipt
// lists which paths are owed, and the next run asks for them.
//
// # Two runs at once
//
// Every write names the version that it replaces, so it fails if another run
// was faster, and the run plans again. A claim shows how new its site is, and
// the older site yields. Deletes know no such condition: two runs of
// different content can delete what the other one wants, or write what it does
// not, and it takes a third run to see it.
package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"datarocks/publish/manifest"
)

// attempts is how often a run plans before it ends. Each time another run
// has come between, which makes progress.
const attempts = 5

// Publish makes a bucket hold exactly a site: it plans from what was read
// before, checks the plan against the limits, and applies it. If another run
// has come between, it reads and plans again; the older of two histories then
// yields, whatever the limits allow. It returns the last plan.
func Publish(ctx context.Context, j Job, have Published, now time.Time, limits Limits) (Plan, error) {
	u := newUploader(j)
	for attempt := 1; ; attempt++ {
		plan, err := NewPlan(j.Site, have, now)
		if err != nil {
			return plan, err
		}
		if err := plan.Check(limits); err != nil {
			return plan, errors.Join(err, u.leave(ctx, have))
		}
		err = u.apply(ctx, plan)
		if !errors.Is(err, ErrConflict) || attempt == attempts {
			return plan, err
		}
		limits.overtaken = true
		var late error
		if have, late = Read(ctx, j.Bucket); late != nil {
			return plan, errors.Join(err, late)
		}
	}
}

// leave deletes what this run wrote before it yielded and the other one does
// not know of: nobody else ever would.
func (u *uploader) leave(ctx context.Context, have Published) error {
	if len(u.written) == 0 {
		return nil
	}
	state := published(have)
	var stray []string
	for _, name := range u.written {
		object, exists := state.objects[name]
		_, known := state.manifest.Files[name]
		if exists && !known && object.MD5 != "" && u.wrote(name, object) {
			stray = append(stray, name)
		}
	}
	if slices.Sort(stray); len(stray) == 0 {
		return nil
	}
	if err := u.Bucket.Delete(ctx, stray); err != nil {
		return fmt.Errorf("take back %d files: %w", len(stray), err)
	}
	return nil
}

// wrote reports whether an object is still the file of the site.
func (u *uploader) wrote(name string, object Object) bool {
	file, err := hashFile(u.Site, name, nil)
	return err == nil && file.MD5 == object.MD5
}

// Job is a site and where it goes.
type Job struct {
	Site   fs.FS
	Bucket Bucket
	CDN    CDN // nil if nothing keeps copies

	// Progress, unless it is nil, is called with how many of all uploads are
	// done, one call at a time.
	Progress func(done, total int)

	// Notice, unless it is nil, is called with what a person should know although
	// nothing failed.
	Notice func(text string)
}

func (j Job) notice(text string) {
	if j.Notice != nil {
		j.Notice(text)
	}
}

// apply carries out a plan made of the same site.
//
// Each step begins when the former has wholly succeeded, and the first failure
// ends the run: most often the next would fail for the same reason. A new plan
// then completes it, see the package's comment. An error that wraps ErrConflict
// means that the plan is out of date, because another run came between.
func (u *uploader) apply(ctx context.Context, p Plan) error {
	u.total = u.done + len(p.Uploads)
	version, err := u.claim(ctx, p)
	if err != nil {
		return fmt.Errorf("claim %s: %w", manifest.Name, err)
	}
	for turn := range turns {
		if err := u.upload(ctx, p.Uploads, turn); err != nil {
			return err
		}
	}
	// A page that the CDN still holds may need what is to be deleted, or lead to
	// it. And a copy of what is deleted may be one that the CDN took just before.
	late := invalidate(ctx, u.CDN, p.replaced())
	deletes := late == nil
	if deletes {
		for _, kind := range []Kind{Page, Data, Asset} {
			if err := deleteKind(ctx, u.Bucket, p.Deletes, kind); err != nil {
				return err
			}
		}
		late = invalidate(ctx, u.CDN, p.deleted())
	}
	var failed *InvalidationError
	if errors.As(late, &failed) {
		if !deletes {
			failed.Undeleted = p.Deletes
		}
		ctx = context.WithoutCancel(ctx) // even a run that was stopped by then records what it owes
	} else if late != nil {
		return late
	}
	if u.CDN == nil && len(p.Owed) > 0 {
		u.notice("visitors may see former pages: an earlier run could not have them dropped, and no distribution is named that would; publish with --distribution")
	}
	return errors.Join(late, u.receive(ctx, p, version, p.owed(u.CDN, failed), deletes))
}

func invalidate(ctx context.Context, cdn CDN, paths []string) error {
	if cdn == nil || len(paths) == 0 {
		return nil
	}
	if err := cdn.Invalidate(ctx, paths); err != nil {
		return fmt.Errorf("invalidate: %w", err)
	}
	return nil
}

// claim writes the claim and returns the manifest's version. Of two runs at
// once, only one can replace the manifest that both have read.
func (u *uploader) claim(ctx context.Context, p Plan) (version string, err error) {
	if p.Claim == nil {
		return p.Former, nil
	}
	version, err = "", ErrConflict
	if doubtful, ok := u.Bucket.(interface{ MayIgnoreConditions() bool }); ok && p.overtakes() && doubtful.MayIgnoreConditions() {
		// The other run may be under way, so whether the server keeps the two
		// apart must be known: it should refuse this.
		version, err = u.putManifest(ctx, p.Claim, noVersion)
		u.unconditional = err == nil
	}
	if errors.Is(err, ErrConflict) {
		version, err = u.putManifest(ctx, p.Claim, p.Former)
	}
	if errors.Is(err, errors.ErrUnsupported) {
		u.unconditional = true
		version, err = u.putManifest(ctx, p.Claim, AnyVersion)
	}
	if u.unconditional {
		u.notice("this server does not keep two runs apart: see to it that only one publishes at a time")
	}
	return version, err
}

// noVersion is a version that no object has.
const noVersion = `"00000000000000000000000000000000"`

// receive writes the receipt, unless the bucket has it.
func (u *uploader) receive(ctx context.Context, p Plan, version string, owed []string, deleted bool) error {
	data := p.Manifest
	if owed != nil || !deleted {
		var err error
		if data, err = p.receipt(owed, deleted); err != nil {
			return err
		}
	}
	if data == nil {
		return nil
	}
	if _, err := u.putManifest(ctx, data, version); err != nil {
		return fmt.Errorf("write %s: %w", manifest.Name, err)
	}
	return nil
}

func (u *uploader) putManifest(ctx context.Context, data []byte, former string) (version string, err error) {
	if u.unconditional {
		former = AnyVersion
	}
	return u.Bucket.Put(ctx, manifest.Name, BodyOf(data), HeadersFor(manifest.Name), former)
}

func deleteKind(ctx context.Context, b Bucket, names []string, kind Kind) error {
	var keys []string
	for _, name := range names {
		if kindOf(name) == kind {
			keys = append(keys, name)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	if err := b.Delete(ctx, keys); err != nil {
		return fmt.Errorf("delete %d files the site no longer has: %w", len(keys), err)
	}
	return nil
}
