package legible

import (
	"fmt"
	"testing"
)

func TestFewOfEachKind(t *testing.T) {
	var all []string
	for i := range 33 {
		all = append(all, fmt.Sprintf(`unknown artist "a \"%d\" b"`, i))
		if i < MostOfAKind {
			all = append(all, fmt.Sprintf("has %d fields", i))
		}
	}
	few, more := Few(all, Kind)
	if len(few) != 2*MostOfAKind || few[0] != all[0] || few[1] != all[1] || len(more) != 1 || more[0].String() != `and 13 more like unknown artist "a \"0\" b"` {
		t.Errorf("%d, and %v", len(few), more)
	}
	if few, more := Few(nil, Kind); len(few) != 0 || len(more) != 0 {
		t.Errorf("of none: %v, %v", few, more)
	}
}
