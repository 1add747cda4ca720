package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/fetch/fetchtest"
	"datarocks/publish/awstest"
)

// operator is a label with its content, its platforms and its AWS, and what its
// history and its site must hold.
type operator struct {
	*testing.T
	chance *rand.Rand
	label  string // where in the year this is, for messages

	folder    string
	cloud     *awstest.AWS
	platforms map[content.Source]*fetchtest.Platform
	wikipedia *fetchtest.Wikipedia
	hook      *simulatedWebhook
	environ   []string

	evening time.Time // midnight of the day
	slot    int       // runs of the day so far
	title   string
	sources []content.Source // that site.md names
	artists []*member
	joined  int               // artists that ever were
	former  map[string]string // the id that an artist has now, by one that it had before

	recorded map[counted]int64 // what the history must hold
	shown    map[counted]int64 // what the site must hold
	onSite   []member          // the artists it must hold
	titled   string            // as the site must be titled
}

// member is an artist of the label. Accounts are the id on Spotify, and made of it
// elsewhere.
type member struct {
	id, name string
	number   int
	begun    content.Day // the first day of its article
	broken   bool        // its file cannot be read
	formerly []string    // ids that it had before
}

// counted is a count's place.
type counted struct {
	day    content.Day
	artist string
	metric content.Metric
}

// yearSources are asked each night. A count of X costs money. Last.fm has two metrics.
// Wikipedia, which knows past days, is asked beside them, see remembers.
var yearSources = []content.Source{content.Spotify, content.Twitter, content.LastFM}

// account is the artist's on a source.
func (m member) account(source content.Source) string {
	switch source {
	case content.Spotify:
		return fmt.Sprintf("%022d", m.number)
	case content.Twitter:
		return fmt.Sprintf("artist%d", m.number)
	case content.LastFM:
		return fmt.Sprintf("Artist %d", m.number)
	}
	return fmt.Sprint(1000 + m.number)
}

func newOperator(t *testing.T, chance *rand.Rand) *operator {
	t.Helper()
	o := &operator{
		T: t, chance: chance, folder: t.TempDir(), cloud: openCloud(t), hook: newWebhook(),
		platforms: make(map[content.Source]*fetchtest.Platform), recorded: make(map[counted]int64), former: make(map[string]string),
		evening: time.Date(2026, 12, 19, 0, 0, 0, 0, time.UTC), title: "The Label",
	}
	t.Cleanup(func() { _ = o.cloud.Close() })
	o.Check(o.cloud.KeepVersions("counts")) // as the stack does
	t.Cleanup(o.hook.Close)
	for _, source := range yearSources {
		p, err := fetchtest.Start(source)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = p.Close() })
		o.platforms[source] = p
		o.environ = append(o.environ, strings.ToUpper(string(source))+"_ENDPOINT="+p.URL())
	}
	var err error
	o.wikipedia, err = fetchtest.NewWikipedia()
	o.Check(err)
	t.Cleanup(func() { _ = o.wikipedia.Close() })
	o.environ = append(o.environ, "WIKIPEDIA_ENDPOINT="+o.wikipedia.URL())
	o.environ = append(o.environ, o.cloud.Environ()...)
	for name, key := range planted {
		if !strings.HasPrefix(name, "AWS_") && name != requestToken && name != webhookKey {
			o.environ = append(o.environ, name+"="+key)
		}
	}
	for name, value := range quick {
		o.environ = append(o.environ, name+"="+value)
	}
	o.environ = append(
		o.environ, asDatarocks+"=1", "PATH="+o.path("bin")+":"+os.Getenv("PATH"), "HOME="+o.folder, "TMPDIR="+o.folder,
		"GITHUB_ACTIONS=true", "GITHUB_STEP_SUMMARY="+o.path("summary.md"), "GITHUB_OUTPUT="+o.path("outputs"),
		"DATAROCKS_HISTORY=s3://counts/h", "DATAROCKS_SITE=s3://pages", "DATAROCKS_DISTRIBUTION=E1",
		"DATAROCKS_BASE_URL=https://counts.example.org/", "DATAROCKS_NOTIFY="+o.hook.address(),
	)
	o.Check(os.MkdirAll(o.path("bin"), 0o777))
	program, err := os.Executable()
	o.Check(err)
	o.Check(os.Symlink(program, o.path("bin/datarocks")))
	for range 4 {
		o.join()
	}
	return o
}

