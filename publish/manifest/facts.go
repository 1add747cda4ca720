package manifest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// About is what a site's manifest records of the site as a whole.
type About struct {
	Version string    `json:"version"` // of datarocks
	Demo    bool      `json:"demo,omitempty"`
	Path    string    `json:"path,omitempty"`   // on its host, as in a URL: "/counts/"; "" where it is not known
	Newest  Day       `json:"newest"`           // last day with any row; "" before the first
	Updated time.Time `json:"updated,omitzero"` // newest count; zero before the first

	// Kept are folders, such as "artists/vola/", that the site could not make anew:
	// what was last published there stays.
	Kept []string `json:"kept,omitempty"`
}

// Keeps reports whether a file was not made anew, so that the published one stays.
func (a About) Keeps(file string) bool {
	return slices.ContainsFunc(a.Kept, func(folder string) bool { return strings.HasPrefix(file, folder) })
}

// ArtistFolder returns the folder of an artist.
func ArtistFolder(id string) string { return "artists/" + id + "/" }

// Facts are About and the extent of every series.
type Facts struct {
	About
	Artists map[string]map[string]Series `json:"artists"` // by id, then metric, such as "lastfm" or "lastfm/plays": every artist of the content

	// Renamed are the ids of artists, by those that they had before.
	Renamed map[string]string `json:"renamed,omitempty"`

	// Unreadable are the days of which the history holds something that cannot be read.
	// The site has gaps there, with the reason.
	Unreadable []Day `json:"unreadable,omitempty"`
}

// Series is the extent of an artist's counts of a metric.
type Series struct {
	First  Day `json:"first"`
	Last   Day `json:"last"`
	Counts int `json:"counts"` // days with a count

	// Runs are how many days in a row have a count and how many have none, in turn,
	// from First to Last. It is nil where each day between has one, and was not
	// written by earlier versions.
	Runs []int `json:"runs,omitempty"`

	// Withdrawn are the days of which a person took the count back, so that a
	// publisher can distinguish that from a loss.
	Withdrawn []Day `json:"withdrawn,omitempty"`
}

// Day is a day as in "2026-11-23", so days compare as text. "" is no day, and
// null in JSON.
type Day string

// MarshalJSON returns the day as JSON.
func (d Day) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(d))
}

func (d Day) or(none string) string {
	if d == "" {
		return none
	}
	return string(d)
}

// Rendered returns the manifest of a rendered site.
func Rendered(f Facts) (Manifest, error) {
	facts, err := encode(f)
	return Manifest{SchemaVersion: SchemaVersion, Site: facts}, err
}

// Keeping returns the facts of a site with those of the artists that it keeps as
// another one has them. The pages at the addresses that such an artist had before are
// kept, too.
func (f Facts) Keeping(was Facts) Facts {
	artists, renamed := maps.Clone(f.Artists), maps.Clone(f.Renamed)
	for _, former := range slices.Sorted(maps.Keys(was.Renamed)) {
		id := was.Renamed[former]
		if _, known := renamed[former]; known || !f.Keeps(ArtistFolder(id)) {
			continue
		}
		if renamed == nil {
			renamed = make(map[string]string)
		}
		renamed[former] = id
		f.Kept = append(slices.Clone(f.Kept), ArtistFolder(former))
	}
	f.Renamed = renamed
	for id, series := range was.Artists {
		if _, anew := artists[id]; !anew && f.Keeps(ArtistFolder(id)) {
			artists[id] = series
		}
	}
	f.Artists = artists
	return f
}

// Read reads the facts of a site, or only what there is About it: all facts of a
// large roster take a while. No facts are no error.
func Read[T About | Facts](site json.RawMessage) (facts T, err error) {
	if site != nil {
		err = json.Unmarshal(site, &facts)
	}
	return facts, err
}

// Older reports how a site is older than another one. Without any counts it is
// not: then its series are what differs.
func (f Facts) Older(was Facts) []string {
	switch {
	case f.Newest < was.Newest:
		return []string{fmt.Sprintf("this site ends on %s, the published one on %s", f.Newest.or("no day"), was.Newest)}
	case f.Updated.Before(was.Updated) && !f.withdrewSince(was):
		return []string{fmt.Sprintf("the newest count of this site is of %s, that of the published one of %s",
			f.Updated.UTC().Format(time.RFC3339), was.Updated.UTC().Format(time.RFC3339))}
	}
	return nil
}

// withdrewSince reports whether a person took a count back.
func (f Facts) withdrewSince(was Facts) bool {
	for id, sources := range f.Artists {
		for source, s := range sources {
			if len(s.withdrawnSince(was.Artists[id][source])) > 0 {
				return true
			}
		}
	}
	return false
}

// Lost names what another site has and this one lacks.
func (f Facts) Lost(was Facts) (problems []string) {
	for _, id := range slices.Sorted(maps.Keys(was.Artists)) {
		sources, stays := f.Artists[id]
		if now, ok := f.Renamed[id]; ok && !stays {
			sources, stays = f.Artists[now]
		}
		if !stays {
			problems = append(problems, id+" is published, and no artist of this site")
			continue
		}
		problems = append(problems, lostOf(id, sources, was.Artists[id], f.Unreadable)...)
	}
	return problems
}

// Fewer names the artists of both sites of whom another one has counts that this one
// lacks. Which of two runs at once is ahead shows by that: of the clocks, the later may
// be that of a run which knows less.
func (f Facts) Fewer(other Facts) (problems []string) {
	for _, id := range slices.Sorted(maps.Keys(other.Artists)) {
		if sources, stays := f.Artists[id]; stays {
			problems = append(problems, lostOf(id, sources, other.Artists[id], f.Unreadable)...)
		}
	}
	return problems
}

func lostOf(id string, sources, was map[string]Series, unreadable []Day) (problems []string) {
	for _, source := range slices.Sorted(maps.Keys(was)) {
		if problem := sources[source].lost(was[source], unreadable); problem != "" {
			problems = append(problems, id+" on "+source+": "+problem)
		}
	}
	return problems
}

// lost names what a series lacks that another one has, but for counts that a
// person took back since. Days are compared, not their number: tonight's count does not
// make up for one that is gone.
func (s Series) lost(was Series, unreadable []Day) string {
	withdrawn := s.withdrawnSince(was)
	gone := func(day Day) bool { return !slices.Contains(withdrawn, day) }
	missing, known := s.missing(was, unreadable)
	switch {
	case known && len(missing) == 0:
		return ""
	case s.Counts+len(withdrawn) < was.Counts && known:
		return fmt.Sprintf("%d counts are published, this site has %d: it lacks %s", was.Counts, s.Counts, named(missing))
	case s.Counts+len(withdrawn) < was.Counts:
		return fmt.Sprintf("%d counts are published, this site has %d", was.Counts, s.Counts)
	case s.Last < was.Last && gone(was.Last):
		return fmt.Sprintf("the published counts end on %s, those of this site on %s", was.Last, s.Last.or("no day"))
	case s.First > was.First && gone(was.First):
		return fmt.Sprintf("the published counts begin on %s, those of this site on %s", was.First, s.First)
	case known:
		return "published counts are missing in this site: " + named(missing)
	}
	return ""
}

func (s Series) withdrawnSince(was Series) []Day {
	return slices.DeleteFunc(slices.Clone(s.Withdrawn), func(day Day) bool { return slices.Contains(was.Withdrawn, day) })
}
