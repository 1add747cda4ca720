package history

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/fetch"
)

// anyRow makes a row of few artists, days, times and counts, so that rows meet.
func anyRow(random *rand.Rand) Row {
	pick := func(words ...string) string { return words[random.IntN(len(words))] }
	row := Row{
		Date:   date(today) + content.Day(random.IntN(2)),
		Artist: pick("opeth", "vola"),
		Source: content.Source(pick("spotify", "twitter")),
		Metric: pick("followers", "followers", "listeners"),
		At:     tonight.Add(time.Duration(random.IntN(3)) * time.Hour),
		Ref:    pick("", "a", "b"),
		Via:    pick("", "", ViaManual, "import:csv"),
	}
	if random.IntN(2) == 0 {
		row.Value = new(random.Int64N(3))
	} else {
		row.Status, row.Reason = fetch.Status(pick("error", "hidden", "held", "retracted")), pick("", "x")
	}
	if random.IntN(4) == 0 {
		// As a newer version may have written it.
		row.line = append(row.encode()[:len(row.encode())-1], `,"mood":`+pick("1", "2")+`}`...)
	}
	return row
}

func anyRows(random *rand.Rand) []Row {
	rows := make([]Row, random.IntN(12))
	for i := range rows {
		rows[i] = anyRow(random)
	}
	return rows
}

func TestLawsOfJoin(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 0))
		a, b, c := anyRows(random), anyRows(random), anyRows(random)
		ab := Join(a, b)
		same := func(law string, x, y []Row) {
			t.Helper()
			if string(encodeDay(x)) != string(encodeDay(y)) {
				t.Fatalf("seed %d: join is not %s:\n%s\n%s", seed, law, encodeDay(x), encodeDay(y))
			}
		}
		same("commutative", ab, Join(b, a))
		same("associative", Join(ab, c), Join(a, Join(b, c)))
		same("idempotent", ab, Join(ab, ab))
		same("absorbing", ab, Join(ab, a))
		same("neutral of nothing", ab, Join(ab, nil))

		shuffled := slices.Concat(a, b)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		same("independent of order", ab, Join(shuffled, nil))

		checkJoined(t, seed, ab, slices.Concat(a, b))
	}
}

// checkJoined wants the greatest row of each key, sorted by key.
func checkJoined(t *testing.T, seed uint64, joined, from []Row) {
	t.Helper()
	if !slices.IsSortedFunc(joined, func(x, y Row) int { return x.key().compare(y.key()) }) {
		t.Fatalf("seed %d: not sorted:\n%s", seed, encodeDay(joined))
	}
	winners := make(map[key]Row)
	for _, row := range joined {
		if _, twice := winners[row.key()]; twice {
			t.Fatalf("seed %d: two rows of one key:\n%s", seed, encodeDay(joined))
		}
		winners[row.key()] = row
	}
	keys := make(map[key]bool)
	for _, row := range from {
		keys[row.key()] = true
		if winner, ok := winners[row.key()]; !ok || row.compare(winner) > 0 {
			t.Fatalf("seed %d: %s lost against %s", seed, row.encode(), winner.encode())
		}
	}
	if len(keys) != len(joined) {
		t.Fatalf("seed %d: %d rows of %d keys", seed, len(joined), len(keys))
	}
}

func TestJoinLeavesItsArgumentsAlone(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 1))
	a, b := anyRows(random), anyRows(random)
	wantA, wantB := string(encodeDay(a)), string(encodeDay(b))
	Join(a[:len(a):cap(a)], b)
	if string(encodeDay(a)) != wantA || string(encodeDay(b)) != wantB {
		t.Error("an argument changed")
	}
}

// TestWhichRowWins takes any two of a list from the least to the greatest.
func TestWhichRowWins(t *testing.T) {
	t.Parallel()
	const hour, later = "2026-11-23T03:00:00Z", "2026-11-23T04:00:00Z"
	row := func(at string, value int64, status fetch.Status, via, reason string) Row {
		r := Row{
			Date: date(today), Artist: "opeth", Source: content.Spotify, Metric: "followers",
			At: clock(at), Status: status, Via: via, Reason: reason,
		}
		if status == "" {
			r.Value = &value
		}
		return r
	}
	rows := []Row{
		row(hour, 0, fetch.Failed, "", "http 402"),
		row(hour, 0, fetch.Failed, "", "http 503"), // the bytes decide
		row(hour, 0, fetch.Unavailable, "", "gone"),
		row(later, 0, fetch.Failed, "", "http 402"),
		row(later, 0, fetch.Hidden, "import:csv", ""),
		row(hour, 0, Held, "", "fell by 90 %"),
		row(later, 0, Held, "", "fell by 90 %"),
		row(hour, 8, "", "import:csv", ""),
		row(later, 7, "", "import:ancestor", ""),
		row(hour, 7, "", "", ""),
		row(hour, 8, "", "", ""),
		row(later, 0, "", "", ""), // a measured zero is a count
		row(later, 6, "", "", ""),
		row(hour, 0, Retracted, "", "wrong account"),
		row(hour, 5, "", ViaManual, ""),
		row(later, 4, "", ViaManual, ""),
		row(later, 0, Retracted, ViaManual, ""), // "status" before "via" or not: bytes again
	}
	slices.SortFunc(rows[len(rows)-2:], func(a, b Row) int { return slices.Compare(a.encode(), b.encode()) })
	for i, less := range rows {
		for j, greater := range rows[i:] {
			for _, joined := range [][]Row{Join([]Row{less}, []Row{greater}), Join([]Row{greater}, []Row{less})} {
				if len(joined) != 1 || string(joined[0].encode()) != string(greater.encode()) {
					t.Errorf("rows %d and %d:\n%s\n%s\ngive\n%s", i, i+j, less.encode(), greater.encode(), encodeDay(joined))
				}
			}
		}
	}
}
