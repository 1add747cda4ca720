package publish

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"
)

// bodyOf opens a body that was planned as one content and now has another.
func bodyOf(t *testing.T, planned, now string) *plannedBody {
	t.Helper()
	f, err := fstest.MapFS{"f": {Data: []byte(now)}}.Open("f")
	if err != nil {
		t.Fatal(err)
	}
	b, err := newPlannedBody(f, Upload{Size: int64(len(planned)), MD5: hexMD5([]byte(planned))})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPlannedBody(t *testing.T) {
	whole := func(r io.Reader) io.Reader { return r }
	limited := func(r io.Reader) io.Reader { return io.LimitReader(r, 5) } // as net/http reads a body of 5 bytes
	tests := []struct {
		name, planned, now string
		read               func(io.Reader) io.Reader
		ok                 bool
	}{
		{"as planned", "hello", "hello", whole, true},
		{"as planned, by the byte", "hello", "hello", iotest.OneByteReader, true},
		{"as planned, by its length", "hello", "hello", limited, true},
		{"as planned and empty", "", "", whole, true},
		{"another content", "hello", "jello", whole, false},
		{"another content, by the byte", "hello", "jello", iotest.OneByteReader, false},
		{"another content, by its length", "hello", "jello", limited, false},
		{"cut", "hello", "hell", whole, false},
		{"cut, by its length", "hello", "hell", limited, false},
		{"emptied", "hello", "", whole, false},
		{"grown", "hello", "hello!", whole, false},
		{"grown, by the byte", "hello", "hello!", iotest.OneByteReader, false},
		{"grown, but what is sent is as planned", "hello", "hello!", limited, true},
		{"no longer empty", "", "hello", whole, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := io.ReadAll(test.read(bodyOf(t, test.planned, test.now)))
			if test.ok {
				if err != nil || string(got) != test.planned {
					t.Errorf("read %q, %v", got, err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), "plan again") {
				t.Errorf("read %q, error is %v", got, err)
			}
			if string(got) != test.planned && len(got) >= 5 {
				t.Errorf("gave out all of %q before it failed", got)
			}
		})
	}
}

func TestPlannedBodyIsReadAgainFromTheStart(t *testing.T) {
	b := bodyOf(t, "hello", "hello")
	if size, err := b.Seek(0, io.SeekEnd); size != 5 || err != nil {
		t.Fatalf("seek to the end gives %d, %v", size, err)
	}
	for range 2 {
		if _, err := b.Seek(0, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(b); string(got) != "hello" || err != nil {
			t.Fatalf("read %q, %v", got, err)
		}
	}
	if _, err := b.Seek(2, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Read(make([]byte, 1)); err == nil {
		t.Error("read from the middle, where nothing can be checked")
	}
	if _, err := b.Seek(-1, io.SeekStart); err == nil {
		t.Error("sought before the start")
	}
}

func TestPlannedBodyReportsReadErrors(t *testing.T) {
	burnt := errors.New("disk on fire")
	b, err := newPlannedBody(brokenFile{err: burnt}, Upload{Size: 5})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(b); !errors.Is(err, burnt) {
		t.Errorf("error is %v", err)
	}
	if _, err := newPlannedBody(struct{ fs.File }{}, Upload{}); err == nil {
		t.Error("took a file without seek")
	}
}

// brokenFile fails to be read.
type brokenFile struct {
	fs.File
	io.Seeker
	err error
}

func (f brokenFile) Read([]byte) (int, error) { return 0, f.err }
