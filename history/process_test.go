package history

import (
	"context"
	"fmt"
	"runtime/debug"
	"strconv"
	"testing"
	"time"

	"datarocks/fetch"
	"datarocks/history/historytest"
	"datarocks/history/row"
	"datarocks/history/store"
	"datarocks/history/store/storetest"
)

// TestMain lets garbage grow: a fifth of the time goes into collecting it otherwise.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	storetest.Main(m, map[string]func(folder, arg string) error{"record": recordAsOneOfMany})
}

func recordAsOneOfMany(folder, arg string) error {
	number, err := strconv.Atoi(arg)
	if err != nil {
		return err
	}
	d := store.NewDir(folder)
	fmt.Println("ready")
	storetest.WaitForEnd()
	_, err = Record(context.Background(), d, oneOfMany(number), nil)
	if err == nil {
		fmt.Println("stored")
	}
	return err
}

// oneOfMany is a run that has two counts of its own and one that every run has.
func oneOfMany(number int) fetch.Snapshot {
	return historytest.Snapshot(historytest.Tonight.Add(time.Duration(number)*time.Second),
		historytest.Sample("opeth spotify o", 1000+number),
		historytest.Sample(fmt.Sprintf("artist-%02d spotify a%d", number, number), number),
		historytest.Sample(fmt.Sprintf("artist-%02d twitter b%d", number, number), "http 503"))
}

func TestManyProcessesRecordOneDay(t *testing.T) {
	t.Parallel()
	const many = 20
	folder := t.TempDir()
	var runs []*storetest.Child
	for i := range many {
		runs = append(runs, storetest.StartChild(t, "record", folder, strconv.Itoa(i)))
	}
	for _, c := range runs {
		c.Line(t)
	}
	for _, c := range runs {
		c.CloseStdin()
	}
	for i, c := range runs {
		if line := c.Line(t); line != "stored" {
			t.Errorf("process %d: %s", i, line)
		}
		if err := c.Wait(); err != nil {
			t.Errorf("process %d: %v", i, err)
		}
	}
	var want []row.Row
	for i := range many {
		rows, err := rowsOf(oneOfMany(i), nil)
		if err != nil {
			t.Fatal(err)
		}
		want = row.Join(want, rows)
	}
	if len(want) != 2*many+1 || *want[len(want)-1].Value != 1000+many-1 {
		t.Fatalf("%d rows, the last %s", len(want), want[len(want)-1].Line())
	}
	storetest.Holds(t, store.NewDir(folder), map[string]string{historytest.TodayObject: string(row.EncodeDay(want))})
}
