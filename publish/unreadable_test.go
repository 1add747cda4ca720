package publish

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"datarocks/publish/awstest"
	"datarocks/publish/manifest"
)

// A manifest that is broken, or that may not be read, is as good as none: the site is
// compared by the listing, nothing of others is deleted, CloudFront is asked to drop
// everything, as that may have been owed, and the next run is one like any other.
func TestAnUnreadableManifestIsReplaced(t *testing.T) {
	refused := awstest.Rule{
		Match: func(r awstest.Request) bool { return r.Operation == "GetObject" && r.Key == manifest.Name },
		Fault: awstest.Answer(http.StatusForbidden, "AccessDenied"),
	}
	for name, breakIt := range map[string]func(*awstest.AWS) error{
		"empty": func(c *awstest.AWS) error { return c.Put("label", manifest.Name, awstest.Object{}) },
		"cut": func(c *awstest.AWS) error {
			return c.Put("label", manifest.Name, awstest.Object{Body: `{"schemaVersion":1,"si`})
		},
		"no object":  func(c *awstest.AWS) error { return c.Put("label", manifest.Name, awstest.Object{Body: "{}"}) },
		"other text": func(c *awstest.AWS) error { return c.Put("label", manifest.Name, awstest.Object{Body: "<html>"}) },
		"refused":    func(c *awstest.AWS) error { c.Break(refused); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := newCloud(t)
			b, cdn := NewS3(newS3Client(t, cloud), "label", ""), newCDN(t, cloud, "E1")
			if err := cloud.Put("label", "theirs.txt", awstest.Object{Body: "theirs"}); err != nil {
				t.Fatal(err)
			}
			publishAll(t, siteOf("1", map[string]string{"index.html": "1", "old.html": "1"}), b, cdn)
			if err := breakIt(cloud); err != nil {
				t.Fatal(err)
			}
			have, err := Read(t.Context(), b)
			if err != nil || have.Unreadable == nil {
				t.Fatalf("unreadable is %v, error is %v", have.Unreadable, err)
			}
			have.Behind = []string{"E1"}
			site := siteOf("2", map[string]string{"index.html": "2"})
			if _, err := Publish(t.Context(), Job{Site: site, Bucket: b, CDN: cdn}, have, runTime, Limits{}); err != nil {
				t.Fatal(err)
			}
			all := pathsOf(cloud, "E1")
			if last := all[len(all)-1]; len(last) != 1 || last[0] != "/*" {
				t.Errorf("dropped %q", last)
			}
			objects := cloud.Objects("label")
			if objects["theirs.txt"].Body != "theirs" || objects["index.html"].Body != "2" {
				t.Errorf("it holds %v", objects)
			}
			cloud.Heal()
			if p := newPlan(t, site, mustRead(t, b)); !p.Empty() {
				t.Errorf("planned again:\n%s", p)
			}
		})
	}
}

// Of a site whose manifest is unreadable, its API still shows how new it is.
func TestAnUnreadableManifestDoesNotLetAnOlderSiteIn(t *testing.T) {
	b := newMemory()
	mustPut(t, b, manifest.Name, "{")
	mustPut(t, b, manifest.Witness, `{"schemaVersion":1,"demo":false,"newest":"2026-11-23","updated":"2026-11-23T03:00:00Z","title":"x"}`)
	for hour, newer := range map[int]bool{2: false, 3: true, 4: true} {
		site := siteOf("", map[string]string{"index.html": fmt.Sprint(hour)})
		site[manifest.Name].Data = fmt.Appendf(nil, `{"schemaVersion":1,"site":{"newest":"2026-11-23","updated":"2026-11-23T%02d:00:00Z"}}`, hour)
		err := newPlan(t, site, mustRead(t, b)).Check(Limits{})
		if _, refused := errors.AsType[*RefusedError](err); refused == newer {
			t.Errorf("of %d o'clock: %v", hour, err)
		}
	}
	about, err := mustRead(t, b).About()
	if err != nil || about.Updated.IsZero() || about.Demo {
		t.Errorf("about it is known %+v, %v", about, err)
	}
}

// What does not answer may be there, and is not replaced.
func TestAManifestThatIsNotGotIsNotReplaced(t *testing.T) {
	cloud := newCloud(t)
	b := NewS3(newS3Client(t, cloud), "label", "")
	publishAll(t, siteOf("1", map[string]string{"index.html": "1"}), b, nil)
	for name, fault := range map[string]awstest.Fault{
		"cut": awstest.Cut(), "out of order": awstest.Answer(http.StatusInternalServerError, "InternalError"), "dropped": awstest.Drop(),
	} {
		cloud.Break(awstest.Rule{Match: awstest.Operation("GetObject"), Fault: fault})
		if _, err := Read(t.Context(), b); err == nil || !strings.Contains(err.Error(), manifest.Name) {
			t.Errorf("%s: error is %v", name, err)
		}
		cloud.Heal()
	}
}

