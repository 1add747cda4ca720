package doctor

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"datarocks/cmd/datarocks/deploy"
	"datarocks/cmd/datarocks/shell"
)

var (
	comment    = regexp.MustCompile(`(?m)(?:^|\s)#.*$`)
	cronKey    = regexp.MustCompile(`[\s{,]cron:\s`)
	idleLimit  = 60 * 24 * time.Hour // after which GitHub disables the schedules of a public repository
	idleNotice = 50 * 24 * time.Hour
)

// checkSchedule looks for what starts a run every night.
func checkSchedule(d *doctor) findings {
	root, err := deploy.Git(d.World, d.flags.Content, "rev-parse", "--show-toplevel")
	if err != nil {
		return note("not looked at: %s is in no repository of git", d.flags.Content)
	}
	if _, err := deploy.FindRepository(d.World, d.flags.Content); err != nil && !d.OnGitHub() {
		return note("not looked at: the git remote origin is no repository on GitHub")
	}
	name, times := scheduled(root)
	if name == "" {
		return warn("`datarocks init DIR --uses OWNER/REPO@REF` writes one", "no workflow in .github/workflows runs datarocks by a schedule")
	}
	return idleSince(d, name, fmt.Sprintf("%s has %s", name, shell.Plural(times, "slot")))
}

// scheduled finds the workflow that runs datarocks, and how many slots it has.
func scheduled(root string) (name string, times int) {
	files, _ := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.y*ml")) // the pattern is not malformed
	for _, file := range files {
		text, err := os.ReadFile(file)
		text = comment.ReplaceAll(text, nil)
		if err != nil || !bytes.Contains(text, []byte("schedule:")) || !bytes.Contains(text, []byte("datarocks")) {
			continue
		}
		if n := len(cronKey.FindAll(text, -1)); n > times {
			name, times = filepath.Base(file), n
		}
	}
	return name, times
}

// idleSince describes how long ago the last commit is.
func idleSince(d *doctor, workflow, text string) findings {
	date, err := deploy.Git(d.World, d.flags.Content, "log", "-1", "--format=%cI", "refs/remotes/origin/HEAD", "--")
	if err != nil {
		date, err = deploy.Git(d.World, d.flags.Content, "log", "-1", "--format=%cI")
	}
	last, malformed := time.Parse(time.RFC3339, date)
	if err != nil || malformed != nil {
		return warn("commit, and push it", "%s, but nothing is committed", text)
	}
	text += ", last commit " + last.UTC().Format(time.DateOnly)
	switch age := d.now.Sub(last); {
	case age > idleLimit:
		return warn("commit something; `gh workflow enable "+workflow+"` starts the schedule again",
			"%s, %s ago: GitHub disables the schedules of a public repository after 60", text, ageText(age))
	case age > idleNotice:
		return warn("commit something", "%s, %s ago: after 60 GitHub disables the schedules of a public repository", text, ageText(age))
	}
	return fine("%s", text)
}
