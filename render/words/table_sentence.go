package words

// windowNames has a text for each window of a fixed length, in whatever case the
// sentence needs.
type windowNames[P string | Phrase1] struct{ Week, FourWeek, Quarter, Year P }

// windowText names the windows.
type windowText struct {
	Names windowNames[string]
	All   string
}

// metricText is what a source counts.
type metricText struct {
	Name    string           // beside the source's name
	Label   Phrase1          // with it: source
	Counted counted[Phrase2] // number, source
}

// sentenceText is what sentences are made of. "What" is a number and what is
// counted: "1,204 Spotify followers".
type sentenceText struct {
	Gained Phrase4 // artist, what, span, percentage in brackets or nothing
	Lost   Phrase4
	Kept   Phrase3 // artist, what in all, span
	Has    Phrase2 // artist, what in all
	Had    Phrase3 // artist, what in all, day
	None   Phrase2 // artist, what is counted: no number
	Gone   Phrase2 // the same where older ones may not be kept

	Brackets Phrase1 // a percentage
	Under    Phrase1 // a percentage that is too small to write

	// Spans of time.
	In     windowNames[string]  // up to the newest day
	To     windowNames[Phrase1] // up to another day
	Since  Phrase1              // the day that is compared with
	FromTo Phrase2              // that day and the last one
	Began  Phrase1              // day of the first count

	// Parts after the first.
	Once      Phrase1 // the only count is that of a day
	Young     Phrase2 // the first count's day, window
	Oldest    Phrase1 // the day of the oldest count that may be kept
	NoBasis   Phrase1 // day to compare with
	Seam      Phrase1 // day from which on another account is counted
	Missing   Phrase3 // source, day from which on counts are missing, reason
	MissingOf Phrase3 // the same of a further metric of a source
	Paused    Phrase2 // source, day from which on it is not asked
	Never     Phrase1 // source
	NeverNow  Phrase1 // source or metric, where older counts may not be kept
	NeverOf   Phrase1 // further metric of a source
	Held      Phrase3 // source, day, reason
	HeldOf    Phrase3 // further metric of a source, day, reason
	Gaps      counted[Phrase1]

	Because Phrase2 // a part, reason
	And     Phrase2 // joins two parts
	End     Phrase1 // a whole sentence
	Path    Phrase4 // first count and its day, last count and its day
}

// superlativeText claims that a window was the best or the worst for long.
type superlativeText struct {
	Best, Worst windowNames[string]
	// Where some days lack a count.
	BestMeasured, WorstMeasured windowNames[string]

	Since Phrase3 // a part, the claim, the end of a window that was as good
	Began Phrase3 // a part, the claim, the day of the first count
}

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

// liftText is about what events did to counts.
type liftText struct {
	Title string // heads the table
	Intro string
	Event string // heads a column
	Days  counted[Phrase1]

	// A sentence: facts, what would be usual, what is left.
	Facts  Phrase4 // event, followers gained after it, before it, days
	From   Phrase1 // the day of the count between, where that is not the event's
	Usual  Phrase2 // followers, artists
	Alone  string  // too few artists for what is usual
	Left   Phrase2 // followers, percentage in brackets
	Detail Phrase3 // in the table: gained after, before, usual
	Plain  Phrase2 // the same, where what is usual is unknown

	// Why there is none.
	Early    Phrase1 // day from which on it can be measured
	Overlaps Phrase1 // the other event
	Young    Phrase1 // day of the first count
	Gap      string
	All      string // all sources
}

// milestoneText is about round counts that were reached, or will be.
type milestoneText struct {
	Title   string
	Reached Phrase3 // artist, what in all, when
	On      Phrase1 // day
	Between Phrase2 // day before, day after: there was no count between

	Next   Phrase2          // what in all, when
	Trials Phrase3          // forecasts made, how many days ahead, how many held
	Off    Phrase2          // mean error, that of expecting no change
	More   counted[Phrase1] // milestones that are not listed
}

// noticeText is for news that is sent to people.
type noticeText struct {
	Usual  Phrase1 // what the artist's weeks usually come to
	Ceased Phrase3 // source, day, reason
	Back   Phrase1 // source
	More   Phrase1 // how many more like those before
	Failed Phrase1 // the nightly run, and why
	Shown  Phrase1 // the day whose counts visitors see
	Works  Phrase1 // again, and the day since when it did not
	Test   string
	Link   string // leads to the page that has it
	Open   string // leads to the site
}