func (o *operator) path(name string) string { return filepath.Join(o.folder, name) }

// day is the day of the runs.
func (o *operator) day() content.Day { return content.DayOf(o.evening) }

// join lets an artist join the label, as big as chance wants.
func (o *operator) join() *member {
	o.joined++
	m := &member{id: fmt.Sprintf("artist-%d", o.joined), name: fmt.Sprintf("Artist %d", o.joined), number: o.joined}
	o.artists = append(o.artists, m)
	for _, source := range yearSources {
		o.set(m, source, 2_000+o.chance.Int64N(300_000))
	}
	o.publishArticle(m)
	o.write(m)
	return m
}

func (o *operator) set(m *member, source content.Source, n int64) {
	o.platforms[source].Set(m.account(source), m.name, n)
}

func (o *operator) count(m *member, source content.Source) int64 {
	n, ok := o.platforms[source].Count(m.account(source))
	if !ok {
		o.Fatalf("%s: %s has no count on %s", o.label, m.id, source)
	}
	return n
}

// write writes an artist's file.
func (o *operator) write(m *member) {
	var text strings.Builder
	text.WriteString(fmt.Sprintf("---\nname: %s\naccounts:\n", m.name))
	for _, source := range yearSources {
		text.WriteString(fmt.Sprintf("  %s: %q\n", source, m.account(source)))
	}
	text.WriteString("  wikipedia: " + m.article() + "\n")
	if len(m.formerly) > 0 {
		text.WriteString("formerly: [" + strings.Join(m.formerly, ", ") + "]\n")
	}
	m.broken = false
	writeFile(o.T, o.folder, "content/artists/"+m.id+".md", text.String()+"---\n")
}

// writeSite writes site.md.
func (o *operator) writeSite() {
	var text strings.Builder
	text.WriteString("---\ntitle: " + o.title + "\nsources:\n")
	for _, source := range o.sources {
		text.WriteString("  " + string(source) + ":\n")
		if source == content.LastFM {
			text.WriteString("    metrics: [plays, listeners]\n")
		}
	}
	text.WriteString("  wikipedia:\n")
	writeFile(o.T, o.folder, "content/site.md", text.String()+"---\n")
}

// any is an artist by chance.
func (o *operator) any() *member { return o.artists[o.chance.IntN(len(o.artists))] }

// dusk begins a day: everything is well again, and all counts have grown.
func (o *operator) dusk() {
	o.evening, o.slot = o.evening.AddDate(0, 0, 1), 0
	o.cloud.Heal()
	o.cloud.Reset()
	o.cloud.CompleteInvalidations()
	o.hook.fail()
	o.hook.got()
	o.wikipedia.Heal()
	o.wikipedia.At(o.evening)
	for _, m := range o.artists {
		for _, source := range yearSources {
			o.platforms[source].Heal()
			n, _ := o.platforms[source].Count(m.account(source))
			o.set(m, source, n+1+o.chance.Int64N(2+n/1000))
		}
	}
	o.sources = yearSources
	o.writeSite()
}

// slots are the times of the day at which the workflow starts.
var slots = []time.Duration{
	time.Hour + 23*time.Minute, 7*time.Hour + 43*time.Minute, 13*time.Hour + 13*time.Minute, 18*time.Hour + 37*time.Minute,
}

// ran is what became of a command.
type ran struct {
	*operator
	args                             []string
	code                             int
	stdout, stderr, summary, outputs string
	posts                            [][]byte
}

// command is a run of the program at the next slot of the day, or at the last one.
func (o *operator) command(args ...string) (*exec.Cmd, *bytes.Buffer, *bytes.Buffer) {
	at := o.evening.Add(slots[min(o.slot, len(slots)-1)])
	c := exec.Command(os.Args[0], args...)
	c.Dir = o.folder
	c.Env = append(slices.Clone(o.environ), "DATAROCKS_NOW="+at.Format(time.RFC3339))
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	return c, &stdout, &stderr
}

// do runs the program and checks what must hold whatever it does.
func (o *operator) do(args ...string) *ran {
	o.Helper()
	return o.doWith(nil, args...)
}

