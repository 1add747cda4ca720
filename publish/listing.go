package publish

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"datarocks/publish/manifest"
)

// Change is one thing that a plan does to a file, and why.
type Change struct {
	Do    string `json:"do"` // upload, delete, forget, keep or record
	Path  string `json:"path"`
	Bytes int64  `json:"bytes,omitempty"`
	Why   string `json:"why"`
}

// Changes lists what the plan does, in the order in which it is done.
func (p Plan) Changes() []Change {
	changes := []Change{}
	for _, u := range p.Uploads {
		changes = append(changes, Change{Do: "upload", Path: u.Path, Bytes: u.Size, Why: string(u.Why)})
	}
	for _, name := range p.Deletes {
		changes = append(changes, Change{Do: "delete", Path: name, Why: "no longer in the site"})
	}
	for _, name := range p.Vanished {
		changes = append(changes, Change{Do: "forget", Path: name, Why: "no longer in the bucket"})
	}
	for _, name := range slices.Sorted(maps.Keys(p.Kept)) {
		changes = append(changes, Change{Do: "keep", Path: name, Why: fmt.Sprintf("unused since %s, for older pages", p.Kept[name].Format(time.DateOnly))})
	}
	if p.Manifest != nil {
		changes = append(changes, Change{Do: "record", Path: manifest.Name, Bytes: int64(len(p.Manifest)), Why: "lists what is published"})
	}
	return changes
}

// String lists what the plan does and why, one line a file in the order it is
// done, then the totals. Sizes are in bytes.
func (p Plan) String() string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0) // a strings.Builder cannot fail
	for _, c := range p.Changes() {
		size := ""
		if c.Bytes > 0 || c.Do == "upload" {
			size = fmt.Sprint(c.Bytes)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", c.Do, c.Path, size, c.Why)
	}
	w.Flush()
	if p.Empty() {
		fmt.Fprint(&out, "nothing to publish, ")
	} else {
		fmt.Fprintf(&out, "%d to upload (%d bytes), %d to delete, ", len(p.Uploads), p.Bytes(), len(p.Deletes))
	}
	fmt.Fprintf(&out, "%d unchanged\n", p.Unchanged)
	return out.String()
}

// Prices of S3 and CloudFront in US dollars, in most regions.
const (
	pricePut  = 0.005 / 1000  // also of a listing, which has 1,000 objects
	priceGet  = 0.0004 / 1000 // also of a HEAD
	pricePath = 0.005         // of an invalidation, beyond the first 1,000 of an account's month
)

// Cost is what a plan asks of S3 and CloudFront.
type Cost struct {
	Puts  int     `json:"puts"`
	Lists int     `json:"lists"` // of what the bucket holds; somebody else's objects in between may take some more
	Gets  int     `json:"gets"`
	S3USD float64 `json:"s3USD"`

	Paths    int     `json:"paths"`    // to invalidate, in all distributions
	PathsUSD float64 `json:"pathsUSD"` // of these, once the month's free 1,000 are used up
}

// Cost returns what the plan's requests cost, and its paths if so many
// distributions drop them.
func (p Plan) Cost(distributions int) Cost {
	c := Cost{Puts: len(p.Uploads), Gets: 1, Lists: max(1, (len(p.was.objects)+999)/1000)} // the one GET is of the manifest
	for _, manifest := range [][]byte{p.Claim, p.Manifest} {
		if manifest != nil {
			c.Puts++
		}
	}
	c.S3USD = float64(c.Puts+c.Lists)*pricePut + float64(c.Gets)*priceGet
	c.Paths = len(p.Asked(distributions)) * distributions
	c.PathsUSD = float64(c.Paths) * pricePath
	return c
}

func (c Cost) String() string {
	text := fmt.Sprintf("%d PUT, %d LIST and %d GET: $%.4f", c.Puts, c.Lists, c.Gets, c.S3USD)
	if c.Paths > 0 {
		text += fmt.Sprintf("; %d of the 1,000 paths that are free each month, then $%.3f", c.Paths, c.PathsUSD)
	}
	return text
}
