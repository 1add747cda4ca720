package nightly

import (
	"slices"

	"datarocks/cmd/datarocks/settings"
	"datarocks/content"
	"datarocks/fetch"
)

// refreshed is what is asked once more, beside what is due: not what costs money,
// and not what is asked once a week, unless its source is named.
func refreshed(n *Night) []fetch.Ask {
	due, spared := n.due(), make(map[content.Source]bool)
	asks := slices.DeleteFunc(slices.Clone(n.wanted), func(ask fetch.Ask) bool {
		if slices.Contains(due, ask) || n.flags.Names(ask.Source) || askedFreely(n.site, ask.Source) {
			return false
		}
		spared[ask.Source] = true
		return true
	})
	askPastAnew(n, asks)
	for _, s := range n.site.Sources {
		if spared[s.Source] && n.counters.Ready[s.Source] != nil {
			n.Say("%s is not asked again: %s; `%s` does", s.Name, spares(s), n.command("run", "--refresh", "--source", string(s.Source)))
		}
	}
	return asks
}

// askedFreely reports whether a source may be asked as often as anybody likes.
func askedFreely(site *content.Site, source content.Source) bool {
	return slices.ContainsFunc(site.Sources, func(s content.SourceSetting) bool {
		return s.Source == source && s.PriceMicroUSD == 0 && s.Every == content.EveryDay
	})
}

func spares(s content.SourceSetting) string {
	if s.PriceMicroUSD > 0 {
		return "a count costs " + settings.Price(s.PriceMicroUSD)
	}
	return "its turn is once a week"
}
