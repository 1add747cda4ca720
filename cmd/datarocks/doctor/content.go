package doctor

import (
	"strings"

	"datarocks/cmd/datarocks/notify"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

// checkContent reads the content, and the settings that a run refuses.
func checkContent(d *doctor) (found findings) {
	f := d.flags
	for _, err := range settings.KeepApart(f.History, f.Content, f.Site) {
		found = append(found, d.trouble(shell.ExitUsage, err).of("settings")...)
	}
	for _, where := range []string{f.History, f.Site} {
		at, err := settings.ParsePlace("", where)
		d.onAWS = d.onAWS || err == nil && at.Folder == ""
	}
	site, err := f.LoadSite()
	if err != nil {
		text, _ := settings.Describe(err)
		for line := range strings.SplitSeq(text, "\n") {
			found = append(found, finding{State: stateWrong, Text: line, code: shell.ExitUsage})
		}
		return found
	}
	d.site = site
	return append(found, fine("%s: %s, %s", f.Content, shell.Plural(len(site.Artists), "artist"), shell.Plural(len(site.Sources), "source"))...)
}

// checkWebhooks names those that get the news. Nothing is posted: they would show
// it.
func checkWebhooks(d *doctor) findings {
	hooks, err := notify.Webhooks(d.flags.NotifyFlags)
	if err != nil {
		return d.trouble(shell.ExitUsage, err)
	}
	var found findings
	for _, hook := range hooks {
		found = append(found, fine("%s: the address is well-formed; not tried, as it would show a message", hook)...)
	}
	return found
}
