package words

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
	Alone  string  // too few artists to tell what is usual
	Left   Phrase2 // followers, percentage in brackets
	Detail Phrase3 // in the table: gained after, before, usual
	Plain  Phrase2 // the same, where nobody knows what is usual

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

// calendarText is about the calendar.
type calendarText struct {
	Link     string
	Expected Phrase2 // artist, what in all
}

var englishLift = liftText{
	Title:    "What events did",
	Intro:    "Lift: followers gained after an event, less those gained in as many days before it, less what the median of all artists did in the same days. It tells what happened then, not why.",
	Event:    "Event",
	Days:     counted[Phrase1]{One: "{1} day", Other: "{1} days"},
	Facts:    "{1}: {2} in the {4} days after, {3} in the {4} days before",
	From:     "counted from {1} on",
	Usual:    "{1} would have been usual, by the median of {2} artists",
	Alone:    "too few artists were counted to tell what was usual",
	Left:     "which leaves a lift of {1}{2}",
	Detail:   "{1} after, {2} before, {3} usual",
	Plain:    "{1} after, {2} before",
	Early:    "too early, until {1}",
	Overlaps: "overlaps with {1}",
	Young:    "counted since {1} only",
	Gap:      "gap",
	All:      "all",
}

var germanLift = liftText{
	Title:    "Was Ereignisse bewirkt haben",
	Intro:    "Zuwachs: nach einem Ereignis gewonnene Follower, weniger die in ebenso vielen Tagen davor, weniger das, was der Median aller Künstler in denselben Tagen tat. Er sagt, was damals geschah, nicht warum.",
	Event:    "Ereignis",
	Days:     counted[Phrase1]{One: "{1} Tag", Other: "{1} Tage"},
	Facts:    "{1}: {2} in den {4} Tagen danach, {3} in den {4} Tagen davor",
	From:     "gezählt ab dem {1}",
	Usual:    "{1} wären üblich gewesen, nach dem Median von {2} Künstlern",
	Alone:    "zu wenige Künstler wurden gezählt, um zu sagen, was üblich war",
	Left:     "das lässt einen Zuwachs von {1}{2}",
	Detail:   "{1} danach, {2} davor, {3} üblich",
	Plain:    "{1} danach, {2} davor",
	Early:    "zu früh, bis {1}",
	Overlaps: "überlappt mit {1}",
	Young:    "erst seit dem {1} gezählt",
	Gap:      "Lücke",
	All:      "alle",
}

var englishMilestone = milestoneText{
	Title:   "Milestones",
	Reached: "{1} reached {2} {3}",
	On:      "on {1}",
	Between: "between {1} and {2}",
	Next:    "{1} expected {2}, if it goes on as in the last four weeks",
	Trials:  "of {1} forecasts made that way, {2} days ahead, {3} held",
	Off:     "they were off by {1} on average, where expecting no change was off by {2}",
	More:    counted[Phrase1]{One: "and {1} earlier one", Other: "and {1} earlier ones"},
}

var germanMilestone = milestoneText{
	Title:   "Meilensteine",
	Reached: "{1} hat {3} {2} erreicht",
	On:      "am {1}",
	Between: "zwischen dem {1} und dem {2}",
	Next:    "{1} {2} zu erwarten, wenn es weitergeht wie in den letzten vier Wochen",
	Trials:  "von {1} solchen Vorhersagen, {2} Tage voraus, trafen {3} zu",
	Off:     "im Mittel lagen sie um {1} daneben, wo keine Änderung zu erwarten um {2} danebenlag",
	More:    counted[Phrase1]{One: "und {1} früherer", Other: "und {1} frühere"},
}

var englishCalendar = calendarText{
	Link:     "Calendar",
	Expected: "{1}: {2} expected",
}

var germanCalendar = calendarText{
	Link:     "Kalender",
	Expected: "{1}: {2} zu erwarten",
}
