package importer

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"datarocks/content"
)

// TestManyLinesOfAStranger: a label's table of years may have an artist that its
// content lacks in every line. Looking for a like name each time took minutes.
func TestManyLinesOfAStranger(t *testing.T) {
	t.Parallel()
	o := options
	o.Artists = nil
	for i := range 1000 {
		o.Artists = append(o.Artists, content.Artist{ID: fmt.Sprint("artist-", i), Name: fmt.Sprint("The Artist of Number ", i)})
	}
	var b strings.Builder
	b.WriteString("date,artist,source,value\n")
	const lines = 20_000
	for i := range lines {
		fmt.Fprintf(&b, "%s,Nobody Whom We Know,spotify,%d\n", time.Unix(int64(1_100_000_000+i*20_000), 0).UTC().Format(time.DateOnly), i)
	}
	_, err := Read(CSV, []File{{"x.csv", []byte(b.String())}}, o)
	if problems, ok := errors.AsType[content.Problems](err); !ok || len(problems) != lines {
		t.Errorf("%d problems", len(problems))
	}
}
