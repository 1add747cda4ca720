package archive

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets garbage grow: a fifth of the time goes into collecting it otherwise.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}
