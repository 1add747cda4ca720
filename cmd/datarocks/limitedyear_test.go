package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch/fetchtest"
	"datarocks/history/row"
	"datarocks/publish/awstest"
)

// A plain test run plays some nights more than may be kept; CI plays a year.
const (
	limitedNights = 365
	limitedBrief  = 32
)

// keptDays is how many days of YouTube's counts may be kept, tonight's among them; a number
// may be anywhere for mostDays, so that a night may be missed.
const (
	keptDays = 28
	mostDays = 30
)

// limitedYear is a label that counts on YouTube, whose terms limit how long, and on Spotify.
type limitedYear struct {
	*testing.T
	chance  *rand.Rand
	folder  string
	youtube *fetchtest.YouTube
	spotify *fetchtest.Spotify
	env     []string
	where   []string           // flags that name history and site
	cloud   *awstest.AWS       // nil in folders
	first   content.Day        // of the nights
	day     content.Day        // tonight
	done    []content.Day      // days whose night ended well
	files   func() []namedBody // all that is stored, old versions included
}

// namedBody is an object or a file.
type namedBody struct {
	name, body string
	old        bool // another version is the current one
}

var limitedChannels = []string{"UCbulh9WdLtEXiooRcYK7SWw", "UC-_0123456789abcdefghij"}

// views are a number that no other day and no other channel has.
func (y *limitedYear) views(day content.Day, channel int) int64 {
	return 900_000_077_777 + int64(day-y.first)*1_000_000 + int64(channel)*100_000
}

// written finds such numbers, also as pages group their digits.
var written = regexp.MustCompile(`900[,.\x{a0}\x{202f}]?([0-9]{3})[,.\x{a0}\x{202f}]?[01]77[,.\x{a0}\x{202f}]?777`)

// TestAYearWithinTheTerms runs a year of nights, of which some are interrupted: nothing of
// YouTube's is anywhere for longer than its terms allow, and all else is there.
func TestAYearWithinTheTerms(t *testing.T) {
	t.Parallel()
	for _, place := range []string{"bucket", "folder"} {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			y := newLimitedYear(t)
			if place == "bucket" {
				y.useBuckets()
			} else {
				y.useFolders()
			}
			nights := limitedBrief
			if os.Getenv("CI") != "" {
				nights = limitedNights
			}
			if place == "folder" {
				nights = limitedBrief
			}
			for range nights {
				y.night()
				if t.Failed() {
					t.Fatalf("in the night of %s", y.day)
				}
				y.day++
			}
			y.day--
			y.end()
		})
	}
}

func newLimitedYear(t *testing.T) *limitedYear {
	t.Helper()
	y := &limitedYear{T: t, chance: rand.New(rand.NewPCG(17, 28)), folder: t.TempDir(), first: content.DayOf(time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC))}
	y.day = y.first
	var err error
	y.youtube, err = fetchtest.NewYouTube()
	y.check(err)
	t.Cleanup(func() { _ = y.youtube.Close() })
	y.spotify, err = fetchtest.NewSpotify()
	y.check(err)
	t.Cleanup(func() { _ = y.spotify.Close() })
	y.env = []string{
		"SPOTIFY_ID=id", "SPOTIFY_SECRET=secret", "SPOTIFY_ENDPOINT=" + y.spotify.URL(),
		"YOUTUBE_API_KEY=key", "YOUTUBE_ENDPOINT=" + y.youtube.URL(), "DATAROCKS_BASE_URL=https://counts.example.org/",
	}
	for name, value := range quick {
		y.env = append(y.env, name+"="+value)
	}
	writeFile(t, y.folder, "content/site.md", "---\ntitle: The Label\nsources:\n  spotify:\n  youtube:\n    metrics: [subscribers, views]\n---\n")
	for i, channel := range limitedChannels {
		writeFile(t, y.folder, fmt.Sprintf("content/artists/artist-%d.md", i),
			fmt.Sprintf("---\nname: Artist %d\naccounts:\n  spotify: %022d\n  youtube: %s\n---\n", i, i, channel))
	}
	return y
}

// useBuckets keeps all in buckets, whose history has the rule and the versions that the stack
// gives it.
func (y *limitedYear) useBuckets() {
	y.cloud = openCloud(y.T)
	y.Cleanup(func() { _ = y.cloud.Close() })
	y.env = append(y.env, y.cloud.Environ()...)
	y.check(y.cloud.KeepVersions("counts"))
	y.cloud.Expire("counts", awstest.Expiry{ID: "limited-youtube", Prefix: "v1/limited/youtube/", Days: keptDays - 1, OldDays: 1})
	y.where = []string{"--history", "s3://counts", "--site", "s3://pages"}
	y.files = func() (all []namedBody) {
		for name, o := range y.cloud.Objects("pages") {
			all = append(all, namedBody{name, o.Body, false})
		}
		return append(all, y.stored("v1/limited/")...)
	}
}

