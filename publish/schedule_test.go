package publish

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/publish/awstest"
	"datarocks/publish/manifest"
)

// counted is an artist's history: so many days, and the hour of the newest.
type counted struct{ days, hour int }

// counts are those of a history, by artist.
type counts struct {
	mu sync.Mutex
	of map[string]counted
}

func (c *counts) load() map[string]counted {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.of)
}

func (c *counts) record(artist string, hour int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.of[artist] = counted{c.of[artist].days + 1, hour}
}

// rendered is the site of counts.
func rendered(of map[string]counted) fstest.MapFS {
	var version, artists []string
	hour := 0
	for _, id := range slices.Sorted(maps.Keys(of)) {
		c := of[id]
		hour = max(hour, c.hour)
		version = append(version, fmt.Sprint(c.days))
		artists = append(artists, fmt.Sprintf(`%q:{"spotify":{"first":"2026-11-01","last":"2026-11-%02d","counts":%d}}`, id, c.days, c.days))
	}
	site := roster(strings.Join(version, ""), slices.Sorted(maps.Keys(of))...)
	site[manifest.Name].Data = fmt.Appendf(nil, `{"schemaVersion":1,"site":{"version":"1","newest":"2026-11-02","updated":"2026-11-02T%02d:00:00Z","artists":{%s}}}`,
		hour, strings.Join(artists, ","))
	return site
}

// alternation lets the requests of two runs through by turns, so many of one and then so many
// of the other.
type alternation struct {
	mu    sync.Mutex
	next  *sync.Cond
	rnd   *rand.Rand
	whose int
	left  int
	ended [2]bool
}

func newAlternation(seed uint64) *alternation {
	s := &alternation{rnd: rand.New(rand.NewPCG(seed, 1))}
	s.next = sync.NewCond(&s.mu)
	s.whose, s.left = s.rnd.IntN(2), 1+s.rnd.IntN(12)
	return s
}

func (s *alternation) wait(run int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.whose != run && !s.ended[1-run] {
		s.next.Wait()
	}
	if s.left--; s.left <= 0 {
		s.whose, s.left = 1-run, 1+s.rnd.IntN(12)
		s.next.Broadcast()
	}
}

func (s *alternation) end(run int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended[run] = true
	s.next.Broadcast()
}

// inTurn is an HTTP client whose requests wait for their turn.
type inTurn struct {
	steadfast
	turns *alternation
	run   int
}

func (c inTurn) Do(r *http.Request) (*http.Response, error) {
	c.turns.wait(c.run)
	return c.steadfast.Do(r)
}

// nightOf is a run for one artist, as the command line does it: it loads, records,
// reads what is published, and publishes what it knows.
func nightOf(ctx context.Context, all *counts, artist string, hour int, b Bucket, cdn CDN) error {
	known := all.load()
	all.record(artist, hour)
	known[artist] = counted{known[artist].days + 1, hour}
	have, err := Read(ctx, b)
	if err != nil {
		return err
	}
	again := func() (fs.FS, error) { return rendered(all.load()), nil }
	job := Job{Site: rendered(known), Bucket: b, CDN: cdn, Again: again}
	_, err = Publish(ctx, job, have, runTime, Limits{})
	return err
}

// However the requests of two runs of different artists alternate, both succeed, and
// the site then has all that either recorded.
func TestTwoRunsOfDifferentArtists(t *testing.T) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			cloud := newCloud(t)
			all := &counts{of: map[string]counted{"a": {1, 0}, "b": {1, 0}, "c": {1, 0}}}
			publishAll(t, rendered(all.load()), NewS3(newS3Client(t, cloud), "label", ""), nil)
			turns := newAlternation(seed)
			var errs [2]error
			var runs sync.WaitGroup
			for run, artist := range []string{"a", "b"} {
				cfg := configure(t, cloud)
				cfg.HTTPClient = inTurn{cfg.HTTPClient.(steadfast), turns, run}
				b, cdn := NewS3(s3.NewFromConfig(cfg), "label", ""), NewCloudFront(cloudfront.NewFromConfig(cfg), []string{"E1"})
				runs.Go(func() {
					defer turns.end(run)
					errs[run] = nightOf(t.Context(), all, artist, 3+2*(run^int(seed&1)), b, cdn)
				})
			}
			runs.Wait()
			for run, err := range errs {
				if err != nil {
					t.Errorf("run %d: %v", run, err)
				}
			}
			expectShown(t, cloud, all.load())
		})
	}
}

// expectShown checks that a bucket holds the site of counts and no other page, and that
// no run is under way.
func expectShown(t *testing.T, cloud *awstest.AWS, of map[string]counted) {
	t.Helper()
	want := rendered(of)
	got := cloud.Objects("label")
	for name, file := range want {
		if name != manifest.Name && got[name].Body != string(file.Data) {
			t.Errorf("%s holds %q, want %q", name, got[name].Body, file.Data)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok && kindOf(name) != Asset {
			t.Errorf("%s is left", name)
		}
	}
	m, err := manifest.Decode([]byte(got[manifest.Name].Body), "")
	if err != nil || m.Next != nil {
		t.Errorf("the manifest is of a run under way: %v", err)
	}
}
