package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"

	"datarocks/content"
	"datarocks/fetch/fetchtest"
	"datarocks/publish/awstest"
)

// troubles are what happens to an operator in a year. Each is a day of one or more
// runs, and leaves the platforms and AWS to be healed by the next dusk.
var troubles = []struct {
	name   string
	happen func(*operator)
}{
	{"a platform fails for an hour", outage},
	{"a platform fails all day", outageAllDay},
	{"Wikipedia fails for a night", wikipediaFails},
	{"an account is gone", accountGone},
	{"an artist leaves", artistLeaves},
	{"an artist joins", artistJoins},
	{"an artist has a new name", newName},
	{"the site has a new title", newTitle},
	{"two runs at once", twoAtOnce},
	{"a run is killed", killedRun},
	{"a run is stopped while it asks", stoppedRun},
	{"manifest.json is broken", brokenManifest},
	{"the history cannot be written", historyUnwritable},
	{"the history cannot be read", historyUnreadable},
	{"the site cannot be listed", siteUnlistable},
	{"the site cannot be written", siteUnwritable},
	{"the distribution refuses", cdnRefuses},
	{"the login is revoked", loginRevoked},
	{"the disk is full", diskFull},
	{"an artist's file is broken", brokenArtist},
	{"site.md is broken", brokenSite},
	{"a count ten times too high is withdrawn", spikeWithdrawn},
	{"a count ten times as high is accepted", jumpAccepted},
	{"nobody ran for days", silence},
	{"a refresh by hand", refresh},
	{"the webhook is away", webhookAway},
	{"S3 asks to slow down", slowDown},
	{"a day is edited by hand", dayEdited},
	{"a day is deleted by hand", dayDeleted},
	{"a source is taken out for a day", sourceTakenOut},
	{"an artist has a new id", newID},
}

func calm(o *operator) { o.all(o.night()) }

// away are the ways in which a platform has no answer for anybody.
var away = []fetchtest.Fault{
	fetchtest.Respond(http.StatusServiceUnavailable, ""), fetchtest.Respond(http.StatusUnauthorized, "{}"),
	fetchtest.HTML(http.StatusOK), fetchtest.HTML(http.StatusBadGateway), fetchtest.Drop(), fetchtest.Cut(),
}

// fails lets a platform of chance fail, and returns what of it the night lacks.
func (o *operator) fails() (source content.Source, name string, lack func(*member, content.Source) bool) {
	source = yearSources[o.chance.IntN(len(yearSources))]
	o.platforms[source].FailAlways("/", away[o.chance.IntN(len(away))])
	info, _ := source.Info()
	return source, info.Name, func(_ *member, s content.Source) bool { return s == source }
}

func outage(o *operator) {
	source, name, lack := o.fails()
	r := o.night().exits(3).says(name)
	o.gets(lack)
	o.publishes()
	o.dawn()
	r.prints("::warning")
	o.platforms[source].Heal()
	o.all(o.night())
}

func outageAllDay(o *operator) {
	_, name, lack := o.fails()
	for range 2 {
		o.night().exits(3).says(name)
		o.gets(lack)
		o.publishes()
		o.dawn()
	}
}

func accountGone(o *operator) {
	m, source := o.any(), yearSources[o.chance.IntN(len(yearSources))]
	n := o.count(m, source)
	o.platforms[source].Remove(m.account(source))
	o.night().exits(3).says(m.name)
	o.set(m, source, n)
	o.gets(func(who *member, s content.Source) bool { return who == m && s == source })
	o.publishes()
}

func artistLeaves(o *operator) {
	if len(o.artists) < 4 {
		return
	}
	m := o.any()
	o.artists = slices.DeleteFunc(o.artists, func(a *member) bool { return a == m })
	o.Check(os.Remove(o.path("content/artists/" + m.id + ".md")))
	o.night().exits(1).says(m.id, "--allow-removal")
	o.gets(nil)
	o.dawn() // visitors see the last site
	o.all(o.night("--allow-removal"))
}

