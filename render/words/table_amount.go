package words

// amountText is sentences about what is so many in a day: views, plays, daily
// listeners. "What" is a number and what is counted: "48,210 Wikipedia page views".
type amountText struct {
	Had     Phrase3 // artist, what, span
	Counted Phrase1 // what, where that is a difference of levels

	// Spans of a mean. Those of a sum are sentenceText's.
	Mean    windowNames[string]  // up to the newest day
	MeanTo  windowNames[Phrase1] // up to another day
	MeanAll Phrase2              // first day, last day

	// How it compares with as many days before.
	More, Fewer Phrase3 // a part, percentage, days
	Same        Phrase2 // a part, days
	First       Phrase2 // a part, days that had none

	// The same, where that is fewer days than the span has.
	WholeMore, WholeFewer Phrase2 // percentage, days
	WholeSame, WholeFirst Phrase1 // days

	Most, Fewest windowNames[string] // as superlativeText.Best
	// Where some days lack a number.
	MostMeasured, FewestMeasured windowNames[string]

	// Why there is no number.
	Young  Phrase2          // day of the first, window
	Lacks  counted[Phrase3] // days without one, days, the last of them
	Seam   Phrase1          // day from which on another account is counted
	Fell   Phrase1          // day on which the level is lower than on the day before
	Large  string
	NoDiff string // there is no difference between two days in a row yet

	// Who had most, and who had most of what is usual.
	Top   Phrase4          // what is counted, span, artist, number
	Above Phrase4          // what is counted, span, artist, times
	Total counted[Phrase2] // artists, what they had together in a week

	EventDay, EventDays Phrase3 // what is counted, when, times
	EventHow            Phrase3 // a part, artists, times that are usual

	LiftSum, LiftMean Phrase4 // event, what after it, days, times
	LiftRoster        Phrase2 // times, artists
	LiftLeft          Phrase1 // times

	// In the report of a week.
	MostEnd, AboveEnd, BelowEnd string  // head the ends of an order
	WeekBefore                  string  // a column
	Usual                       string  // a column
	Line                        Phrase2 // number, what it is and of which days
}
