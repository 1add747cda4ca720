package words

// noticeText is what is told to people who have no page open.
type noticeText struct {
	Usual  Phrase1 // what the artist's weeks usually come to
	Ceased Phrase3 // source, day, reason
	Back   Phrase1 // source
	More   Phrase1 // how many more like those before
	Link   string  // leads to the page that has it
	Open   string  // leads to the site
}

var englishNotice = noticeText{
	Usual:  "Usual for the artist is {1} in a week.",
	Ceased: "{1} has given no count since {2}: {3}",
	Back:   "{1} gives counts again",
	More:   "and {1} more like these",
	Link:   "page",
	Open:   "Open the site",
}

var germanNotice = noticeText{
	Usual:  "Üblich ist hier {1} in einer Woche.",
	Ceased: "{1} gibt seit dem {2} keine Zahlen: {3}",
	Back:   "{1} gibt wieder Zahlen",
	More:   "und {1} weitere dieser Art",
	Link:   "Seite",
	Open:   "Website öffnen",
}