func artistJoins(o *operator) {
	o.join()
	o.all(o.night())
}

func newName(o *operator) {
	m := o.any()
	m.name = fmt.Sprintf("Renamed %d", o.chance.IntN(1000))
	o.write(m)
	o.all(o.night())
}

func newTitle(o *operator) {
	o.title = fmt.Sprintf("Label No. %d", o.chance.IntN(1000))
	o.writeSite()
	o.all(o.night())
}

// twoAtOnce starts two runs of different artists at once: neither loses what the
// other recorded, and the last site shows the counts of both.
func twoAtOnce(o *operator) {
	var commands []*exec.Cmd
	var outs []func() string
	half := 1 + o.chance.IntN(len(o.artists)-1)
	for _, part := range [][]*member{o.artists[:half], o.artists[half:]} {
		args := []string{"run"}
		for _, m := range part {
			args = append(args, "--artist", m.id)
		}
		c, stdout, stderr := o.command(args...)
		commands = append(commands, c)
		outs = append(outs, func() string { return stdout.String() + stderr.String() })
	}
	o.slot++
	var both sync.WaitGroup
	for _, c := range commands {
		both.Go(func() { _ = c.Run() })
	}
	both.Wait()
	for i, c := range commands {
		if code := c.ProcessState.ExitCode(); code != 0 && code != 3 {
			o.Errorf("%s: a run of two ends with %d\n%s", o.label, code, outs[i]())
		}
	}
	o.gets(nil)
	o.publishes()
}

// killedRun kills a run at one of its requests to AWS; the next one completes it.
func killedRun(o *operator) {
	var mu sync.Mutex
	var process *os.Process
	started := make(chan struct{})
	o.cloud.Break(awstest.Rule{Nth: 1 + o.chance.IntN(30), Times: 1, Fault: awstest.Call(func() {
		<-started
		mu.Lock()
		defer mu.Unlock()
		_ = process.Kill()
	}, awstest.Drop())})
	c, _, _ := o.command("run")
	o.Check(c.Start())
	mu.Lock()
	process = c.Process
	mu.Unlock()
	close(started)
	_ = c.Wait()
	o.cloud.Heal()
	o.slot++
	o.all(o.night())
}

// stoppedRun is a job that is cancelled while a platform does not answer.
func stoppedRun(o *operator) {
	source := yearSources[o.chance.IntN(len(yearSources))]
	asked := make(chan struct{}, 1)
	o.platforms[source].FailAlways("/", func(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
		select {
		case asked <- struct{}{}:
		default:
		}
		<-r.Context().Done()
	})
	c, stdout, stderr := o.command("run")
	o.Check(c.Start())
	<-asked
	o.Check(c.Process.Signal(syscall.SIGTERM))
	_ = c.Wait()
	if code := c.ProcessState.ExitCode(); code != 1 {
		o.Errorf("%s: a stopped run ends with %d\n%s%s", o.label, code, stdout, stderr)
	}
	if summary := o.read("summary.md"); !strings.Contains(summary, "stopped") {
		o.Errorf("%s: the summary does not say that it was stopped:\n%s", o.label, summary)
	}
	o.slot++
	o.platforms[source].Heal()
	o.all(o.night())
}

func brokenManifest(o *operator) {
	whole := o.cloud.Objects("pages")["manifest.json"]
	broken := whole
	broken.Body = []string{"", "{", whole.Body[:len(whole.Body)/2], "<html>", "[]", "null", strings.Repeat("\x00", 512)}[o.chance.IntN(7)]
	o.Check(o.cloud.Put("pages", "manifest.json", broken))
	r := o.night()
	o.all(r)
	r.prints("manifest.json")
}

