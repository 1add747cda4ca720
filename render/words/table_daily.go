package words

// dailyText is about what is so many in a day: views, plays, daily listeners.
type dailyText struct {
	Sum    counted[Phrase2] // what is counted, days that are summed
	SumTo  counted[Phrase3] // the same, and their last day
	Mean   counted[Phrase2] // what is counted, days whose mean it is
	MeanTo counted[Phrase3] // the same, and their last day

	Level   Phrase1          // what is summed is a difference, and the level is so much
	Against counted[Phrase1] // days that are compared with as many before
	Whole   Phrase1          // the same, where the number is of a few days more

	// Why there is no number.
	Lacks counted[Phrase2] // days without a number, of how many days
	Young Phrase1          // day of the first
	Seam  string
	Fell  string
	None  string

	Ratio Phrase4 // followers by daily listeners: times, followers, daily listeners, days

	ByNumber  string // heads a ranking
	ByRatio   string
	Number    string  // a column
	Ratios    string  // a column
	Usual     Phrase1 // what is usual a day
	RankBase  Phrase1 // the least that is usual a day
	RankAbout Phrase2 // the page in one sentence, for search engines: what is counted, window
	RankSum   string
	RankDiff  string
	RankMean  string

	LiftIntro string
	LiftHow   Phrase3 // after, before, the usual in per cent
	LiftFew   string

	DailyScript
}

// DailyScript goes to the scripts that draw what is so many in a day.
type DailyScript struct {
	Sum7    Phrase1 `json:"sum7"`    // number of seven days
	Mean7   Phrase1 `json:"mean7"`   // the same of a mean
	WeekSum Phrase2 `json:"weekSum"` // first and last day
	AtLevel Phrase1 `json:"atLevel"` // the level of a day
	NoDiff  string  `json:"noDiff"`
	Indexed string  `json:"indexed"` // what 1 is where artists are compared with themselves
	Short   Phrase1 `json:"short"`   // artist whose usual is not known
	Lacking string  `json:"lacking"` // a stretch of days has no number
	Before  string  `json:"before"`  // heads the columns where windows are compared
	Now     string  `json:"now"`
	Label7  Phrase1 `json:"label7"` // what is counted
	LabelM  Phrase1 `json:"labelM"` // the same of a mean
	LabelX  Phrase1 `json:"labelX"` // the same by what is usual
	Factor  Phrase1 `json:"factor"` // "2.4 ×"
	LiftOf  string  `json:"liftOf"` // what 0 % is where events are compared
}