// inBucket returns the objects of the history below a prefix, old ones included.
func (y *limitedYear) inBucket(prefix string) (all []namedBody) {
	client := s3.NewFromConfig(y.cloud.Config(), func(o *s3.Options) { o.UsePathStyle = true })
	pages := s3.NewListObjectVersionsPaginator(client, &s3.ListObjectVersionsInput{Bucket: aws.String("counts"), Prefix: &prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(y.Context())
		y.check(err)
		for _, v := range page.Versions {
			o, err := client.GetObject(y.Context(), &s3.GetObjectInput{Bucket: aws.String("counts"), Key: v.Key, VersionId: v.VersionId})
			y.check(err)
			body, err := io.ReadAll(o.Body)
			y.check(err)
			all = append(all, namedBody{*v.Key, string(body), !*v.IsLatest})
		}
	}
	return all
}

func (y *limitedYear) useFolders() {
	y.where = []string{"--history", filepath.Join(y.folder, "data"), "--site", filepath.Join(y.folder, "public")}
	y.files = func() []namedBody {
		return append(y.inFolder("public", ""), y.stored("v1/limited/")...)
	}
}

// inFolder returns the files of a folder whose names begin so.
func (y *limitedYear) inFolder(folder, prefix string) (all []namedBody) {
	root := os.DirFS(filepath.Join(y.folder, folder))
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasPrefix(name, prefix) {
			return err
		}
		body, err := fs.ReadFile(root, name)
		all = append(all, namedBody{name, string(body), false})
		return err
	})
	if !os.IsNotExist(err) {
		y.check(err)
	}
	return all
}

// night is a night from midnight on. About one in six is interrupted, of these every other
// one for good, but no three in a row: that is how many the terms leave room for.
func (y *limitedYear) night() {
	y.Helper()
	if y.cloud != nil {
		y.cloud.Heal()
		y.check(y.cloud.Age(y.day.Time().Add(3 * time.Hour)))
	}
	for i, channel := range limitedChannels {
		name := fmt.Sprintf("Artist %d", i)
		y.spotify.Set(fmt.Sprintf("%022d", i), name, 1000+int64(y.day-y.first))
		y.youtube.Set(channel, name, 500_000+int64(y.day-y.first)*1000)
		y.youtube.SetFurther(channel, y.views(y.day, i))
	}
	if len(y.done) > 0 && y.day-y.done[len(y.done)-1] <= mostDays-keptDays && y.chance.IntN(6) == 0 {
		y.interrupted()
		y.look(mostDays)
		if y.chance.IntN(2) == 0 {
			return
		}
	}
	if code, printed := y.run(nil); code != shell.ExitDone {
		y.Fatalf("the run of %s: exit code %d\n%s", y.day, code, printed)
	}
	y.done = append(y.done, y.day)
	y.look(keptDays)
	y.kept()
}

// interrupted is a run that is killed somewhere: at one of its requests.
func (y *limitedYear) interrupted() {
	y.Helper()
	process := make(chan *os.Process, 1)
	kill := sync.OnceFunc(func() { _ = (<-process).Kill() })
	if y.cloud == nil {
		y.youtube.Fail("/", func(http.ResponseWriter, *http.Request, http.Handler) { kill() })
	} else {
		y.cloud.Break(awstest.Rule{Nth: 1 + y.chance.IntN(60), Fault: awstest.Call(kill, awstest.Drop())})
	}
	_, _ = y.run(func(p *os.Process) { process <- p })
	y.youtube.Heal()
	if y.cloud != nil {
		y.cloud.Heal()
	}
}

// run is a run of the program, which what is done at its start may end early.
func (y *limitedYear) run(started func(*os.Process)) (code int, printed string) {
	y.Helper()
	c := y.command("run", y.where...)
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	y.check(c.Start())
	if started != nil {
		started(c.Process)
	}
	_ = c.Wait() // its exit code shows
	return c.ProcessState.ExitCode(), out.String()
}

func (y *limitedYear) command(verb string, flags ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], append([]string{verb, "--content", filepath.Join(y.folder, "content")}, flags...)...)
	c.Dir = y.folder
	c.Env = append(slices.Clone(y.env), asDatarocks+"=1", "HOME="+y.folder, "TMPDIR="+y.folder, "DATAROCKS_NOW="+y.day.Time().Add(3*time.Hour+17*time.Minute).Format(time.RFC3339))
	return c
}

