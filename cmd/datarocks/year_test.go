package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// The year of an operator: nights of the real program against simulated platforms
// and a simulated AWS, with a trouble in most of them. What a trouble costs, and
// what people learn of it, stands beside the trouble, in troubles_test.go; what
// must hold after every run, whatever happened, in yearchecks_test.go.
//
// The seed chooses the order of the troubles and all that is chance in them.
// DATAROCKS_YEAR=SEED plays another one:
//
//	DATAROCKS_YEAR=7 CI=true go test -run TestAnOperatorsYear ./cmd/datarocks
const defaultYear = 1

// A plain test run plays as many nights as there is time for; CI plays all.
const (
	nightsOfAYear = 60
	nightsInBrief = 16
)

func TestAnOperatorsYear(t *testing.T) {
	t.Parallel()
	seed, nights := uint64(defaultYear), nightsInBrief
	if os.Getenv("CI") != "" {
		nights = nightsOfAYear
	}
	if text := os.Getenv("DATAROCKS_YEAR"); text != "" {
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("DATAROCKS_YEAR: %v", err)
		}
		seed = n
	}
	o := newOperator(t, rand.New(rand.NewPCG(seed, 15)))
	script := o.script(nights)
	for night := range nights {
		o.dusk()
		name, happen := "calm", calm
		if script[night] >= 0 {
			name, happen = troubles[script[night]].name, troubles[script[night]].happen
		}
		o.label = fmt.Sprintf("seed %d, night %d (%s), %s", seed, night+1, o.day(), name)
		happen(o)
		o.dawn()
		if t.Failed() {
			t.Fatal("what follows would only follow from it")
		}
	}
}

// script chooses what happens when: each trouble once before any comes again,
// with a calm night after every second one. -1 is a calm night.
func (o *operator) script(nights int) []int {
	script := []int{-1, -1}
	for len(script) < nights {
		for i, trouble := range o.chance.Perm(len(troubles)) {
			script = append(script, trouble)
			if i%2 == 1 {
				script = append(script, -1)
			}
		}
	}
	return script[:nights]
}
