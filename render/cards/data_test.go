package cards

import (
	"encoding/json"
	"testing"
)

func TestSteps(t *testing.T) {
	t.Parallel()
	counts := func(text string) (values []*int64) {
		if err := json.Unmarshal([]byte(text), &values); err != nil {
			t.Fatal(err)
		}
		return values
	}
	for values, want := range map[string]string{
		"[]":                        "[]",
		"[7]":                       "[7]",
		"[null,null]":               "[null,null]",
		"[0,0,5]":                   "[0,0,5]",
		"[null,10,null,12,11,null]": "[null,10,null,2,-1,null]",
	} {
		got, err := json.Marshal(steps(counts(values)))
		if err != nil || string(got) != want {
			t.Errorf("steps(%s) = %s, %v; want %s", values, got, err, want)
		}
	}
}
