package publish

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// String lists what the plan does and why, one line a file in the order it is
// done, then the totals. Sizes are in bytes.
func (p Plan) String() string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0) // a strings.Builder cannot fail
	for _, u := range p.Uploads {
		fmt.Fprintf(w, "upload\t%s\t%d\t%s\n", u.Path, u.Size, u.Why)
	}
	for _, name := range p.Deletes {
		fmt.Fprintf(w, "delete\t%s\t\tno longer in the site\n", name)
	}
	for _, name := range p.Vanished {
		fmt.Fprintf(w, "forget\t%s\t\tno longer in the bucket\n", name)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Kept)) {
		fmt.Fprintf(w, "keep\t%s\t\tunused since %s, for older pages\n", name, p.Kept[name].Format(time.DateOnly))
	}
	if p.Manifest != nil {
		fmt.Fprintf(w, "record\t%s\t%d\tlists what is published\n", manifestName, len(p.Manifest))
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

// Cost returns in words what the plan's requests to S3 cost, and its paths if
// so many distributions drop them.
func (p Plan) Cost(distributions int) string {
	const gets = 1 // the manifest
	puts := len(p.Uploads)
	for _, manifest := range [][]byte{p.Claim, p.Manifest} {
		if manifest != nil {
			puts++
		}
	}
	lists := max(1, (len(p.was.objects)+999)/1000)
	text := fmt.Sprintf("%d PUT, %d LIST and %d GET: $%.4f", puts, lists, gets,
		float64(puts+lists)*pricePut+float64(gets)*priceGet)
	if paths := p.Invalidations(); distributions > 0 && len(paths) > 0 {
		n := len(Collapse(paths, distributions)) * distributions
		text += fmt.Sprintf("; %d of the 1,000 paths that are free each month, then $%.3f", n, float64(n)*pricePath)
	}
	return text
}
