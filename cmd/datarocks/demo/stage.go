// Package demo invents a label's past: the nightly run once for each past night,
// on simulated platforms that hold invented counts. Nothing else differs from a
// real night, so a demo shows what datarocks does. All that is invented depends on
// the account and the day alone, so a demo that runs again invents the same.
package demo

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
	"datarocks/history"
	"datarocks/history/archive"
	"datarocks/history/gate"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/publish/manifest"
	"datarocks/render"
)

// Demo is a demo of a label.
type Demo struct {
	Site            *content.Site
	History, Public string    // folders
	Now             time.Time // the nights are those up to then
	Nights          int
}

// Run runs the nights, oldest first, and publishes what they recorded.
func (d Demo) Run(w *shell.World) error {
	store := store.NewHastyDir(d.History)
	if err := d.refuseReal(w, store); err != nil {
		return err
	}
	t, err := nightly.OpenFolder(w, d.Public)
	if err != nil {
		return err
	}
	if err := t.Refuse(manifest.About{Demo: true}); err != nil {
		return err
	}
	s, err := newStage(d.Site)
	if err != nil {
		return err
	}
	defer s.close()
	if err := d.play(w, s, store); err != nil {
		return err
	}
	h, err := history.Load(w.Ctx, store, farFuture)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := s.fillPast(w, h, d.Now); err != nil {
		return err
	}
	today := content.DayOf(d.Now)
	if err := h.LoadLimited(w.Ctx, d.Site, today); err != nil {
		return err
	}
	if _, err := h.Expire(w.Ctx, d.Site, today); err != nil { // as each night does
		return err
	}
	return t.Show(w, render.Input{Site: d.Site, History: h}, false)
}

// refuseReal keeps the demo away from a history of real counts.
func (d Demo) refuseReal(w *shell.World, store store.Store) error {
	h, err := history.Load(w.Ctx, store, farFuture)
	switch {
	case errors.Is(err, archive.ErrMixed), err == nil && !h.Demo && !(h.Empty() && len(h.Problems) == 0):
		return shell.Refuse("name another folder with --history", "%s holds real counts; a demo does not touch them", d.History)
	case err != nil:
		return err
	}
	return h.Close()
}

// farFuture is later than any count.
var farFuture = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

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

// play runs the nights into a store, oldest first.
func (d Demo) play(w *shell.World, s *stage, store store.Store) error {
	last := content.DayOf(d.Now)
	first := last - content.Day(d.Nights) + 1
	s.stories = inventStories(s.site, first, last)
	bar := w.Progress(d.Nights, "inventing nights")
	defer bar.Finish()
	for day := first; day <= last; day++ {
		at := day.Time().Add(nightHour)
		if at.After(d.Now) {
			at = d.Now
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
func (s *stage) night(w *shell.World, store store.Store, at time.Time) error {
	snap, err := s.ask(w, at, false)
	if err != nil {
		return err
	}
	verdicts := gate.Judge(s.past.Series, s.site, snap)
	if err := s.past.Add(snap, verdicts); err != nil {
		return err
	}
	_, err = history.Record(w.Ctx, store, snap, verdicts)
	return err
}

// fillPast asks the platforms that know past days for all of them, as a first night does.
// One night of the demo does so, as each would bring the same.
func (s *stage) fillPast(w *shell.World, h *history.History, at time.Time) error {
	snap, err := s.ask(w, at, true)
	if err != nil {
		return err
	}
	_, err = h.RecordDays(w.Ctx, snap, gate.JudgeDays(h.Series))
	return err
}

// ask asks the platforms that know past days, or the others.
func (s *stage) ask(w *shell.World, at time.Time, past bool) (fetch.Snapshot, error) {
	var none history.History
	asks := slices.DeleteFunc(none.Due(s.site, content.DayOf(at), false), func(ask fetch.Ask) bool { return (ask.Since != 0) != past })
	snap := fetch.All(w.Ctx, at, asks, s.counters())
	if err := w.Ctx.Err(); err != nil {
		return snap, fmt.Errorf("stopped: %w", err)
	}
	snap.Via = row.ViaDemo
	return snap, nil
}

// counters are the real ones, which ask the simulated platforms.
func (s *stage) counters() map[content.Source]fetch.Counter {
	o := fetch.Options{UserAgent: settings.UserAgent(s.site), Transport: s.transport}
	counters := make(map[content.Source]fetch.Counter)
	for _, p := range settings.Platforms {
		if simulated := s.platforms[p.Source]; simulated != nil {
			keys := make([]fetch.Secret, len(p.Keys)+1)
			for i := range keys {
				keys[i] = fetch.NewSecret("1") // as Instagram wants a number
			}
			counters[p.Source] = p.New(s.site, fetch.NewClient(o), keys, simulated.URL())
		}
	}
	return counters
}

// set makes the platforms hold the counts of a day, and fail as they fail that
// day.
func (s *stage) set(day, last content.Day) {
	for source, platform := range s.platforms {
		platform.At(day.Time().Add(nightHour))
		platform.Heal()
		if fault := darkness(source, day); fault != nil && !recent(day, last) {
			platform.FailAlways("/", fault)
		}
	}
	for _, story := range s.stories {
		platform := s.platforms[story.source]
		if story.daily {
			platform.SetPast(story.account, story.name, story.count)
			continue
		}
		platform.Set(story.account, story.name, story.count(day))
		if story.played != nil {
			platform.SetFurther(story.account, story.played[max(0, day-story.first)])
		}
		if !recent(day, last) && story.away(day) {
			platform.Suspend(story.account)
		}
	}
}
