package storetest

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Child is a process that a test starts. It ends when its stdin or stdout does, so
// none outlives the test.
type Child struct {
	*exec.Cmd
	out   *bufio.Reader
	stdin io.Closer
}

// childEnv names what a test binary does in place of its tests.
const childEnv = "HISTORY_TEST_CHILD"

// Main is for TestMain: it runs the tests or, in a child, one of children, which gets
// a folder and an argument.
func Main(m *testing.M, children map[string]func(folder, arg string) error) {
	child, ok := children[os.Getenv(childEnv)]
	if !ok {
		os.Exit(m.Run())
	}
	if err := child(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// StartChild starts the test binary as one of its children.
func StartChild(t *testing.T, name, folder, arg string) *Child {
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
	return &Child{Cmd: cmd, out: bufio.NewReader(stdout), stdin: stdin}
}

// Line waits for a line that the child writes.
func (c *Child) Line(t *testing.T) string {
	t.Helper()
	line, err := c.out.ReadString('\n')
	if err != nil {
		t.Fatalf("the child ended: %v", err)
	}
	return strings.TrimSpace(line)
}

// Kill ends the child as a crash would, and returns what it still wrote.
func (c *Child) Kill(t *testing.T) string {
	t.Helper()
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	rest, _ := io.ReadAll(c.out)
	_ = c.Wait()
	return string(rest)
}

// CloseStdin lets the child go on that waits for it.
func (c *Child) CloseStdin() { _ = c.stdin.Close() }

// WaitForEnd waits in a child until the test ends or closes its stdin.
func WaitForEnd() { _, _ = io.Copy(io.Discard, os.Stdin) }
