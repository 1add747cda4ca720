package row_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"

	"datarocks/history/row"
)

func TestADayWriterIsTheDay(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		rows := anyRows(rand.New(rand.NewPCG(seed, 3)))
		want := row.EncodeDay(rows)
		w := row.NewDayWriter(rows)
		size, err := w.Seek(0, io.SeekEnd)
		if err != nil || size != int64(len(want)) {
			t.Fatalf("it ends at %d, %v; want %d", size, err, len(want))
		}
		for range 2 { // a write that is tried again reads it again
			if at, err := w.Seek(0, io.SeekStart); err != nil || at != 0 {
				t.Fatal(at, err)
			}
			if got, err := io.ReadAll(iotest.OneByteReader(w)); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%q, %v; want %q", got, err, want)
			}
			if at, err := w.Seek(0, io.SeekCurrent); err != nil || at != size {
				t.Fatal(at, err)
			}
		}
		if _, err := w.Seek(-1, io.SeekEnd); err == nil {
			t.Fatal("it goes to where it cannot")
		}
	}
}
