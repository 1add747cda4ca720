package publish

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// attempts is how often a run plans before it ends. Each time another run
// has come between, which makes progress.
const attempts = 8

// firstPause is how long a run waits, on average, when others have come between twice,
// and twice as long each time: two runs that always overtake each other would both end.
const firstPause = 10 * time.Millisecond

func pauseAfter(attempt int) time.Duration {
	if attempt == 1 {
		return 0
	}
	return firstPause << (attempt - 2)
}

// Publish makes a bucket hold exactly a site: it plans from what was read
// before, checks the plan against the limits, and applies it. If another run
// has come between, it reads and plans again, the site of Job.Again where there is
// one; a site that then still lacks what the other run has published yields, whatever
// the limits allow. It returns the last plan.
func Publish(ctx context.Context, j Job, have Published, now time.Time, limits Limits) (Plan, error) {
	u := newUploader(j)
	refusal, behind := "", have.Behind
	for attempt := 1; ; attempt++ {
		plan, err := NewPlan(u.Site, have, now)
		if err != nil {
			return plan, err
		}
		if err = plan.Check(limits); err == nil {
			if err = u.apply(ctx, plan); !errors.Is(err, ErrConflict) || attempt == attempts {
				return plan, err
			}
			limits.overtaken = true
		} else if refused, ok := errors.AsType[*RefusedError](err); !ok || j.Again == nil || attempt == attempts || refused.Error() == refusal {
			return plan, errors.Join(err, u.leave(ctx, have))
		} else {
			refusal = refused.Error() // by what another run may have recorded and published
		}
		var late error
		if have, late = u.lookAgain(ctx, pauseAfter(attempt)); late != nil {
			return plan, errors.Join(err, late)
		}
		have.Behind = behind
	}
}

// lookAgain returns what is published by now, and takes the site anew.
func (u *uploader) lookAgain(ctx context.Context, pause time.Duration) (have Published, err error) {
	select {
	case <-ctx.Done():
		return have, ctx.Err()
	case <-time.After(rand.N(2*pause + 1)):
	}
	if have, err = Read(ctx, u.Bucket); err != nil || u.Again == nil {
		return have, err
	}
	u.Site, err = u.Again()
	return have, err
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
