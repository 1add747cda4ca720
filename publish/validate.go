package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Limits say what a plan may take from visitors. The zero value is for a run
// that nobody watches.
type Limits struct {
	// AllowRemoval lets artists and counts go that visitors see, and lets the
	// site become older.
	AllowRemoval bool

	MaxDelete MaxDelete

	// overtaken is whether another run has published since this one began.
	// Whoever allowed removals knew nothing of that.
	overtaken bool
}

// MaxDelete is how many files may be deleted: a number or a share of those that
// datarocks wrote. The zero value is a third.
type MaxDelete struct {
	set     bool
	percent bool
	n       int
}

// UnmarshalText reads "50" or "33%".
func (m *MaxDelete) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		return nil
	}
	digits, percent := strings.CutSuffix(string(text), "%")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 0 || percent && n > 100 {
		return fmt.Errorf("%q is no number of files such as 50, and no share such as 33%%", text)
	}
	*m = MaxDelete{set: true, percent: percent, n: n}
	return nil
}

func (m MaxDelete) allows(deletes, of int) bool {
	switch {
	case !m.set:
		return deletes*3 <= of
	case m.percent:
		return deletes*100 <= of*m.n
	}
	return deletes <= m.n
}

// A RefusedError says why a plan must not be carried out.
type RefusedError struct {
	Problems []string
	Cures    []string
}

// toldProblems is how many of them are told: of the wrong folder, every artist is one.
const toldProblems = 20

func (e *RefusedError) Error() string {
	told := e.Problems
	if rest := len(told) - toldProblems; rest > 0 {
		told = append(slices.Clone(told[:toldProblems]), fmt.Sprintf("and %d more, which --dry-run --json lists", rest))
	}
	return "not published: " + strings.Join(told, "\n")
}

// Check refuses a plan that takes more from visitors than the limits allow, as
// one that was made of the wrong folder would. The error is a *RefusedError.
func (p Plan) Check(l Limits) error {
	if p.Empty() {
		return nil
	}
	all, err := p.facts()
	if err != nil {
		return err
	}
	was, next, now := all.was, all.next, all.now
	refused := &RefusedError{}
	if !l.AllowRemoval {
		refused.add("if they are to go, publish with --allow-removal; else correct the content and the history that the site is made of", now.lost(was))
	}
	if !l.AllowRemoval || l.overtaken {
		refused.add("a newer run has published here: render from the history that it made, and leave out --now; --allow-removal publishes what is older",
			slices.Compact(slices.Concat(now.older(was), now.older(next))))
	}
	refused.add("render the site again", p.lostPages(now))
	pages := withoutAssets(p.Deletes)
	if of := len(p.was.manifest.Files); !l.MaxDelete.allows(len(pages), of) {
		refused.add(fmt.Sprintf("if that is meant, publish with --max-delete %d; else correct --from, or the content", len(pages)),
			[]string{fmt.Sprintf("%d of %d files would be deleted", len(pages), of)})
	}
	if len(refused.Problems) == 0 {
		return nil
	}
	return refused
}

func (e *RefusedError) add(cure string, problems []string) {
	if len(problems) > 0 {
		e.Problems = append(e.Problems, problems...)
		e.Cures = append(e.Cures, cure)
	}
}

// lostPages names artists of the site whose page is gone.
func (p Plan) lostPages(now facts) (problems []string) {
	for _, id := range slices.Sorted(maps.Keys(now.Artists)) {
		page := "artists/" + id + "/" + indexName
		_, published := p.was.manifest.Files[page]
		if _, stays := p.want.Files[page]; published && !stays {
			problems = append(problems, page+" would vanish, and yet the site has this artist")
		}
	}
	return problems
}

// facts are what the renderer's manifest tells of a site. Days are as in
// "2026-11-23", so they compare as text.
type facts struct {
	Newest  string                       `json:"newest"`  // day; "" if there is none
	Updated time.Time                    `json:"updated"` // of the newest count
	Artists map[string]map[string]series `json:"artists"` // by id, then source: every artist of the content
}

