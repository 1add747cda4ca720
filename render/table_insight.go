package render

// milestoneText is about round counts that were reached, or will be.
type milestoneText struct {
	Title   string
	Reached phrase3 // artist, what in all, when
	On      phrase1 // day
	Between phrase2 // day before, day after: there was no count between
}

var englishMilestone = milestoneText{
	Title:   "Milestones",
	Reached: "{1} reached {2} {3}",
	On:      "on {1}",
	Between: "between {1} and {2}",
}

var germanMilestone = milestoneText{
	Title:   "Meilensteine",
	Reached: "{1} hat {3} {2} erreicht",
	On:      "am {1}",
	Between: "zwischen dem {1} und dem {2}",
}
