package doctor

import (
	"strings"
	"time"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
)

// warnBefore is how long before its end a key is warned of.
const warnBefore = 14 * 24 * time.Hour

// checkKeys asks the platforms whose keys end when that is. Whether a key works shows
// where its source is asked for a count.
func checkKeys(d *doctor) (found findings) {
	if d.site == nil {
		return nil
	}
	for _, setting := range d.site.Sources {
		p, _ := settings.PlatformOf(setting.Source)
		grant, ok, err := p.Grant(d.World, fetch.Options{UserAgent: settings.PlatformAgent(d.World, d.site), Patience: -1})
		if ok {
			found = append(found, keyOf(d, p, grant, err).of(setting.Name)...)
		}
	}
	return found
}

// keyOf is how long a key lasts, and what it lacks.
func keyOf(d *doctor, p settings.Platform, grant fetch.Grant, err error) findings {
	key := p.Keys[len(p.Keys)-1]
	if err != nil {
		explained := fetch.Explain(err)
		f := note("when %s ends is not known: %s", key, fetch.Reason(explained))
		f[0].Cure = explained.Hint
		return f
	}
	renew := "make a new one that does not end; `datarocks help " + string(p.Source) + "` shows how"
	left, end := grant.Ends.Sub(d.now), content.DayOf(grant.Ends)
	var found findings
	switch {
	case grant.Ends.IsZero():
		found = fine("%s does not end", key)
	case left <= 0:
		found = warn(renew, "%s ended on %s", key, end)
	case left < warnBefore:
		found = warn(renew, "%s ends on %s, in %s", key, end, shell.Plural(int(left/(24*time.Hour)), "day"))
	default:
		found = fine("%s ends on %s, in %s", key, end, shell.Plural(int(left/(24*time.Hour)), "day"))
	}
	if len(grant.Lacks) > 0 {
		found = append(found, warn("make a new one that has all it needs; `datarocks help "+string(p.Source)+"` shows how",
			"%s lacks %s", key, strings.Join(grant.Lacks, ", "))...)
	}
	return found
}
