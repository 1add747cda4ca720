package historytest

import (
	"bytes"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"datarocks/history/row"
)

var sameRows = cmp.Options{cmpopts.IgnoreUnexported(row.Row{}), cmpopts.EquateEmpty()}

// DiffRows spares cmp rows that are written alike: it takes longer over them than
// everything else that is tested.
func DiffRows(want, got []row.Row) string {
	if bytes.Equal(row.EncodeDay(want), row.EncodeDay(got)) {
		return ""
	}
	return cmp.Diff(want, got, sameRows)
}
