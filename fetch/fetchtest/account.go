package fetchtest

import (
	"encoding/json"
	"strings"
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

// JSON for Overwrite to put where a count should be, none of it a count.
const (
	Absent   = ""
	Null     = "null"
	Text     = `"1234567"`
	Float    = "1234567.5"
	Exponent = "1.234567e6"
	Negative = "-1234567"
	Huge     = "123456789012345678901234567890"
	Unsafe   = "9007199254740993" // 2^53+1, which a float64 cannot hold
	List     = "[1234567]"
)

// Set makes an account hold a count. It brings back one that was removed or
// suspended, and undoes what Overwrite did to it.
func (p *Platform) Set(id, name string, count int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.accounts[p.fold(id)] = &account{id: id, name: name, count: count}
}

// Remove makes the platform not know an account.
func (p *Platform) Remove(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.accounts, p.fold(id))
}

// Suspend makes the platform withhold an account.
func (p *Platform) Suspend(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if a := p.accounts[p.fold(id)]; a != nil {
		a.suspended = true
	}
}

// Count returns what the platform truly holds for an account, whatever it answers.
func (p *Platform) Count(id string) (n int64, ok bool) {
	a, ok := p.account(id)
	return a.count, ok && !a.suspended
}

// Overwrite changes the JSON object of one account in every answer: raw stands
// at path ("followers.total"); Absent takes the field away.
func (p *Platform) Overwrite(id, path, raw string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if a := p.accounts[p.fold(id)]; a != nil {
		a.edits = append(a.edits, edit{path, raw})
	}
}

// account returns a copy of what the platform holds of an account.
func (p *Platform) account(id string) (account, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if a := p.accounts[p.fold(id)]; a != nil {
		return *a, true
	}
	return account{}, false
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
