package nightly

import "datarocks/cmd/datarocks/shell"

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
