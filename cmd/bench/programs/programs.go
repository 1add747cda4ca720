// Package programs builds the programs that the benchmarks measure, and runs
// them. Linux only.
package programs

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Must returns value, or ends the benchmark.
func Must[T any](value T, err error) T {
	Check(err)
	return value
}

// Check ends the benchmark if there is an error.
func Check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// Temp makes a folder; remove removes it.
func Temp() (folder string, remove func()) {
	folder = Must(os.MkdirTemp("", "bench-"))
	return folder, func() { _ = os.RemoveAll(folder) }
}

// Peers is the flag for the folder in which peers are kept between benchmarks.
func Peers() *string {
	cache, _ := os.UserCacheDir()
	return flag.String("peers", filepath.Join(cache, "datarocks-bench"), "`folder` of the peers, which are built there once")
}

// The peers are the newest that the Go of go.mod builds.
const (
	Rclone = "github.com/rclone/rclone@v1.76.0"
	Hugo   = "github.com/gohugoio/hugo@v0.165.0"
)

// Environ returns the environment without variables that would configure a
// peer, such as HUGO_ENVIRONMENT.
func Environ(prefixes ...string) []string {
	return slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(variable, prefix) })
	})
}

// Requests counts requests by their kind.
type Requests map[string]int

func (r Requests) String() string {
	var words []string
	for _, kind := range slices.Sorted(maps.Keys(r)) {
		words = append(words, fmt.Sprintf("%d %s", r[kind], kind))
	}
	return strings.Join(words, " + ")
}

// Sum is the number of all requests.
func (r Requests) Sum() (sum int) {
	for _, n := range r {
		sum += n
	}
	return sum
}

// Build builds a package of this module as a program in the folder, and returns
// its path.
func Build(folder, name, from string) (string, error) {
	path := filepath.Join(folder, name)
	return path, goTool("", nil, "build", "-o", path, from)
}

// BuildAt builds what a package was at a commit: the first of the places that
// there was.
func BuildAt(folder, name, commit string, places ...string) (string, error) {
	tree := filepath.Join(folder, "tree-"+name)
	if out, err := exec.Command("git", "worktree", "add", "--detach", tree, commit).CombinedOutput(); err != nil {
		return "", fmt.Errorf("check out %s: %w\n%s", commit, err, out)
	}
	i := slices.IndexFunc(places, func(place string) bool {
		_, err := os.Stat(filepath.Join(tree, place))
		return err == nil
	})
	path := filepath.Join(folder, name)
	err := goTool(tree, nil, "build", "-o", path, places[max(i, 0)])
	return path, errors.Join(err, exec.Command("git", "worktree", "remove", "--force", tree).Run())
}

// Install builds a peer in the folder, unless it is there, and returns its path,
// which ends in name. The arguments are those of go install.
func Install(folder, name string, args ...string) (string, error) {
	path := filepath.Join(folder, name)
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	fmt.Fprintf(os.Stderr, "go install %s\n", strings.Join(args, " "))
	// It calls what it builds by the name of the package.
	built := filepath.Join(folder, "built-"+name)
	if err := goTool("", []string{"GOBIN=" + built, "CGO_ENABLED=0"}, append([]string{"install"}, args...)...); err != nil {
		return "", err
	}
	programs, err := os.ReadDir(built)
	if err != nil || len(programs) != 1 {
		return "", fmt.Errorf("go install made %d programs: %w", len(programs), err)
	}
	if err := os.Rename(filepath.Join(built, programs[0].Name()), path); err != nil {
		return "", err
	}
	return path, os.Remove(built)
}

func goTool(dir string, env []string, args ...string) error {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

// Usage is what a program took.
type Usage struct {
	Wall, CPU time.Duration
	Memory    int64 // the most it held at once, in bytes
}

func (u Usage) String() string {
	return fmt.Sprintf("wall %5.1f s, CPU %5.1f s, peak memory %3d MB", u.Wall.Seconds(), u.CPU.Seconds(), u.Memory>>20)
}

// Run runs a command to its end. What it prints without a place for it stands
// in the error, if it fails.
func Run(cmd *exec.Cmd) (Usage, error) {
	var out bytes.Buffer
	if cmd.Stdout == nil && cmd.Stderr == nil {
		cmd.Stdout, cmd.Stderr = &out, &out
	}
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return Usage{}, err
	}
	peak := watch(cmd.Process.Pid)
	err := cmd.Wait()
	u := Usage{Wall: time.Since(begun), Memory: <-peak}
	if err != nil {
		return u, fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, &out)
	}
	u.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return u, nil
}

// watch returns the most memory, in bytes, that a process had until it ended. What
// the system reports of an ended process includes that of the one which started it.
func watch(pid int) <-chan int64 {
	peak := make(chan int64, 1)
	go func() {
		var most int64 // in KiB
		for {
			status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
			_, rest, ok := strings.Cut(string(status), "VmHWM:")
			if err == nil && ok {
				_, err = fmt.Sscan(rest, &most)
			}
			if err != nil || !ok {
				peak <- most << 10
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
	}()
	return peak
}
