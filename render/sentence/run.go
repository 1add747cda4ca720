package sentence

import (
	"datarocks/content"
	"datarocks/content/legible"
	"datarocks/render/words"
)

// KindRun is about the runs themselves, and not about what they counted.
const KindRun Kind = "run"

// mostOfReason is how many characters of a reason are in a message.
const mostOfReason = 300

// RunFailed is the notice of a run that failed: why, and the newest day that visitors
// see; 0 where that is not known.
func RunFailed(site *content.Site, day content.Day, why string, shown content.Day) Notice {
	l := words.In(site.Language)
	text := sentence(l, []string{l.Notice.Failed.With(legible.OneLine(why, mostOfReason))})
	if shown != 0 {
		text += " " + l.Sentence.End.With(l.Notice.Shown.With(l.Date(shown)))
	}
	return Notice{ID: "run/" + day.String(), Kind: KindRun, Text: text}
}

// RunWorks is the notice of the first good run after some that failed, and the day of
// the first of these.
func RunWorks(site *content.Site, since content.Day) Notice {
	l := words.In(site.Language)
	return Notice{ID: "run/" + since.String() + "/back", Kind: KindRun, Text: l.Sentence.End.With(l.Notice.Works.With(l.Date(since)))}
}

// Test is the notice of a test.
func Test(site *content.Site) Notice {
	l := words.In(site.Language)
	return Notice{ID: "test", Kind: KindRun, Text: l.Sentence.End.With(l.Notice.Test)}
}
