package rollback

import (
	"errors"
	"testing"
	"time"

	"datarocks/content"
	"datarocks/history/store"
	"datarocks/history/store/s3test"
	"datarocks/history/store/storetest"
)

func TestAMarkStaysUntilItIsReleased(t *testing.T) {
	for name, s := range map[string]store.Store{
		"a folder": store.NewDir(t.TempDir()), "memory": storetest.NewMemory(), "S3": s3test.Store(s3test.New(t)),
	} {
		t.Run(name, func(t *testing.T) {
			expect := func(want *Mark) {
				t.Helper()
				got, err := Read(t.Context(), s)
				if err != nil || (got == nil) != (want == nil) || got != nil && *got != *want {
					t.Errorf("the mark is %v, %v, want %v", got, err, want)
				}
			}
			expect(nil)
			if was, err := Release(t.Context(), s); was != nil || err != nil {
				t.Errorf("released %v, %v", was, err)
			}
			at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
			first := Mark{Day: day(t, "2026-11-20"), Reason: "a wrong account", At: at}
			second := Mark{Day: day(t, "2026-11-19"), At: at.Add(time.Hour)}
			for _, m := range []Mark{first, second} {
				if err := Set(t.Context(), s, m); err != nil {
					t.Fatal(err)
				}
				expect(&m)
			}
			if was, err := Release(t.Context(), s); err != nil || was == nil || *was != second {
				t.Errorf("released %v, %v", was, err)
			}
			expect(nil)
		})
	}
}

// A mark that cannot be read is not taken for none, and can be written anew.
func TestABrokenMark(t *testing.T) {
	for _, text := range []string{"", "{", `{"day":"soon"}`, "[]"} {
		s := storetest.NewMemory()
		s.Set(object, []byte(text))
		if m, err := Read(t.Context(), s); !errors.Is(err, ErrBroken) {
			t.Errorf("%q: %v, %v", text, m, err)
		}
		if _, err := Release(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		if m, err := Read(t.Context(), s); m != nil || err != nil {
			t.Errorf("%q, released: %v, %v", text, m, err)
		}
	}
}

func day(t *testing.T, text string) content.Day {
	t.Helper()
	d, err := content.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
