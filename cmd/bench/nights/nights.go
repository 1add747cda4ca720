// Package nights makes up a label with a long past: its content, the platforms
// that its artists are on, and a history on S3.
package nights

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"datarocks/cmd/bench/programs"
	"datarocks/content"
	"datarocks/fetch/fetchtest"
)

// Now is when the measured nights run: late in a year, with most of its days in
// a rollup, and most of a month beside it.
var Now = time.Date(2026, 11, 23, 3, 17, 42, 0, time.UTC)

// baseURL is the site's address in its content.
const baseURL = "https://example.org/"

// beside is how many days before Now have no rollup yet: rollups are made on
// every 28th.
const beside = 26

// Roster is artists "artist-0", "artist-1", ... each with an account on every
// source.
type Roster struct {
	Artists int
	Sources []content.SourceInfo
	Metrics int           // of each source, in the history; 0 is one
	Events  int           // in each artist's timeline
	Latency time.Duration // added to every answer of a platform
}

// slow answers well, after a while.
func slow(latency time.Duration) fetchtest.Fault {
	return func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		time.Sleep(latency)
		well.ServeHTTP(w, r)
	}
}

// ID is the id of an artist.
func ID(i int) string { return fmt.Sprintf("artist-%d", i) }

// Name is the name of an artist.
func Name(i int) string { return fmt.Sprintf("Artist %d", i) }

// account is valid on its source.
func account(source content.Source, i int) string {
	switch source {
	case content.Spotify:
		return fmt.Sprintf("%022d", i)
	case content.Deezer:
		return fmt.Sprint(i + 1)
	case content.Bluesky:
		return fmt.Sprintf("artist%d.bsky.social", i)
	case content.Mastodon:
		return fmt.Sprintf("artist%d@mastodon.social", i)
	case content.ListenBrainz:
		return fmt.Sprintf("00000000-0000-4000-8000-%012d", i)
	case content.LastFM:
		return Name(i)
	}
	return fmt.Sprintf("artist_%d", i)
}

// Count grows, by steps that differ.
func Count(i int, day content.Day) int64 {
	return 1_000_000 + int64(day)*37 + int64((int(day)*7919+i*104729)%997)
}

// rows are those of a day, as the program writes them.
func (r Roster) rows(day content.Day) []byte {
	ids := make([]string, r.Artists)
	at := make(map[string]int, r.Artists)
	for i := range ids {
		ids[i] = ID(i)
		at[ids[i]] = i
	}
	slices.Sort(ids)
	sources := slices.Clone(r.Sources)
	slices.SortFunc(sources, func(a, b content.SourceInfo) int { return strings.Compare(string(a.Source), string(b.Source)) })
	var text bytes.Buffer
	for _, id := range ids {
		for _, s := range sources {
			i := at[id]
			for n := range max(1, r.Metrics) {
				fmt.Fprintf(&text, `{"date":"%s","artist":"%s","source":"%s","metric":"%s","value":%d,"at":"%sT03:17:42Z","ref":"%s"}`+"\n",
					day, id, s.Source, s.Default().Metric+strings.Repeat("-further", n), Count(i+n, day), day, account(s.Source, i))
			}
		}
	}
	return text.Bytes()
}

// Label is a roster with everything around it.
type Label struct {
	Roster  Roster
	S3      *Server // nil without WithPast
	folder  string
	program string
	env     []string
}

// Open builds datarocks in the folder, writes the content there and starts the
// platforms, which end with the process.
func Open(folder string, r Roster) (*Label, error) {
	program, err := programs.Build(folder, "datarocks", "./cmd/datarocks")
	if err != nil {
		return nil, err
	}
	l := &Label{Roster: r, folder: folder, program: program}
	l.env = append(os.Environ(), "SPOTIFY_ID=id", "SPOTIFY_SECRET=secret", "TWITTER_BEARER_TOKEN=token", "LASTFM_API_KEY=key",
		"INSTAGRAM_ACCOUNT=1", "INSTAGRAM_TOKEN=token", "YOUTUBE_API_KEY=key")
	return l, l.prepare()
}

