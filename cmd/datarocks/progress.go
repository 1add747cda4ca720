package main

import (
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far something has come, on a terminal and only if it
// takes longer than a second. Elsewhere it shows nothing.
type progress struct{ bar *progressbar.ProgressBar }

func (w *world) progress(total int, what string) progress {
	file, isFile := w.stderr.(*os.File)
	if !isFile || !term.IsTerminal(int(file.Fd())) || w.getenv("TERM") == "dumb" {
		return progress{}
	}
	begun := time.Now()
	bar := progressbar.NewOptions(total,
		progressbar.OptionSetWriter(delayed{file, begun}),
		progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionEnableColorCodes(false),
	)
	return progress{bar}
}

func (p progress) set(done int) {
	if p.bar != nil {
		_ = p.bar.Set(done) // a bar that cannot be drawn is no failure
	}
}

func (p progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

// delayed drops what is written in the first second.
type delayed struct {
	file  *os.File
	begun time.Time
}

func (d delayed) Write(text []byte) (int, error) {
	if time.Since(d.begun) < time.Second {
		return len(text), nil
	}
	return d.file.Write(text)
}
