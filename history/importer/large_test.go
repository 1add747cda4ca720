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
	problems, ok := errors.AsType[*Problems](err)
	if !ok || problems.Total != lines || len(problems.Kept) != mostKept {
		t.Fatalf("%d problems, %d kept", problems.Total, len(problems.Kept))
	}
	printed := strings.Split(err.Error(), "\n")
	if len(printed) != mostShown+1 || printed[mostShown] != "and 19980 more like x.csv:2" {
		t.Errorf("%d lines, the last of them %q", len(printed), printed[len(printed)-1])
	}
}

// TestManyProblemsOfEachKind: each kind is shown, however many there are of another.
func TestManyProblemsOfEachKind(t *testing.T) {
	var b strings.Builder
	b.WriteString("date,artist,source,value\n")
	for i := range 50 {
		fmt.Fprintf(&b, "2023-01-01,Nobody %d,spotify,\"1,%03d,000\"\n2023-01-01,vola,spotify,%d\n", i, i, i)
	}
	_, err := Read(CSV, []File{{"x.csv", []byte(b.String())}}, options)
	problems, ok := errors.AsType[*Problems](err)
	if !ok || problems.Total != 50+50+49 || len(problems.Kept) != problems.Total {
		t.Fatalf("%d problems, %v", problems.Total, err)
	}
	printed := strings.Split(err.Error(), "\n")
	for i, want := range []string{"and 30 more like x.csv:2", "and 30 more like x.csv:2", "and 29 more like x.csv:5"} {
		if got := printed[len(printed)-3+i]; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if shown, ok := errors.AsType[content.Problems](err); !ok || len(shown) != 60 || len(printed) != 63 {
		t.Errorf("%d are shown in %d lines", len(shown), len(printed))
	}
}
