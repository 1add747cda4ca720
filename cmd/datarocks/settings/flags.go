// Package settings is what people set: groups of flags, the platforms and their
// keys, places (a folder or s3://bucket/prefix) and what is opened there.
//
// A verb embeds the groups that it takes, so each flag is described once. Every
// error is a shell.Failure with the exit code of usage, and names the flag or
// variable to correct. The SDK's settings of AWS and its errors end here: what
// the SDK reports on several lines becomes one line and a cure.
package settings

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history"
	"datarocks/history/archive"
	"datarocks/history/store"
)

// ContentFlags name what people wrote.
type ContentFlags struct {
	Content string `default:"content" env:"DATAROCKS_CONTENT" placeholder:"DIR" help:"Content folder (${env}; ${default})."`
	BaseURL string `name:"base-url" env:"DATAROCKS_BASE_URL" placeholder:"URL" help:"Public URL of the site, instead of base_url in site.md (${env})."`
}

// HistoryFlags name the place of the counts.
type HistoryFlags struct {
	History string `default:"data" env:"DATAROCKS_HISTORY" placeholder:"WHERE" help:"History: a folder, or s3://bucket/prefix (${env}; ${default})."`
}

// ClockFlags set the clock.
type ClockFlags struct {
	Now Moment `env:"DATAROCKS_NOW" placeholder:"RFC3339" help:"Clock, for tests and for the site as it was (${env}; now)."`
}

// PastFlags name the counts as of a time.
type PastFlags struct {
	HistoryFlags
	ClockFlags
}

// SiteFlags name all that a site is made of.
type SiteFlags struct {
	ContentFlags
	PastFlags
}

// AskFlags choose what is asked.
type AskFlags struct {
	Artist  []string `sep:"none" placeholder:"ID" help:"Only this artist; may repeat (all)."`
	Source  []string `sep:"none" placeholder:"ID" help:"Only this source, or one metric of it, such as lastfm/plays; may repeat (all)."`
	Refresh bool     `help:"Ask again what today already has."`
	DryRun  bool     `help:"Ask nothing, change nothing; print what would be asked, what it costs, and the plan."`
}

// NotifyVariable is a secret: an address in it lets anybody write there.
const NotifyVariable = "DATAROCKS_NOTIFY"

// PingVariable is a secret: whoever has the address can report a success.
const PingVariable = "DATAROCKS_PING_URL"

// NotifyFlags name the webhooks that get the news.
type NotifyFlags struct {
	Notify []fetch.Secret `sep:"none" env:"DATAROCKS_NOTIFY" placeholder:"URL" help:"Webhook to tell what is new: of Slack, Discord, Teams, Mattermost, Rocket.Chat, Google Chat, or any that takes JSON; may repeat (${env}, with spaces between)."`
}

// JSONFlag asks for a result that a machine reads.
type JSONFlag struct {
	JSON bool `name:"json" help:"Print the result as JSON."`
}

// Moment is a time as a flag has it. A variable that is set to nothing sets none.
type Moment struct{ time.Time }

// UnmarshalText reads RFC 3339.
func (m *Moment) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		return nil
	}
	at, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return fmt.Errorf("%q is no time such as 2026-11-23T03:17:42Z", text)
	}
	m.Time = at
	return nil
}

// At is the time that a verb works with, in UTC.
func (c ClockFlags) At(w *shell.World) time.Time {
	if c.Now.IsZero() {
		return w.Clock().UTC()
	}
	return c.Now.UTC()
}

// LoadSite reads the content.
func (f ContentFlags) LoadSite() (*content.Site, error) { return f.LoadSiteWith(content.Load) }

// LoadSiteWith reads the content by load. Problems name files as seen from where
// the program was started.
func (f ContentFlags) LoadSiteWith(load func(fs.FS) (*content.Site, error)) (*content.Site, error) {
	if err := CheckFolder("--content", f.Content); err != nil {
		return nil, err
	}
	site, err := load(content.AsOf(os.DirFS(f.Content), content.DayOf(time.Now())))
	if problems, ok := errors.AsType[content.Problems](err); ok {
		return nil, shell.Fail(shell.ExitUsage, f.Seen(problems), "")
	}
	if err == nil {
		for i := range site.Broken {
			site.Broken[i].Problems = f.Seen(site.Broken[i].Problems)
		}
	}
	if err != nil || f.BaseURL == "" {
		return site, err
	}
	site.BaseURL, err = content.ParseBaseURL(f.BaseURL)
	if err != nil {
		return nil, shell.Refuse("", "--base-url: %w", err)
	}
	return site, nil
}

