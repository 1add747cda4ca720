package shell

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// terminal returns a stream that is one.
func terminal(stream any) (file *os.File, ok bool) {
	if printed, ok := stream.(*Stream); ok {
		stream = printed.to
	}
	file, ok = stream.(*os.File)
	return file, ok && term.IsTerminal(int(file.Fd()))
}

// Colours reports whether results go to a terminal that shows colours
// (no-color.org).
func (w *World) Colours() bool {
	_, ok := terminal(w.Stdout)
	return ok && w.Getenv("NO_COLOR") == "" && w.Getenv("TERM") != "dumb"
}

// Attended reports whether somebody sits at a terminal and sees what goes wrong.
func (w *World) Attended() bool {
	_, ok := terminal(w.Stderr)
	return ok
}

// AskNumber asks on a terminal for a number from 1 to most. ok is false where
// there is no terminal, and where nothing is answered.
func (w *World) AskNumber(most int) (n int, ok bool) {
	file, ok := terminal(w.Stdin)
	if !ok {
		return 0, false
	}
	lines := make(chan string)
	go readLines(file, lines)
	for range 3 {
		fmt.Fprintf(w.Stderr, "which one? 1 to %d, or nothing for none: ", most)
		select {
		case <-w.Ctx.Done():
			fmt.Fprintln(w.Stderr)
			return 0, false
		case line, more := <-lines:
			line = strings.TrimSpace(line)
			n, err := strconv.Atoi(line)
			switch {
			case err == nil && 1 <= n && n <= most:
				return n, true
			case line == "" || !more:
				return 0, false
			}
		}
	}
	return 0, false
}

// Confirm asks on a terminal whether to go on, which nothing and whatever is no "y"
// does not. Where there is no terminal, nobody is asked, and it goes on.
func (w *World) Confirm(what string) bool {
	file, ok := terminal(w.Stdin)
	if !ok {
		return true
	}
	lines := make(chan string)
	go readLines(file, lines)
	fmt.Fprintf(w.Stderr, "%s? y, or nothing for no: ", what)
	select {
	case <-w.Ctx.Done():
		fmt.Fprintln(w.Stderr)
		return false
	case line := <-lines:
		line = strings.ToLower(strings.TrimSpace(line))
		return line == "y" || line == "yes"
	}
}

func readLines(from io.Reader, lines chan<- string) {
	defer close(lines)
	for scanner := bufio.NewScanner(from); scanner.Scan(); {
		lines <- scanner.Text()
	}
}

// AskSecret reads a line, which a terminal does not show.
func (w *World) AskSecret(what string) (string, error) {
	if file, ok := terminal(w.Stdin); ok {
		fmt.Fprintf(w.Stderr, "%s: ", what)
		typed, err := term.ReadPassword(int(file.Fd()))
		fmt.Fprintln(w.Stderr)
		return string(typed), err
	}
	line, err := bufio.NewReader(w.Stdin).ReadString('\n')
	line = strings.TrimRight(line, "\r\n")
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return "", err
	case line == "":
		return "", errors.New("there is none")
	}
	return line, nil
}

// Progress begins something of so many steps; 0 where nobody knows how many.
func (w *World) Progress(total int, what string) Progress { return begin(w, total, what) }
