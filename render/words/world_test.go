package words

import "datarocks/content"

var en, de = In(content.English), In(content.German)

var newest = day("2026-11-23")

func day(s string) content.Day {
	d, err := content.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}
