package row_test

import (
	"fmt"

	"datarocks/history/row"
)

// A failed run never erases a count, and a later count replaces an earlier one,
// whichever is joined first.
func ExampleJoin() {
	read := func(text string) []row.Row {
		r, err := row.Decode([]byte(text))
		if err != nil {
			panic(err)
		}
		return []row.Row{r}
	}
	const opeth = `{"date":"2026-11-23","artist":"opeth","source":"spotify","metric":"followers",`
	first := read(opeth + `"value":7,"at":"2026-11-23T03:17:42Z"}`)
	failed := read(opeth + `"status":"error","reason":"http 503","at":"2026-11-23T09:00:00Z"}`)
	second := read(opeth + `"value":8,"at":"2026-11-23T10:00:00Z"}`)

	fmt.Printf("%s", row.EncodeDay(row.Join(first, failed)))
	fmt.Printf("%s", row.EncodeDay(row.Join(second, row.Join(failed, first))))
	// Output:
	// {"date":"2026-11-23","artist":"opeth","source":"spotify","metric":"followers","value":7,"at":"2026-11-23T03:17:42Z"}
	// {"date":"2026-11-23","artist":"opeth","source":"spotify","metric":"followers","value":8,"at":"2026-11-23T10:00:00Z"}
}