// Seen returns problems with their files as seen from where the program was
// started.
func (f ContentFlags) Seen(problems content.Problems) content.Problems {
	problems = slices.Clone(problems)
	for i := range problems {
		problems[i].File = strings.TrimSuffix(f.Content, "/") + "/" + problems[i].File
	}
	return problems
}

// Discreet reports whether counts are left out of what is printed: in a public
// repository everybody reads the log and the pages of a job, but not a private site.
func Discreet(w *shell.World, site *content.Site) bool {
	return w.OnGitHub() && site.Visibility == content.Private
}

// Open reads the content and opens the history. A bad file of an artist or a page
// stops nothing: it is among the site's Broken.
func (f SiteFlags) Open(w *shell.World) (*content.Site, store.Store, error) {
	site, contentErr := f.LoadSiteWith(content.LoadSound)
	store, historyErr := f.OpenStore(w)
	return site, store, shell.Together(contentErr, historyErr)
}

// LoadHistory reads the history, which must be a real one.
func (f PastFlags) LoadHistory(w *shell.World, site *content.Site) (*history.History, error) {
	store, err := f.OpenStore(w)
	if err != nil {
		return nil, err
	}
	return LoadHistory(w, store, site, f.At(w))
}

// LoadHistory reads a history of real counts, as far as the terms of platforms that hold
// for a site let them be kept; it may be nil.
func LoadHistory(w *shell.World, s store.Store, site *content.Site, asOf time.Time) (*history.History, error) {
	return LoadHistoryAsOf(w, s, site, asOf, content.DayOf(asOf))
}

// LoadHistoryAsOf is LoadHistory for a time that has passed: what may be kept is decided by
// today.
func LoadHistoryAsOf(w *shell.World, s store.Store, site *content.Site, asOf time.Time, today content.Day) (*history.History, error) {
	bar := w.Progress(0, "reading the history")
	h, err := loadAll(w.Ctx, s, site, asOf, today)
	bar.Finish()
	switch {
	case errors.Is(err, archive.ErrMixed):
		return nil, shell.Fail(shell.ExitFailed, err, "move the object files of the demo away; each of their rows says \"via\":\"demo\"")
	case err != nil:
		return nil, err
	case h.Demo:
		return nil, shell.Refuse("use `datarocks demo`, or another --history", "this is the history of a demo: its counts are invented")
	}
	return h, nil
}

// loadAll reads what is kept for good and what is not.
func loadAll(ctx context.Context, s store.Store, site *content.Site, asOf time.Time, today content.Day) (*history.History, error) {
	h, err := history.Load(ctx, s, asOf)
	if err != nil {
		return nil, err
	}
	if err := h.LoadLimited(ctx, site, today); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// Restoring is the cure for what a history has lost, or cannot read.
func (f HistoryFlags) Restoring(w *shell.World) string {
	return "`" + f.Command(w, "restore") + "` lists what can be brought back"
}

// SayUnreadable names the objects of a history that cannot be read.
func SayUnreadable(w *shell.World, problems []error) {
	lines := make([]string, len(problems))
	for i, problem := range problems {
		lines[i] = "history: " + problem.Error()
	}
	w.SayFew(lines)
}

// Chosen keeps the asks of the artists, sources and metrics that are named.
func (f AskFlags) Chosen(site *content.Site, asks []fetch.Ask) ([]fetch.Ask, error) {
	err := errors.Join(known("--artist", f.Artist, artistIDs(site)), f.checkSources(site))
	if err != nil {
		return nil, shell.Fail(shell.ExitUsage, err, "")
	}
	return slices.DeleteFunc(asks, func(ask fetch.Ask) bool {
		return len(f.Artist) > 0 && !slices.Contains(f.Artist, ask.Artist) || !Takes(f.Source, ask.Metric)
	}), nil
}

// CheckArtist refuses an id that no artist has.
func CheckArtist(site *content.Site, id string) error {
	if err := known("--artist", []string{id}, artistIDs(site)); err != nil {
		return shell.Fail(shell.ExitUsage, err, "")
	}
	return nil
}

func artistIDs(site *content.Site) map[string]bool {
	ids := make(map[string]bool)
	for _, a := range site.Artists {
		ids[a.ID] = true
	}
	return ids
}

func known(flag string, named []string, all map[string]bool) error {
	var problems []error
	for _, name := range named {
		if !all[name] {
			problems = append(problems, fmt.Errorf("%s %s: there is none of that id; there are %s",
				flag, name, strings.Join(slices.Sorted(maps.Keys(all)), ", ")))
		}
	}
	return errors.Join(problems...)
}
