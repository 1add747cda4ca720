package main

import (
	"errors"
	"fmt"
	"time"

	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/history"
	"datarocks/publish"
	"datarocks/publish/manifest"
)

// errNoLogin is why something on AWS was not looked at; the check of the login
// tells the rest.
var errNoLogin = errors.New("not looked at: the login to AWS does not work")

// reach opens a place, unless that must fail for want of a login.
func (d *doctor) reach(flag, where string) (place, error) {
	at, err := parsePlace(flag, where)
	if err == nil && at.folder == "" && !d.login().works {
		err = errNoLogin
	}
	return at, err
}

func (d *doctor) loadPast() (*history.History, error) {
	if _, err := d.reach("--history", d.flags.History); err != nil {
		return nil, err
	}
	store, err := d.flags.open(d.world)
	if err != nil {
		return nil, err
	}
	return d.loadHistory(store, d.now)
}

func (d *doctor) readSite() (publish.Published, error) {
	if _, err := d.reach("--site", d.flags.Site); err != nil {
		return publish.Published{}, err
	}
	bucket, err := d.openSite(d.flags.Site)
	if err != nil {
		return publish.Published{}, err
	}
	return publish.Read(d.ctx, bucket)
}

// history looks at the counts, and in a bucket first at who may do what there.
func (d *doctor) history() []finding {
	const check = "history"
	at, err := d.reach("--history", d.flags.History)
	switch {
	case errors.Is(err, errNoLogin):
		return []finding{note(check, "%s: %v", d.flags.History, err)}
	case err != nil:
		return []finding{d.trouble(check, exitUsage, err)}
	}
	var found []finding
	if at.folder == "" {
		bucket := d.historyBucket(at)
		if found = append(found, bucket...); verdictOf(bucket) == exitFailed {
			return found // loading it fails for the same reason
		}
	}
	h, err := d.past()
	if err != nil {
		return append(found, d.trouble(check, exitFailed, d.denied(err)))
	}
	if n := len(h.Problems); n > 0 {
		text, _ := describe(h.Problems[0])
		found = append(found, warn(check, "`datarocks check` names every line; restore the object, or correct it", "%s cannot be read: %s", plural(n, "object"), legible.OneLine(text, 0)))
	}
	if d.site == nil {
		return append(found, fine(check, "%s can be read", d.flags.History))
	}
	counts := d.survey(h)
	if counts.held > 0 {
		found = append(found, warn(check, fmt.Sprintf("`datarocks accept %s --reason ...`, or reject", counts.example),
			"%s held until somebody decides", isOrAre(counts.held, "count")))
	}
	return append(found, d.age(h, counts))
}

func isOrAre(n int, thing string) string {
	if n == 1 {
		return "1 " + thing + " is"
	}
	return plural(n, thing) + " are"
}

// survey is what the doctor wants to know of the counts.
type survey struct {
	newest  time.Time // when the newest one was asked; zero where there is none
	held    int       // of the artists' accounts, newer than any settled count
	example string    // artist, source and day of one that is held
}

func (d *doctor) survey(h *history.History) (s survey) {
	for _, a := range d.site.Artists {
		for _, setting := range d.site.Sources {
			series := h.Series(a.ID, setting.Source)
			last, counted := series.Last()
			if counted && series.At.After(s.newest) {
				s.newest = series.At
			}
			if day, ok := heldSince(series, last, counted, h.Newest, a.Accounts[setting.Source]); ok {
				s.held++
				s.example = fmt.Sprintf("%s %s %s", a.ID, setting.Source, day)
			}
		}
	}
	return s
}

// heldDays is how far back a held count is looked for, as on the status page.
const heldDays = 30

// heldSince gives the newest day on which a count was held and after which none
// was settled.
func heldSince(s *history.Series, last history.Point, counted bool, newest content.Day, account string) (content.Day, bool) {
	for day := newest; day > newest-heldDays; day-- {
		if counted && day <= last.Day {
			return 0, false
		}
		if held, ok := s.Held(day); ok {
			return day, held.Account == account
		}
	}
	return 0, false
}

// Pages call themselves old after the same times.
const (
	oldNightly = 36 * time.Hour
	oldWeekly  = 180 * time.Hour
)

// oldAfter is the age from which counts are old, by how often any is asked.
func (d *doctor) oldAfter() time.Duration {
	for _, setting := range d.site.Sources {
		if setting.Every != content.EveryWeek {
			return oldNightly
		}
	}
	return oldWeekly
}

// age tells how old the newest count is.
func (d *doctor) age(h *history.History, s survey) finding {
	const check, cure = "history", "see why no run got through: `gh run list --workflow nightly.yml`; `datarocks run` asks now"
	switch age := d.now.Sub(s.newest); {
	case !h.Measured():
		return note(check, "%s: no count yet; the first run begins it", d.flags.History)
	case s.newest.IsZero():
		return warn(check, "`datarocks run` asks for them", "%s: no count of the artists in %s", d.flags.History, d.flags.Content)
	case age > d.oldAfter():
		return warn(check, cure, "%s: newest count %s, %s old", d.flags.History, moments(s.newest), ageText(age))
	default:
		return fine(check, "%s: newest count %s, %s old", d.flags.History, moments(s.newest), ageText(age))
	}
}

func moments(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// ageText tells an age in whole hours, or in days from two on.
func ageText(age time.Duration) string {
	if age < 48*time.Hour {
		return plural(int(age.Hours()), "hour")
	}
	return plural(int(age.Hours()/24), "day")
}

// siteNow looks at what is published.
func (d *doctor) siteNow() []finding {
	const check = "site"
	where := d.flags.Site
	have, err := d.published()
	switch {
	case errors.Is(err, errNoLogin):
		return []finding{note(check, "%s: %v", where, err)}
	case err != nil:
		return []finding{d.trouble(check, exitFailed, d.denied(err))}
	case have.Manifest == nil && len(have.Objects) > 0:
		return []finding{note(check, "%s: nothing of datarocks yet, and %s of others, which stay", where, plural(len(have.Objects), "file"))}
	case have.Manifest == nil:
		return []finding{note(check, "%s: nothing is published yet", where)}
	}
	facts, err := (&target{where: where, have: have}).shown()
	if err != nil {
		return []finding{d.trouble(check, exitFailed, err)}
	}
	found := d.strangersAtSite()
	if n := len(have.Manifest.Owed); n > 0 {
		found = append(found, warn(check, "the next run asks again, if it has the distribution and the right to invalidate it",
			"visitors may see old copies: CloudFront was not told of %s", plural(n, "path")))
	}
	if have.Manifest.Next != nil {
		found = append(found, warn(check, "unless one is under way now: the next run completes it", "a run began to publish and did not end"))
	}
	return append(found, d.shows(have, facts))
}

// shows tells which counts visitors see, and whether there are newer ones.
func (d *doctor) shows(have publish.Published, facts manifest.About) finding {
	const check = "site"
	text := fmt.Sprintf("%s: %s", d.flags.Site, plural(len(have.Manifest.Files), "file"))
	switch {
	case facts.Demo:
		return note(check, "%s, with the invented counts of a demo", text)
	case facts.Updated.IsZero():
		return note(check, "%s, without counts", text)
	}
	text += ", newest count " + moments(facts.Updated)
	if h, err := d.past(); err == nil && d.site != nil {
		if newest := d.survey(h).newest; newest.After(facts.Updated) {
			return warn(check, "`datarocks run` publishes it", "%s, and the history has one of %s", text, moments(newest))
		}
	}
	return fine(check, "%s", text)
}
