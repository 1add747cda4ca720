package fetchtest

import (
	_ "embed"
	"encoding/json"
	"maps"
	"strings"
	"sync"
	"time"

	"datarocks/content"
)

// account is what a platform holds of one account.
type account struct {
	id        string // as Set got it
	name      string
	count     int64
	suspended bool
	edits     []edit
	past      func(day content.Day) int64 // of a platform that counts each day; nil is one of its own
}

// edit is a place in an account's JSON object and what stands there instead.
type edit struct{ path, raw string }

// JSON for Overwrite to put where a count should be.
const (
	Absent = ""
	Null   = "null"
)

// Set makes an account hold a count. It brings back one that was removed or
// suspended, and undoes what Overwrite did to it.
func (p *Platform) Set(id, name string, count int64) {
	p.locked(func() { p.accounts[p.fold(id)] = &account{id: id, name: name, count: count} })
}

// SetPast makes an account of a platform that counts each day hold the counts of
// all days. It is not known there where a platform counts otherwise.
func (p *Platform) SetPast(id, name string, past func(day content.Day) int64) {
	p.locked(func() { p.accounts[p.fold(id)] = &account{id: id, name: name, past: past} })
}

// At is the time at the platform: the day before is what a platform counted last that
// counts each day. The zero Time is the true time.
func (p *Platform) At(at time.Time) { p.locked(func() { p.at = at }) }

// LoadsAt is how long after a day's end a platform that counts each day knows the day.
func (p *Platform) LoadsAt(after time.Duration) { p.locked(func() { p.loads = after }) }

// Newest is the last day that a platform knows that counts each day.
func (p *Platform) Newest() (day content.Day) {
	p.locked(func() {
		at := p.at
		if at.IsZero() {
			at = time.Now()
		}
		day = content.DayOf(at.Add(-p.loads)) - 1
	})
	return day
}

// Remove makes the platform not know an account.
func (p *Platform) Remove(id string) { p.locked(func() { delete(p.accounts, p.fold(id)) }) }

// Suspend makes the platform withhold an account.
func (p *Platform) Suspend(id string) { p.change(id, func(a *account) { a.suspended = true }) }

// change changes what the platform holds of an account, if it knows it.
func (p *Platform) change(id string, to func(*account)) {
	p.locked(func() {
		if a := p.accounts[p.fold(id)]; a != nil {
			to(a)
		}
	})
}

// Count returns what the platform truly holds for an account, whatever it answers.
func (p *Platform) Count(id string) (n int64, ok bool) {
	a, ok := p.account(id)
	if a.past != nil {
		a.count = a.past(p.Newest())
	}
	return a.count, ok && !a.suspended
}

// Overwrite changes the JSON object of one account in every answer: raw stands
// at path ("followers.total"); Absent takes the field away.
func (p *Platform) Overwrite(id, path, raw string) {
	p.change(id, func(a *account) { a.edits = append(a.edits, edit{path, raw}) })
}

// account returns a copy of what the platform holds of an account.
func (p *Platform) account(id string) (copied account, ok bool) {
	p.change(id, func(a *account) { copied, ok = *a, true })
	return copied, ok
}

// find returns a copy of the first account that is as asked.
func (p *Platform) find(is func(account) bool) (found account, ok bool) {
	p.locked(func() {
		for _, a := range p.accounts {
			if is(*a) {
				found, ok = *a, true
			}
		}
	})
	return found, ok
}

// shapes are objects with the fields that each platform documents.
//
//go:embed shapes.json
var shapes []byte

var parsedShapes = sync.OnceValue(func() (all map[string]object) {
	if err := json.Unmarshal(shapes, &all); err != nil {
		panic(err) // it is embedded
	}
	return all
})

// shaped is the account's object on a platform, with the fields that are its own.
func (a account) shaped(platform string, own object) object {
	o := maps.Clone(parsedShapes()[platform])
	maps.Copy(o, own)
	return a.edited(o)
}

// edited applies the account's edits to its object.
func (a account) edited(o object) object {
	for _, e := range a.edits {
		e.apply(o)
	}
	return o
}

func (e edit) apply(o object) {
	field, rest, deeper := strings.Cut(e.path, ".")
	inner, ok := o[field].(object)
	switch {
	case deeper && ok:
		edit{rest, e.raw}.apply(inner)
	case deeper:
		// There is no such place, as in development mode.
	case e.raw == Absent:
		delete(o, field)
	default:
		o[field] = json.RawMessage(e.raw)
	}
}
