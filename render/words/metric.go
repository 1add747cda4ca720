package words

import "datarocks/content"

// Metric returns the words for what a source counts.
func (l *Language) Metric(source content.SourceInfo) *metricText {
	switch source.Metric {
	case "fans":
		return &l.Fans
	case "listeners":
		return &l.Listeners
	}
	return &l.Followers
}

// Label is what is counted: "Spotify followers".
func (l *Language) Label(source content.SourceInfo) string {
	return l.Metric(source).Label.With(source.Name)
}

// Window is the name of a window.
func (l *Language) Window(w content.Window) string {
	if w == content.All {
		return l.Windows.All
	}
	return l.Windows.Names.Of(w)
}

// Of returns the text for a window; All has none.
func (names windowNames[P]) Of(w content.Window) P {
	switch w {
	case content.Week:
		return names.Week
	case content.FourWeek:
		return names.FourWeek
	case content.Quarter:
		return names.Quarter
	case content.Year:
		return names.Year
	}
	return ""
}
