package awstest

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
)

// While the body of a conditional put is read, after its condition was found to
// hold, another writer is faster.
func TestAConditionIsCheckedAsTheObjectIsWritten(t *testing.T) {
	s := newStore()
	if err := s.CreateBucket(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	handler := s.handler()
	put := func(body io.Reader) int {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPut, "/b/k", body)
		r.Header.Set("If-None-Match", "*")
		r.Header.Set("Content-Length", "6")
		handler.ServeHTTP(w, r)
		return w.Code
	}
	faster := &reading{begin: func() {
		if code := put(strings.NewReader("faster")); code != http.StatusOK {
			t.Errorf("the faster put is answered %d", code)
		}
	}}
	if code := put(io.MultiReader(faster, strings.NewReader("slower"))); code != http.StatusPreconditionFailed {
		t.Errorf("the slower put is answered %d", code)
	}
	if o, err := s.read(t.Context(), "b", "k"); err != nil || o.Body != "faster" {
		t.Errorf("the object is %+v, %v", o, err)
	}
}

// reading is empty, and calls begin when it is read.
type reading struct{ begin func() }

func (r *reading) Read([]byte) (int, error) {
	r.begin()
	return 0, io.EOF
}

// A body that does not arrive whole has no effect.
func TestABrokenRequestHasNoEffect(t *testing.T) {
	a, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	body := io.MultiReader(bytes.NewReader([]byte("half")), iotest.ErrReader(io.ErrUnexpectedEOF))
	a.serve(httptest.NewRecorder(), httptest.NewRequest(http.MethodPut, "/b/k", body))
	if got := a.Requests(); len(got) > 0 {
		t.Errorf("requests are %v", got)
	}
}