// WithPast starts an S3 that holds a history of so many years, until its rollups
// are due. The function ends it.
func (l *Label) WithPast(years int) (end func()) {
	l.S3 = &Server{
		roster: l.Roster, stored: make(map[string][]byte),
		oldest: content.DayOf(Now) - content.Day(years*365), newest: content.DayOf(Now) - beside,
	}
	server := httptest.NewServer(l.S3)
	l.env = append(l.env,
		"AWS_ENDPOINT_URL="+server.URL, "AWS_REGION=eu-central-1", "AWS_ACCESS_KEY_ID=id", "AWS_SECRET_ACCESS_KEY=secret",
		"DATAROCKS_HISTORY=s3://bench/history",
	)
	return server.Close
}

// prepare starts the platforms, and writes the content.
func (l *Label) prepare() error {
	var ids []string
	for _, source := range l.Roster.Sources {
		platform, err := fetchtest.Start(source.Source)
		if err != nil {
			return err
		}
		if l.Roster.Latency > 0 {
			platform.FailAlways("/", slow(l.Roster.Latency))
		}
		for i := range l.Roster.Artists {
			platform.Set(account(source.Source, i), Name(i), Count(i, content.DayOf(Now)))
		}
		ids = append(ids, string(source.Source))
		l.env = append(l.env, strings.ToUpper(string(source.Source))+"_ENDPOINT="+platform.URL())
	}
	err := l.write("site.md", "---\ntitle: Bench\nbase_url: "+baseURL+"\nsources: ["+strings.Join(ids, ", ")+"]\n---\n")
	for i := range l.Roster.Artists {
		var text strings.Builder
		for _, source := range l.Roster.Sources {
			fmt.Fprintf(&text, "  %s: %q\n", source.Source, account(source.Source, i))
		}
		if l.Roster.Events > 0 {
			text.WriteString("timeline:\n")
		}
		for n := range l.Roster.Events {
			// Each is six weeks after the next.
			day := content.DayOf(Now) - content.Day(i%40+42*n)
			fmt.Fprintf(&text, "  - {date: %s, title: Release %d}\n", day, n)
		}
		err = cmp.Or(err, l.write("artists/"+ID(i)+".md", fmt.Sprintf("---\nname: %s\naccounts:\n%s---\n", Name(i), &text)))
	}
	return err
}

func (l *Label) write(name, text string) error {
	name = filepath.Join(l.folder, "content", name)
	return cmp.Or(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644))
}

// Run runs datarocks as a process of its own, as of a time.
func (l *Label) Run(at time.Time, args ...string) (programs.Usage, error) {
	return l.run(l.program, append(args, "--now", at.Format(time.RFC3339))...)
}

func (l *Label) run(program string, args ...string) (programs.Usage, error) {
	if l.S3 != nil {
		l.S3.reset()
	}
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Env = l.folder, l.env
	return programs.Run(cmd)
}

// RunOther runs another program of this module, with the same settings, in the
// folder that holds the content.
func (l *Label) RunOther(name, from string, args ...string) (programs.Usage, error) {
	program, err := programs.Build(l.folder, name, from)
	if err != nil {
		return programs.Usage{}, err
	}
	return l.run(program, args...)
}

// RunBefore runs a program as it was at a commit, in the first of the places
// that there was then, and as RunOther does.
func (l *Label) RunBefore(commit, name string, places []string, args ...string) (programs.Usage, error) {
	program := filepath.Join(l.folder, name)
	if _, err := os.Stat(program); err != nil {
		if _, err := programs.BuildAt(l.folder, name, commit, places...); err != nil {
			return programs.Usage{}, err
		}
	}
	return l.run(program, args...)
}

// WriteCSV writes a file to import: a count a day of every artist and source, of so many
// years before those that are stored.
func (l *Label) WriteCSV(name string, years int) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(file)
	fmt.Fprintln(w, "date,artist,source,value")
	for day := l.S3.oldest - content.Day(years*365); day < l.S3.oldest; day++ {
		for i := range l.Roster.Artists {
			for _, s := range l.Roster.Sources {
				fmt.Fprintf(w, "%s,%s,%s,%d\n", day, Name(i), s.Source, Count(i, day))
			}
		}
	}
	return cmp.Or(w.Flush(), file.Close())
}

// RollUp lets datarocks make the rollups, and the days come after which there
// are none yet.
func (l *Label) RollUp() (programs.Usage, error) {
	u, err := l.Run(Now.AddDate(0, 0, -beside), "fetch")
	l.S3.newest = content.DayOf(Now) - 1
	return u, err
}
