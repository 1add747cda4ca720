package settings

import (
	"net/url"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/shell"
)

// Setting is a flag with the value it has in this run.
type Setting struct{ Flag, Value, Default string }

// Check is the command that checks this content.
func (f ContentFlags) Check(w *shell.World) string {
	return Command(w, []string{"check"}, f.Settings()...)
}

// Setting is the place of the counts.
func (f HistoryFlags) Setting() Setting { return Setting{"--history", f.History, "data"} }

// Settings are the content, and the address of the site.
func (f ContentFlags) Settings() []Setting {
	return []Setting{{"--content", f.Content, "content"}, {"--base-url", f.BaseURL, ""}}
}

// Command is a command of datarocks on the same history, see Command.
func (f HistoryFlags) Command(w *shell.World, words ...string) string {
	return Command(w, words, f.Setting())
}

// Settings are those of all that a site is made of.
func (f SiteFlags) Settings() []Setting { return append(f.ContentFlags.Settings(), f.Setting()) }

// Command is a command of datarocks on the same content and history, see Command.
func (f SiteFlags) Command(w *shell.World, words ...string) string {
	return Command(w, words, f.Settings()...)
}

// CommandOn is a command of datarocks on the same content and history, and on the site
// of a run, which publishes to public unless it is sent elsewhere.
func (f SiteFlags) CommandOn(w *shell.World, site string, words ...string) string {
	return Command(w, words, append(f.Settings(), Setting{"--site", site, "public"})...)
}

// ReleaseCommand is that by which a site that was rolled back shows the newest counts.
// It has no usual site; more is how that is published.
func (f SiteFlags) ReleaseCommand(w *shell.World, site string, more ...Setting) string {
	return Command(w, []string{"rollback", "--release"}, append(append(f.Settings(), Setting{"--site", site, ""}), more...)...)
}

// Complete is a text of a package that knows no settings, with those that its commands
// need.
func (f HistoryFlags) Complete(w *shell.World, text string) string {
	return strings.ReplaceAll(text, "`datarocks restore`", "`"+f.Command(w, "restore")+"`")
}

// Command is a command line of datarocks that can be pasted into a shell: quoted, and
// with what it needs of the settings of this run. Whoever reads it may have none of
// them, as on a page of GitHub, so those that are not the default are in it, and for
// a bucket what leads to it.
func Command(w *shell.World, words []string, settings ...Setting) string {
	line := []string{"datarocks"}
	for _, word := range words {
		line = append(line, shell.Quote(word))
	}
	onS3 := false
	for _, s := range settings {
		if s.Value == "" || s.Value == s.Default {
			continue
		}
		line = append(line, s.Flag, shell.Quote(withoutPassword(s.Value)))
		onS3 = onS3 || strings.HasPrefix(s.Value, "s3://")
	}
	if onS3 {
		line = slices.Concat(awsVariables(w), line)
	}
	return strings.Join(line, " ")
}

// awsVariables are the settings of the environment that lead to a bucket. An address
// with a password is left out: it is a secret.
func awsVariables(w *shell.World) (assignments []string) {
	for _, name := range []string{"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"} {
		value := w.Getenv(name)
		if u, err := url.Parse(value); value == "" || err != nil || u.User != nil || name == "AWS_DEFAULT_REGION" && w.Getenv("AWS_REGION") != "" {
			continue
		}
		assignments = append(assignments, name+"="+shell.Quote(value))
	}
	return assignments
}
