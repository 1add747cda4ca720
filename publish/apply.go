package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"datarocks/publish/manifest"
)

// Job is a site and where it goes.
type Job struct {
	Site   fs.FS
	Bucket Bucket
	CDN    CDN // nil if nothing keeps copies

	// Again, unless it is nil, returns the site anew, with what other runs have
	// recorded since. It is called when another run has come between.
	Again func() (fs.FS, error)

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
	late, deletes := u.drop(ctx, p)
	var failed *InvalidationError
	if errors.As(late, &failed) {
		ctx = context.WithoutCancel(ctx) // even a run that was stopped by then records what it owes
	} else if late != nil {
		return late
	}
	return errors.Join(late, u.receive(ctx, p, version, p.owed(failed), deletes))
}

// drop deletes what the site no longer has, and has the CDN drop what it holds of that
// and of what was replaced. It reports whether it deleted.
func (u *uploader) drop(ctx context.Context, p Plan) (late error, deletes bool) {
	// A page that the CDN still holds may need what is to be deleted, or lead to
	// it. And a copy of what is deleted may be one that the CDN took just before.
	late = invalidate(ctx, u.CDN, p.replaced())
	if failed, ok := errors.AsType[*InvalidationError](late); ok {
		failed.Undeleted = p.Deletes
		return late, false
	}
	if late != nil {
		return late, false
	}
	for _, kind := range []Kind{Page, Data, Asset} {
		if err := deleteKind(ctx, u.Bucket, p.Deletes, kind); err != nil {
			return err, true
		}
	}
	if u.CDN == nil {
		return p.unnamed(), true
	}
	return invalidate(ctx, u.CDN, p.deleted()), true
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
	if u.unconditional && err == nil {
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
