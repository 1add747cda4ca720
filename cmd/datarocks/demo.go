package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/fetch/fetchtest"
	"datarocks/history"
	"datarocks/history/gate"
	"datarocks/publish/manifest"
	"datarocks/render"
)

// demoCommand reads no DATAROCKS_ variable: a demo must never touch real data.
type demoCommand struct {
	serverFlags
	Content string `placeholder:"DIR" help:"Content folder (the one that comes with datarocks)."`
	History string `default:"demo/data" placeholder:"DIR" help:"History folder of the demo (${default})."`
	Site    string `default:"demo/public" placeholder:"DIR" help:"Site folder of the demo (${default})."`
	Nights  int    `default:"400" placeholder:"N" help:"Past nights to run (${default})."`
	NoServe bool   `help:"Build the site, do not serve it."`
	Now     moment `placeholder:"RFC3339" help:"Clock, for tests (now)."`
}

// Run runs the nightly run once for each past night, on simulated platforms
// that hold invented counts, and shows what comes of it.
func (c *demoCommand) Run(w *world) error {
	if c.Nights < 1 || c.Nights > 3660 {
		return settingsError("", "--nights: %d is not between 1 and 3660", c.Nights)
	}
	now := clockFlags{c.Now}.at(w)
	if content.DayOf(now) < storyBegins {
		return settingsError("", "--now: the stories of a demo begin on %s", storyBegins)
	}
	site, contentErr := c.load()
	if err := errors.Join(checkFolder("--history", c.History), checkFolder("--site", c.Site)); err != nil {
		return bothUsage(contentErr, &failure{exitUsage, err, "a demo lives in folders of its own"})
	}
	if contentErr != nil {
		return contentErr
	}
	store := history.NewHastyDir(c.History)
	if err := w.refuseReal(store, c.History); err != nil {
		return err
	}
	t, err := w.openTarget(c.Site, nil)
	if err != nil {
		return err
	}
	if err := t.refuse(manifest.About{Demo: true}); err != nil {
		return err
	}
	stage, err := newStage(site)
	if err != nil {
		return err
	}
	defer stage.close()
	if err := stage.play(w, store, now, c.Nights); err != nil {
		return err
	}
	return c.show(w, site, store, t)
}

func (c *demoCommand) load() (*content.Site, error) {
	if c.Content != "" {
		return contentFlags{Content: c.Content}.load()
	}
	return content.Load(content.Shipped())
}

// refuseReal keeps the demo away from a history of real counts.
func (w *world) refuseReal(store history.Store, where string) error {
	h, err := history.Load(w.ctx, store, farFuture)
	switch {
	case errors.Is(err, history.ErrMixed), err == nil && !h.Demo && !(h.Empty() && len(h.Problems) == 0):
		return settingsError("name another folder with --history", "%s holds real counts; a demo does not touch them", where)
	case err != nil:
		return err
	}
	return h.Close()
}

// farFuture is later than any count.
var farFuture = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// show renders, publishes and serves what was recorded.
func (c *demoCommand) show(w *world, site *content.Site, store history.Store, t *target) error {
	h, err := history.Load(w.ctx, store, farFuture)
	if err != nil {
		return err
	}
	defer h.Close()
	files, done, err := renderTemp(render.Input{Site: site, History: h, Version: version()})
	if err != nil {
		return err
	}
	defer done()
	if err := w.publishInto(files, t, false); err != nil {
		return err
	}
	if c.NoServe {
		return nil
	}
	server := &siteServer{}
	server.show(os.DirFS(c.Site), site.Embed)
	return w.serve(c.Addr, server)
}

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

// play runs the nights up to now, oldest first.
func (s *stage) play(w *world, store history.Store, now time.Time, nights int) error {
	last := content.DayOf(now)
	first := last - content.Day(nights) + 1
	s.stories = inventStories(s.site, first, last)
	bar := w.progress(nights, "inventing nights")
	defer bar.finish()
	for day := first; day <= last; day++ {
		at := day.Time().Add(nightHour)
		if at.After(now) {
			at = now
		}
		s.set(day, last)
		if err := s.night(w, store, at); err != nil {
			return err
		}
		bar.set(int(day-first) + 1)
	}
	return nil
}

// night is the same work as a real night's.
func (s *stage) night(w *world, store history.Store, at time.Time) error {
	var none history.History
	snap := fetch.All(w.ctx, at, none.Due(s.site, content.DayOf(at), false), s.counters())
	if err := w.ctx.Err(); err != nil {
		return fmt.Errorf("stopped: %w", err)
	}
	snap.Via = history.ViaDemo
	verdicts := gate.Judge(s.past.Series, s.site, snap)
	if err := s.past.Add(snap, verdicts); err != nil {
		return err
	}
	_, err := history.Record(w.ctx, store, snap, verdicts)
	return err
}

// counters are the real ones, which ask the simulated platforms.
func (s *stage) counters() map[content.Source]fetch.Counter {
	o := fetch.Options{UserAgent: userAgent(s.site), Transport: s.transport}
	counters := make(map[content.Source]fetch.Counter)
	for _, p := range platforms {
		if simulated := s.platforms[p.source]; simulated != nil {
			keys := make([]fetch.Secret, len(p.keys)+1)
			for i := range keys {
				keys[i] = fetch.NewSecret("demo")
			}
			counters[p.source] = p.counter(fetch.NewClient(o), keys, simulated.URL())
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
