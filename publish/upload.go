package publish

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
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

// Body is what an object is to hold.
type Body struct {
	io.ReadSeeker
	Size int64  // bytes
	MD5  string // lower-case hex
}

// BodyOf returns the body that holds data.
func BodyOf(data []byte) Body {
	return Body{bytes.NewReader(data), int64(len(data)), hexMD5(data)}
}

// streamed is from how many bytes on a file is not held in memory: the file of
// all counts grows with roster and history.
const streamed = 4 << 20

// errChanged stops a site that is rendered again under a running publish from
// being recorded with hashes it does not have.
var errChanged = errors.New("it changed after the plan was made: plan again")

// openPlanned opens a file of the site, and fails unless it is still the one that
// was planned. Who puts a body that is not held in memory has to look again.
func openPlanned(site fs.FS, up Upload) (Body, io.Closer, error) {
	if up.Size >= streamed {
		f, err := site.Open(up.Path)
		if err != nil {
			return Body{}, nil, err
		}
		if seeker, ok := f.(io.ReadSeeker); ok {
			body := Body{seeker, up.Size, up.MD5}
			if err := body.check(); err != nil {
				return Body{}, nil, errors.Join(err, f.Close())
			}
			return body, f, nil
		}
		if err := f.Close(); err != nil {
			return Body{}, nil, err
		}
	}
	data, err := fs.ReadFile(site, up.Path)
	if err != nil {
		return Body{}, nil, err
	}
	body := BodyOf(data)
	if body.Size != up.Size || body.MD5 != up.MD5 {
		return Body{}, nil, errChanged
	}
	return body, io.NopCloser(nil), nil
}

// check reads the body and goes back to its beginning.
func (b Body) check() error {
	if err := b.copyTo(io.Discard); err != nil {
		return err
	}
	_, err := b.Seek(0, io.SeekStart)
	return err
}

// copyTo writes the body, and fails if its size or MD5 is another one.
func (b Body) copyTo(w io.Writer) error {
	sum := md5.New()
	n, err := io.Copy(io.MultiWriter(w, sum), b)
	if err != nil {
		return err
	}
	if n != b.Size || hex.EncodeToString(sum.Sum(nil)) != b.MD5 {
		return errChanged
	}
	return nil
}

// sum returns the MD5 as bytes.
func (b Body) sum() ([]byte, error) {
	sum, err := hex.DecodeString(b.MD5)
	if err != nil || len(sum) != md5.Size {
		return nil, fmt.Errorf("%q is no MD5", b.MD5)
	}
	return sum, nil
}

func hexMD5(data []byte) string {
	sum := md5.Sum(data)
	return hex.EncodeToString(sum[:])
}
