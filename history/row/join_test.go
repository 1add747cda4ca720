package row_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/fetch"
	"datarocks/history/historytest"
	"datarocks/history/row"
)

// anyRow makes a row of few artists, days, times and counts, so that rows meet.
func anyRow(random *rand.Rand) row.Row {
	pick := func(words ...string) string { return words[random.IntN(len(words))] }
	r := row.Row{
		Date:   historytest.Date(historytest.Today) + content.Day(random.IntN(2)),
		Artist: pick("opeth", "vola"),
		Source: content.Source(pick("spotify", "twitter")),
		Metric: pick("followers", "followers", "listeners"),
		At:     historytest.Tonight.Add(time.Duration(random.IntN(3)) * time.Hour),
		Ref:    pick("", "a", "b"),
		Via:    pick("", "", row.ViaManual, "import:csv"),
	}
	if random.IntN(2) == 0 {
		r.Value = new(random.Int64N(3))
	} else {
		r.Status, r.Reason = fetch.Status(pick("error", "hidden", "held", "retracted")), pick("", "x")
	}
	if random.IntN(4) == 0 {
		// As a newer version may have written it.
		line := r.Line()
		newer, err := row.Decode(append(line[:len(line)-1], `,"mood":`+pick("1", "2")+`}`...))
		if err != nil {
			panic(err)
		}
		r = newer
	}
	return r
}

func anyRows(random *rand.Rand) []row.Row {
	rows := make([]row.Row, random.IntN(12))
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
		ab := row.Join(a, b)
		same := func(law string, x, y []row.Row) {
			t.Helper()
			if string(row.EncodeDay(x)) != string(row.EncodeDay(y)) {
				t.Fatalf("seed %d: join is not %s:\n%s\n%s", seed, law, row.EncodeDay(x), row.EncodeDay(y))
			}
		}
		same("commutative", ab, row.Join(b, a))
		same("associative", row.Join(ab, c), row.Join(a, row.Join(b, c)))
		same("idempotent", ab, row.Join(ab, ab))
		same("absorbing", ab, row.Join(ab, a))
		same("neutral of nothing", ab, row.Join(ab, nil))

		shuffled := slices.Concat(a, b)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		same("independent of order", ab, row.Join(shuffled, nil))

		checkJoined(t, seed, ab, slices.Concat(a, b))
	}
}

// checkJoined wants the greatest row of each key, sorted by key.
func checkJoined(t *testing.T, seed uint64, joined, from []row.Row) {
	t.Helper()
	if !slices.IsSortedFunc(joined, func(x, y row.Row) int { return x.Key().Compare(y.Key()) }) {
		t.Fatalf("seed %d: not sorted:\n%s", seed, row.EncodeDay(joined))
	}
	winners := make(map[row.Key]row.Row)
	for _, r := range joined {
		if _, twice := winners[r.Key()]; twice {
			t.Fatalf("seed %d: two rows of one key:\n%s", seed, row.EncodeDay(joined))
		}
		winners[r.Key()] = r
	}
	keys := make(map[row.Key]bool)
	for _, row := range from {
		keys[row.Key()] = true
		if winner, ok := winners[row.Key()]; !ok || row.Compare(winner) > 0 {
			t.Fatalf("seed %d: %s lost against %s", seed, row.Line(), winner.Line())
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
	wantA, wantB := string(row.EncodeDay(a)), string(row.EncodeDay(b))
	row.Join(a[:len(a):cap(a)], b)
	if string(row.EncodeDay(a)) != wantA || string(row.EncodeDay(b)) != wantB {
		t.Error("an argument changed")
	}
}

// TestWhichRowWins takes any two of a list from the least to the greatest.
func TestWhichRowWins(t *testing.T) {
	t.Parallel()
	const hour, later = "2026-11-23T03:00:00Z", "2026-11-23T04:00:00Z"
	one := func(at string, value int64, status fetch.Status, via, reason string) row.Row {
		r := row.Row{
			Date: historytest.Date(historytest.Today), Artist: "opeth", Source: content.Spotify, Metric: "followers",
			At: historytest.Clock(at), Status: status, Via: via, Reason: reason,
		}
		if status == "" {
			r.Value = &value
		}
		return r
	}
	rows := []row.Row{
		one(hour, 0, fetch.Failed, "", "http 402"),
		one(hour, 0, fetch.Failed, "", "http 503"), // the bytes decide
		one(hour, 0, fetch.Unavailable, "", "gone"),
		one(later, 0, fetch.Failed, "", "http 402"),
		one(later, 0, fetch.Hidden, "import:csv", ""),
		one(hour, 0, row.Held, "", "fell by 90 %"),
		one(later, 0, row.Held, "", "fell by 90 %"),
		one(hour, 8, "", "import:csv", ""),
		one(later, 7, "", "import:ancestor", ""),
		one(hour, 7, "", "", ""),
		one(hour, 8, "", "", ""),
		one(later, 0, "", "", ""), // a measured zero is a count
		one(later, 6, "", "", ""),
		one(hour, 0, row.Withdrawn, "", "wrong account"),
		one(hour, 5, "", row.ViaManual, ""),
		one(later, 4, "", row.ViaManual, ""),
		one(later, 0, row.Withdrawn, row.ViaManual, ""), // "status" before "via" or not: bytes again
	}
	slices.SortFunc(rows[len(rows)-2:], func(a, b row.Row) int { return slices.Compare(a.Line(), b.Line()) })
	for i, less := range rows {
		for j, greater := range rows[i:] {
			for _, joined := range [][]row.Row{row.Join([]row.Row{less}, []row.Row{greater}), row.Join([]row.Row{greater}, []row.Row{less})} {
				if len(joined) != 1 || string(joined[0].Line()) != string(greater.Line()) {
					t.Errorf("rows %d and %d:\n%s\n%s\ngive\n%s", i, i+j, less.Line(), greater.Line(), row.EncodeDay(joined))
				}
			}
		}
	}
}
