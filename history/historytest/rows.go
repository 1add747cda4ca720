package historytest

import (
	"fmt"
	"strings"

	"datarocks/content"
)

// Line is a line of a day's object.
func Line(day, artist string, source content.Source, rest string) string {
	return fmt.Sprintf(`{"date":%q,"artist":%q,"source":%q,"metric":"followers",%s}`, day, artist, source, rest) + "\n"
}

// GoodLine is a good row of today in which one field was replaced.
func GoodLine(old, replacement string) string {
	const good = `{"date":"2026-11-23","artist":"opeth","source":"spotify","metric":"followers","value":7,"at":"2026-11-23T03:17:42Z","ref":"o"}`
	if old != "" && !strings.Contains(good, old) {
		panic(old)
	}
	return strings.Replace(good, old, replacement, 1)
}