// refuse lets S3 and CloudFront refuse some operations on a bucket or distribution.
func (o *operator) refuse(where string, operations ...string) {
	o.cloud.Break(awstest.Rule{
		Match: func(r awstest.Request) bool {
			return slices.Contains(operations, r.Operation) && (r.Bucket == where || r.Distribution == where)
		},
		Fault: awstest.Answer(http.StatusForbidden, "AccessDenied"),
	})
}

// historyUnwritable costs no money: what is paid for is not asked.
func historyUnwritable(o *operator) {
	o.refuse("counts", "PutObject")
	before := o.asked(content.Twitter)
	o.night().exits(1).says("history")
	if o.asked(content.Twitter) != before {
		o.Errorf("%s: X is paid for counts that cannot be kept", o.label)
	}
	o.dawn()
	o.cloud.Heal()
	o.all(o.night())
}

func historyUnreadable(o *operator) {
	o.refuse("counts", []string{"ListObjectsV2", "GetObject"}[o.chance.IntN(2)])
	before := o.asked(content.Spotify)
	o.night().exits(1).says("history")
	if o.asked(content.Spotify) != before {
		o.Errorf("%s: it asks without knowing what it has", o.label)
	}
	o.cloud.Heal()
	o.all(o.night())
}

// siteUnlistable and siteUnwritable cost no counts, and visitors see what they saw.
func siteUnlistable(o *operator) {
	o.refuse("pages", "ListObjectsV2", "GetObject")
	o.siteFails()
}

func siteUnwritable(o *operator) {
	o.refuse("pages", "PutObject")
	o.siteFails()
}

func (o *operator) siteFails() {
	r := o.night().exits(1)
	o.gets(nil)
	o.dawn()
	r.says("pages")
	o.cloud.Heal()
	o.all(o.night())
}

func cdnRefuses(o *operator) {
	o.refuse("E1", "CreateInvalidation")
	r := o.night().exits(3).says("published, but")
	o.gets(nil)
	o.publishes()
	r.prints("create-invalidation")
	before := len(o.cloud.Invalidations("E1"))
	o.cloud.Heal()
	o.all(o.night())
	if len(o.cloud.Invalidations("E1")) == before {
		o.Errorf("%s: nothing was invalidated afterwards", o.label)
	}
}

func loginRevoked(o *operator) {
	o.cloud.Break(awstest.Rule{Fault: awstest.Answer(http.StatusForbidden, "InvalidAccessKeyId")})
	o.night().exits(1)
	o.dawnAfterHealing()
	o.all(o.night())
}

func (o *operator) dawnAfterHealing() {
	o.cloud.Heal()
	o.dawn()
}

// diskFull leaves no room for pages. A full disk needs rights; elsewhere the folder
// for temporary files is none.
func diskFull(o *operator) {
	full := o.path("full")
	o.Check(os.MkdirAll(full, 0o777))
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", full).Run(); err == nil {
		defer func() { o.Check(exec.Command("umount", full).Run()) }()
	} else {
		full = o.path("content/site.md")
	}
	r := o.doWith(func(c *exec.Cmd) { c.Env = append(c.Env, "TMPDIR="+full) }, "run")
	o.slot++
	r.exits(1)
	if strings.Contains(r.stdout, "rows recorded") { // else there was no room to read a long history, and nobody was asked
		o.gets(nil)
	}
	o.dawn()
	o.all(o.night())
}

func webhookAway(o *operator) {
	o.join() // which is news
	o.hook.fail(slices.Repeat([]fetchtest.Fault{fetchtest.Respond(http.StatusInternalServerError, "")}, 20)...)
	o.all(o.night())
}

func slowDown(o *operator) {
	for range 5 {
		o.cloud.Break(awstest.Rule{Nth: 1 + o.chance.IntN(40), Times: 1, Fault: []awstest.Fault{
			awstest.Answer(http.StatusServiceUnavailable, "SlowDown"), awstest.Answer(http.StatusInternalServerError, "InternalError"), awstest.Drop(),
		}[o.chance.IntN(3)]})
	}
	o.all(o.night())
}
