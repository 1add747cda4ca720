package shell

import (
	"bytes"
	"testing"
	"time"
)

// TestProgressOffATerminal: every ten seconds there is a line with how far it is, and none
// comes after the end.
func TestProgressOffATerminal(t *testing.T) {
	var out bytes.Buffer
	ticks := make(chan time.Time)
	stopped := false
	w := &World{Stderr: &out, Getenv: func(string) string { return "" }, Ticks: func(every time.Duration) (<-chan time.Time, func()) {
		if every != 10*time.Second {
			t.Errorf("a line every %v", every)
		}
		return ticks, func() { stopped = true }
	}}
	bar := w.Progress(400, "asking")
	bar.Add(100)
	bar.Add(20)
	ticks <- time.Time{}
	ticks <- time.Time{} // taken once the line of the first is printed
	bar.Finish()
	bar.Finish()
	bar.Set(400)
	select {
	case ticks <- time.Time{}:
		t.Error("it goes on after its end")
	default:
	}
	const want = "datarocks: asking: 120 of 400, after 10s\ndatarocks: asking: 120 of 400, after 20s\n"
	if got := out.String(); got != want || !stopped {
		t.Errorf("it printed %q (stopped: %v), want %q", got, stopped, want)
	}

	out.Reset()
	bar = w.Progress(0, "rendering")
	ticks <- time.Time{}
	bar.Finish()
	if got := out.String(); got != "datarocks: rendering, after 10s\n" {
		t.Errorf("it printed %q", got)
	}
	Progress{}.Finish() // of what was never begun
}
