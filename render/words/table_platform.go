package words

// platformText is about platform events: times at which a whole roster moved on
// one source.
type platformText struct {
	Title string // heads the list of all
	Intro string
	None  string

	Fell, Rose Phrase4 // source, when, what the median was, what is usual
	On         Phrase1 // day
	Between    Phrase2 // day before, day after
	Median     Phrase2 // percentage, artists
	Mark       Phrase1 // in charts: percentage

	// Beside the change of one artist.
	Unknown      string           // a count beside the event is missing, so that its part is not known
	One          Phrase1          // day
	Several      counted[Phrase1] // events
	Gained, Lost Phrase2          // which events, how many followers
	Kept         Phrase1          // which events
}

var englishPlatform = platformText{
	Title:   "Platform events",
	Intro:   "Days on which the counts of the whole roster moved at once, far beyond what is usual there: the platform removed accounts, say, or began to count in another way. Who moved is told apart from them.",
	None:    "None so far.",
	Fell:    "{1} fell for the whole roster {2}: {3}, where {4} is usual",
	Rose:    "{1} rose for the whole roster {2}: {3}, where {4} is usual",
	On:      "on {1}",
	Between: "between {1} and {2}",
	Median:  "{1} in the median of {2} artists",
	Mark:    "all artists {1}",
	One:     "the platform event of {1}",
	Several: counted[Phrase1]{One: "{1} platform event", Other: "{1} platform events"},
	Unknown: "not counted right before or after a platform event",
	Gained:  "apart from {1}, {2} more",
	Lost:    "apart from {1}, {2} fewer",
	Kept:    "apart from {1}, no change",
}

var germanPlatform = platformText{
	Title:   "Plattform-Ereignisse",
	Intro:   "Tage, an denen sich die Zahlen aller Künstler auf einmal bewegten, weit mehr als dort üblich: Die Plattform hat etwa Konten entfernt oder zählt anders. Wer sich bewegt hat, wird ohne sie gesagt.",
	None:    "Bisher keine.",
	Fell:    "{1} ist {2} für alle Künstler gefallen: {3}, üblich ist {4}",
	Rose:    "{1} ist {2} für alle Künstler gestiegen: {3}, üblich ist {4}",
	On:      "am {1}",
	Between: "zwischen dem {1} und dem {2}",
	Median:  "{1} im Median von {2} Künstlern",
	Mark:    "alle Künstler {1}",
	One:     "das Plattform-Ereignis vom {1}",
	Several: counted[Phrase1]{One: "{1} Plattform-Ereignis", Other: "{1} Plattform-Ereignisse"},
	Unknown: "direkt vor oder nach einem Plattform-Ereignis nicht gezählt",
	Gained:  "ohne {1} {2} mehr",
	Lost:    "ohne {1} {2} weniger",
	Kept:    "ohne {1} keine Änderung",
}
