package words

import "datarocks/content"

// Metric returns the words for what is counted.
func (l *Language) Metric(metric content.MetricSetting) *metricText {
	switch metric.Metric {
	case "fans":
		return &l.Fans
	case "listeners":
		if metric.Kind == content.Uniques {
			return &l.DailyListeners
		}
		return &l.Listeners
	case "plays":
		return &l.Plays
	case "listens":
		return &l.Listens
	case "streams":
		return &l.Streams
	case "subscribers":
		return &l.Subscribers
	case "daily-views":
		return &l.DailyViews
	case "views":
		if metric.Kind != content.Flow {
			return &l.ChannelViews // since there is a channel
		}
		return &l.Views
	}
	return &l.Followers
}

// Label is what is counted: "Spotify followers".
func (l *Language) Label(metric content.MetricSetting) string {
	return l.Metric(metric).Label.With(metric.Name)
}

// Title is what links and columns call a metric: its source, and what is counted
// where that is not what the source is known for.
func (l *Language) Title(metric content.MetricSetting) string {
	if metric.Key().IsDefault() {
		return metric.Name
	}
	return l.Label(metric)
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
