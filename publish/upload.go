package publish

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

// Uploads under way at once. One is a small body and a round trip, so what
// counts is how many wait for an answer, not how many cores there are: the
// farther the bucket, the more.
const (
	fewest = 64

	// MostInFlight is how many connections a client should keep open.
	MostInFlight = 256

	// farAway is the round trip from which on the most are worth while.
	farAway = 30 * time.Millisecond

	// filesEach is how many files a connection should carry, to be worth its
	// opening.
	filesEach = 8
)

// atOnce returns how many uploads should be under way, of so many files and
// when the fastest answer so far took so long. The fastest shows how far the
// bucket is; all the others also waited for this machine.
func atOnce(fastest time.Duration, files int) int {
	n := fewest + int((MostInFlight-fewest)*min(fastest, farAway)/farAway)
	return min(n, max(fewest, files/filesEach))
}

// maxMemory bounds in bytes what the bodies under way hold. Pages have some
// 20 KB, so it is met only where some are huge.
const maxMemory = 64 << 20

// uploader sends files of a site to a bucket and counts them.
type uploader struct {
	Job
	unconditional bool
	total         int
	memory        *semaphore.Weighted

	mu      sync.Mutex
	done    int
	fastest time.Duration // 0 before the first answer
	written []string
}

func newUploader(j Job) *uploader {
	return &uploader{Job: j, memory: semaphore.NewWeighted(maxMemory)}
}

// upload sends the files of one turn, and returns when all are there.
func (u *uploader) upload(ctx context.Context, uploads []Upload, turn int) error {
	batch := &batch{uploader: u}
	for _, up := range uploads {
		if up.turn() == turn {
			batch.files = append(batch.files, up)
		}
	}
	batch.group, ctx = errgroup.WithContext(ctx)
	batch.grow(ctx)
	return batch.group.Wait()
}

// batch is files that may be sent in any order.
type batch struct {
	*uploader
	group *errgroup.Group
	files []Upload // those that nobody has taken yet; guarded by mu
	busy  int      // workers; guarded by mu
	sent  int      // guarded by mu
}

// grow starts as many workers as there should be.
func (b *batch) grow(ctx context.Context) {
	b.mu.Lock()
	defer b.mu.Unlock()
	want := min(atOnce(b.fastest, len(b.files)+b.sent), b.busy+len(b.files))
	for ; b.busy < want; b.busy++ {
		b.group.Go(func() error { return b.work(ctx) })
	}
}

// work sends files until there are no more, or the first one fails.
func (b *batch) work(ctx context.Context) error {
	for {
		up, ok := b.take()
		if !ok {
			return nil
		}
		if err := b.put(ctx, up); err != nil {
			return fmt.Errorf("upload %s: %w", up.Path, err)
		}
		b.grow(ctx)
	}
}

func (b *batch) take() (up Upload, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.files) == 0 {
		b.busy--
		return Upload{}, false
	}
	up, b.files = b.files[0], b.files[1:]
	b.sent++
	return up, true
}

// put reads a file and sends it.
func (u *uploader) put(ctx context.Context, up Upload) error {
	weight := min(up.Size, streamed)
	if err := u.memory.Acquire(ctx, weight); err != nil {
		return err
	}
	defer u.memory.Release(weight)
	body, file, err := openPlanned(u.Site, up)
	if err != nil {
		return err
	}
	defer file.Close()
	former := up.Former
	if u.unconditional {
		former = AnyVersion
	}
	begun := time.Now()
	if _, err := u.Bucket.Put(ctx, up.Path, body, up.Headers, former); err != nil {
		return err
	}
	u.count(up.Path, time.Since(begun))
	return nil
}

func (u *uploader) count(name string, took time.Duration) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.fastest == 0 || took < u.fastest {
		u.fastest = took
	}
	u.written = append(u.written, name)
	u.done++
	if u.Progress != nil {
		u.Progress(u.done, u.total)
	}
}
