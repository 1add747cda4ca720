package history

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"datarocks/fetch"
)

// childEnv makes the test binary play one of children instead of the tests.
const childEnv = "HISTORY_TEST_CHILD"

// children are what a process that a test starts does in a folder. None outlives
// the test: each ends when its stdin or stdout does.
var children = map[string]func(folder, arg string) error{
	"hold":   holdLock,
	"write":  writeOnAndOn,
	"record": recordAsOneOfMany,
}

func TestMain(m *testing.M) {
	child, ok := children[os.Getenv(childEnv)]
	if !ok {
		os.Exit(m.Run())
	}
	if err := child(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child is a process of ours.
type child struct {
	*exec.Cmd
	said  *bufio.Reader
	stdin io.Closer
}

func startChild(t *testing.T, name, folder, arg string) *child {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], folder, arg)
	cmd.Env = append(os.Environ(), childEnv+"="+name)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &child{cmd, bufio.NewReader(stdout), stdin}
}

// line waits until the child says something.
func (c *child) line(t *testing.T) string {
	t.Helper()
	line, err := c.said.ReadString('\n')
	if err != nil {
		t.Fatalf("the child ended: %v", err)
	}
	return strings.TrimSpace(line)
}

// kill ends the child as a crash would, and gives what it had still said.
func (c *child) kill(t *testing.T) string {
	t.Helper()
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	rest, _ := io.ReadAll(c.said)
	_ = c.Wait()
	return string(rest)
}

func waitForEnd() { _, _ = io.Copy(io.Discard, os.Stdin) }

// holdLock stops where a Put has written half of its temporary file.
func holdLock(folder, _ string) error {
	lock := flock.New(filepath.Join(folder, lockFile))
	if ok, err := lock.TryLock(); !ok {
		return fmt.Errorf("not locked: %w", err)
	}
	if err := os.WriteFile(filepath.Join(folder, ".tmp-a"), []byte("tw"), 0o600); err != nil {
		return err
	}
	fmt.Println("held")
	waitForEnd()
	return nil
}

func TestTheLockDiesWithItsProcess(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	d := NewDir(folder)
	mustPut(t, d, "a", "one")
	c := startChild(t, "hold", folder, "")
	c.line(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := d.Put(ctx, "a", strings.NewReader("two"), hashed("one")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Put while another process holds the lock: %v", err)
	}
	c.kill(t)
	holds(t, d, map[string]string{"a": "one"})
	if err := d.Put(t.Context(), "a", strings.NewReader("two"), hashed("one")); err != nil {
		t.Error(err)
	}
	holds(t, d, map[string]string{"a": "two"})
	if _, err := os.Stat(filepath.Join(folder, ".tmp-a")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the half of the killed process is still there: %v", err)
	}
}

// body is a big object that says which one it is in every part.
func body(i int) string { return strings.Repeat(strconv.Itoa(i)+"\n", 1<<14) }

// writeOnAndOn acknowledges each object by its number.
func writeOnAndOn(folder, _ string) error {
	d, version := NewDir(folder), ""
	for i := 1; ; i++ {
		if err := d.Put(context.Background(), "a", strings.NewReader(body(i)), version); err != nil {
			return err
		}
		fmt.Println(i)
		version = hashed(body(i))
	}
}

func TestAKilledWriterLeavesOneWholeObject(t *testing.T) {
	t.Parallel()
	for acknowledged := range 3 {
		d := NewDir(t.TempDir())
		c := startChild(t, "write", d.path, "")
		for range acknowledged + 1 {
			c.line(t)
		}
		last := acknowledged + 1 + strings.Count(c.kill(t), "\n")
		data, _, err := d.Get(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		if got := string(data); got != body(last) && got != body(last+1) {
			t.Errorf("after %d acknowledged writes the object has %d bytes and begins %.12q", last, len(got), got)
		}
	}
}

func recordAsOneOfMany(folder, arg string) error {
	number, err := strconv.Atoi(arg)
	if err != nil {
		return err
	}
	d := NewDir(folder)
	fmt.Println("ready")
	waitForEnd()
	_, err = Record(context.Background(), d, oneOfMany(number))
	if err == nil {
		fmt.Println("stored")
	}
	return err
}

// oneOfMany is a run that has two counts of its own and one that every run has.
func oneOfMany(number int) fetch.Snapshot {
	return snapshot(tonight.Add(time.Duration(number)*time.Second),
		sample("opeth spotify o", 1000+number),
		sample(fmt.Sprintf("artist-%02d spotify a%d", number, number), number),
		sample(fmt.Sprintf("artist-%02d twitter b%d", number, number), "http 503"))
}

func TestManyProcessesRecordOneDay(t *testing.T) {
	t.Parallel()
	const many = 20
	folder := t.TempDir()
	var runs []*child
	for i := range many {
		runs = append(runs, startChild(t, "record", folder, strconv.Itoa(i)))
	}
	for _, c := range runs {
		c.line(t)
	}
	for _, c := range runs {
		_ = c.stdin.Close()
	}
	for i, c := range runs {
		if said := c.line(t); said != "stored" {
			t.Errorf("process %d: %s", i, said)
		}
		if err := c.Wait(); err != nil {
			t.Errorf("process %d: %v", i, err)
		}
	}
	var want []Row
	for i := range many {
		rows, err := rowsOf(oneOfMany(i))
		if err != nil {
			t.Fatal(err)
		}
		want = Join(want, rows)
	}
	if len(want) != 2*many+1 || *want[len(want)-1].Value != 1000+many-1 {
		t.Fatalf("%d rows, the last %s", len(want), want[len(want)-1].encode())
	}
	holds(t, NewDir(folder), map[string]string{todayObject: string(encodeDay(want))})
}
