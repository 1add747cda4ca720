// Package history keeps every count.
//
// Record joins a run's snapshot, and the verdicts of package gate on it, into its day.
// Load reads the days back as a History: for each artist and source a series.Series,
// with its gaps and their reasons. What a row is stands in package row, where it is
// kept in package store, how years of rows are read in package archive, and what can
// be seen in a series in package trend.
//
// # Committing a day
//
// A commit reads the objects of the day, joins its rows to them, and writes the day's
// object under the condition that it is still the one that was read. If another run
// was faster, the write is refused and the commit begins again; the join makes the
// order irrelevant. A write whose answer is lost is looked up: if the rows are there,
// they are stored. What a commit acknowledges is stored, and a second run with the
// same outcome writes nothing.
//
// A day object that cannot be read is never overwritten, because a person may still
// rescue its rows: the commit stores its own beside it. On a server without conditional
// writes each commit stores an object of its own beside the day's, too.
//
// Rows are only ever added or replaced by greater ones, but for PlanForget, which
// removes them on purpose.
package history

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/archive"
	"datarocks/history/row"
	"datarocks/history/series"
	"datarocks/history/store"
)

// History is every count as it stood at one time. It is closed after use. Its
// methods may be called at the same time, but for those that change it: Record,
// RecordDays, Import and Add.
type History struct {
	Newest   content.Day // the last day with any row, whether it has a count or not
	Demo     bool        // its counts are invented
	Problems []error     // objects that could not be read, or are gone; their days show as gaps

	Unreadable []content.Day // days of which objects could not be read
	Lost       []content.Day // days whose objects are gone, and of which a rollup has a copy

	store    store.Store
	archive  archive.Archive
	asOf     time.Time
	measured bool

	limited map[row.Tree]*archive.Archive // what LoadLimited read

	mu     sync.Mutex
	former map[string][]string              // ids that artists had before, by id
	added  map[row.SeriesKey]*series.Series // those that Add changed
	recent map[row.SeriesKey]*series.Series // of the artist that was asked for last
	err    error
}

// Load reads the history as it was at the time asOf: rows that were asked later are
// left out. What was corrected, accepted, withdrawn or imported since is as it is now. The
// history must be closed.
//
// An object that cannot be read does not hide the others: it is named in
// Problems, and its day becomes a gap.
func Load(ctx context.Context, s store.Store, asOf time.Time) (*History, error) {
	a, err := archive.Load(ctx, s, asOf)
	if err != nil {
		return nil, fmt.Errorf("load history: %w", err)
	}
	return &History{
		Newest: a.Newest, Demo: a.Invented, Problems: a.Problems, Unreadable: a.Unreadable, Lost: a.Lost,
		store: s, archive: a, asOf: asOf, measured: a.Measured,
	}, nil
}

// LoadLimited reads those counts, too, that the terms of their platforms limit, as far as
// they may be kept today. Without it a history is as if there were none. The site may be
// nil.
func (h *History) LoadLimited(ctx context.Context, site *content.Site, today content.Day) error {
	return loadLimited(ctx, h, site, today)
}

// Expire lets those counts go that the terms of their platforms do not allow to be kept
// any longer, and returns from how many objects it took them. In a folder the files are
// deleted. A bucket has a rule that does it, old versions included; an object that is
// still there, as it was written late, or there is no such rule, is written without its
// rows. What a write that was interrupted left in a folder goes, too. Ended early, it goes
// on the next time.
func (h *History) Expire(ctx context.Context, site *content.Site, today content.Day) (objects int, err error) {
	var problems []error
	if s, ok := h.store.(store.Remover); ok {
		problems = append(problems, s.Sweep(ctx, row.LimitedPrefix))
	}
	for _, entry := range expired(h, site, today) {
		gone, err := expire(ctx, h.store, entry.Name)
		if gone {
			objects++
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("let %s expire: %w", entry.Name, err))
		}
	}
	return objects, errors.Join(problems...)
}

// Expired is how many objects Expire looks at.
func (h *History) Expired(site *content.Site, today content.Day) int {
	return len(expired(h, site, today))
}

// Close removes the history's temporary files.
func (h *History) Close() error {
	err := h.archive.Close()
	for _, a := range h.limited {
		err = errors.Join(err, a.Close())
	}
	return err
}

// Rollup stores the rollups that Load had to make, so that the next Load need not.
// It changes nothing that is read, and one that another run stored first is as good.
func (h *History) Rollup(ctx context.Context) error { return h.archive.StoreRollups(ctx, h.store) }

