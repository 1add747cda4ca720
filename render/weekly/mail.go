package weekly

import (
	"strings"

	"datarocks/render/words"
)

// Mail is what an e-mail has beside the report.
type Mail struct {
	Site    string // title of the site
	Address string // full address of the report
	Demo    bool   // the counts are invented
}

// Text returns the report as plain text.
func (r *Report) Text(l *words.Language, mail Mail) string {
	var t strings.Builder
	line := func(parts ...string) {
		for _, part := range parts {
			t.WriteString(part)
		}
		t.WriteByte('\n')
	}
	if mail.Demo {
		line(l.Frame.Demo, "\n")
	}
	line(mail.Site, "\n", r.Heading, "\n", r.Days, "\n")
	if len(r.Moved) == 0 {
		line(l.Report.Quiet)
	}
	for _, sentence := range append(r.Moved[:len(r.Moved):len(r.Moved)], r.Platform...) {
		line("- ", sentence)
	}
	for _, s := range r.Sources {
		for _, end := range s.Short {
			line("\n", end.Title)
			for _, row := range end.Rows {
				line("- ", l.Sentence.Because.With(words.Isolate(row.Name), row.Main), l.Sentence.Brackets.With(row.Side))
			}
		}
	}
	for _, list := range r.Lists {
		line("\n", list.Title)
		for _, item := range list.Items {
			line("- ", item.text(l))
		}
		if list.More != "" {
			line("- ", list.More)
		}
	}
	line("\n", l.Report.Counted)
	for _, tile := range r.Tiles {
		line("- ", l.Sentence.Because.With(tile.Label, tile.Value))
	}
	line("\n", l.Report.Full.With(mail.Address))
	return t.String()
}

func (i *Item) text(l *words.Language) string {
	if i.Name == "" {
		return i.Words
	}
	return l.Artist.Event.With(i.Day, l.Feed.Entry.With(words.Isolate(i.Name), words.Isolate(i.Words)))
}
