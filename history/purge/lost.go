package purge

import (
	"context"
	"maps"
	"slices"

	"datarocks/history"
	"datarocks/history/archive"
	"datarocks/history/row"
	"datarocks/history/store"
)

// LostDays are days that are gone, and whose older versions have what is to go: who
// brings such a day back brings that back.
type LostDays struct {
	Days  []string // oldest first
	Known bool     // otherwise versions cannot be looked at, and may not have it
}

// Lost looks for them. Where the login or the server does not let it look at versions, it
// returns all days that are gone of which a rollup has a copy.
func Lost(ctx context.Context, s store.Store, f history.Forgetting) (LostDays, error) {
	found, err := archive.List(ctx, s, row.Prefix)
	if err != nil {
		return LostDays{}, err
	}
	p := &Plan{forgetting: f, store: s}
	if days, err := p.lost(ctx, found); err == nil {
		return LostDays{Days: days, Known: true}, nil
	}
	copied, err := found.Lost(ctx, s)
	var lost LostDays
	for _, one := range copied {
		for _, day := range one.Days {
			lost.Days = append(lost.Days, day.String())
		}
	}
	return lost, err
}

func (p *Plan) lost(ctx context.Context, found archive.Listing) ([]string, error) {
	formers, err := store.Formers(ctx, p.store, row.DaysPrefix)
	if err != nil {
		return nil, err
	}
	there := make(map[string]bool)
	for _, entry := range slices.Concat(slices.Collect(maps.Values(found.Days))...) {
		there[entry.Name] = true
	}
	lost := make(map[string]bool)
	for _, former := range formers {
		day, ok := row.DayOf(former.Name())
		if !ok || former.Deleted || there[former.Name()] || there[row.DayObject(day)] || lost[day.String()] {
			continue
		}
		data, err := store.ReadFormer(ctx, p.store, former)
		if err != nil {
			return nil, err
		}
		if p.holds(former.Name(), data) {
			lost[day.String()] = true
		}
	}
	return slices.Sorted(maps.Keys(lost)), nil
}
