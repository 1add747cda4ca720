package fetch_test

import (
	"encoding/json"
	"testing"

	"datarocks/fetch"
)

func TestParseCountTakesOnlyWholeNumbers(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"0", "0"},
		{"14156138", "14156138"},
		{" 7 ", "7"},
		{"9007199254740991", "9007199254740991"},
		{"9007199254740992", "unavailable: the answer's count is out of range"},
		{"99999999999999999999999", "unavailable: the answer's count is out of range"},
		{"-99999999999999999999999", "unavailable: the answer's count is out of range"},
		{"-1", "unavailable: the answer's count is out of range"},
		{"", "unavailable: the answer has no followers"},
		{"null", "unavailable: the answer has no followers"},
		{"1.5", "unavailable: the answer's followers are not a whole number"},
		{"5.0", "unavailable: the answer's followers are not a whole number"},
		{"1e3", "unavailable: the answer's followers are not a whole number"},
		{`"5"`, "unavailable: the answer's followers are not a whole number"},
		{"true", "unavailable: the answer's followers are not a whole number"},
		{"[5]", "unavailable: the answer's followers are not a whole number"},
		{"{}", "unavailable: the answer's followers are not a whole number"},
	}
	for _, test := range tests {
		if got := fetch.ParseCount(json.RawMessage(test.raw), "followers").String(); got != test.want {
			t.Errorf("ParseCount(%s) = %s, want %s", test.raw, got, test.want)
		}
	}
}