// look looks for numbers in all that is stored: what is current may have those of some days,
// an old version of the history a night's more.
func (y *limitedYear) look(days content.Day) {
	y.Helper()
	found := 0
	for _, file := range y.files() {
		most := days
		if file.old {
			most = mostDays
		}
		for _, number := range written.FindAllStringSubmatch(unpacked(file), -1) {
			found++
			n, err := strconv.Atoi(number[1])
			y.check(err)
			if age := y.day - (y.first + content.Day(n)); age >= most {
				y.Fatalf("%s: %s has %s, which is %d days old (an old version: %t)", y.day, file.name, number[0], age, file.old)
			}
		}
	}
	if found == 0 && len(y.done) > 0 {
		y.Errorf("%s: there is no number of YouTube at all, so this test sees nothing", y.day)
	}
}

// unpacked is the text of a file.
func unpacked(file namedBody) string {
	r, err := gzip.NewReader(strings.NewReader(file.body))
	if err != nil {
		return file.body
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return file.body
	}
	return string(text)
}

// kept compares the rows of YouTube with the nights that ended well.
func (y *limitedYear) kept() {
	y.Helper()
	have := make(map[content.Day]int)
	for _, file := range y.files() {
		if !strings.HasPrefix(file.name, "v1/limited/") || file.old {
			continue
		}
		for _, r := range rowsOf(y.T, file.body) {
			if r.Value != nil {
				have[r.Date]++
			}
		}
	}
	for _, day := range y.done {
		want := 2 * len(limitedChannels)
		if day <= y.day-keptDays {
			want = 0
		}
		if have[day] != want {
			y.Errorf("%s: %d counts of YouTube of %s, want %d", y.day, have[day], day, want)
		}
	}
}

// rowsOf reads the rows of an object; what was forgotten is none.
func rowsOf(t *testing.T, body string) (rows []row.Row) {
	t.Helper()
	for line := range strings.Lines(body) {
		var r row.Row
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if r.Source != "" {
			rows = append(rows, r)
		}
	}
	return rows
}

// end looks at what lasts, and at an export.
func (y *limitedYear) end() {
	y.Helper()
	days := make(map[content.Day]int)
	for _, file := range y.stored("v1/days/") {
		for _, r := range rowsOf(y.T, file.body) {
			if r.Source != content.Spotify {
				y.Errorf("%s has a row of %s", file.name, r.Source)
			}
			if !file.old {
				days[r.Date]++
			}
		}
	}
	for _, day := range y.done {
		if days[day] != len(limitedChannels) {
			y.Errorf("%d rows of %s in what lasts, want %d", days[day], day, len(limitedChannels))
		}
	}
	for _, file := range append(y.stored("v1/rollup/"), y.stored("v1/conditions")...) {
		if text := unpacked(file); strings.Contains(text, "youtube") || written.MatchString(text) {
			y.Errorf("%s has something of YouTube", file.name)
		}
	}
	y.export()
}

// stored returns what is stored below a prefix of the history.
func (y *limitedYear) stored(prefix string) []namedBody {
	if y.cloud != nil {
		return y.inBucket(prefix)
	}
	return y.inFolder("data", prefix)
}

// export wants all of Spotify in it, and of YouTube what may be kept.
func (y *limitedYear) export() {
	y.Helper()
	var out, problems bytes.Buffer
	c := y.command("export", "--format", "ndjson", y.where[0], y.where[1])
	c.Stdout, c.Stderr = &out, &problems
	if err := c.Run(); err != nil {
		y.Fatalf("export: %v\n%s", err, problems.String())
	}
	counts := make(map[content.Source]map[content.Day]int)
	for _, r := range rowsOf(y.T, out.String()) {
		if counts[r.Source] == nil {
			counts[r.Source] = make(map[content.Day]int)
		}
		counts[r.Source][r.Date]++
	}
	for day := range counts[content.YouTube] {
		if day <= y.day-keptDays {
			y.Errorf("the export has YouTube's counts of %s", day)
		}
	}
	if len(counts[content.Spotify]) < len(y.done) || len(counts[content.YouTube]) < keptDays/2 {
		y.Errorf("the export has %d days of Spotify and %d of YouTube", len(counts[content.Spotify]), len(counts[content.YouTube]))
	}
}

func (y *limitedYear) check(err error) {
	y.Helper()
	if err != nil {
		y.Fatal(err)
	}
}
