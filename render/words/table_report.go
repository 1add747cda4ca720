package words

// reportText is about the reports of weeks.
type reportText struct {
	Title   string // of the list of all
	Link    string // leads to the newest, from the roster
	Intro   string
	None    string  // there is no report yet
	Heading Phrase2 // number of the week, year
	About   Phrase1 // a report in one sentence, for search engines: its days
	Quiet   string  // nobody moved
	Apart   string  // beside platform events
	All     string  // leads to the list
	Before  Phrase1 // leads to the report before: its heading
	Full    Phrase1 // leads to the report, in plain text: address
	Open    string  // the same as a link

	Counted string // name of the list of how complete the sources are
	Counts  string // beside "68 of 70"
	Gained  string
	Lost    string
	Percent string

	Events   string
	Accounts string
	More     counted[Phrase1] // that a list leaves out
}

var englishReport = reportText{
	Title:    "Weekly reports",
	Link:     "Report of the week",
	Intro:    "Who moved in each week from Monday to Sunday. A report appears once its week is over, and stays as it is.",
	None:     "No report yet: the first comes with the first full week that has one to compare with.",
	Heading:  "Week {1}, {2}",
	About:    "Who moved from {1}.",
	Quiet:    "Nobody moved.",
	Apart:    "All changes below are told apart from that.",
	All:      "All reports",
	Before:   "Before: {1}",
	Full:     "With all tables: {1}",
	Open:     "The report with all tables",
	Counted:  "How complete the counts are",
	Counts:   "counts of the week",
	Gained:   "Gained most",
	Lost:     "Lost most",
	Percent:  "Per cent",
	Events:   "From the timelines",
	Accounts: "Other accounts",
	More:     counted[Phrase1]{One: "and {1} more", Other: "and {1} more"},
}

var germanReport = reportText{
	Title:    "Wochenberichte",
	Link:     "Bericht der Woche",
	Intro:    "Wer sich in jeder Woche von Montag bis Sonntag bewegt hat. Ein Bericht erscheint, wenn seine Woche vorbei ist, und bleibt, wie er ist.",
	None:     "Noch kein Bericht: Der erste kommt mit der ersten ganzen Woche, die sich mit einer anderen vergleichen lässt.",
	Heading:  "Woche {1}, {2}",
	About:    "Wer sich bewegt hat, {1}.",
	Quiet:    "Niemand hat sich bewegt.",
	Apart:    "Alle Änderungen unten sind ohne das gesagt.",
	All:      "Alle Berichte",
	Before:   "Davor: {1}",
	Full:     "Mit allen Tabellen: {1}",
	Open:     "Der Bericht mit allen Tabellen",
	Counted:  "Wie vollständig die Zahlen sind",
	Counts:   "Zahlen der Woche",
	Gained:   "Am meisten gewonnen",
	Lost:     "Am meisten verloren",
	Percent:  "Prozent",
	Events:   "Aus den Zeitleisten",
	Accounts: "Andere Konten",
	More:     counted[Phrase1]{One: "und {1} weiteres", Other: "und {1} weitere"},
}
