package countertest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"datarocks/fetch/fetchtest"
)

// testRewritten writes whole answers in other ways, which cost nobody a count.
func (s Source) testRewritten(t *testing.T) {
	for _, test := range []struct {
		name    string
		rewrite func([]byte) []byte
	}{
		{"with numbers as floats", floats},
		{"with a byte order mark", func(body []byte) []byte { return append([]byte("\ufeff"), body...) }},
		{"with spaces", spaced},
		{"with names in capitals beside", s.beside(strings.ToUpper)},
		{"with lists in another order", onLists(func(list []any) []any { slices.Reverse(list); return list })},
		{"with everything twice", onLists(func(list []any) []any { return append(list, list...) })},
		{"with more than was asked for", onLists(func(list []any) []any {
			return append([]any{nil, json.Number("5"), "x", []any{}, map[string]any{}, map[string]any{"id": nil, "handle": nil, "artist_mbid": nil}}, list...)
		})},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := s.New(t)
			p.FailAlways(s.api(), rewritten(test.rewrite))
			got, reason := s.AskThree(t, p)
			Check(t, test.name, s.Three("14156138"), got, reason)
		})
	}
	t.Run("with two numbers", func(t *testing.T) {
		t.Parallel()
		p := s.New(t)
		p.FailAlways(s.api(), rewritten(s.beside(func(field string) string { return field })))
		got, reason := s.AskThree(t, p)
		check(t, "two numbers", s.all(fmt.Sprintf("unavailable: the answer's %s are not a whole number", s.Metric)), got)
		CheckReason(t, "two numbers", "", reason)
	})
}

// rewritten answers well, in another way.
func rewritten(rewrite func([]byte) []byte) fetchtest.Fault {
	return func(w http.ResponseWriter, r *http.Request, well http.Handler) {
		whole := httptest.NewRecorder()
		well.ServeHTTP(whole, r)
		w.Header().Set("Content-Type", whole.Header().Get("Content-Type"))
		w.WriteHeader(whole.Code)
		_, _ = w.Write(rewrite(whole.Body.Bytes()))
	}
}

// wholeNumber is one that stands for itself, outside of strings: the platforms'
// strings have no such end.
var wholeNumber = regexp.MustCompile(`([:\[,])([0-9])([0-9]*)([,}\]])`)

// floats writes each whole number as some languages print a float: 1.4156138E7.
func floats(body []byte) []byte {
	return wholeNumber.ReplaceAllFunc(body, func(found []byte) []byte {
		parts := wholeNumber.FindSubmatch(found)
		exponent, err := json.Marshal(len(parts[3]))
		if err != nil {
			return found
		}
		return slices.Concat(parts[1], parts[2], []byte("."), parts[3], []byte("0E"), exponent, parts[4])
	})
}

// beside puts another number behind each count, in a field of this name.
func (s Source) beside(name func(string) string) func([]byte) []byte {
	field := s.CountAt[strings.LastIndexByte(s.CountAt, '.')+1:]
	count := regexp.MustCompile(`"` + field + `":("?)([0-9]+"?)`)
	return func(body []byte) []byte {
		return count.ReplaceAll(body, []byte(`$0,"`+name(field)+`":${1}7$2`))
	}
}

func spaced(body []byte) []byte {
	var b bytes.Buffer
	if err := json.Indent(&b, body, " ", "\t"); err != nil {
		return body
	}
	return append(b.Bytes(), "\r\n"...)
}

// onLists changes the lists of an answer, and no list within.
func onLists(change func([]any) []any) func([]byte) []byte {
	return func(body []byte) []byte {
		var answer any
		if err := json.Unmarshal(body, &answer); err != nil {
			return body
		}
		switch whole := answer.(type) {
		case []any:
			answer = change(whole)
		case map[string]any:
			for name, value := range whole {
				if list, ok := value.([]any); ok {
					whole[name] = change(list)
				}
			}
		}
		changed, err := json.Marshal(answer)
		if err != nil {
			return body
		}
		return changed
	}
}