// nightsOf publishes sites behind a CDN that is named by its id.
func nightsOf(t *testing.T, b Bucket, cdn CDN, night int, site map[string]string) Plan {
	t.Helper()
	have := mustRead(t, b)
	have.Behind = []string{"E1"}
	limits := Limits{MaxDelete: MaxDelete{set: true, percent: true, n: 100}}
	plan, err := Publish(t.Context(), Job{Site: siteOf(fmt.Sprint(night), site), Bucket: b, CDN: cdn}, have, runTime.AddDate(0, 0, night), limits)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// slow is a world whose CDN drops what it is asked to some minutes after the run.
type slow struct {
	*world
	asked []string
}

func (s *slow) Invalidate(_ context.Context, paths []string) error {
	s.asked = append(s.asked, paths...)
	s.bucket.mu.Lock()
	defer s.bucket.mu.Unlock()
	s.visit("asked to drop")
	return nil
}

func (s *slow) complete(t *testing.T) {
	t.Helper()
	if err := s.world.Invalidate(t.Context(), s.asked); err != nil {
		t.Fatal(err)
	}
	s.asked = nil
}

// CloudFront takes some minutes to drop a page. No visitor follows a link of one to a
// page that is deleted, as that is deleted by a later night's run.
func TestASlowCDNLeadsToNothingDeleted(t *testing.T) {
	rosters := [][]string{{"a", "b", "c"}, {"b", "c", "d"}, {"b"}, {"b", "e"}, {"a", "e"}, {"a", "e"}, {"a", "e"}}
	w := newWorld(t)
	s := &slow{world: w}
	for night, artists := range rosters {
		files := make(map[string]string)
		for name, file := range roster(fmt.Sprint(night), artists...) {
			if name != manifest.Name {
				files[name] = string(file.Data)
			}
		}
		nightsOf(t, w.bucket, s, night, files)
		s.complete(t)
	}
	for _, wrong := range w.wrong {
		t.Error(wrong)
	}
	for _, gone := range []string{"artists/b/index.html", "artists/c/data.json", "artists/d/index.html"} {
		if _, stays := w.bucket.snapshot()[gone]; stays {
			t.Errorf("%s stays", gone)
		}
	}
}

// While it is not known that CloudFront was asked to drop what leads to a file, that
// file stays; and the guard against too many deletes looks at the night that does
// without them.
func TestAFileIsDeletedANightLater(t *testing.T) {
	b, cdn, _ := logged()
	nightsOf(t, b, cdn, 0, map[string]string{"index.html": "1", "old.html": "1"})
	there := func() bool { _, ok := b.snapshot()["old.html"]; return ok }
	if p := nightsOf(t, b, cdn, 1, map[string]string{"index.html": "2"}); !there() || p.Waiting() != 1 {
		t.Errorf("deleted at once; %d wait", p.Waiting())
	}
	have := mustRead(t, b)
	if p := newPlan(t, siteOf("1", map[string]string{"index.html": "2"}), have); len(p.Deletes) > 0 {
		t.Errorf("deleted within the hour: %q", p.Deletes)
	}
	// One night's run does not name the distribution.
	site := siteOf("3", map[string]string{"index.html": "3"})
	if _, err := Publish(t.Context(), Job{Site: site, Bucket: b}, have, runTime.AddDate(0, 0, 1), Limits{}); !errors.Is(err, ErrNotNamed) {
		t.Errorf("error is %v", err)
	}
	nightsOf(t, b, cdn, 2, map[string]string{"index.html": "3"})
	if !there() {
		t.Error("deleted in the night that drops what leads to it")
	}
	if nightsOf(t, b, cdn, 3, map[string]string{"index.html": "3"}); there() {
		t.Error("it is never deleted")
	}
	// Once there is no distribution any more, nothing waits, and there is no warning.
	nightsOf(t, b, cdn, 4, map[string]string{"index.html": "4", "late.html": "4"})
	have = mustRead(t, b)
	have.Behind = []string{}
	site = siteOf("5", map[string]string{"index.html": "5"})
	limits := Limits{MaxDelete: MaxDelete{set: true, n: 1}}
	if _, err := Publish(t.Context(), Job{Site: site, Bucket: b}, have, runTime.AddDate(0, 0, 5), limits); err != nil {
		t.Error(err)
	}
	if _, stays := b.snapshot()["late.html"]; stays {
		t.Error("late.html stays")
	}
}
