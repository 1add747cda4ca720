package nightly

import (
	"slices"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
)

// endsSometime reports whether a site shows counts that the terms of their platforms limit.
// Where it is kept as of an earlier day, it is rendered anew each night nevertheless, or it
// would show them for longer.
func endsSometime(site *content.Site) bool {
	return slices.ContainsFunc(site.Sources, func(s content.SourceSetting) bool { return s.Terms.KeptDays > 0 })
}

// expire lets counts go that the terms of their platforms do not allow to be kept any
// longer. What cannot be done tonight is not shown either, and is done in the next night.
func expire(n *Night) {
	objects, err := n.past.Expire(n.Ctx, n.site, n.summary.Day)
	if objects > 0 {
		n.Say("the counts of %s are gone, as the terms of their platforms demand", shell.Plural(objects, "day"))
	}
	if err != nil {
		n.Say("%s; the next run tries again", err)
	}
}
