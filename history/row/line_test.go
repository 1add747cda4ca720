package row

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/fetch"
)

// TestLinesAreThoseOfJSON: what is written by hand is what encoding/json writes.
func TestLinesAreThoseOfJSON(t *testing.T) {
	t.Parallel()
	words := []string{"", "", "opeth", "a b", `say "x"`, `back\slash`, "Öpeth", "<&>", "line\u2028", "tab\t", "\x7f", "\xff"}
	zones := []*time.Location{time.UTC, time.UTC, time.FixedZone("", 3600)}
	rnd := rand.New(rand.NewPCG(1, 16))
	word := func() string {
		if rnd.IntN(10) > 0 {
			return words[rnd.IntN(4)]
		}
		return words[rnd.IntN(len(words))]
	}
	count := func() *int64 {
		n := rnd.Int64N(fetch.MaxCount) >> rnd.IntN(53)
		return []*int64{nil, &n}[rnd.IntN(2)]
	}
	simple := 0
	for range 20_000 {
		r := Row{
			Date: content.Day(rnd.IntN(40_000)), Artist: word(), Source: content.Source(word()), Metric: word(),
			Value: count(), Was: count(), Held: count(), Step: rnd.Int64N(3), Status: fetch.Status(word()), Via: word(), Reason: word(),
			At:  time.Unix(rnd.Int64N(4e9), rnd.Int64N(2)*rnd.Int64N(1e9)).In(zones[rnd.IntN(3)]),
			Ref: word(), Name: word(),
		}
		if rnd.IntN(10) == 0 {
			r.Asked, r.Doubt = r.At, word()
		}
		if r.simple() {
			simple++
		}
		if got, want := r.AppendLine([]byte("x")), append([]byte("x"), r.encode()...); !bytes.Equal(got, want) {
			t.Fatalf("%s, want %s", got, want)
		}
	}
	if simple < 1000 {
		t.Errorf("%d rows are simple", simple)
	}
}
