package publish

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"datarocks/publish/awstest"
	"datarocks/publish/manifest"
)

// intruded is a bucket and a CDN where another run comes before one of the
// calls, and ends before that call goes on.
type intruded struct {
	Bucket
	CDN
	at      int
	intrude func()

	mu    sync.Mutex
	calls int
}

func (i *intruded) call() {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.calls++; i.calls == i.at {
		i.intrude()
	}
}

func (i *intruded) List(ctx context.Context, known func() []string) ([]Object, error) {
	i.call()
	return i.Bucket.List(ctx, known)
}

func (i *intruded) Get(ctx context.Context, key string) ([]byte, string, error) {
	i.call()
	return i.Bucket.Get(ctx, key)
}

func (i *intruded) Put(ctx context.Context, key string, body Body, h manifest.Headers, former string) (string, error) {
	i.call()
	return i.Bucket.Put(ctx, key, body, h, former)
}

func (i *intruded) Delete(ctx context.Context, keys []string) error {
	i.call()
	return i.Bucket.Delete(ctx, keys)
}

func (i *intruded) Invalidate(ctx context.Context, paths []string) error {
	i.call()
	return i.CDN.Invalidate(ctx, paths)
}

// dated is a roster with the day of its newest count.
func dated(day, version string, artists ...string) fstest.MapFS {
	site := roster(version, artists...)
	site["manifest.json"].Data = fmt.Appendf(nil, `{"schemaVersion":1,"site":{"newest":%q,"version":%q}}`, day, version)
	return site
}

// compete is a run as cmd does it, but that nothing is too much to delete.
func compete(ctx context.Context, site fstest.MapFS, b Bucket, cdn CDN) error {
	have, err := Read(ctx, b)
	if err != nil {
		return err
	}
	_, err = Publish(ctx, Job{Site: site, Bucket: b, CDN: cdn}, have, runTime, Limits{MaxDelete: MaxDelete{set: true, percent: true, n: 100}})
	return err
}

// rivals are the sites of two runs.
type rivals struct{ first, second fstest.MapFS }

// race lets a run of one site be intruded by a run of another at its call
// number n. It reports whether there was such a call.
func (r rivals) race(t *testing.T, b Bucket, cdn CDN, n int) (reached bool) {
	t.Helper()
	var inner error
	i := &intruded{Bucket: b, CDN: cdn, at: n, intrude: func() { inner = compete(t.Context(), r.second, b, cdn) }}
	outer := compete(t.Context(), r.first, i, i)
	var refused *RefusedError
	for _, err := range []error{inner, outer} {
		if err != nil && !errors.As(err, &refused) {
			t.Errorf("a run failed: %v", err)
		}
	}
	return i.calls >= n
}

var (
	beforeRace = dated("2026-11-22", "1", "a", "b", "z")
	olderRacer = dated("2026-11-23", "2", "a", "b", "c")
	newerRacer = dated("2026-11-24", "3", "a", "b", "c", "d")
	otherRacer = dated("2026-11-24", "4", "a", "b", "c", "d")
)

// Wherever another run comes between, and whichever of the two is newer, the
// newest site is there in the end, whole, and visitors see nothing broken.
func TestTwoRunsAtOnce(t *testing.T) {
	tests := []struct {
		name string
		rivals
		want fstest.MapFS
	}{
		{"the older is overtaken", rivals{olderRacer, newerRacer}, newerRacer},
		{"the older comes between", rivals{newerRacer, olderRacer}, newerRacer},
		{"two of one day", rivals{newerRacer, otherRacer}, newerRacer},
		{"the same site twice", rivals{newerRacer, newerRacer}, newerRacer},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for n := 1; ; n++ {
				w := newWorld(t)
				w.announce(newerRacer)
				publishAll(t, beforeRace, w.bucket, w)
				if !test.race(t, w.bucket, w, n) {
					break
				}
				w.expect(t, test.want)
				if t.Failed() {
					t.Fatalf("call %d", n)
				}
			}
		})
		t.Run(test.name+" over S3", func(t *testing.T) {
			t.Parallel()
			for n := 1; ; n++ {
				w := newCloudWorld(t)
				w.announce(newerRacer)
				w.publish(t, beforeRace)
				if !test.race(t, w.bucket, w.cdn, n) {
					break
				}
				w.expect(t, test.want)
				if t.Failed() {
					t.Fatalf("call %d", n)
				}
			}
		})
	}
}

// A run that died while it published a newer site lets none but a newer one
// come after it, unless a person allows it.
func TestAnOlderSiteDoesNotFollowADeadRun(t *testing.T) {
	w := newWorld(t)
	publishAll(t, beforeRace, w.bucket, w)
	f := &flaky{world: w, failAt: 6, flavour: notDone}
	if err := compete(t.Context(), newerRacer, f, f); !errors.Is(err, errInjected) {
		t.Fatalf("error is %v", err)
	}
	var refused *RefusedError
	if err := compete(t.Context(), olderRacer, w.bucket, w); !errors.As(err, &refused) {
		t.Errorf("error is %v", err)
	}
	if err := compete(t.Context(), newerRacer, w.bucket, w); err != nil {
		t.Fatal(err)
	}
	w.expect(t, newerRacer)
}

