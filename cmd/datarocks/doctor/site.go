package doctor

import (
	"errors"
	"fmt"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/publish"
	"datarocks/publish/manifest"
)

func readSite(d *doctor) (publish.Published, error) {
	if _, err := reach(d, "--site", d.flags.Site); err != nil {
		return publish.Published{}, err
	}
	bucket, err := settings.OpenSite(d.World, d.flags.Site)
	if err != nil {
		return publish.Published{}, err
	}
	return publish.Read(d.Ctx, bucket)
}

// checkSite looks at what is published.
func checkSite(d *doctor) findings {
	where := d.flags.Site
	have, err := d.published()
	switch {
	case errors.Is(err, errNoLogin):
		return note("%s: %v", where, err)
	case err != nil:
		return d.trouble(shell.ExitFailed, withAccount(d, err))
	case have.Manifest == nil && len(have.Objects) > 0:
		return note("%s: nothing of datarocks yet, and %s of others, which stay", where, shell.Plural(len(have.Objects), "file"))
	case have.Manifest == nil:
		return note("%s: nothing is published yet", where)
	}
	facts, err := nightly.Shown(where, have)
	if err != nil {
		return d.trouble(shell.ExitFailed, err)
	}
	found := append(strangersAtSite(d), keptBack(d)...)
	if have.Unreadable != nil {
		text, _ := settings.Describe(have.Unreadable)
		found = append(found, warn("the next run writes it anew, and every file with it", "%s cannot be read: %s", manifest.Name, text)...)
	}
	if n := len(have.Manifest.Owed); n > 0 {
		found = append(found, warn("the next run asks again, if it has the distribution and the right to invalidate it",
			"visitors may see old copies: CloudFront was not told of %s", shell.Plural(n, "path"))...)
	}
	if have.Manifest.Next != nil {
		found = append(found, warn("unless one is under way now: the next run completes it", "a run began to publish and did not end")...)
	}
	return append(found, shownCounts(d, have, facts)...)
}

// keptBack reports that somebody went back to the site of an earlier day.
func keptBack(d *doctor) findings {
	if _, err := d.past(); err != nil {
		return nil // that is reported of the history
	}
	s, err := d.flags.OpenStore(d.World)
	if err == nil {
		err = nightly.KeptBack(d.World, s, d.flags.ReleaseCommand(d.World, d.flags.Site))
	}
	if err == nil {
		return nil
	}
	return d.trouble(shell.ExitFailed, err)
}

// shownCounts describes which counts visitors see, and whether there are newer ones.
func shownCounts(d *doctor, have publish.Published, facts manifest.About) findings {
	text := fmt.Sprintf("%s: %s", d.flags.Site, shell.Plural(len(have.Manifest.Files), "file"))
	switch {
	case facts.Demo:
		return note("%s, with the invented counts of a demo", text)
	case facts.Updated.IsZero():
		return note("%s, without counts", text)
	}
	text += ", newest count " + moments(facts.Updated)
	if h, err := d.past(); err == nil && d.site != nil {
		if newest := surveyOf(d, h).fresh.Newest(); newest.After(facts.Updated) {
			return warn("`"+d.run()+"` publishes it", "%s, and the history has one of %s", text, moments(newest))
		}
	}
	return fine("%s", text)
}