// doWith lets change have its way with the process before it starts.
func (o *operator) doWith(change func(*exec.Cmd), args ...string) *ran {
	o.Helper()
	_ = os.Remove(o.path("summary.md"))
	_ = os.Remove(o.path("outputs"))
	c, stdout, stderr := o.command(args...)
	if change != nil {
		change(c)
	}
	err := c.Run()
	if c.ProcessState == nil {
		o.Fatalf("%s: %v", o.label, err)
	}
	r := &ran{operator: o, args: args, code: c.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String()}
	r.posts, _ = o.hook.got()
	r.summary, r.outputs = o.read("summary.md"), o.read("outputs")
	r.check()
	return r
}

func (o *operator) read(name string) string {
	data, _ := os.ReadFile(o.path(name))
	return string(data)
}

// night is the nightly run at the next slot.
func (o *operator) night(args ...string) *ran {
	o.Helper()
	r := o.do(append([]string{"run"}, args...)...)
	o.slot++
	if r.summary == "" {
		r.fail("the job has no summary")
	}
	return r
}

// exits fails the test unless the program ended with a code.
func (r *ran) exits(code int) *ran {
	r.Helper()
	if r.code != code {
		r.fail("exit code %d, want %d", r.code, code)
	}
	return r
}

// says fails the test unless the job's summary has all the texts.
func (r *ran) says(texts ...string) *ran {
	r.Helper()
	for _, text := range texts {
		if !strings.Contains(r.summary, text) {
			r.fail("the summary lacks %q", text)
		}
	}
	return r
}

// prints fails the test unless what was printed has all the texts.
func (r *ran) prints(texts ...string) *ran {
	r.Helper()
	for _, text := range texts {
		if !strings.Contains(r.stdout+r.stderr, text) {
			r.fail("it does not print %q", text)
		}
	}
	return r
}

func (r *ran) fail(format string, args ...any) {
	r.Helper()
	r.Fatalf("%s: datarocks %s: %s\nexit code %d\n-- stdout --\n%s-- stderr --\n%s-- summary --\n%s-- outputs --\n%s",
		r.operator.label, strings.Join(r.args, " "), fmt.Sprintf(format, args...), r.code, r.stdout, r.stderr, r.summary, r.outputs)
}

// gets notes that the run recorded what the platforms hold now of everybody but
// for the places that lack returns true for. What the day already has stays.
func (o *operator) gets(lack func(*member, content.Source) bool) {
	for _, m := range o.artists {
		for _, source := range o.sources {
			at := counted{o.day(), m.id, source.Default()}
			if _, have := o.recorded[at]; !have && !m.broken && (lack == nil || !lack(m, source)) {
				o.record(m, source)
			}
		}
		if !m.broken && (lack == nil || !lack(m, content.Wikipedia)) {
			o.remembers(m)
		}
	}
}

// record notes that the history has what a platform holds now of an artist.
func (o *operator) record(m *member, source content.Source) {
	n := o.count(m, source)
	o.recorded[counted{o.day(), m.id, source.Default()}] = n
	if source == content.LastFM {
		o.recorded[counted{o.day(), m.id, content.Metric{Source: source, Name: "plays"}}] = 80 * n
	}
}

// publishes notes that the site now shows what is recorded.
func (o *operator) publishes() {
	before := o.shown
	o.shown, o.titled = maps.Clone(o.recorded), o.title
	maps.DeleteFunc(o.shown, func(c counted, _ int64) bool {
		return c.metric != views && !slices.Contains(o.sources, c.metric.Source)
	})
	var site []member
	for _, m := range o.artists {
		if m.broken { // whose last page stays
			i := slices.IndexFunc(o.onSite, func(s member) bool { return s.id == m.id })
			if i >= 0 {
				kept := o.onSite[i]
				kept.broken = true
				site = append(site, kept)
			}
			maps.DeleteFunc(o.shown, func(c counted, _ int64) bool { return c.artist == m.id })
			for c, n := range before {
				if c.artist == m.id {
					o.shown[c] = n
				}
			}
			continue
		}
		site = append(site, *m)
	}
	o.onSite = site
}

// all is a run that is as it should be.
func (o *operator) all(r *ran) *ran {
	o.Helper()
	o.gets(nil)
	o.publishes()
	return r.exits(0)
}

// asked is how many requests a platform got.
func (o *operator) asked(source content.Source) int { return len(o.platforms[source].Requests()) }

func byDay(a, b counted) int {
	return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.artist, b.artist), cmp.Compare(a.metric.String(), b.metric.String()))
}

// Check fails the test at once if there is an error.
func (o *operator) Check(err error) {
	o.Helper()
	if err != nil {
		o.Fatalf("%s: %v", o.label, err)
	}
}
