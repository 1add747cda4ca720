package records

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"datarocks/history/row"
)

// TestExportHasEveryField: a field that a row gains later is exported too.
func TestExportHasEveryField(t *testing.T) {
	t.Parallel()
	var fields []string
	for field := range reflect.TypeFor[row.Row]().Fields() {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" {
			fields = append(fields, name)
		}
	}
	slices.Sort(fields)
	if diff := cmp.Diff(fields, slices.Sorted(slices.Values(exportHeader))); diff != "" {
		t.Errorf("(-fields of a row +columns of an export):\n%s", diff)
	}
	if n := len(exportRecord(row.Row{})); n != len(exportHeader) {
		t.Errorf("%d values for %d columns", n, len(exportHeader))
	}
}
