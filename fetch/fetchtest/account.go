package fetchtest

import (
	_ "embed"
	"encoding/json"
	"maps"
	"strings"
	"sync"
)

// account is what a platform holds of one account.
type account struct {
	id        string // as Set got it
	name      string
	count     int64
	suspended bool
	edits     []edit
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
