package content

import (
	"encoding/json"
	"testing"
	"time"
)

func TestDayOf(t *testing.T) {
	tests := []struct {
		at   string
		want Day
	}{
		{"1970-01-01T00:00:00Z", 0},
		{"1970-01-01T23:59:59Z", 0},
		{"1970-01-02T00:00:00Z", 1},
		{"1969-12-31T23:59:59.999Z", -1},
		{"1969-12-31T00:00:00Z", -1},
		{"1969-12-30T23:59:59Z", -2},
		{"2026-11-23T00:30:00+01:00", 20779}, // still the 22nd in UTC
		{"2026-11-23T01:00:00+01:00", 20780},
		{"0001-01-01T00:00:00Z", -719162},
	}
	for _, tt := range tests {
		at, err := time.Parse(time.RFC3339Nano, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		got := DayOf(at)
		if got != tt.want {
			t.Errorf("DayOf(%s) = %d, want %d", tt.at, got, tt.want)
		}
		if want := at.UTC().Truncate(24 * time.Hour); !got.Time().Equal(want) {
			t.Errorf("%s: the day starts at %s, want %s", tt.at, got.Time(), want)
		}
	}
}

func TestParseDay(t *testing.T) {
	for _, text := range []string{"1970-01-01", "1969-12-31", "1968-02-29", "0001-01-01", "2025-02-07", "9999-12-31"} {
		day, err := ParseDay(text)
		if err != nil || day.String() != text {
			t.Errorf("ParseDay(%s) = %s, %v", text, day, err)
		}
	}
	for _, text := range []string{"", "2025-02-30", "1900-02-29", "2025-2-7", "2025-02-07T00:00:00Z", " 2025-02-07", "07.02.2025", "20250207"} {
		if day, err := ParseDay(text); err == nil {
			t.Errorf("ParseDay(%q) = %s, want an error", text, day)
		}
	}
}

func TestDayInJSON(t *testing.T) {
	data, err := json.Marshal(map[Day]Day{-1: 1})
	if err != nil || string(data) != `{"1969-12-31":"1970-01-02"}` {
		t.Fatalf("got %s, %v", data, err)
	}
	var back map[Day]Day
	if err := json.Unmarshal(data, &back); err != nil || back[-1] != 1 {
		t.Errorf("got %v, %v", back, err)
	}
	if err := json.Unmarshal([]byte(`{"1969-12-32":"1970-01-02"}`), &back); err == nil {
		t.Error("a day that is not in the calendar was read")
	}
}

func TestWindowDays(t *testing.T) {
	end, _ := ParseDay("2026-11-23")
	want := map[Window]int{Week: 7, FourWeek: 28, Quarter: 90, Year: 365, All: 0, "30d": 0}
	for window, days := range want {
		if got := window.Days(end); got != days {
			t.Errorf("%q.Days() = %d, want %d", window, got, days)
		}
	}
	for i := range Windows[:len(Windows)-2] {
		if Windows[i].Days(end) >= Windows[i+1].Days(end) {
			t.Errorf("%s comes before %s", Windows[i], Windows[i+1])
		}
	}
}

// TestYearIsOfTheCalendar: a year before any day is the same day of the month, in
// every year there may be.
func TestYearIsOfTheCalendar(t *testing.T) {
	for end, want := range map[string]string{
		"2024-02-28": "2023-02-28", "2024-02-29": "2023-02-28", "2024-03-01": "2023-03-01", "2024-11-30": "2023-11-30",
		"2025-02-28": "2024-02-28", "2025-03-01": "2024-03-01", "2025-01-31": "2024-01-31", "2000-12-31": "1999-12-31",
		"2101-03-01": "2100-03-01",
	} {
		day, err := ParseDay(end)
		if err != nil {
			t.Fatal(err)
		}
		if got := Year.Begin(day).String(); got != want {
			t.Errorf("a year before %s is %s, want %s", end, got, want)
		}
	}
	for day := Day(-800); day < 60_000; day++ {
		before := Year.Begin(day)
		to, from := day.Time(), before.Time()
		switch {
		case from.Year() != to.Year()-1 || from.Month() != to.Month():
			t.Fatalf("a year before %s is %s", day, before)
		case from.Day() != to.Day() && (to.Day() != 29 || from.Day() != 28):
			t.Fatalf("a year before %s is %s", day, before)
		case before > Year.Begin(day+1):
			t.Fatalf("the year to %s begins after that of the next day", day)
		}
	}
}
