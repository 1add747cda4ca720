package report

import (
	"fmt"

	"datarocks/cmd/datarocks/shell"
	"datarocks/publish"
)

// Published is the outcome of publishing a site.
type Published struct {
	Where       string `json:"where"`
	Uploaded    int    `json:"uploaded"`
	Deleted     int    `json:"deleted"`
	Waiting     int    `json:"waiting,omitempty"` // files to delete once CloudFront holds no page that leads to them
	Unchanged   int    `json:"unchanged"`
	Bytes       int64  `json:"bytes"`       // uploaded
	Invalidated int    `json:"invalidated"` // paths

	Cost *publish.Cost `json:"cost,omitempty"` // of the requests; nil where they are free
}

func (p *Published) String() string {
	text := fmt.Sprintf("%s in %s: %d written, %d deleted, %d unchanged",
		shell.Plural(p.Uploaded+p.Unchanged, "file"), p.Where, p.Uploaded, p.Deleted, p.Unchanged)
	if p.Waiting > 0 {
		text += ", " + shell.Plural(p.Waiting, "file") + " to delete by a later run"
	}
	if p.Invalidated > 0 {
		text += ", " + shell.Plural(p.Invalidated, "path") + " invalidated"
	}
	return text
}
