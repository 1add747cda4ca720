package publish

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"datarocks/content/legible"
	"datarocks/publish/manifest"
)

// Limits are what a plan may take from visitors. The zero value is for a run
// that nobody watches.
type Limits struct {
	// AllowRemoval lets artists and counts go that visitors see, and lets the
	// site become older.
	AllowRemoval bool

	MaxDelete MaxDelete

	// Overtake also lets it become older than what another run publishes meanwhile.
	Overtake bool

	// overtaken is whether another run has published since this one began.
	// Who allowed removals knew nothing of that.
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

// A RefusedError is why a plan must not be carried out.
type RefusedError struct {
	Problems []string
	Cures    []string
}

// Error shows the first problems: of the wrong folder, every artist is one.
func (e *RefusedError) Error() string {
	return "not published: " + strings.Join(legible.Shorten(e.Problems, ", which --dry-run --json lists"), "\n")
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
		refused.add("if they are to go, publish with --allow-removal; else correct the content, or bring lost days back with `datarocks restore`", now.Lost(was))
	}
	if !l.AllowRemoval || l.overtaken && !l.Overtake {
		refused.add("a newer run has published here: render from the history that it made, and leave out --now; --allow-removal publishes what is older",
			slices.Compact(slices.Concat(now.Older(was), now.Older(next), now.Fewer(next))))
	}
	refused.add("render the site again", p.lostPages(now))
	if of := len(p.was.manifest.Files); !l.MaxDelete.allows(len(p.going), of) {
		refused.add(fmt.Sprintf("if that is meant, publish with --max-delete %d; else correct --from, or the content", len(p.going)),
			[]string{fmt.Sprintf("%d of %d files would be deleted", len(p.going), of)})
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
func (p Plan) lostPages(now manifest.Facts) (problems []string) {
	for _, id := range slices.Sorted(maps.Keys(now.Artists)) {
		page := manifest.ArtistFolder(id) + indexName
		_, published := p.was.manifest.Files[page]
		if _, stays := p.want.Files[page]; published && !stays && !p.about.Keeps(page) {
			problems = append(problems, page+" would vanish, and yet the site has this artist")
		}
	}
	return problems
}