// Which of two runs is ahead shows by the counts of their sites, not by their clocks: the
// newest count may be of another artist than those that are missing.
func TestASiteWithFewerCountsDoesNotOvertake(t *testing.T) {
	b := newMemory()
	publishAll(t, rendered(map[string]counted{"a": {1, 0}, "b": {1, 0}}), b, nil)
	more := rendered(map[string]counted{"a": {2, 3}, "b": {1, 0}})
	mustPut(t, b, manifest.Name, string(mustClaim(t, b, more)))
	later := rendered(map[string]counted{"a": {1, 0}, "b": {2, 5}})
	var refused *RefusedError
	if err := compete(t.Context(), later, b, nil); !errors.As(err, &refused) || !strings.Contains(err.Error(), "a on spotify") {
		t.Errorf("error is %v", err)
	}
}

// lawless is a bucket that takes conditional writes for plain ones, or that
// refuses them.
type lawless struct {
	*memory
	refuses bool
}

func (l lawless) MayIgnoreConditions() bool { return true }

func (l lawless) Put(ctx context.Context, key string, body Body, h manifest.Headers, former string) (string, error) {
	if l.refuses && former != AnyVersion {
		return "", errors.ErrUnsupported
	}
	return l.memory.Put(ctx, key, body, h, AnyVersion)
}

func TestServersWithoutConditions(t *testing.T) {
	for _, refuses := range []bool{true, false} {
		b := lawless{newMemory(), refuses}
		publishAll(t, beforeRace, b, nil)
		if _, err := b.memory.Put(t.Context(), "manifest.json", BodyOf(mustClaim(t, b, olderRacer)), manifest.Headers{}, AnyVersion); err != nil {
			t.Fatal(err)
		}
		have := mustRead(t, b)
		var notices []string
		notice := func(text string) { notices = append(notices, text) }
		if err := apply(t.Context(), newPlan(t, newerRacer, have), Job{Site: newerRacer, Bucket: b, Notice: notice}); err != nil {
			t.Fatal(err)
		}
		if len(notices) != 1 {
			t.Errorf("refuses conditions: %t, notices are %q", refuses, notices)
		}
	}
}

// mustClaim is the manifest of a run that has begun.
func mustClaim(t *testing.T, b Bucket, site fstest.MapFS) []byte {
	t.Helper()
	have := mustRead(t, b)
	return newPlan(t, site, have).Claim
}

// A server that keeps to conditions is asked, and there is no notice.
func TestServersWithConditionsGetNoNotice(t *testing.T) {
	cloud := newCloud(t)
	b := NewS3(newS3Client(t, cloud), "label", "")
	publishAll(t, beforeRace, b, nil)
	cloud.Break(awstest.Rule{Match: awstest.Operation("PutObject"), Nth: 4, Fault: awstest.Answer(403, "AccessDenied")})
	if err := tryPublish(t.Context(), olderRacer, b, nil); err == nil {
		t.Fatal("published what could not be written")
	}
	cloud.Heal()
	have := mustRead(t, b)
	notice := func(text string) { t.Errorf("notice: %s", text) }
	if err := apply(t.Context(), newPlan(t, newerRacer, have), Job{Site: newerRacer, Bucket: b, Notice: notice}); err != nil {
		t.Fatal(err)
	}
}

func TestTwoRunsAtOnceInAFolder(t *testing.T) {
	nothing := cdnFunc(func(context.Context, []string) error { return nil })
	for n := 1; ; n++ {
		b := NewDir(t.TempDir())
		publishAll(t, beforeRace, b, nil)
		if !(rivals{olderRacer, newerRacer}).race(t, b, nothing, n) {
			break
		}
		have := mustRead(t, b)
		if p := newPlan(t, newerRacer, have); len(p.Uploads)+len(p.Deletes) > 0 {
			t.Errorf("call %d, planned again:\n%s", n, p)
		}
	}
}

// overlap lets a second run begin before call n of a first one, stop before its
// own call m until the first has ended, and then go on. It reports whether
// there were such calls.
func (r rivals) overlap(t *testing.T, w *world, n, m int) (reachedN, reachedM bool) {
	t.Helper()
	stopped, goOn, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	inner := &intruded{Bucket: w.bucket, CDN: w, at: m, intrude: func() {
		close(stopped)
		<-goOn
	}}
	begin := func() {
		go func() { ended <- compete(t.Context(), r.second, inner, inner) }()
		select {
		case <-stopped:
		case err := <-ended:
			ended <- err
		}
	}
	outer := &intruded{Bucket: w.bucket, CDN: w, at: n, intrude: begin}
	err := compete(t.Context(), r.first, outer, outer)
	reachedN = outer.calls >= n
	close(goOn)
	var refused *RefusedError
	if reachedN {
		err = errors.Join(err, <-ended)
	}
	if err != nil && !errors.As(err, &refused) {
		t.Errorf("a run failed: %v", err)
	}
	return reachedN, inner.calls >= m
}

// Two runs of different content can do each other harm that neither can undo:
// the older one may delete a page that the newer one found unchanged, or write
// one that the newer one knows to be gone. However they overlap, the next run
// leaves the newer site and nothing else.
func TestTwoRunsThatOverlap(t *testing.T) {
	newer := dated("2026-11-24", "3", "a", "z")
	for n := 1; ; n++ {
		for m := 1; ; m++ {
			w := newWorld(t)
			publishAll(t, beforeRace, w.bucket, w)
			reachedN, reachedM := rivals{olderRacer, newer}.overlap(t, w, n, m)
			if !reachedN {
				return
			}
			if err := compete(t.Context(), newer, w.bucket, w); err != nil {
				t.Fatalf("calls %d and %d: %v", n, m, err)
			}
			if w.expectBucket(t, newer); t.Failed() {
				t.Fatalf("calls %d and %d", n, m)
			}
			if !reachedM {
				break
			}
		}
	}
}