// pathOf takes from the facts of a site where it is on its host, as in "/label/".
// They can be large, and no other is needed where nothing changed.
func pathOf(site json.RawMessage) (string, error) {
	var f struct {
		Path string `json:"path"`
	}
	err := readFacts(site, &f)
	return f.Path, err
}

// series is the counts of an artist on a source.
type series struct {
	First     string   `json:"first"`     // day
	Last      string   `json:"last"`      // day
	Counts    int      `json:"counts"`    // days with a count
	Withdrawn []string `json:"withdrawn"` // days of which a person took the count back
}

func readFacts(site json.RawMessage, f any) error {
	if site == nil {
		return nil
	}
	if err := json.Unmarshal(site, f); err != nil {
		return fmt.Errorf("read facts of %s: %w", manifestName, err)
	}
	return nil
}

// allFacts are those that a plan is judged by: of the site that is published,
// of the one that a run has begun to publish, and of the one to be published.
type allFacts struct{ was, next, now facts }

func readAllFacts(was, want Manifest) (all allFacts, err error) {
	err = errors.Join(readFacts(was.Site, &all.was), readFacts(was.Next, &all.next), readFacts(want.Site, &all.now))
	return all, err
}

// older tells how a site is older than another one. Without any counts it is
// not: then its series tell.
func (f facts) older(was facts) []string {
	switch {
	case f.Newest < was.Newest:
		return []string{fmt.Sprintf("this site ends on %s, the published one on %s", dayOr(f.Newest, "no day"), was.Newest)}
	case f.Updated.Before(was.Updated) && !f.withdrewSince(was):
		return []string{fmt.Sprintf("the newest count of this site is of %s, that of the published one of %s",
			f.Updated.UTC().Format(time.RFC3339), was.Updated.UTC().Format(time.RFC3339))}
	}
	return nil
}

func dayOr(day, none string) string {
	if day == "" {
		return none
	}
	return day
}

// withdrewSince reports whether a person took a count back.
func (f facts) withdrewSince(was facts) bool {
	for id, sources := range f.Artists {
		for source, s := range sources {
			if len(s.withdrawnSince(was.Artists[id][source])) > 0 {
				return true
			}
		}
	}
	return false
}

// lost names what another site has and this one lacks.
func (f facts) lost(was facts) (problems []string) {
	for _, id := range slices.Sorted(maps.Keys(was.Artists)) {
		sources, stays := f.Artists[id]
		if !stays {
			problems = append(problems, id+" is published, and no artist of this site")
			continue
		}
		for _, source := range slices.Sorted(maps.Keys(was.Artists[id])) {
			if problem := sources[source].lost(was.Artists[id][source]); problem != "" {
				problems = append(problems, id+" on "+source+": "+problem)
			}
		}
	}
	return problems
}

// lost tells what a series lacks that another one has, but for counts that a
// person took back since.
func (s series) lost(was series) string {
	withdrawn := s.withdrawnSince(was)
	gone := func(day string) bool { return !slices.Contains(withdrawn, day) }
	switch {
	case s.Counts+len(withdrawn) < was.Counts:
		return fmt.Sprintf("%d counts are published, this site has %d", was.Counts, s.Counts)
	case s.Last < was.Last && gone(was.Last):
		return fmt.Sprintf("the published counts end on %s, those of this site on %s", was.Last, dayOr(s.Last, "no day"))
	case s.First > was.First && gone(was.First):
		return fmt.Sprintf("the published counts begin on %s, those of this site on %s", was.First, s.First)
	}
	return ""
}

func (s series) withdrawnSince(was series) []string {
	return slices.DeleteFunc(slices.Clone(s.Withdrawn), func(day string) bool { return slices.Contains(was.Withdrawn, day) })
}
