package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"datarocks/content"
)

// brokenArtist costs the counts of that artist alone, whose page stays.
func brokenArtist(o *operator) {
	m := o.any()
	writeFile(o.T, o.folder, "content/artists/"+m.id+".md", "---\nname: "+m.name+"\nacounts: {}\n---\n")
	m.broken = true
	o.night().exits(3).says("artists/"+m.id+".md:3", "acounts")
	o.gets(nil)
	o.publishes()
	o.dawn()
	o.do("check").exits(2)
	o.write(m)
	o.all(o.night())
}

func brokenSite(o *operator) {
	writeFile(o.T, o.folder, "content/site.md", "---\ntitel: x\n---\n")
	before := o.asked(content.Spotify)
	o.night().exits(2).says("site.md:2", "titel")
	if o.asked(content.Spotify) != before {
		o.Errorf("%s: it asks for a site that it cannot read", o.label)
	}
	o.dawn()
	o.writeSite()
	o.all(o.night())
}

// spike lets an artist's count be ten times as high, which is held.
func (o *operator) spike() (*member, content.Source, *ran) {
	m, source := o.any(), content.Spotify
	o.set(m, source, o.count(m, source)*10)
	r := o.night().exits(3).says(m.name)
	o.gets(func(who *member, s content.Source) bool { return who == m && s == source })
	o.publishes()
	o.dawn()
	return m, source, r
}

// printed is a command that a hint names, with the variables that it needs.
var printed = regexp.MustCompile("`([^`]*\\bdatarocks accept [^`]*)`")

// typed types a hint as it stands, on a machine that has none of the job's settings.
func (r *ran) typed(verb string) {
	r.Helper()
	hint := printed.FindStringSubmatch(r.stderr)
	if hint == nil {
		r.fail("no hint names `datarocks accept`")
	}
	line := strings.Replace(hint[1], "datarocks accept", "datarocks "+verb, 1)
	c, stdout, stderr := r.command()
	c.Path, c.Args = "/bin/sh", []string{"sh", "-c", line}
	c.Env = slices.DeleteFunc(c.Env, func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return name == "DATAROCKS_HISTORY" || strings.HasPrefix(name, "GITHUB_") || strings.HasPrefix(name, "AWS_ENDPOINT") || name == "AWS_REGION"
	})
	if err := c.Run(); err != nil {
		r.fail("%s: %v\n%s%s", line, err, stdout, stderr)
	}
}

func spikeWithdrawn(o *operator) {
	m, source, r := o.spike()
	r.typed("withdraw")
	o.set(m, source, o.count(m, source)/10)
	o.night().exits(0)
}

func jumpAccepted(o *operator) {
	m, source, r := o.spike()
	r.typed("accept")
	o.record(m, source)
	o.publishes()
	o.night().exits(0)
}

func silence(o *operator) {
	last := o.day() - 1
	for range 2 + o.chance.IntN(4) {
		o.dusk()
	}
	o.all(o.night()).says("No run since " + time.Unix(int64(last)*86400, 0).UTC().Format("2 January 2006"))
}

// refresh asks again what is free, and not what costs money.
func refresh(o *operator) {
	o.all(o.night())
	for _, m := range o.artists {
		for _, source := range yearSources {
			o.set(m, source, o.count(m, source)+1)
			if source != content.Twitter {
				o.record(m, source)
			}
		}
	}
	before := o.asked(content.Twitter)
	o.publishes()
	o.night("--refresh").exits(0)
	if o.asked(content.Twitter) != before {
		o.Errorf("%s: X is paid twice a day", o.label)
	}
}

// dayEdited is an object that somebody spoiled: the others' counts are recorded
// and published, and what is in its lines still counts.
func dayEdited(o *operator) {
	day := o.day() - 1
	key := dayKey(day)
	whole, ok := o.cloud.Objects("counts")[key]
	if !ok {
		calm(o)
		return
	}
	spoiled := whole
	spoiled.Body += "{\"date\":\n"
	o.Check(o.cloud.Put("counts", key, spoiled))
	o.night().exits(3).says(day.String() + ".ndjson")
	o.gets(nil)
	o.publishes()
	o.Check(o.cloud.Put("counts", key, whole))
	o.all(o.night())
}

// dayKey is the object of a day.
func dayKey(day content.Day) string {
	return fmt.Sprintf("h/v1/days/year=%s/month=%s/%s.ndjson", day.String()[:4], day.String()[5:7], day)
}

// dayDeleted is a day that somebody deleted: it does not pass in silence, tonight's
// counts are recorded, and the versions that the bucket keeps bring it back.
func dayDeleted(o *operator) {
	days := slices.SortedFunc(maps.Keys(o.recorded), byDay)
	day := days[o.chance.IntN(len(days))].day
	o.Check(o.cloud.Delete("counts", dayKey(day)))
	r := o.night()
	if r.code != 1 && r.code != 3 {
		r.fail("a lost day passes in silence")
	}
	o.gets(nil)
	r.prints(day.String(), "datarocks restore")
	o.do("restore", "--yes", day.String()).exits(0)
	o.all(o.night())
}

// sourceTakenOut hides the counts of a source until it comes back.
func sourceTakenOut(o *operator) {
	o.sources = []content.Source{content.Spotify, content.Twitter}
	o.writeSite()
	o.night().exits(1).says("--allow-removal")
	o.gets(nil)
	o.dawn()
	o.all(o.night("--allow-removal"))
}

// newID renames an artist's file: its counts and its address go with it.
func newID(o *operator) {
	m := o.any()
	old := m.id
	m.id = fmt.Sprintf("artist-%d-%d", m.number, o.chance.IntN(1_000_000))
	o.do("rename", old, m.id).exits(0)
	m.formerly = append(m.formerly, old)
	for id, now := range o.former {
		if now == old {
			o.former[id] = m.id
		}
	}
	o.former[old] = m.id
	for at, n := range maps.Clone(o.recorded) {
		if at.artist == old {
			delete(o.recorded, at)
			o.recorded[counted{at.day, m.id, at.metric}] = n
		}
	}
	o.all(o.night())
}
