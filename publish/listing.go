package publish

import (
	"fmt"
	"strings"
	"text/tabwriter"
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
