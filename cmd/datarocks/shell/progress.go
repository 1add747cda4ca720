package shell

import (
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// Progress shows how far something has come: on a terminal by a bar, once it takes
// longer than a second, elsewhere by a line every ten seconds.
type Progress struct{ steps *steps }

// progressEvery is how often a line is printed where there is no terminal.
const progressEvery = 10 * time.Second

// steps are those of one Progress.
type steps struct {
	world *World
	what  string
	total int // 0 where nobody knows
	bar   *progressbar.ProgressBar

	mu      sync.Mutex
	done    int
	stop    func() // ends the lines; nil on a terminal
	stopped chan struct{}
}

// begin begins something of so many steps.
func begin(w *World, total int, what string) Progress {
	s := &steps{world: w, what: what, total: total}
	if file, ok := terminal(w.Stderr); ok && w.Getenv("TERM") != "dumb" {
		s.bar = newBar(file, total, what)
		return Progress{s}
	}
	ticks, stop := ticks(w, progressEvery)
	ended := make(chan struct{})
	s.stopped = make(chan struct{})
	s.stop = sync.OnceFunc(func() {
		stop()
		close(ended)
		<-s.stopped
	})
	go s.lines(ticks, ended)
	return Progress{s}
}

func newBar(file *os.File, total int, what string) *progressbar.ProgressBar {
	if total == 0 {
		total = -1 // which turns
	}
	return progressbar.NewOptions(total,
		progressbar.OptionSetWriter(delayed{file, time.Now()}),
		progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionEnableColorCodes(false),
	)
}

// ticks is a ticker, or that of a test.
func ticks(w *World, every time.Duration) (ticks <-chan time.Time, stop func()) {
	if w.Ticks != nil {
		return w.Ticks(every)
	}
	ticker := time.NewTicker(every)
	return ticker.C, ticker.Stop
}

// lines prints how far it is at each tick.
func (s *steps) lines(ticks <-chan time.Time, ended <-chan struct{}) {
	defer close(s.stopped)
	for after := progressEvery; ; after += progressEvery {
		select {
		case <-ended:
			return
		case <-ticks:
		}
		s.mu.Lock()
		done := s.done
		s.mu.Unlock()
		far := fmt.Sprintf(": %d of %d", done, s.total)
		if s.total == 0 {
			far = ""
		}
		s.world.Say("%s%s, after %v", s.what, far, after)
	}
}

// Set shows that so many steps are done.
func (p Progress) Set(done int) {
	if p.steps != nil {
		p.steps.set(func(int) int { return done })
	}
}

// Add shows that so many more steps are done.
func (p Progress) Add(more int) {
	if p.steps != nil {
		p.steps.set(func(done int) int { return done + more })
	}
}

func (s *steps) set(next func(done int) int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done = next(s.done)
	if s.bar != nil && s.total > 0 {
		_ = s.bar.Set(s.done) // a bar that cannot be drawn is no failure
	}
}

// Finish ends it: the bar goes away, and no line is printed any more.
func (p Progress) Finish() {
	switch {
	case p.steps == nil:
	case p.steps.bar != nil:
		_ = p.steps.bar.Finish() // a bar that cannot be drawn is no failure
	default:
		p.steps.stop()
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
