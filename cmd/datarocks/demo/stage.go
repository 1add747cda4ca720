// Package demo invents a label's past: the nightly run once for each past night,
// on simulated platforms that hold invented counts. Nothing else differs from a
// real night, so a demo shows what datarocks does. All that is invented depends on
// the account and the day alone, so a demo that runs again invents the same.
package demo

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
	"datarocks/history"
	"datarocks/history/gate"
)

// RefuseReal keeps the demo away from a history of real counts.
func RefuseReal(w *shell.World, store history.Store, where string) error {
	h, err := history.Load(w.Ctx, store, FarFuture)
	switch {
	case errors.Is(err, history.ErrMixed), err == nil && !h.Demo && !(h.Empty() && len(h.Problems) == 0):
		return shell.Refuse("name another folder with --history", "%s holds real counts; a demo does not touch them", where)
	case err != nil:
		return err
	}
	return h.Close()
}

// FarFuture is later than any count.
var FarFuture = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// stage is the simulated platforms and what they are to hold.
type stage struct {
	site      *content.Site
	transport *http.Transport
	platforms map[content.Source]*fetchtest.Platform
	stories   []*story
	past      history.History // what the nights before recorded
}

func newStage(site *content.Site) (*stage, error) {
	s := &stage{site: site, transport: &http.Transport{}, platforms: make(map[content.Source]*fetchtest.Platform)}
	for _, setting := range site.Sources {
		platform, err := fetchtest.Start(setting.Source)
		if err != nil {
			s.close()
			return nil, fmt.Errorf("simulate %s: %w", setting.Source, err)
		}
		s.platforms[setting.Source] = platform
	}
	return s, nil
}

func (s *stage) close() {
	s.transport.CloseIdleConnections()
	for _, p := range s.platforms {
		_ = p.Close()
	}
}

// nightHour is when the nights of the demo run, after midnight UTC.
const nightHour = 3*time.Hour + 17*time.Minute

// Play runs so many nights up to now on simulated platforms, oldest first.
func Play(w *shell.World, site *content.Site, store history.Store, now time.Time, nights int) error {
	s, err := newStage(site)
	if err != nil {
		return err
	}
	defer s.close()
	last := content.DayOf(now)
	first := last - content.Day(nights) + 1
	s.stories = inventStories(s.site, first, last)
	bar := w.Progress(nights, "inventing nights")
	defer bar.Finish()
	for day := first; day <= last; day++ {
		at := day.Time().Add(nightHour)
		if at.After(now) {
			at = now
		}
		s.set(day, last)
		if err := s.night(w, store, at); err != nil {
			return err
		}
		bar.Set(int(day-first) + 1)
	}
	return nil
}

// night is the same work as a real night's.
func (s *stage) night(w *shell.World, store history.Store, at time.Time) error {
	var none history.History
	snap := fetch.All(w.Ctx, at, none.Due(s.site, content.DayOf(at), false), s.counters())
	if err := w.Ctx.Err(); err != nil {
		return fmt.Errorf("stopped: %w", err)
	}
	snap.Via = history.ViaDemo
	verdicts := gate.Judge(s.past.Series, s.site, snap)
	if err := s.past.Add(snap, verdicts); err != nil {
		return err
	}
	_, err := history.Record(w.Ctx, store, snap, verdicts)
	return err
}

// counters are the real ones, which ask the simulated platforms.
func (s *stage) counters() map[content.Source]fetch.Counter {
	o := fetch.Options{UserAgent: settings.UserAgent(s.site), Transport: s.transport}
	counters := make(map[content.Source]fetch.Counter)
	for _, p := range settings.Platforms {
		if simulated := s.platforms[p.Source]; simulated != nil {
			keys := make([]fetch.Secret, len(p.Keys)+1)
			for i := range keys {
				keys[i] = fetch.NewSecret("demo")
			}
			counters[p.Source] = p.New(fetch.NewClient(o), keys, simulated.URL())
		}
	}
	return counters
}

// set makes the platforms hold the counts of a day, and fail as they fail that
// day.
func (s *stage) set(day, last content.Day) {
	for source, platform := range s.platforms {
		platform.Heal()
		if fault := darkness(source, day); fault != nil && !recent(day, last) {
			platform.FailAlways("/", fault)
		}
	}
	for _, story := range s.stories {
		platform := s.platforms[story.source]
		platform.Set(story.account, story.name, story.count(day))
		if !recent(day, last) && story.away(day) {
			platform.Suspend(story.account)
		}
	}
}
