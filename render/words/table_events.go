package words

// eventsText is about the page that compares events.
type eventsText struct {
	Title    string
	Link     string
	About    string
	Intro    string
	NoScript string
	Chosen   string  // name of the chart
	Choose   Phrase2 // event, artist
	Span     string  // name of the choice of days
	Days     Phrase1 // days before and after
	Each     string  // name of the table
	Nobody   string
	More     counted[Phrase1] // older events

	// What the script says.
	None    string
	Full    Phrase1 // how many have room
	NoBasis Phrase2 // event, what is counted
	Named   Phrase3 // artist, event, date
	Offset  Phrase1 // days with a sign
	Drawn   Phrase2 // what is counted, events
}

var englishEvents = eventsText{
	Title:    "Compare events",
	Link:     "Compare events",
	About:    "What releases and other events did to the counts, laid over each other from their day on.",
	Intro:    "Choose events in the table below. The chart lays them over each other: day 0 is the event’s, and the line tells by how many per cent the count differs from that day’s. The address of this page holds what you choose.",
	NoScript: "The chart needs JavaScript. What each event did stands in the table.",
	Chosen:   "Events compared",
	Choose:   "Compare {1}, {2}",
	Span:     "Days before and after",
	Days:     "±{1} days",
	Each:     "Events and what they did",
	Nobody:   "No artist’s timeline has an event yet.",
	More:     counted[Phrase1]{One: "and {1} older event, on its artist’s page", Other: "and {1} older events, on their artists’ pages"},
	None:     "Choose an event to begin.",
	Full:     "There is room for {1} events. Remove one first.",
	NoBasis:  "{1}: no count of {2} on its day or shortly before.",
	Named:    "{1}, {2}, {3}",
	Offset:   "Day {1}",
	Drawn:    "Change of {1} in per cent since day 0: {2}.",
}

var germanEvents = eventsText{
	Title:    "Ereignisse vergleichen",
	Link:     "Ereignisse vergleichen",
	About:    "Was Veröffentlichungen und andere Ereignisse mit den Zahlen machten, von ihrem Tag an übereinandergelegt.",
	Intro:    "Wählen Sie unten in der Tabelle Ereignisse. Das Diagramm legt sie übereinander: Tag 0 ist der des Ereignisses, und die Linie sagt, um wie viel Prozent die Zahl von der jenes Tages abweicht. Die Adresse dieser Seite enthält, was Sie wählen.",
	NoScript: "Das Diagramm braucht JavaScript. Was jedes Ereignis bewirkt hat, steht in der Tabelle.",
	Chosen:   "Verglichene Ereignisse",
	Choose:   "{1}, {2}, vergleichen",
	Span:     "Tage davor und danach",
	Days:     "±{1} Tage",
	Each:     "Ereignisse und was sie bewirkt haben",
	Nobody:   "In der Zeitleiste keines Künstlers steht ein Ereignis.",
	More:     counted[Phrase1]{One: "und {1} älteres Ereignis, auf der Seite seines Künstlers", Other: "und {1} ältere Ereignisse, auf den Seiten ihrer Künstler"},
	None:     "Wählen Sie ein Ereignis, um zu beginnen.",
	Full:     "Es ist Platz für {1} Ereignisse. Entfernen Sie erst eines.",
	NoBasis:  "{1}: keine Zahl der {2} an seinem Tag oder kurz davor.",
	Named:    "{1}, {2}, {3}",
	Offset:   "Tag {1}",
	Drawn:    "Änderung der {1} in Prozent seit Tag 0: {2}.",
}