// Err returns why a series could not be read back from the temporary file. Then
// some were empty, and what was made from them must not be used.
func (h *History) Err() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.err
}

// Empty reports whether there is no row at all.
func (h *History) Empty() bool {
	for _, a := range h.limited {
		if !a.Empty() {
			return false
		}
	}
	return h.archive.Empty() && len(h.added) == 0
}

// Measured reports whether there is any count.
func (h *History) Measured() bool { return h.measured }

// Series returns the counts of an artist in a metric; an empty one where nothing was
// ever asked. It must not be changed.
func (h *History) Series(artist string, metric content.Metric) *series.Series {
	k := row.SeriesKey{Artist: artist, Source: metric.Source, Metric: metric.Name}
	h.mu.Lock()
	defer h.mu.Unlock()
	if s, ok := h.added[k]; ok {
		return s
	}
	if s, ok := h.recent[k]; ok {
		return s
	}
	s, err := seriesOf(h, k)
	if err != nil {
		h.err = cmp.Or(h.err, err)
		return series.New(artist, metric)
	}
	for other := range h.recent {
		if other.Artist != artist {
			h.recent = nil
		}
		break
	}
	if h.recent == nil {
		h.recent = make(map[row.SeriesKey]*series.Series)
	}
	h.recent[k] = s
	return s
}

// Rows returns the rows of an artist, by source and day.
func (h *History) Rows(artist string) ([]row.Row, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return rowsOfArtist(h, artist)
}

// Follow reads what is stored under the ids that the artists of a site had before as
// theirs. The history is not changed by that.
func (h *History) Follow(site *content.Site) {
	former := make(map[string][]string)
	for _, a := range site.Artists {
		if len(a.Formerly) > 0 {
			former[a.ID] = a.Formerly
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if !maps.EqualFunc(h.former, former, slices.Equal) {
		h.former, h.archive.Former, h.recent = former, former, nil
		for _, a := range h.limited {
			a.Former = former
		}
	}
}

// Add adds a snapshot of a later day than any before, as if it had been
// recorded and loaded again. The series stay in memory.
func (h *History) Add(snap fetch.Snapshot, verdicts []Verdict) error {
	rows, err := rowsOf(snap, verdicts)
	for _, r := range rows {
		h.add(r)
	}
	h.Demo = h.Demo || snap.Via == row.ViaDemo
	return errors.Join(err, h.Err())
}

func (h *History) add(r row.Row) {
	s := h.Series(r.Artist, content.Metric{Source: r.Source, Name: r.Metric})
	s.Add(r)
	if h.added == nil {
		h.added = make(map[row.SeriesKey]*series.Series)
	}
	h.added[r.SeriesKey()] = s
	h.Newest = max(h.Newest, r.Date)
	h.measured = h.measured || r.Value != nil
}

// Due lists what is to be asked on a day: each account that has no count of
// that day yet, of every source whose turn it is. With refresh it lists all.
// Accounts on sources that the site does not name are never asked, nor is what is
// paused.
func (h *History) Due(site *content.Site, day content.Day, refresh bool) []fetch.Ask {
	h.Follow(site)
	var asks []fetch.Ask
	for _, setting := range site.Sources {
		for _, artist := range site.Artists {
			account, ok := artist.Accounts[setting.Source]
			if _, paused := content.PausedSince(artist, setting, day); paused {
				continue
			}
			if !ok {
				continue
			}
			for _, metric := range setting.Asked() {
				s := h.Series(artist.ID, metric.Key())
				if refresh || due(s, metric, day, account) {
					asks = append(asks, fetch.Ask{Artist: artist.ID, Metric: metric.Key(), Account: account, Since: since(s, metric, day, account)})
				}
			}
		}
	}
	return asks
}

// due reports whether an account is to be asked on a day. A source that knows past days
// counts a day when it is over.
func due(s *series.Series, metric content.MetricSetting, day content.Day, account string) bool {
	if metric.Past() {
		day--
	}
	return s.Due(day, account, metric.Every)
}

// since returns the first day that is to be asked for of a source that knows past days;
// 0 for others. An account that has no count yet is asked for all of them.
func since(s *series.Series, metric content.MetricSetting, day content.Day, account string) content.Day {
	if !metric.Past() {
		return 0
	}
	last, ok := s.Last()
	if !ok || s.Counted != account {
		return metric.PastFrom
	}
	return max(metric.PastFrom, min(last.Day, day)-content.PastAgain)
}
