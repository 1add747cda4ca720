package records

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history"
)

// decision is one on a count, and where it was read: "FILE:3", or "" for that of the
// command line.
type decision struct {
	history.Decision
	place string
}

// at returns what is wrong with a decision, with its place.
func (d decision) at(err error) error {
	if d.place == "" {
		return err
	}
	return fmt.Errorf("%s: %w", d.place, err)
}

// decisions reads which counts are decided on; site may be nil. The error has every mistake.
func (c *decisionFlags) decisions(w *shell.World, site *content.Site) ([]decision, error) {
	reading := decisionReader{site: site, content: c.ContentFlags, reason: strings.TrimSpace(c.Reason), seen: make(map[string]string)}
	switch {
	case c.Artist == "" && c.From == "":
		return nil, shell.Refuse("write ARTIST SOURCE DAY, or --from FILE", "no count is named")
	case c.Artist != "" && c.Date == "":
		return nil, shell.Refuse("write ARTIST SOURCE DAY", "the count of %s has no day", shell.Join(" on ", c.Artist, c.Source))
	case c.Artist != "":
		reading.take("", c.Artist, c.Source, c.Date)
	}
	if c.From != "" {
		if err := c.readFrom(w, &reading); err != nil {
			return nil, shell.Refuse("name a file, or - for stdin", "--from %s: %w", c.From, settings.Cause(err))
		}
	}
	if len(reading.problems) == 0 && len(reading.all) == 0 {
		return nil, shell.Refuse("write ARTIST SOURCE DAY in a line", "--from %s: names no count", c.From)
	}
	if len(reading.problems) > 0 {
		return nil, shell.Fail(shell.ExitUsage, errors.Join(reading.problems...), reading.hint)
	}
	return reading.all, nil
}

func (c *decisionFlags) readFrom(w *shell.World, to *decisionReader) error {
	from, name := w.Stdin, "stdin"
	if c.From != "-" {
		file, err := os.Open(c.From)
		if err != nil {
			return err
		}
		defer file.Close()
		from, name = file, c.From
	}
	return to.read(from, name)
}

// decisionReader collects decisions, and what is wrong with them.
type decisionReader struct {
	content  settings.ContentFlags
	site     *content.Site // which knows what leads; may be nil
	reason   string        // of those that have none of their own
	seen     map[string]string
	all      []decision
	problems []error
	hint     string
}

// read reads a decision a line; empty lines and those that begin with # are none.
func (r *decisionReader) read(from io.Reader, name string) error {
	lines := bufio.NewScanner(from)
	for n := 1; lines.Scan(); n++ {
		fields := strings.Fields(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		r.take(fmt.Sprintf("%s:%d", name, n), fields...)
	}
	return lines.Err()
}

// take takes in artist, source, day and, if there is one, the reason.
func (r *decisionReader) take(place string, fields ...string) {
	d := decision{place: place}
	if len(fields) < 3 {
		r.refuse(d, shell.Refuse("write ARTIST SOURCE DAY in a line", "%q is no count", strings.Join(fields, " ")))
		return
	}
	metric, day, err := countOf(r.content, r.site, fields[1], fields[2])
	if err != nil {
		r.refuse(d, err)
		return
	}
	d.Day, d.Artist, d.Metric = day, fields[0], metric
	d.Reason = cmp.Or(strings.Join(fields[3:], " "), r.reason)
	count := fmt.Sprintf("%s on %s on %s", d.Artist, d.Metric, d.Day)
	before, again := r.seen[count]
	switch {
	case d.Reason == "":
		r.refuse(d, shell.Refuse("pages and `datarocks explain` show it", "--reason: is empty"))
	case again:
		r.refuse(d, fmt.Errorf("%s is named twice, first in %s", count, cmp.Or(before, "the command line")))
	default:
		r.seen[count] = place
		r.all = append(r.all, d)
	}
}

func (r *decisionReader) refuse(d decision, err error) {
	if known, ok := errors.AsType[*shell.Failure](err); ok {
		r.hint = cmp.Or(r.hint, known.Hint)
		err = known.Err
	}
	r.problems = append(r.problems, d.at(err))
}
