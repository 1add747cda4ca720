package fetch_test

import (
	"encoding/json"
	"math/big"
	"strings"
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
		{"1.1113535E7", "11113535"},
		{"5.0", "5"},
		{"12.00", "12"},
		{"1e3", "1000"},
		{"1E+3", "1000"},
		{"1.20e1", "12"},
		{"1200e-2", "12"},
		{"0.12e2", "12"},
		{"0.000", "0"},
		{"-0", "0"},
		{"-0.0e5", "0"},
		{"0e99999999999999999999", "0"},
		{"0e-99999999999999999999", "0"},
		{"9.007199254740991e15", "9007199254740991"},
		{"9.007199254740992e15", "unavailable: the answer's count is out of range"},
		{"1e16", "unavailable: the answer's count is out of range"},
		{"1e99999999999999999999", "unavailable: the answer's count is out of range"},
		{"-1e3", "unavailable: the answer's count is out of range"},
		{"9007199254740990.5", "unavailable: the answer's followers are not a whole number"},
		{"11113535.00000000000000000001", "unavailable: the answer's followers are not a whole number"},
		{"1.5", "unavailable: the answer's followers are not a whole number"},
		{"-1.5", "unavailable: the answer's followers are not a whole number"},
		{"1.1113535E6", "unavailable: the answer's followers are not a whole number"},
		{"1e-3", "unavailable: the answer's followers are not a whole number"},
		{"1e-99999999999999999999", "unavailable: the answer's followers are not a whole number"},
		{`"1e3"`, "unavailable: the answer's followers are not a whole number"},
		{"0x10", "unavailable: the answer's followers are not a whole number"},
		{"1_000", "unavailable: the answer's followers are not a whole number"},
		{"+5", "unavailable: the answer's followers are not a whole number"},
		{"NaN", "unavailable: the answer's followers are not a whole number"},
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

// FuzzParseCount compares with the exact arithmetic of math/big.
func FuzzParseCount(f *testing.F) {
	for _, seed := range []string{"0", "1.1113535E7", "12.0", "-0.0", "1e3", "9007199254740991", "9.007199254740992e15", "1200e-2", "1.5", "null", `"5"`, "00", "1e", "-"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 100 || !json.Valid([]byte(text)) {
			return
		}
		n, ok := fetch.ParseCount(json.RawMessage(text), "followers").Value()
		if _, exponent, ok := strings.Cut(strings.ToLower(text), "e"); ok && len(strings.TrimSpace(exponent)) > 4 {
			return // big.Rat would write it out
		}
		exact, isNumber := new(big.Rat).SetString(strings.TrimSpace(text))
		isNumber = isNumber && strings.Trim(strings.TrimSpace(text), "0123456789+-.eE") == ""
		want := isNumber && exact.IsInt() && exact.Sign() >= 0 && exact.Cmp(new(big.Rat).SetInt64(fetch.MaxCount)) <= 0
		if ok != want || ok && exact.Cmp(new(big.Rat).SetInt64(n)) != 0 {
			t.Errorf("%s is %d, %v; want %v, %v", text, n, ok, exact, want)
		}
	})
}

func TestFields(t *testing.T) {
	for object, want := range map[string]string{
		`{"a":1,"n":5}`: "5", `{"n": {"n":1} }`: `{"n":1}`, `{"N":5}`: "", `{"n":5,"N":6}`: "5", `{"n":5,"n":5}`: "5", `{"n":5,"n":6}`: "[5,6]", `{"n":null}`: "null",
		`{"a":{"n":5}}`: "", `{"a":"\"n\":5"}`: "", `{"\u006e":5}`: "5", `[5]`: "", `{"n"`: "", ``: "", `null`: "",
	} {
		if got := string(fetch.Field([]byte(object), "n")); got != want {
			t.Errorf("%s has %s, want %s", object, got, want)
		}
	}
}

func TestIDsAreStringsOrWholeNumbers(t *testing.T) {
	for raw, want := range map[string]fetch.ID{`"119"`: "119", `119`: "119", `1.19E2`: "119", `9223372036854775807`: "9223372036854775807", `1.5`: "", `-5`: "", `null`: "", `[119]`: "", `true`: ""} {
		id := fetch.ID("before")
		if err := json.Unmarshal([]byte(raw), &id); err != nil || id != want {
			t.Errorf("%s is read as %q, %v; want %q", raw, id, err, want)
		}
	}
}

func TestNamesAreOneBoundedLine(t *testing.T) {
	c := fetch.Number(7).Named(" Dream\nTheater\x00 ")
	if c.Name != "Dream Theater" {
		t.Errorf("the name is %q", c.Name)
	}
	if n, ok := c.Value(); n != 7 || !ok {
		t.Errorf("the count is %v", c)
	}
	long := fetch.Missing(fetch.Hidden, "").Named(strings.Repeat("é", 1000))
	if n := len([]rune(long.Name)); n != 300 {
		t.Errorf("a name of %d characters, want 300", n)
	}
	if (fetch.Count{}).Named("Opeth") != (fetch.Count{}) {
		t.Error("the zero Count became something")
	}
}

func TestTextIsAStringOrNothing(t *testing.T) {
	for raw, want := range map[string]fetch.Text{`"Opeth"`: "Opeth", `5`: "", `null`: "", `{"en":"Opeth"}`: "", `["Opeth"]`: ""} {
		text := fetch.Text("before")
		if err := json.Unmarshal([]byte(raw), &text); err != nil || text != want {
			t.Errorf("%s is read as %q, %v; want %q", raw, text, err, want)
		}
	}
}

func TestAnAccountTwice(t *testing.T) {
	found := make(fetch.Found)
	for name, n := range map[string]int64{"opeth": 5, "metallica": 7} {
		found.Add(name, fetch.Number(n), "twice")
		found.Add(name, fetch.Number(5), "twice")
	}
	found.Add("opeth", fetch.Number(5).Named("Opeth"), "twice")
	if found["opeth"] != fetch.Number(5) || found["metallica"].String() != "unavailable: twice" {
		t.Errorf("found %v", found)
	}
}

func TestAnAnswerForAnother(t *testing.T) {
	for given, want := range map[string]string{" ": "error: not in the answer", "Opeth": "unavailable: wrong account: the answer is for Opeth"} {
		if got := fetch.Another(given).String(); got != want {
			t.Errorf("for %q: %s, want %s", given, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	tests := []struct{ count, step int64 }{
		{0, 0}, {7, 0}, {999, 0}, {1000, 10}, {1230, 10}, {1234, 0}, {999_000, 1000}, {1_000_000, 10_000}, {11_300_000, 100_000}, {fetch.MaxCount, 0},
	}
	for _, tt := range tests {
		got := fetch.Number(tt.count).Cut(3)
		if n, _ := got.Value(); got.Step != tt.step || n != tt.count {
			t.Errorf("%d cut to three digits stands for %d counts, want %d", tt.count, got.Step, tt.step)
		}
	}
	if got := fetch.Number(1000).Cut(0); got != fetch.Number(1000) {
		t.Errorf("1000 of which nothing is cut stands for %d counts", got.Step)
	}
	if got := fetch.Missing(fetch.Hidden, "hidden").Cut(3); got != fetch.Missing(fetch.Hidden, "hidden") {
		t.Errorf("a missing count cut is %v", got)
	}
}
