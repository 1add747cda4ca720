package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
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
